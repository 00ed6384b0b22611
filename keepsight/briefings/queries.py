"""Reflective sessions, asked: each person their own words, and what is lacking without anybody's."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.models import User
from keepsight.briefings.lacks import LACKS
from keepsight.briefings.models import Lack, Reflection, Seat, Session
from keepsight.vocabulary import AUDIENCES, QUESTIONS, THEMES


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session as one of those who take part reads it: with their own words, and nobody else's.

    `words` stand by the question's place. `with_others` counts those who take part besides.
    """

    session: Session
    theme: str
    audience: str
    opened_on: dt.date
    opened_by: str
    with_others: int
    words: dict[int, str]
    told_lacks: bool


def sessions_of(user: User) -> list[SessionShown]:
    """The sessions in which this person takes part, the latest first."""
    seats = Seat.objects.filter(user=user).select_related("session__opened_by").order_by("-session__opened_at")
    return [_shown(seat, user) for seat in seats]


def session_of(user: User, session_id: UUID) -> SessionShown | None:
    """One session. None where there is none in which this person takes part."""
    seat = Seat.objects.filter(user=user, session_id=session_id).select_related("session__opened_by").first()
    return _shown(seat, user) if seat else None


def colleagues_of(user: User) -> list[User]:
    """The others of this person's agency who sign in, by their names."""
    return list(User.objects.filter(agency_id=user.agency_id, is_active=True).exclude(pk=user.pk).order_by("name"))


def asked_of() -> tuple[dict[str, str], dict[str, str]]:
    """What a session may be about and whom it may be for: names and titles, in the order of the bank."""
    return {one.theme: THEMES[one.theme].title for one in QUESTIONS}, dict(AUDIENCES)


def lacks() -> list[tuple[str, list[tuple[str, int]]]]:
    """For each theme, what was said to be lacking, the most often said first. Nobody can be asked whose it was."""
    said = Counter(Lack.objects.values_list("theme", "lack"))
    themes = sorted({theme for theme, _ in said}, key=list(THEMES).index)
    return [
        (THEMES[theme].title, [(LACKS[lack], count) for (of, lack), count in said.most_common() if of == theme])
        for theme in themes
    ]


def _shown(seat: Seat, user: User) -> SessionShown:
    session = seat.session
    words = {one.question: one.words for one in Reflection.objects.filter(session=session, by=user).order_by("id")}
    return SessionShown(
        session,
        THEMES[session.theme].title,
        AUDIENCES[session.audience],
        session.opened_at.date(),
        session.opened_by.name,
        session.seats.count() - 1,
        words,
        seat.told_lacks_at is not None,
    )
