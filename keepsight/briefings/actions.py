"""Sessions are opened, written in and told of; papers are begun, edited, made editions of, cleared and handed on.

The only place where what this room keeps changes.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from keepsight.access.models import User
from keepsight.briefings.clearing import public
from keepsight.briefings.lacks import LACKS
from keepsight.briefings.models import (
    Decision,
    Edit,
    Edition,
    Lack,
    Paper,
    Pseudonym,
    Reading,
    Reflection,
    Seat,
    Session,
)
from keepsight.briefings.paper import SLOT, Paragraph
from keepsight.briefings.paper import Paper as Written
from keepsight.briefings.printing import printed
from keepsight.briefings.pseudonyms import drawn
from keepsight.briefings.queries import waiting_in
from keepsight.errors import Overtaken, WrongUse
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


@transaction.atomic
def begin_paper(*, title: str, by: User) -> Paper:
    """A new paper. It has words at once; people put theirs in place of ours."""
    if not title.strip():
        raise WrongUse("A paper needs a title", next_step="Say what it is about.")
    paper = Paper.objects.create(title=title.strip(), begun_by=by, begun_at=clock.now())
    audit.note("briefings.begin_paper", by=by, about=f"paper {paper.id}")
    return paper


@transaction.atomic
def edit(*, paper: Paper, paragraph: Paragraph, words: str | None, by: User) -> Edit:
    """Put a person's words in place of ours, beside the figures as they stand now. None takes them back."""
    known = {figure.key: figure.words for figure in paragraph.figures}
    if strange := sorted(set(SLOT.findall(words or "")) - set(known)):
        raise WrongUse(
            f"This paragraph has no figure called {strange[0]}",
            next_step=f"Use {', '.join(f'{{{key}}}' for key in known) or 'no figure'}.",
        )
    made = Edit.objects.create(
        paper=paper,
        key=paragraph.key,
        words=words or "",
        figures=known,
        taken_back=words is None,
        by=by,
        at=clock.now(),
    )
    audit.note("briefings.edit", by=by, about=f"paper {paper.id}")
    return made


@transaction.atomic
def make_edition(*, paper: Paper, written: Written, for_public: bool, by: User) -> Edition:
    """Freeze the paper as it is written now. A public one gets pseudonyms of its own and waits to be cleared."""
    pseudonyms = drawn([one.id for one in written.reviews]) if for_public else None
    edition = Edition.objects.create(
        paper=paper,
        public=for_public,
        printed=printed(written) if pseudonyms is None else public(written, pseudonyms),
        figures=sorted({figure.words for figure in written.figures()}),
        made_by=by,
        made_at=clock.now(),
    )
    Pseudonym.objects.bulk_create(
        [Pseudonym(edition=edition, review=review, stands=stands) for review, stands in (pseudonyms or {}).items()]
    )
    audit.note("briefings.make_edition", by=by, about=f"edition {edition.id}")
    return edition


@transaction.atomic
def decide(*, edition: Edition, stands: Mapping[str, str | None], by: User) -> None:
    """Decide of words that may tell who is meant: what stands for each instead, None for a word that may stay."""
    if edition.cleared_at:
        raise WrongUse("This edition has been cleared", next_step="Make another edition.")
    now = clock.now()
    Decision.objects.bulk_create(
        [Decision(edition=edition, word=word, stands=instead, by=by, at=now) for word, instead in stands.items()]
    )
    audit.note("briefings.decide", by=by, about=f"edition {edition.id}", count=len(stands))


@transaction.atomic
def clear(*, edition: Edition, read_whole: bool, by: User) -> None:
    """Say, by name, that an edition may go out: everything listed is decided, and somebody has read it from end to end."""
    if not edition.public:
        raise WrongUse("An internal edition is not cleared", next_step="Make a public edition.")
    if not read_whole:
        raise WrongUse("No list finds everything", next_step="Read the edition from end to end, and say that you have.")
    if left := len(waiting_in(edition)):
        raise WrongUse(f"{left} words still wait to be decided", next_step="Decide on each of them.")
    if Edition.objects.select_for_update().get(pk=edition.pk).cleared_at:
        raise Overtaken(
            "Somebody else has cleared this edition since you opened it", next_step="Its files can be taken."
        )
    edition.cleared_by, edition.cleared_at = by, clock.now()
    edition.save(update_fields=["cleared_by", "cleared_at"])
    audit.note("briefings.clear", by=by, about=f"edition {edition.id}")


@transaction.atomic
def note_reading(*, edition: Edition, who: str, did: str, on: dt.date, by: User) -> Reading:
    """Note who received, read or discussed an edition."""
    if did not in READ or not who.strip():
        raise WrongUse("Say who, and whether they received, read or discussed it", next_step="Fill in both.")
    if on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Note it on the day.")
    reading = Reading.objects.create(edition=edition, who=who.strip(), did=did, on=on, by=by, at=clock.now())
    audit.note("briefings.note_reading", by=by, about=f"edition {edition.id}")
    return reading


READ = ("received", "read", "discussed")


def _seat(session: Session, by: User) -> Seat:
    seat = Seat.objects.filter(session=session, user=by).first()
    if seat is None:
        raise WrongUse("You do not take part in this session", next_step="Ask whoever opened it.")
    return seat
