"""What must change for a child, line by line, and what came of each line. Part of `actions`.

What a carer says is done, what somebody else saw, and what the child lives are three kinds of entry, and none stands for another.
That a court order is used as control is noted on the plan as a professional's view, with its reason.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import Act, behind
from keepsight.errors import WrongUse
from keepsight.intake.drafts import Basis, DetailValue, When
from keepsight.practice.actions import next_step
from keepsight.practice.putting import draft_of, put
from keepsight.practice.threads.steps import State, Taker, check
from keepsight.practice.threads.table import PLAN_LINE
from keepsight.practice.threads.thread import NOT_BEGUN
from keepsight.store import clock

CONTROL = "order.used_as_control"
"""The kind of the note that an order, or the plan itself, is used as control."""

FOLLOWED = {"contingency": "The contingency was used", "legal_planning": "A legal planning meeting was held"}
"""What may follow the crossing of a bottom line."""

SEEN_AS = {"done": "Done", "not_done": "Not done", "undone": "Done before, and undone again"}
"""How somebody other than the carer may find a line of a plan."""

_BASIS: Mapping[str, Basis | None] = {"claim": "carer", "see": "observed", "live": "child", "breach": "observed"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan as somebody notes it. `says` is what must change for the child. Empty or None: not said."""

    about: UUID | None
    says: str
    by_whom: str = ""
    by_when: dt.date | None = None
    bottom_line: str = ""
    negotiable: str = ""
    sign: str = ""
    on_breach: str = ""
    contingency: str = ""
    poverty: str = ""


@dataclass(frozen=True, slots=True)
class OnLine:
    """What somebody puts on record beside a line: of which day, in which words. `words` are the child's own."""

    on: dt.date
    says: str
    words: str = ""
    seen_as: str = ""
    followed: str = ""


@transaction.atomic
@seeing(THE_MACHINE)
def note_line(child: UUID, line: Line, *, by: User) -> UUID:
    """Note a line of a plan that somebody was shown. The id of the line. Raises WrongUse where what it needs is not said."""
    begun = State(NOT_BEGUN, 0, clock.today(), None)
    step = check(PLAN_LINE, begun, "note", Taker(by.pk, by.agency_id, by.role), asdict(line), ())
    assert line.about
    told = {name: _said(word) for name, word in asdict(line).items() if word and name != "says"}
    thread = uuid4()
    put(draft_of(step.kind, line.says, told, behind([line.about])[line.about].level, by), child, thread, by)
    return thread


@transaction.atomic
@seeing(THE_MACHINE)
def tell_of_line(child: UUID, thread: UUID, name: str, told: OnLine, *, seen: UUID | None, by: User) -> UUID:
    """Put on record what came of a line: a step of it. The entry's id.

    Raises Overtaken where somebody told of it after `seen`, and WrongUse where the step cannot follow, or lacks what it needs.
    """
    step, acts = next_step(PLAN_LINE, thread, name, asdict(told), seen=seen, user=by)
    _refuse_half_told(name, told, acts)
    details: dict[str, DetailValue] = {
        word: getattr(told, word) for word in ("seen_as", "followed") if word in step.needs
    }
    draft = draft_of(step.kind, told.says, details, acts[0].level, by)
    when = When(told.on, told.on, "day", told.on.isoformat())
    words = told.words or None if name == "live" else None
    return put(replace(draft, when=when, basis=_BASIS.get(name), child_words=words), child, thread, by)


@transaction.atomic
@seeing(THE_MACHINE)
def note_control(child: UUID, plan: UUID, because: str, *, by: User) -> UUID:
    """Note on a plan that an order is used as control, and by what it is seen. The id of the thread.

    Raises WrongUse without a reason.
    """
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say what you saw, in your own words.")
    thread = uuid4()
    put(draft_of(CONTROL, because, {"about": str(plan)}, behind([plan])[plan].level, by), child, thread, by)
    return thread


def _refuse_half_told(name: str, told: OnLine, acts: list[Act]) -> None:
    if told.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which it was so.")
    if name == "live" and not (told.says.strip() or told.words.strip()):
        raise WrongUse("Something is missing", next_step="Say what the child said, or what the child showed.")
    if name == "breach" and not acts[0].details.get("bottom_line"):
        raise WrongUse("This line has no bottom line", next_step="Note a line that says what must not happen.")
    if (name == "see" and told.seen_as not in SEEN_AS) or (name == "follow" and told.followed not in FOLLOWED):
        raise WrongUse("Something is missing", next_step="Choose one of what the page offers.")


def _said(word: object) -> DetailValue:
    return word.isoformat() if isinstance(word, dt.date) else str(word)
