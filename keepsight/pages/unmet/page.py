"""Needs that no service could meet, for whoever commissions: how many children wait for the same, and those that the reader sees.

No order here is a score. A count is of the whole partnership, and opens only what its reader may see of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people.queries import children
from keepsight.people.shown import ChildShown
from keepsight.practice.following import Followed
from keepsight.practice.plans.needs import BECAUSE, BY, NEEDS, SOURCE, Noted, as_noted, in_sight_of, noted, rows

PAGE = Page(
    address="needs/",
    title="Needs not met",
    who=frozenset({"agency_lead", "hub_coordinator"}),
    menu=10,
    group="Learning",
)
LISTED = Listed(
    "needs not met that you see",
    lambda page: page["needs"],
    {
        "Child": lambda each: each["name"],
        "Need": lambda each: each["need"],
        "Service asked": lambda each: each["one"].begun.asked_of,
        "Why it is not met": lambda each: each["because"],
        "Noted": lambda each: words.moment(each["one"].begun.at),
        "Noted by": lambda each: each["one"].begun.agency_name,
    },
    child=lambda each: each["child"],
)
HEADINGS = {
    "unmet": "By need",
    "service": "By the service that was asked",
    "why_not": "By why not",
    "quarter": "By when",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The needs that are counted; the children in sight, and their needs."""

    counted: Sequence[Noted]
    children: Sequence[ChildShown]
    seen: Sequence[tuple[UUID, Followed]]


def fetch(asking: Asking) -> Fetched:
    """What is counted, and what of it this person reads."""
    assert asking.user
    known = children(asking.sight)
    seen = in_sight_of(asking.sight, [one.id for one in known], asking.user, asking.today)
    return Fetched(noted(asking.sight), known, seen)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The counts, then the needs in sight: those behind one count, if that is what was asked for."""
    by, name = asking.query.get("by", ""), asking.query.get("is", "")
    readable = {child for child, _ in fetched.seen}
    chosen = [(child, one) for child, one in fetched.seen if by not in BY or BY[by](as_noted(child, one)) == name]
    called = {one.id: one.name for one in fetched.children}
    context: dict[str, Any] = {
        "title": "Needs not met",
        "tables": [
            (
                heading,
                [
                    (row, f"?{urlencode({'by': way, 'is': row.name})}#seen")
                    for row in rows(fetched.counted, way, readable)
                ],
            )
            for way, heading in HEADINGS.items()
        ],
        "total": bool(fetched.counted),
        "needs": [_line(called[child], child, one) for child, one in chosen],
        "narrowed": by in BY,
        "source": SOURCE,
        "here": reverse("unmet"),
    }
    return Shown(context, entries=len(chosen))


def _line(called: str, child: UUID, one: Followed) -> dict[str, Any]:
    said = one.begun.details
    return {
        "name": called,
        "child": child,
        "href": f"{reverse('needs', kwargs={'child_id': child})}#thread-{one.id}",
        "need": NEEDS.get(str(said.get("unmet")), "Something else"),
        "because": BECAUSE.get(str(said.get("why_not")), ""),
        "one": one,
    }
