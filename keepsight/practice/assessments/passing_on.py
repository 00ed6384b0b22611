"""The outcome of an assessment, passed on to each agency around the child and acknowledged there. Part of `queries` and `actions`.

Around the child are the agencies that told of the child lately, as far as somebody may read it. What a file says was told counts as
told, and as no more: that somebody there has read it, only they can say.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.queries import agencies
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import acts_on
from keepsight.chronology.sharing import reaches
from keepsight.chronology.shown import EntryShown
from keepsight.clocks.windows import ago, last_day
from keepsight.errors import WrongUse
from keepsight.practice.assessments.checking import ASSESSED, same_assessment
from keepsight.practice.local_rules import LOCAL_RULES
from keepsight.practice.putting import draft_of, level_of, put
from keepsight.practice.queries import at_front_door, day_of, taken
from keepsight.practice.threads.steps import check_follows
from keepsight.practice.threads.table import OUTCOME
from keepsight.store.alone import alone_with
from keepsight.vocabulary import KINDS

PASSED_ON = OUTCOME.steps["tell"].kind
READ = OUTCOME.steps["read"].kind
AROUND = LOCAL_RULES["around_child"].within
TO_TELL = LOCAL_RULES["outcome_told"].within
TO_READ = LOCAL_RULES["outcome_read"].within


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency around the child: what was done so that it knows of an outcome, the oldest first, and where that stands.

    `filed_on` is the day on which it was told, as a file has it; None: no file says so, or on no day. `due` is the last day in
    time for what comes next; None: nothing comes next, or it cannot be told.
    """

    code: str
    name: str
    state: str
    done: tuple[EntryShown, ...]
    filed_on: dt.date | None
    due: dt.date | None


def partners(entries: Sequence[EntryShown], assessment: EntryShown) -> list[Partner]:
    """The agencies around the child by name, but the one that assessed, among entries that somebody may read."""
    since = ago(AROUND, assessment.occurred_to) if assessment.occurred_to else None
    told = {name for name, _ in assessment.told} | {str(one.details["to_whom"]) for one in _said(entries, assessment)}
    found = {one.agency: one.agency_name for one in entries if _around(one, since)}
    if told:
        found |= {code: one.name for code, one in agencies().items() if one.name in told}
    others = sorted((name, code) for code, name in found.items() if code != assessment.agency)
    return [_partner(code, name, entries, assessment) for name, code in others]


@transaction.atomic
@seeing(THE_MACHINE)
def pass_on(
    child: UUID, entries: Sequence[EntryShown], assessment: EntryShown, agency: str, says: str, *, by: User
) -> UUID:
    """Tell an agency of the outcome of an assessment among entries that `by` was shown. The entry's id.

    Raises WrongUse where it is not theirs to tell, where that agency has read it already, and where nobody there would read it
    and it is not said how they were told: what reaches nobody must not pass for told.
    """
    if not at_front_door(by) or agency in (by.agency_id, assessment.agency) or agency not in agencies():
        raise WrongUse(
            "That is not yours to pass on", next_step="The front door passes it on to each of the other agencies."
        )
    reached = reaches(child, [assessment.id], agency)
    if not reached and not says.strip():
        raise WrongUse(
            "Nobody at that agency would read it here", next_step="Share it with them, or say how you told them."
        )
    told = {"to_whom": agencies()[agency].name, "reached": "yes" if reached else "no"}
    return _step(child, assessment, _thread(entries, assessment, agency), "tell", says, told, by)


@transaction.atomic
@seeing(THE_MACHINE)
def acknowledge(
    child: UUID, entries: Sequence[EntryShown], assessment: EntryShown, differs: bool, says: str, *, by: User
) -> UUID:
    """Say for one's own agency that the outcome was read, and whether one sees it differently. The entry's id.

    Raises WrongUse for the agency that assessed, where its outcome was acknowledged already, and where somebody sees it
    differently and does not say how.
    """
    if by.agency_id == assessment.agency:
        raise WrongUse("Your agency assessed", next_step="The other agencies say that they have read it.")
    if differs and not says.strip():
        raise WrongUse("Something is missing", next_step="Say in a word what you see differently.")
    thread = _thread(entries, assessment, by.agency_id)
    return _step(child, assessment, thread, "read", says, {"differs": "yes" if differs else "no"}, by)


def _step(
    child: UUID, assessment: EntryShown, thread: UUID, name: str, says: str, details: dict[str, str], by: User
) -> UUID:
    if assessment.kind != ASSESSED:
        raise WrongUse("This is no assessment that was completed", next_step="Open an assessment.")
    alone_with(thread)
    state = OUTCOME.followed(one.step for one in taken(OUTCOME, acts_on([thread]).get(thread, [])))
    step = check_follows(OUTCOME, state, name, details)
    level = level_of([assessment.id])
    return put(draft_of(step.kind, says, {"about": str(assessment.id), **details}, level, by), child, thread, by)


def _partner(code: str, name: str, entries: Sequence[EntryShown], assessment: EntryShown) -> Partner:
    thread = _thread(entries, assessment, code)
    done = sorted((one for one in entries if one.thread == thread and one.kind in (PASSED_ON, READ)), key=_when)
    filed = [on for told, on in assessment.told if told == name]
    state = OUTCOME.followed("tell" if one.kind == PASSED_ON else "read" for one in done)
    if filed and state == OUTCOME.begins:
        state = "told"
    days = [day_of(one.received_at) for one in done if one.kind == PASSED_ON] + [on for on in filed if on]
    filed_on = next((on for on in filed if on), None)
    return Partner(code, name, state, tuple(done), filed_on, _due(state, assessment, max(days, default=None)))


def _due(state: str, assessment: EntryShown, told_on: dt.date | None) -> dt.date | None:
    if state == OUTCOME.begins and assessment.occurred_to:
        return last_day(TO_TELL, assessment.occurred_to)
    return last_day(TO_READ, told_on) if state == "told" and told_on else None


def _around(one: EntryShown, since: dt.date | None) -> bool:
    """Whether an entry shows that its agency works with the child: what agencies said to each other here does not."""
    lately = since is None or one.occurred_to is None or one.occurred_to >= since
    return one.scope == "child" and lately and not KINDS[one.kind].recorded_here


def _said(entries: Sequence[EntryShown], assessment: EntryShown) -> list[EntryShown]:
    """What was passed on of it here, to whomever."""
    accounts = {str(each.id) for one in same_assessment(entries, assessment) for each in one.accounts}
    return [one for one in entries if one.kind == PASSED_ON and str(one.details.get("about")) in accounts]


def _thread(entries: Sequence[EntryShown], assessment: EntryShown, agency: str) -> UUID:
    """One agency's thread of an assessment: it stays with the account that came first when other files tell of it too."""
    accounts = [each for one in same_assessment(entries, assessment) for each in one.accounts] or [assessment]
    return uuid5(min(accounts, key=lambda each: (each.received_at, str(each.id))).id, agency)


def _when(one: EntryShown) -> dt.datetime:
    return one.received_at
