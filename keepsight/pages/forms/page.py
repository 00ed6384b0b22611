"""The forms that a partnership made of its own: for whom each is, its edition, and how often it was filled in.

A count is of children whom the reader sees, and says nothing of any of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people.queries import children
from keepsight.practice.forms.editions import MAY_MAKE, OwnForm, forms
from keepsight.practice.forms.filling_in import MOST_CHILDREN, Answered, filled_in

PAGE = Page(address="forms/", title="Forms of our own", who=WITH_CHILDREN, menu=12, group="Learning")
LISTED = Listed(
    "forms of our own",
    lambda page: page["forms"],
    {
        "Form": lambda each: each["one"].wording.title,
        "What it is for": lambda each: each["one"].wording.purpose,
        "For whom": lambda each: each["one"].agency_name,
        "Edition": lambda each: each["one"].number,
        "Since": lambda each: words.moment(each["one"].at),
        "Filled in": lambda each: each["filled"],
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The forms that are offered, ended ones too, and what was filled in; None: of too many children to be counted."""

    forms: Sequence[OwnForm]
    filled: Sequence[Answered] | None


def fetch(asking: Asking) -> Fetched:
    """The forms, and what this person reads of what was filled in."""
    assert asking.user
    some = forms(asking.user)
    return Fetched(some, filled_in(asking.sight, [one.id for one in children(asking.sight)]) if some else [])


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Those that may be filled in, then those that have ended."""
    counted = Counter(str(each.entry.details.get("form")) for each in fetched.filled or ())
    lines = [_line(one, None if fetched.filled is None else counted[str(one.id)]) for one in fetched.forms]
    context: dict[str, Any] = {
        "forms": lines,
        "parts": [(heading, some) for heading, some in _parts(lines) if some],
        "may_make": asking.sight.role in MAY_MAKE,
        "for_all": asking.sight.role == "hub_coordinator",
        "most": MOST_CHILDREN,
        "counted": fetched.filled is not None,
    }
    return Shown(context)


def _parts(lines: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    ended = [each for each in lines if each["one"].ended]
    return [("In use", [each for each in lines if not each["one"].ended]), ("Ended: filled in no more", ended)]


def _line(one: OwnForm, filled: int | None) -> dict[str, Any]:
    href = reverse("form", kwargs={"form_id": one.id})
    return {"one": one, "href": href, "filled": "not counted" if filled is None else filled}
