"""Threads about a child, as whoever may read what began them follows them. Part of `queries`."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.models import User
from keepsight.chronology.acts import Act, acts_on, threads_about
from keepsight.chronology.shown import Read
from keepsight.practice.queries import Given, Stands, at_front_door, given, taken
from keepsight.practice.threads.steps import Taker, possible, state_on
from keepsight.practice.threads.table import ADVICE, CONCERN
from keepsight.practice.threads.thread import NOT_BEGUN, Thread


@dataclass(frozen=True, slots=True)
class Followed:
    """One thread: where it stands, and the steps that whoever asked may take now, but for what must be said with them."""

    id: UUID
    stands: Stands
    may: tuple[str, ...]

    @property
    def begun(self) -> Given:
        """What began it."""
        return self.stands.given[0]

    def step(self, name: str) -> Given | None:
        """The last step of a name that was taken; None: none was."""
        return next((one for one in reversed(self.stands.given) if one.step == name), None)


def followed(of: Thread, child: UUID, readable: Collection[UUID], user: User, today: dt.date) -> list[Followed]:
    """The threads of a sort about a child of which this person reads what began them, the oldest first.

    `readable` are the entries that they may read. Whoever may not read what began a thread is not told that it is there.
    """
    return [one for _, one in begun(of, [child], user, today) if one.begun.id in readable]


def begun(of: Thread, children: Collection[UUID], user: User, today: dt.date) -> list[tuple[UUID, Followed]]:
    """All such threads about these children, each with its child, whether or not this person reads what began them."""
    whose = _begun(of, children)
    by = Taker(user.pk, user.agency_id, user.role, at_front_door(user))
    return [(whose[thread], _followed(of, thread, some, by, today)) for thread, some in acts_on(list(whose)).items()]


def read_by(read: Read, found: Sequence[tuple[UUID, Followed]]) -> list[tuple[UUID, Followed]]:
    """Those of which this person reads what began them."""
    ids = {child: {each.id for one in read(child) for each in one.accounts} for child, _ in found}
    return [(child, one) for child, one in found if one.begun.id in ids[child]]


def _begun(of: Thread, children: Collection[UUID]) -> dict[UUID, UUID]:
    """The threads of a sort that were begun about these children, each with its child."""
    return threads_about(children, *(step.kind for step in of.steps.values() if NOT_BEGUN in step.start))


def _followed(of: Thread, thread: UUID, acts: Sequence[Act], by: Taker, today: dt.date) -> Followed:
    done = taken(of, acts)
    state = state_on(of, done[0].on, done, today)
    stands = Stands(state, of.ladder.stages[state.stage], given(of, acts))
    return Followed(thread, stands, possible(of, state, by, done))


ADVISERS_OF = {"hospital": "paediatrician", "health_visiting": "health_visitor", "gp": "gp", "police": "police"}
"""By sector, the sort of professional of whom advice is asked there."""


def waits_for(of: Thread, one: Followed, user: User) -> bool:
    """Whether it is this person's turn: of a concern at the front door; else of the agency that began it, or whoever is asked.

    What moved up still waits for those below, and for the hub coordinator, whoever began it.
    """
    if not one.stands.waits:
        return False
    stage = one.stands.state.stage
    if of is ADVICE and user.agency is not None and ADVISERS_OF.get(user.agency.sector) == one.begun.adviser:
        return True
    theirs = at_front_door(user) if of is CONCERN else one.begun.agency == user.agency_id
    above = user.role == "hub_coordinator" and stage > 0
    return of.ladder.waits_for(user.role, stage) and (theirs or above)


def came_back(of: Thread, one: Followed, user: User) -> bool:
    """Whether the front door has decided on what this person raised, and they have not said that they know."""
    return of is CONCERN and one.stands.state.name == "decided" and one.begun.by == user.pk
