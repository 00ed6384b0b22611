"""Where a guardian finds the child whose level is to be set: named exactly, as it would be to break the glass. No list is shown."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.pages.find.page import Asked, asked_for, errors_of
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.people.queries import guarded, named_exactly

PAGE = Page(
    address="guardian/levels/",
    title="Levels",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
    menu=4,
    group="Who sees what",
    changes_nothing=True,
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was asked for, and what must be put right, by field. `unknown`: no one child is named so."""

    asked: Asked = field(default_factory=Asked)
    errors: dict[str, str] = field(default_factory=dict)
    unknown: bool = False


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    return Fetched()


def act(asking: Asking) -> Fetched | Elsewhere:
    """Go on to the child, or say what keeps us from it."""
    asked = asked_for(asking)
    errors = errors_of(asked)
    if not errors and not asked.exact:
        errors["name"] = "Enter the whole name with the birth date, or the NHS number"
    if errors:
        return Fetched(asked, errors)
    named = named_exactly(asked.name, born_on=asked.born_on, nhs_number=asked.number)
    found = guarded(asking.sight, named)
    if len(found) != 1:
        return Fetched(asked, unknown=True)
    return Elsewhere(reverse("level", kwargs={"looked_id": found.pop()}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form, with what is missing said first."""
    context: dict[str, Any] = {
        "title": "Error: levels" if fetched.errors else "Levels",
        "asked": fetched.asked,
        "errors": fetched.errors,
        "unknown": fetched.unknown,
    }
    return Shown(context)
