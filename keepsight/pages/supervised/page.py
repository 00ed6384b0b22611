"""When each child of a manager's agency was last thought about in supervision. Each number opens the children it counts.

It says that supervision was held, and nothing of whether it was good. No order here is a score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.story import entry_href
from keepsight.practice.professionals.supervisions import WITHIN, LastHeld, last_held

PAGE = Page(address="supervision/", title="Supervision", who=frozenset({"agency_lead"}), menu=3)


@dataclass(frozen=True, slots=True)
class Group:
    """Children of whom the same is to be said, and the words for it."""

    name: str
    title: str
    children: Sequence[LastHeld]


def fetch(asking: Asking) -> list[LastHeld]:
    """The children with whom social care is involved, of those whom the reader's agency has on record."""
    return last_held(asking.sight, asking.today)


def present(asking: Asking, fetched: list[LastHeld]) -> Shown:
    """The children in three groups, each with the entry that says when."""
    held = [one for one in fetched if one.last]
    groups = [
        Group("never", "Nothing on record", [one for one in fetched if one.last is None]),
        Group("before", f"More than {WITHIN.text} ago", [one for one in held if not one.in_time]),
        Group("lately", f"Within {WITHIN.text}", [one for one in held if one.in_time]),
    ]
    context: dict[str, Any] = {
        "title": "Supervision",
        "groups": [(one, [_line(child) for child in one.children]) for one in groups],
        "count": len(fetched),
        "agency_name": asking.user.agency.name if asking.user else "",
        "as_at": asking.today,
    }
    return Shown(context, entries=len(held))


def _line(one: LastHeld) -> dict[str, str]:
    address = {"child_id": one.child.id}
    last = one.last
    return {
        "name": one.child.name,
        "href": reverse("supervision", kwargs=address),
        "when": words.told(last.when) if last else "",
        "entry": entry_href(one.child.id, last.entry) if last else "",
    }
