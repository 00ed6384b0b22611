"""Reflective sessions are opened, written in, and told of. The only place where what this room keeps changes."""

from collections.abc import Collection, Mapping

from django.db import transaction

from keepsight.access.models import User
from keepsight.briefings.lacks import LACKS
from keepsight.briefings.models import Lack, Reflection, Seat, Session
from keepsight.errors import WrongUse
from keepsight.store import audit, clock
from keepsight.vocabulary import QUESTIONS

# Who may ask their whole agency to sit down; anybody may sit down alone.
OPEN_FOR_A_TEAM = frozenset({"agency_lead", "hub_coordinator", "learning_team"})


@transaction.atomic
def open_session(*, theme: str, audience: str, people: Collection[User] = (), by: User) -> Session:
    """A session on a theme, for `people` of one's own agency besides oneself. Alone, if nobody else is named."""
    questions = [one.asks for one in QUESTIONS if (one.theme, one.audience) == (theme, audience)]
    if not questions:
        raise WrongUse("There are no questions on that theme for that audience", next_step="Choose from the lists.")
    if people and by.role not in OPEN_FOR_A_TEAM:
        raise WrongUse("Your role opens a session for yourself alone", next_step="Ask your manager to open it.")
    if any(one.agency_id != by.agency_id for one in people):
        raise WrongUse("A session is for people of your own agency", next_step="Leave the others out.")
    session = Session.objects.create(
        theme=theme,
        audience=audience,
        questions=[*questions, *FOR_EVERYBODY],
        agency_id=by.agency_id,
        opened_by=by,
        opened_at=clock.now(),
    )
    Seat.objects.bulk_create([Seat(session=session, user=one) for one in {*people, by}])
    audit.note("briefings.open_session", by=by, about=f"session {session.id}")
    return session


# Asked at the end of every session, whatever it was about.
FOR_EVERYBODY = ("What will you do differently this week, and for which child?",)


@transaction.atomic
def reflect(*, session: Session, words: Mapping[int, str], by: User) -> int:
    """Keep what somebody wrote under each question, by its number. How many changed."""
    _seat(session, by)
    before = {one.question: one.words for one in Reflection.objects.filter(session=session, by=by).order_by("id")}
    changed = {number: said for number, said in words.items() if said != before.get(number, "")}
    if any(not 0 <= number < len(session.questions) for number in changed):
        raise WrongUse("This session has no such question", next_step="Open the session again.")
    now = clock.now()
    Reflection.objects.bulk_create(
        [Reflection(session=session, question=number, by=by, words=said, at=now) for number, said in changed.items()]
    )
    audit.note("briefings.reflect", by=by, about=f"session {session.id}", count=len(changed))
    return len(changed)


@transaction.atomic
def tell_lacks(*, session: Session, lacks: Collection[str], by: User) -> None:
    """Tell the learning team what is lacking for this theme: once a person and session, and without any name."""
    seat = _seat(session, by)
    if seat.told_lacks_at:
        raise WrongUse("You have said what is lacking", next_step="It cannot be changed: nobody knows which was yours.")
    if strange := set(lacks) - set(LACKS):
        raise WrongUse(f"{', '.join(sorted(strange))} is none of the words to choose from", next_step="Choose again.")
    now = clock.now()
    # The rows of a session are kept in no order and with no day: beside each other they must not tell whose they are.
    Lack.objects.bulk_create([Lack(theme=session.theme, lack=one, year=now.year) for one in sorted(lacks)])
    Seat.objects.filter(session=session, user=by).update(told_lacks_at=now)
    audit.note("briefings.tell_lacks", by=by, about=f"session {session.id}")


def _seat(session: Session, by: User) -> Seat:
    seat = Seat.objects.filter(session=session, user=by).first()
    if seat is None:
        raise WrongUse("You do not take part in this session", next_step="Ask whoever opened it.")
    return seat
