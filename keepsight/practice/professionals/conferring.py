"""A conference about a child: called for a day, prepared by every agency, each view answered, concluded. Part of `actions`.

Each agency's view is a thread of its own within the conference, so each waits for its own answer, and two people of one agency
who write at once see each other's words.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import Act
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue
from keepsight.practice.actions import hold, refuse_far, still_said
from keepsight.practice.professionals.conferences import WEIGHED, refuse_over, standing, view_thread, views_waiting
from keepsight.practice.putting import draft_of, put
from keepsight.practice.queries import taken
from keepsight.practice.threads.steps import State, Taker, check, state_on
from keepsight.practice.threads.table import CONFERENCE, CONFERENCE_VIEW
from keepsight.practice.threads.thread import NOT_BEGUN, Step, Thread
from keepsight.prompts.queries import owning_agency
from keepsight.store import clock


@dataclass(frozen=True, slots=True)
class ViewSaid:
    """One agency's view, in its own words. Empty: it says nothing to that."""

    knows: str = ""
    worries: str = ""
    harder: str = ""
    safe: str = ""
    well: str = ""
    unsure: str = ""
    wishes: str = ""


@transaction.atomic
@seeing(THE_MACHINE)
def call(child: UUID, *, on: dt.date | None, because: str, by: User) -> UUID:
    """Call a conference about a child for a day. Its id.

    Raises WrongUse where it is not theirs to call, where no day is given or one that cannot be promised, without a reason, and
    where nobody has concluded one that was called before.
    """
    hold(child, None)
    if standing(child):
        raise WrongUse("A conference is called already", next_step="Give it another day, or conclude it first.")
    step = _check(CONFERENCE, [], "call", {"says": because.strip(), "by_when": on}, by)
    refuse_far(CONFERENCE, on)
    conference = uuid4()
    put(draft_of(step.kind, because, _by_when(on), "standard", by), child, conference, by)
    return conference


@transaction.atomic
@seeing(THE_MACHINE)
def go_on(
    child: UUID, conference: UUID, name: str, *, says: str, by_when: dt.date | None, seen: UUID | None, by: User
) -> None:
    """Give a conference another day, or conclude it. `by_when` is that day, or the next date; None: no next date is set.

    Raises Overtaken where somebody acted since `seen`, and WrongUse as `steps.check` does, and where a view has no answer yet.
    """
    hold(conference, seen)
    step = _check(CONFERENCE, still_said(conference), name, {"says": says.strip(), "by_when": by_when}, by)
    if by_when:
        refuse_far(CONFERENCE, by_when)
    if name == "conclude" and views_waiting(conference):
        raise WrongUse("A view has no answer yet", next_step="Answer each view first: none is passed over.")
    put(draft_of(step.kind, says, _by_when(by_when), "standard", by), child, conference, by)


@transaction.atomic
@seeing(THE_MACHINE)
def give_view(child: UUID, conference: UUID, said: ViewSaid, *, seen: UUID | None, by: User) -> UUID:
    """Put the view of one's own agency on record; it takes the place of the one before, which stays readable. Its entry's id.

    Raises Overtaken where a colleague wrote, or whoever chairs answered, since `seen`, and WrongUse for a view that says nothing.
    """
    thread = view_thread(conference, by.agency_id)
    hold(thread, seen)
    refuse_over(conference)
    acts = still_said(thread)
    words = {name: word.strip() for name, word in asdict(said).items() if word.strip()}
    step = _check(CONFERENCE_VIEW, acts, "give", {"says": words}, by)
    before = next((one.id for one in reversed(acts) if one.kind == step.kind), None)
    knows = words.pop("knows", "")
    return put(draft_of(step.kind, knows, words, "standard", by), child, thread, by, corrects=before)


@transaction.atomic
@seeing(THE_MACHINE)
def see_it_differently(child: UUID, conference: UUID, *, says: str, seen: UUID | None, by: User) -> None:
    """Say that one's own agency sees differently what was answered or concluded: whoever chairs must answer. Raises likewise."""
    thread = view_thread(conference, by.agency_id)
    hold(thread, seen)
    step = _check(CONFERENCE_VIEW, still_said(thread), "differ", {"says": says.strip()}, by)
    put(draft_of(step.kind, says, {}, "standard", by), child, thread, by)


@transaction.atomic
@seeing(THE_MACHINE)
def answer_view(
    child: UUID, conference: UUID, agency: str, *, weighed: str, says: str, seen: UUID | None, by: User
) -> None:
    """Say what became of an agency's view, and why; what is not followed stands as its dissent.

    Raises Overtaken where the agency has written since `seen`, and WrongUse where it is not theirs to answer.
    """
    thread = view_thread(conference, agency)
    hold(thread, seen)
    acts = still_said(thread)
    about = acts[-1].id if acts else None
    step = _check(CONFERENCE_VIEW, acts, "answer", {"says": says.strip(), "about": about}, by)
    if weighed not in WEIGHED:
        raise WrongUse("Something is missing", next_step="Say whether the view is followed, in part, or not.")
    put(draft_of(step.kind, says, {"about": str(about), "weighed": weighed}, "standard", by), child, thread, by)


def _by_when(on: dt.date | None) -> dict[str, DetailValue]:
    return {"by_when": on.isoformat()} if on else {}


def _check(thread: Thread, acts: list[Act], name: str, said: dict[str, object], by: User) -> Step:
    done, today, owner = taken(thread, acts), clock.today(), owning_agency()
    state = state_on(thread, done[0].on, done, today) if done else State(NOT_BEGUN, 0, today, None)
    owns = owner is not None and owner.code == by.agency_id
    return check(thread, state, name, Taker(by.pk, by.agency_id, by.role, owns), said, done)
