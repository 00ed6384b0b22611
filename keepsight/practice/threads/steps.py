"""Where a thread stands on a day, worked out from what was done on it; and whether somebody may take a step. Pure: no database.

A stage that nobody acted in is over by the calendar alone. So a thread moves up even where no worker ran that night, and what
anybody reads is the same whenever they read it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from keepsight.clocks.windows import last_day
from keepsight.errors import WrongUse
from keepsight.practice.threads.ladders import Ladder
from keepsight.practice.threads.thread import SAID, WHO, Step, Thread

NEW_EVIDENCE = "new_evidence"
"""Not a step of anybody's: what a dismissal rested on has changed, so the thread waits again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: by whom, on which day, and what of its words the clock and the rules ask. `id` is its entry."""

    id: UUID | None
    step: str
    on: dt.date
    by: int | None = None
    agency: str | None = None
    by_when: dt.date | None = None
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a thread stands. `stage` counts from 0; `due` is the last day in time, None where nothing is due.

    `late`: the last stage's time has run out too, and there is nobody above.
    `clock` is the state's own, and `passed`: a stage's time, or a promised day, has run out since the last step.
    """

    name: str
    stage: int
    since: dt.date
    due: dt.date | None
    late: bool = False
    clock: str = "still"
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who would take a step. `owns`: of the agency whose matter it is, or at the front door.

    `named`: the entries it rests on name them.
    """

    id: int
    agency: str
    role: str
    owns: bool = False
    named: bool = False


def state_on(thread: Thread, begun_on: dt.date, taken: Iterable[Taken], today: dt.date) -> State:
    """Where the thread stands at the end of a day, after the steps that were taken by then, in their order."""
    state = _entering(thread, State(thread.begins, 0, begun_on, None), thread.begins, begun_on, None)
    for one in taken:
        state = _after(thread, _climbed(thread.ladder, state, one.on), one)
    return _climbed(thread.ladder, state, today)


def unanswered(taken: Sequence[Taken]) -> list[Taken]:
    """The views that nobody has answered yet."""
    answered = {one.about for one in taken if one.step == "answer_view"}
    return [one for one in taken if one.step == "view" and one.id not in answered]


def check(
    thread: Thread, state: State, name: str, taker: Taker, said: Mapping[str, object], taken: Sequence[Taken]
) -> Step:
    """The step, if this person may take it now. Raises WrongUse where they may not, with what is missing or whose it is."""
    step = check_follows(thread, state.name, name, said)
    _refuse_stage(thread.ladder, state, step)
    if step.views_answered and unanswered(taken):
        raise WrongUse("A view has no answer yet", next_step="Answer each view first: none is passed over.")
    if not _may(thread.ladder, state, step, taker, taken):
        raise WrongUse("That step is not yours to take", next_step=f"It is for {WHO[step.who]}.")
    return step


def check_follows(thread: Thread, state: str, name: str, said: Mapping[str, object]) -> Step:
    """The step, if it may follow in a state with what is said. Raises WrongUse otherwise: all that a thread without ladder asks."""
    step = thread.steps.get(name)
    if step is None or state not in step.start:
        follows = ", ".join(one.title.lower() for one in thread.steps.values() if state in one.start)
        raise WrongUse("That cannot follow here", next_step=f"What can follow: {follows or 'nothing, it is over'}.")
    if missing := [SAID[word] for word in step.needs if not said.get(word)]:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")
    return step


def possible(thread: Thread, state: State, taker: Taker, taken: Sequence[Taken]) -> tuple[str, ...]:
    """The steps that this person may take now, once what each needs is said."""
    return tuple(name for name in thread.steps if _is_possible(thread, state, name, taker, taken))


def _is_possible(thread: Thread, state: State, name: str, taker: Taker, taken: Sequence[Taken]) -> bool:
    try:
        check(thread, state, name, taker, dict.fromkeys(SAID, "said"), taken)
    except WrongUse:
        return False
    return True


def _refuse_stage(ladder: Ladder, state: State, step: Step) -> None:
    top = state.stage == len(ladder.stages) - 1
    if step.at_top and not top:
        raise WrongUse("There are stages above this one", next_step="Move it up first.")
    if step.below_top and top:
        raise WrongUse("There is no stage above this one", next_step="Sign an agreement, or record the dissent.")


def _may(ladder: Ladder, state: State, step: Step, taker: Taker, taken: Sequence[Taken]) -> bool:
    match step.who:
        case "owner":
            return taker.owns and not taker.named
        case "turn":
            return ladder.turn_of(taker.role, state.stage)
        case "convener":
            return taker.owns or ladder.turn_of(taker.role, state.stage)
        case "other_agency":
            offered = next(one for one in reversed(taken) if one.step == "offer")
            return ladder.turn_of(taker.role, state.stage) and taker.agency != offered.agency
        case "receiver":
            return not taker.owns
        case "front_door":
            return taker.owns
        case "manager":
            asked = {one.by for one in taken if one.step in ("ask", "ask_again")}
            return taker.role == "agency_lead" and taker.agency == taken[0].agency and taker.id not in asked
        case "either_end":
            return taker.owns or taker.agency == taken[0].agency
        case _:
            return True


def _after(thread: Thread, state: State, one: Taken) -> State:
    if one.step == NEW_EVIDENCE:
        again = replace(state, stage=0)
        return _entering(thread, again, thread.begins, one.on, None) if state.name == "dismissed" else state
    step = thread.steps[one.step]
    if step.into is None:
        return state
    if step.climbs:
        stage = min(state.stage + 1, len(thread.ladder.stages) - 1)
        return _entering(thread, replace(state, stage=stage), step.into, one.on, None)
    return _entering(thread, state, step.into, one.on, one.by_when)


def _entering(thread: Thread, state: State, name: str, on: dt.date, by_when: dt.date | None) -> State:
    """The state in which the thread stands from a day on, with the last day in time."""
    clock = thread.states.get(name, "still")
    within = thread.ladder.stages[state.stage].within
    due = {"ladder": last_day(within, on), "promise": by_when, "still": None}[clock]
    return State(name, state.stage, on, due, clock=clock)


def _climbed(ladder: Ladder, state: State, today: dt.date) -> State:
    """The state on a later day: each stage whose time ran out has handed on to the next, with a time of its own."""
    while state.due and today > state.due and state.stage < len(ladder.stages) - 1:
        stage = state.stage + 1
        due = last_day(ladder.stages[stage].within, state.due)
        state = replace(state, stage=stage, since=state.due, due=due, passed=True)
    return replace(state, late=bool(state.due and today > state.due))
