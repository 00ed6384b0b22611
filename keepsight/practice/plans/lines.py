"""The lines of a child's plans, as whoever may read the plan reads them. Part of `queries`.

What a carer says, what somebody else saw and what the child lives stand beside each other, and no line is said to be done or not:
that is for people to judge.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.models import User
from keepsight.chronology.acts import Act, acts_on, threads_about
from keepsight.practice.plans.planning import CONTROL
from keepsight.practice.queries import Stands, day_of, given, taken
from keepsight.practice.threads.steps import Taker, possible, state_on
from keepsight.practice.threads.table import PLAN_LINE

NOTED = PLAN_LINE.steps["note"].kind


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is on record beside a line. `mine`: of whoever asked."""

    act: Act
    step: str
    mine: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan, and what is on record beside it, the oldest first. `plan` is the entry it is of.

    `may` are the steps that whoever asked may take now, but for what must be said with them.
    """

    id: UUID
    plan: UUID
    noted: Act
    told: tuple[Told, ...]
    stands: Stands
    may: tuple[str, ...]

    def of(self, step: str) -> list[Act]:
        """What is on record of one step."""
        return [one.act for one in self.told if one.step == step]

    @property
    def last(self) -> Act:
        """What was put on record last."""
        return self.told[-1].act if self.told else self.noted

    @property
    def breached(self) -> bool:
        """Whether its bottom line was crossed and nothing followed yet."""
        return self.stands.state.name == "breached"


def plan_lines(child: UUID, readable: Collection[UUID], user: User, today: dt.date) -> list[PlanLine]:
    """The lines of those plans of a child that this person may read, the oldest first.

    `readable` are the entries that they may read. Whoever may not read a plan is not told that it has lines.
    """
    acts = acts_on(list(threads_about([child], NOTED)))
    found = [_line(thread, some, user, today) for thread, some in acts.items()]
    return [one for one in found if one is not None and one.plan in readable]


def notes_of_control(child: UUID, readable: Collection[UUID]) -> list[tuple[UUID, Act]]:
    """What was noted of orders used as control, each with the entry of the plan it is noted on, the oldest first."""
    acts = acts_on(list(threads_about([child], CONTROL)))
    noted = [one for some in acts.values() for one in some if one.kind == CONTROL]
    return [(UUID(one.details["about"]), one) for one in noted if UUID(one.details["about"]) in readable]


def _line(thread: UUID, acts: Sequence[Act], user: User, today: dt.date) -> PlanLine | None:
    done = taken(PLAN_LINE, acts)
    noted = next((one for one in acts if one.kind == NOTED), None)
    if noted is None:
        return None
    state = state_on(PLAN_LINE, day_of(noted.at), done, today)
    by = Taker(user.pk, user.agency_id, user.role)
    stands = Stands(state, PLAN_LINE.ladder.stages[state.stage], given(PLAN_LINE, acts))
    return PlanLine(
        thread, UUID(noted.details["about"]), noted, _told(acts, user), stands, possible(PLAN_LINE, state, by, done)
    )


def _told(acts: Sequence[Act], user: User) -> tuple[Told, ...]:
    steps = [(one, PLAN_LINE.step_of(one.kind, None)) for one in acts]
    return tuple(Told(one, step, one.by == user.pk) for one, step in steps if step and step != "note")
