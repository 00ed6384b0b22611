"""A child stepped down to another service: whether somebody there has taken the child on. Part of `queries` and `actions`.

A file tells that a child was stepped down. That the other service has accepted is said here by somebody of it, or that it has not,
and how the risk is managed meanwhile. Where the same files tell that work began again, nobody has to say so twice.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import Act, acts_on, behind
from keepsight.chronology.shown import EntryShown, Read
from keepsight.clocks.windows import ago
from keepsight.practice.actions import hold
from keepsight.practice.local_rules import LOCAL_RULES
from keepsight.practice.putting import draft_of, put
from keepsight.practice.queries import Given, Stands, day_of, given, taken
from keepsight.practice.threads.steps import Taker, check, possible, state_on
from keepsight.practice.threads.table import STEP_DOWN
from keepsight.store import clock

STEPPED_DOWN = "involvement.stepped_down"
WAITS = LOCAL_RULES["step_down_waits"].within
BEGUN_AGAIN = ("early_help.started", "involvement.opened")
"""What shows that the child was taken on, there or where they came from, without anybody saying so here."""


@dataclass(frozen=True, slots=True)
class StepDown:
    """A child stepped down, as somebody reads it: by which entry, where it stands, what they may say.

    `begun_again` is the entry by which work began again, if one tells so.
    """

    entry: EntryShown
    id: UUID
    stands: Stands
    may: tuple[str, ...]
    begun_again: EntryShown | None = None

    @property
    def last(self) -> Given | None:
        """What was said last."""
        return self.stands.last

    @property
    def waits(self) -> bool:
        """Whether nobody is known to have taken the child on."""
        return self.stands.state.name != "accepted" and self.begun_again is None


def step_downs(entries: Sequence[EntryShown], user: User, today: dt.date) -> list[StepDown]:
    """Each time that a child was stepped down, among entries that this person may read, the oldest first."""
    return _standing(entries, acts_on(list(_threads(entries).values())), user, today)


def stepped_down_to(read: Read, children: Collection[UUID], user: User, today: dt.date) -> list[tuple[UUID, StepDown]]:
    """Those that wait for this person: of another agency than the one that stepped the child down, and no further back than
    the rule lets one wait; of an unknown day, however long ago. Each with its child.

    `children`: of whom a file tells that they were (`STEPPED_DOWN`).
    """
    acts = acts_on([thread for child in children for thread in _threads(read(child)).values()])
    found = [(child, one) for child in children for one in _standing(read(child), acts, user, today)]
    return [(child, one) for child, one in found if one.waits and _theirs(one, user) and _lately(one, today)]


def _lately(one: StepDown, today: dt.date) -> bool:
    on = one.entry.occurred_to
    return on is None or on >= ago(WAITS, today)


@transaction.atomic
@seeing(THE_MACHINE)
def answer_step_down(
    child: UUID, one: StepDown, name: str, said: Mapping[str, str], *, seen: UUID | None, by: User
) -> UUID:
    """Say that the child is taken on, or why not and how the risk is managed meanwhile. The entry's id.

    `said` holds `says` and `risk`. Raises Overtaken where somebody has answered since `seen`, and WrongUse where it is not
    theirs to say, or lacks what must be said.
    """
    hold(one.id, seen)
    done = taken(STEP_DOWN, acts_on([one.id]).get(one.id, []))
    state = state_on(STEP_DOWN, _begun_on(one.entry), done, clock.today())
    step = check(STEP_DOWN, state, name, _taker(one.entry, by), said, done)
    details = {"about": str(one.entry.id)} | ({"risk": said["risk"]} if "risk" in step.needs else {})
    level = behind([one.entry.id])[one.entry.id].level
    return put(draft_of(step.kind, said["says"], details, level, by), child, one.id, by)


def _threads(entries: Sequence[EntryShown]) -> dict[UUID, UUID]:
    """Of each entry that says that the child was stepped down, the thread of what was said to it."""
    return {one.id: _first(one).id for one in entries if one.kind == STEPPED_DOWN and one.scope == "child"}


def _standing(
    entries: Sequence[EntryShown], acts: Mapping[UUID, Sequence[Act]], user: User, today: dt.date
) -> list[StepDown]:
    threads = _threads(entries)
    stepped = [one for one in entries if one.id in threads]
    return [_step_down(one, threads[one.id], acts.get(threads[one.id], []), entries, user, today) for one in stepped]


def _theirs(one: StepDown, user: User) -> bool:
    return user.agency_id != one.entry.agency and STEP_DOWN.ladder.waits_for(user.role, one.stands.state.stage)


def _step_down(
    one: EntryShown, thread: UUID, acts: Sequence[Act], entries: Sequence[EntryShown], user: User, today: dt.date
) -> StepDown:
    done = taken(STEP_DOWN, acts)
    state = state_on(STEP_DOWN, _begun_on(one), done, today)
    stands = Stands(state, STEP_DOWN.ladder.stages[state.stage], given(STEP_DOWN, acts))
    return StepDown(
        one, thread, stands, possible(STEP_DOWN, state, _taker(one, user), done), _begun_again(one, entries)
    )


def _begun_again(one: EntryShown, entries: Sequence[EntryShown]) -> EntryShown | None:
    later = (
        other
        for other in entries
        if other.kind in BEGUN_AGAIN and other.scope == "child" and other.occurred_from and one.occurred_from
    )
    return next((other for other in later if other.occurred_from and other.occurred_from >= _begun_on(one)), None)


def _first(one: EntryShown) -> EntryShown:
    """The account of it that came first: what was said to it stays with it when a later file tells of it again."""
    return min(one.accounts, key=lambda each: (each.received_at, str(each.id)))


def _begun_on(one: EntryShown) -> dt.date:
    return one.occurred_to or day_of(one.received_at)


def _taker(one: EntryShown, user: User) -> Taker:
    return Taker(user.pk, user.agency_id, user.role, owns=user.agency_id == one.agency)
