"""Supervision about a child: that it was held and what was asked, in the log; what was thought, apart. Part of `actions`.

What is kept apart is in no entry, no prompt, no export and no pack. It is read by whoever wrote it and by the leads of their own
agency (sight.sql says it once more), and goes when the supervision it belongs to is taken back.
"""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import threads_about
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue, When
from keepsight.practice.actions import take_back
from keepsight.practice.models import KeptApart
from keepsight.practice.putting import draft_of, put
from keepsight.store import audit, clock

HELD = "supervision.held"
HARD = {
    "bias": "Bias: mine, or what we take for granted about this family",
    "capacity": "Capacity: no time, too many children",
    "fear": "Fear: of a parent, of being wrong, of making it worse",
    "trust": "Trust: somebody in the family has won mine, or I would not like to lose theirs",
}
"""Why it can be hard to challenge, by the word that is kept. That somebody was won over they see best themselves."""


@dataclass(frozen=True, slots=True)
class Thought:
    """What goes into the log of a supervision: the day, with whom, and the questions that were used. Nothing more of it."""

    on: dt.date
    with_whom: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """What stays in the worker's own agency: what may be going on, what is not known, what else could explain it, what the
    worker fears or feels, and why challenge was hard (words of HARD)."""

    hypotheses: str = ""
    unknowns: str = ""
    alternatives: str = ""
    feels: str = ""
    hard: tuple[str, ...] = ()
    hard_because: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing of it was said."""
        return not any(asdict(self).values())


@transaction.atomic
@seeing(THE_MACHINE)
def supervise(child: UUID, thought: Thought, apart: Apart, *, by: User) -> UUID:
    """Put on record that a child was thought about in supervision, and keep apart what is the worker's. The id of its thread.

    Raises WrongUse for a day to come, without saying with whom, and without a question: then it was no reflective supervision.
    """
    _refuse_half_told(thought)
    thread = uuid4()
    said: dict[str, DetailValue] = {"with_whom": thought.with_whom, "questions": list(thought.questions)}
    draft = draft_of(HELD, "", said, "standard", by)
    when = When(thought.on, thought.on, "day", thought.on.isoformat())
    put(replace(draft, when=when), child, thread, by)
    keep_apart(thread, apart, by=by)
    return thread


@transaction.atomic
@seeing(THE_MACHINE)
def keep_apart(thread: UUID, apart: Apart, *, by: User) -> None:
    """Keep what is the worker's of a supervision, in their own agency; nothing, where nothing was said. Raises WrongUse."""
    if set(apart.hard) - set(HARD):
        raise WrongUse(
            "That is no reason we know", next_step="Choose one of those that are offered, or say it in words."
        )
    if apart.empty:
        return
    said = asdict(apart) | {"hard": list(apart.hard)}
    KeptApart.objects.create(thread=thread, agency=by.agency, by=by, kept_at=clock.now(), **said)
    audit.note("practice.keep_apart", by=by)


@transaction.atomic
@seeing(THE_MACHINE)
def take_supervision_back(child: UUID, thread: UUID, entry: UUID, *, because: str, by: User) -> None:
    """Take back that a supervision was held; what was kept apart of it goes. Raises WrongUse where it is not theirs."""
    if threads_about([child], HELD).get(thread) != child:
        raise WrongUse("There is no such supervision here", next_step="Open the page again.")
    take_back(child, thread, entry, because=because, by=by)
    if KeptApart.objects.filter(thread=thread).delete()[0]:
        audit.note("practice.drop_apart", by=by)


def _refuse_half_told(thought: Thought) -> None:
    if thought.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which it was held.")
    missing = [
        says
        for lacks, says in (
            (not thought.with_whom, "with whom you thought about the child"),
            (not thought.questions, "at least one question that you used"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")
