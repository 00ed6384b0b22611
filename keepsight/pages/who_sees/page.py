"""Who may see what: every role in plain words, and what opens and closes a child, printed from the rule itself."""

from typing import Any

from keepsight.access.actions import INVOLVEMENT_DAYS
from keepsight.access.glass import HOURS, WORKING_DAYS_TO_JUDGE
from keepsight.access.roles import ROLES
from keepsight.pages.page import EVERYONE, Asking, Page, Shown

PAGE = Page(address="who-may-see/", title="Who may see what", who=EVERYONE, menu=2, group="Who sees what")


def fetch(asking: Asking) -> tuple[()]:
    """Nothing: the roles are the same in every store."""
    return ()


def present(asking: Asking, fetched: tuple[()]) -> Shown:
    """The roles as a table, the reader's own first named."""
    context: dict[str, Any] = {
        "roles": list(ROLES.values()),
        "mine": ROLES[asking.user.role] if asking.user else None,
        "days": INVOLVEMENT_DAYS,
        "hours": HOURS,
        "judged_within": WORKING_DAYS_TO_JUDGE,
    }
    return Shown(context)
