"""Roles that wait for a guardian. An administrator asks for one, a guardian grants it: never one person alone, never one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.access.accounts import answer_grant, grants_answered, grants_waiting
from keepsight.access.models import RoleGrant
from keepsight.access.roles import ROLES
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed

PAGE = Page(
    address="roles/",
    title="Roles asked for",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
    menu=8,
    group="Who sees what",
)
LISTED = Listed(
    "roles answered last",
    lambda page: page["answered"],
    {
        "Answered": lambda one: words.moment(one["answered_at"]),
        "Name": lambda one: one["name"],
        "Role": lambda one: one["role"],
        "Answer": lambda one: one["answer"],
        "By": lambda one: one["by"],
    },
)
ANSWERED = 20  # how many of the last answers are shown


@dataclass(frozen=True, slots=True)
class Fetched:
    """What waits, and what was answered last."""

    waiting: Sequence[RoleGrant]
    answered: Sequence[RoleGrant]
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What waits, and what was answered last."""
    return Fetched(grants_waiting(), grants_answered(ANSWERED))


def act(asking: Asking) -> Fetched | Elsewhere:
    """Grant a role, or refuse it."""
    assert asking.user
    grant, answer = asking.posted("grant"), asking.posted("answer")
    try:
        if not grant.isdecimal() or answer not in ("grant", "refuse"):
            raise WrongUse("Choose a role to grant or to refuse")
        answer_grant(int(grant), granted=answer == "grant", by=asking.user)
    except WrongUse as wrong:
        return Fetched(grants_waiting(), grants_answered(ANSWERED), str(wrong))
    return Elsewhere(reverse("grants"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each with whose it is, what the role sees, and who has answered."""
    context: dict[str, Any] = {
        "title": "Error: roles asked for" if fetched.error else "Roles asked for",
        "waiting": [_said(one) for one in fetched.waiting],
        "answered": [_said(one) for one in fetched.answered],
        "error": fetched.error,
    }
    return Shown(context)


def _said(one: RoleGrant) -> dict[str, Any]:
    role = ROLES[one.role]
    return {
        "id": one.pk,
        "name": one.user.name,
        "agency": one.user.agency.name,
        "role": role.title,
        "sees": role.sees,
        "asked_at": one.asked_at,
        "answered_at": one.answered_at,
        "answer": "granted" if one.granted else "refused or asked for anew",
        "by": one.answered_by.name if one.answered_by else "",
    }
