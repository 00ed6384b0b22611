"""Break the glass: open one child at once, to be read, for four hours, with a reason that a guardian will judge.

A standard or restricted child is never refused. One who is sealed or family is answered exactly as one whom nobody knows, and
the guardian is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.access.glass import CATEGORIES, HOURS, REASON_LETTERS, break_glass
from keepsight.access.guarding import note_attempt
from keepsight.pages.find.page import Asked, asked_for, errors_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.people import queries as people

PAGE = Page(address="break-the-glass/", title="Break the glass", who=WITH_CHILDREN, methods=frozenset({"GET", "POST"}))


@dataclass(frozen=True, slots=True)
class Fetched:
    """The form as it was filled in. `unknown`: nobody is known, or nobody who may be opened so."""

    asked: Asked = field(default_factory=Asked)
    category: str = ""
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    unknown: bool = False


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    return Fetched()


def act(asking: Asking) -> Fetched | Elsewhere:
    """Open the child, or say what is missing. Asked for from a search, it is the form with the child's words in it."""
    assert asking.user is not None
    asked, category, reason = asked_for(asking), asking.posted("category"), asking.posted("reason")
    if asking.posted("from") == "find":
        return Fetched(asked)
    if errors := _errors(asked, category, reason):
        return Fetched(asked, category, reason, errors)
    named = people.named_exactly(asked.name, born_on=asked.born_on, nhs_number=asked.number)
    kept = people.kept_from(asking.sight, named)
    for child, why in kept.items():
        note_attempt(asking.user, child, page=PAGE.title, why=why)
    found = people.breakable(asking.sight, named)
    if len(found) != 1:
        return Fetched(asked, category, reason, unknown=True)
    (child,) = found
    if people.child(asking.sight, child) is None:
        break_glass(child, category=category, reason=reason, by=asking.user)
    return Elsewhere(reverse("overview", kwargs={"child_id": child}))


def _errors(asked: Asked, category: str, reason: str) -> dict[str, str]:
    errors = errors_of(asked)
    if not errors and not asked.exact:
        errors["name"] = "Enter the whole name with the birth date, or the NHS number"
    if category not in CATEGORIES:
        errors["category"] = "Choose why you need to look now"
    if len(reason) < REASON_LETTERS:
        errors["reason"] = f"Say in at least {REASON_LETTERS} letters what has happened"
    return errors


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form, with what is missing said first."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}Break the glass",
        "asked": fetched.asked,
        "categories": CATEGORIES,
        "category": fetched.category,
        "reason": fetched.reason,
        "errors": fetched.errors,
        "unknown": fetched.unknown,
        "hours": HOURS,
        "letters": REASON_LETTERS,
    }
    return Shown(context)
