"""Sessions and papers, asked: each person their own words; papers as written now; editions as they may be printed."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.briefings.clearing import Decided, Waiting, as_decided, waiting
from keepsight.briefings.gathering import gather
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
from keepsight.briefings.paper import Edit as Edited
from keepsight.briefings.paper import Paper as Written
from keepsight.briefings.printers import in_shape
from keepsight.briefings.printing import Printed
from keepsight.briefings.writing import written
from keepsight.errors import WrongUse
from keepsight.people import queries as people
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


def papers() -> list[Paper]:
    """Every paper, the latest first."""
    return list(Paper.objects.select_related("begun_by").order_by("-begun_at"))


def paper(paper_id: UUID) -> Paper | None:
    """One paper, or None."""
    return Paper.objects.select_related("begun_by__agency").filter(id=paper_id).first()


def edits_of(paper: Paper) -> dict[str, Edited]:
    """The words that people put in place of ours, by paragraph, where they hold."""
    latest = {one.key: one for one in Edit.objects.filter(paper=paper).select_related("by").order_by("id")}
    return {
        key: Edited(one.words, one.by.name, one.at, one.figures) for key, one in latest.items() if not one.taken_back
    }


def written_now(paper: Paper) -> Written:
    """A paper as it is written today from what is known, with people's own words in it."""
    return written(gather(paper.title, paper.begun_by.agency.name), edits_of(paper))


def cleared() -> list[Edition]:
    """The public editions that somebody has cleared, the latest first: anybody may read them."""
    return list(Edition.objects.filter(cleared_at__isnull=False).order_by("-cleared_at"))


def editions_of(paper: Paper) -> list[Edition]:
    """The editions of a paper, the latest first."""
    return list(Edition.objects.filter(paper=paper).select_related("made_by", "cleared_by").order_by("-made_at"))


def edition(edition_id: UUID) -> Edition | None:
    """One edition, or None."""
    return Edition.objects.select_related("paper", "made_by", "cleared_by").filter(id=edition_id).first()


def waiting_in(edition: Edition) -> list[Waiting]:
    """What somebody has to decide on before a public edition may be printed. An internal one waits for nothing."""
    if not edition.public:
        return []
    ours = [*edition.figures, *Pseudonym.objects.filter(edition=edition).values_list("stands", flat=True)]
    return waiting(edition.printed, _decided(edition), known=_known_names(), ours=ours)


def as_it_stands(edition: Edition) -> Printed:
    """The edition with what was decided put in place, to be read before it is cleared."""
    return as_decided(edition.printed, _decided(edition))


def print_edition(edition: Edition, suffix: str) -> bytes:
    """The bytes of a file of this suffix. Raises WrongUse for a public edition that nobody has cleared."""
    if edition.public and not edition.cleared_at:
        raise WrongUse(
            "This edition has not been cleared", next_step="Decide on what is listed, read it, and clear it."
        )
    return in_shape(as_it_stands(edition), suffix)


def readings_of(edition: Edition) -> list[Reading]:
    """Who received, read and discussed an edition, the latest first."""
    return list(Reading.objects.filter(edition=edition).select_related("by").order_by("-on", "-at"))


def _decided(edition: Edition) -> Decided:
    latest = dict(Decision.objects.filter(edition=edition).order_by("id").values_list("word", "stands"))
    return Decided(
        frozenset(word for word, stands in latest.items() if stands is None),
        {word: stands for word, stands in latest.items() if stands is not None},
    )


def _known_names() -> list[str]:
    """The names of children here, whom no public edition may name, in small letters or capitals."""
    return [name for one in people.children(the_machine()) for name in (one.name, *one.known_as) if one.forename]


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
