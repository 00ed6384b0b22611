"""Disagreements about a child, as whoever may read what is disputed reads them. Part of `queries`."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.models import User
from keepsight.access.sight import Sight
from keepsight.chronology.acts import Act, acts_on, threads_about
from keepsight.chronology.queries import chronologies
from keepsight.practice.queries import Given, Stands, given, taken
from keepsight.practice.threads.steps import Taker, possible, state_on, unanswered
from keepsight.practice.threads.table import DISAGREEMENT, VIEWS

OPENED = DISAGREEMENT.steps["raise"].kind


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One disagreement: the decision it is about, where it stands, and each view with what answered it.

    `may` are the steps that whoever asked may take now, but for what must be said with them.
    """

    id: UUID
    about: UUID
    stands: Stands
    views: tuple[tuple[Given, tuple[Given, ...]], ...]
    unanswered: frozenset[UUID]
    may: tuple[str, ...]

    @property
    def opened(self) -> Given:
        """What was disputed, and what was wanted instead."""
        return self.stands.given[0]


def disagreements(child: UUID, readable: Collection[UUID], user: User, today: dt.date) -> list[Disagreement]:
    """The disagreements about a child of whom this person reads what is disputed, the oldest first.

    `readable` are the entries that they may read. Whoever may not read a decision is not told that anybody disputes it.
    """
    acts = acts_on(list(threads_about([child], OPENED)))
    found = [_disagreement(thread, some, user, today) for thread, some in acts.items()]
    return [one for one in found if one is not None and one.about in readable]


def waiting(seen: Sight, children: Collection[UUID], user: User, today: dt.date) -> list[tuple[UUID, Disagreement]]:
    """The disagreements that wait for this person's turn, each with its child, of those children whom they see."""
    whose = threads_about(children, OPENED)
    made = ((whose[thread], _disagreement(thread, some, user, today)) for thread, some in acts_on(list(whose)).items())
    theirs = [(child, one) for child, one in made if one is not None and _turn(seen.role, one)]
    told = chronologies(seen, {child for child, _ in theirs})
    readable = {child: {each.id for one in entries for each in one.accounts} for child, entries in told.items()}
    return [(child, one) for child, one in theirs if one.about in readable[child]]


def _turn(role: str, one: Disagreement) -> bool:
    return DISAGREEMENT.states[one.stands.state.name] != "still" and role in one.stands.stage.roles


def _disagreement(thread: UUID, acts: list[Act], user: User, today: dt.date) -> Disagreement | None:
    done, said = taken(DISAGREEMENT, acts), given(DISAGREEMENT, acts)
    if not said or said[0].about is None:
        return None
    state = state_on(DISAGREEMENT, done[0].on, done, today)
    by = Taker(user.pk, user.agency_id, user.role)
    views = [(one, tuple(each for each in said if each.about == one.id)) for one in said if one.step in VIEWS]
    return Disagreement(
        thread,
        said[0].about,
        Stands(state, DISAGREEMENT.ladder.stages[state.stage], said),
        tuple(views),
        frozenset(one.id for one in unanswered(done) if one.id),
        possible(DISAGREEMENT, state, by, done),
    )
