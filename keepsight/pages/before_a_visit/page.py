"""What whoever visits should know first: marked with its reason and its last day, seen by all who see the child."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.access.guarding import MARKER_DAYS, mark_for_safety, take_marker_back
from keepsight.access.queries import safety_markers
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import day_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.words import day_as_typed
from keepsight.people.queries import ids_of

PAGE = Page(
    address="children/<uuid:child_id>/before-a-visit/",
    title="Before a visit",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
USUAL_DAYS = 90  # local judgement: what the form offers; it may be changed up to the most that a marker lasts


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's entries; what was typed, by field, with what must be put right. What is marked stands in each page's frame."""

    entries: Sequence[EntryShown]
    said: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    return Fetched(_entries(asking), {"until": day_as_typed(asking.today + dt.timedelta(days=USUAL_DAYS))})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Mark, or take a marker back. None without names, and for a marker that does not stand for this child."""
    assert asking.user is not None  # the door has made sure
    if asking.names_hidden:
        return None
    if named := asking.posted("marker"):
        standing = safety_markers(ids_of(asking.of_child.id), asking.today)
        marker = next((one.pk for one in standing if str(one.pk) == named), None)
        if marker is None:
            return None
        take_marker_back(marker, by=asking.user)
    elif errors := _marked(asking):
        return Fetched(_entries(asking), {name: asking.posted(name) for name in ("because", "until")}, errors)
    return Elsewhere(reverse("before_a_visit", kwargs={"child_id": asking.of_child.id}))


def _entries(asking: Asking) -> Sequence[EntryShown]:
    return chronology(asking.sight, asking.of_child.id)


def _marked(asking: Asking) -> dict[str, str]:
    assert asking.user is not None
    because, until = asking.posted("because"), day_of(asking.posted("until"))
    if not because:
        return {"because": "Say what whoever visits should know first"}
    if until is None:
        return {"until": "Enter the last day on which it holds, such as 1/4/2026"}
    try:
        mark_for_safety(asking.of_child.id, because=because, until=until, by=asking.user)
    except WrongUse as wrong:
        return {"until": str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form under what is marked."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{asking.of_child.name}: before a visit",
        "badges": badges(fetched.entries),
        "most": MARKER_DAYS,
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)
