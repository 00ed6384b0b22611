"""One reflective session: its questions, one's own words under them, and what the team lacks.

It shows nobody else's words, not even to whoever opened the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.briefings.actions import reflect, tell_lacks
from keepsight.briefings.lacks import LACKS
from keepsight.briefings.queries import SessionShown, session_of
from keepsight.errors import WrongUse
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="reflect/<uuid:session_id>/",
    title="Reflective session",
    who=EVERYONE,
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The session with one's own words, as kept or as just typed."""

    shown: SessionShown
    typed: Mapping[int, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where this person takes no part in such a session."""
    assert asking.user
    shown = session_of(asking.user, asking.address["session_id"])
    return Fetched(shown) if shown else None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep what was written; and what is lacking, if something was ticked."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    assert asking.user
    assert asking.form is not None
    session = fetched.shown.session
    typed = {number: asking.posted(f"words-{number}") for number in range(len(session.questions))}
    lacks = asking.form.getlist("lacks")
    try:
        reflect(session=session, words=typed, by=asking.user)
        if lacks:
            tell_lacks(session=session, lacks=lacks, by=asking.user)
    except WrongUse as wrong:
        return Fetched(fetched.shown, typed, str(wrong))
    return Elsewhere(reverse("reflection", kwargs={"session_id": session.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The questions with one's words, then what may be told without a name."""
    shown = fetched.shown
    words = {**shown.words, **fetched.typed}
    context: dict[str, Any] = {
        "title": f"{'Error: r' if fetched.error else 'R'}eflect: {shown.theme}",
        "shown": shown,
        "questions": [(number, asks, words.get(number, "")) for number, asks in enumerate(shown.session.questions)],
        "lacks": LACKS,
        "error": fetched.error,
    }
    return Shown(context)
