"""Who may see what: every role in plain words, and what opens and closes a child, printed from the rule itself.

A partnership calls the roles by its own names; a guardian says which. What a role sees stays as it is.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.access.actions import INVOLVEMENT_DAYS
from keepsight.access.glass import HOURS, WORKING_DAYS_TO_JUDGE
from keepsight.access.guarding import call_role
from keepsight.access.queries import role_titles
from keepsight.access.roles import ROLES
from keepsight.errors import WrongUse
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed

PAGE = Page(
    address="who-may-see/",
    title="Who may see what",
    who=EVERYONE,
    methods=frozenset({"GET", "POST"}),
    menu=2,
    group="Who sees what",
    changes_nothing=True,
)
LISTED = Listed(
    "roles",
    lambda page: [(page["titles"], one) for one in page["roles"]],
    {
        "Role": lambda row: row[0][row[1].name],
        "Sees": lambda row: row[1].sees,
        "Files and receipts": lambda row: "Yes" if row[1].reads_sources else "No",
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What each role is called here today, and what must be put right."""

    titles: dict[str, str]
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """The partnership's own names."""
    return Fetched(role_titles(asking.today))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Call a role by another name. None for whoever is no guardian."""
    if asking.user is None or asking.user.role != "guardian":
        return None
    try:
        call_role(asking.posted("role"), asking.posted("title"), from_on=asking.today, by=asking.user)
    except WrongUse as wrong:
        return Fetched(role_titles(asking.today), str(wrong))
    return Elsewhere(reverse("who_sees"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The roles as a table, the reader's own first named."""
    context: dict[str, Any] = {
        "title": "Error: who may see what" if fetched.error else "Who may see what",
        "roles": list(ROLES.values()),
        "titles": fetched.titles,
        "mine": ROLES[asking.user.role] if asking.user else None,
        "may_name": asking.user is not None and asking.user.role == "guardian",
        "error": fetched.error,
        "days": INVOLVEMENT_DAYS,
        "hours": HOURS,
        "judged_within": WORKING_DAYS_TO_JUDGE,
    }
    return Shown(context)
