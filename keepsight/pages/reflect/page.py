"""Time to reflect: the sessions one takes part in, and a new one, alone or with colleagues.

What somebody writes is read by nobody else: reflection is not a return to be made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.access.models import User
from keepsight.briefings.actions import OPEN_FOR_A_TEAM, open_session
from keepsight.briefings.queries import SessionShown, asked_of, colleagues_of, sessions_of
from keepsight.errors import WrongUse
from keepsight.pages.lacks.page import PAGE as LACKS_PAGE
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="reflect/", title="Reflect", who=EVERYONE, methods=frozenset({"GET", "POST"}), menu=4, group="Learning"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One's sessions, whom one may ask to take part, and what kept a new one from being opened."""

    sessions: Sequence[SessionShown]
    colleagues: Sequence[User]
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """An empty form under the sessions so far."""
    assert asking.user
    colleagues = colleagues_of(asking.user) if asking.user.role in OPEN_FOR_A_TEAM else []
    return Fetched(sessions_of(asking.user), colleagues)


def act(asking: Asking) -> Fetched | Elsewhere:
    """Open a session and go to it, or say what to choose."""
    assert asking.user
    assert asking.form is not None
    wanted = set(asking.form.getlist("people"))
    people = [one for one in colleagues_of(asking.user) if one.username in wanted]
    try:
        session = open_session(
            theme=asking.posted("theme"), audience=asking.posted("audience"), people=people, by=asking.user
        )
    except WrongUse as wrong:
        shown = fetch(asking)
        return Fetched(shown.sessions, shown.colleagues, str(wrong))
    return Elsewhere(reverse("reflection", kwargs={"session_id": session.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Sessions as links, then the form."""
    themes, audiences = asked_of()
    context: dict[str, Any] = {
        "title": "Error: reflect" if fetched.error else "Reflect",
        "sessions": [(one, reverse("reflection", kwargs={"session_id": one.session.id})) for one in fetched.sessions],
        "themes": themes,
        "audiences": audiences,
        "colleagues": fetched.colleagues,
        "error": fetched.error,
        "reads_lacks": asking.sight.role in LACKS_PAGE.who,
        "chosen": {"theme": asking.posted("theme"), "audience": asking.posted("audience")},
    }
    return Shown(context)
