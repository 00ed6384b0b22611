"""A measure, counted over the log: period by period, who was counted, out of whom, and of whom nobody can tell.

Each number is its lists. It reads the log as it is known now, and refuses to count what no feed has told: a return
interview of which no file could have said anything was neither held nor missed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from keepsight.assurance.models import Measure
from keepsight.clocks import Window, due_on
from keepsight.patterns.answers import Answer
from keepsight.prompts.asking import Matched
from keepsight.prompts.in_force import known
from keepsight.prompts.queries import intervals, triggers

One = tuple[UUID, UUID]
"""A child, and the entry that counts."""

MONTHS = {"month": 1, "quarter": 3}
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Point:
    """One period: those counted, those they were counted out of (None: a count and no share), and those nobody can tell of."""

    first: dt.date
    last: dt.date
    counted: tuple[One, ...]
    out_of: tuple[One, ...] | None
    untold: tuple[One, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there was nothing to count a share of, and nothing that could not be told."""
        return self.out_of == () and not self.untold

    @property
    def value(self) -> float | None:
        """The share in per cent, or the number of children. None: nothing to count, or more cannot be told than can."""
        if self.out_of is None:
            return None if self.untold else float(len({child for child, _ in self.counted}))
        if not self.out_of or len(self.untold) > len(self.out_of):
            return None
        return 100 * len(self.counted) / len(self.out_of)


def points(measure: Measure, as_of: dt.date) -> list[Point]:
    """A measure's points in order: each whole period that was over by `as_of`."""
    periods = list(_periods(measure.from_on, as_of, MONTHS[measure.per]))
    answers = intervals(measure.pattern, as_of)
    if measure.counts == "began":
        return [_began(first, last, answers) for first, last in periods]
    within = known()[measure.pattern].asks.within
    set_off = [one for one in triggers(measure.pattern, as_of) if _settled(within, one, as_of)]
    late = {(one.child, one.anchor) for one in answers if one.holds}
    untold = {(one.child, one.anchor) for one in answers if not one.holds}
    return [_share(measure, first, last, set_off, late, untold) for first, last in periods]


def before(measure: Measure, drawn: Iterable[Point]) -> int:
    """How many of the points lie wholly before the change. A period in which it was made belongs to neither, and comes after."""
    return sum(measure.changed_on is None or point.last < measure.changed_on for point in drawn)


def _share(
    measure: Measure, first: dt.date, last: dt.date, set_off: Iterable[Matched], late: set[One], untold: set[One]
) -> Point:
    came = sorted((one.child, one.entry) for one in set_off if first <= one.first and one.last <= last)
    told = tuple(one for one in came if one not in untold)
    wanted = {"late": True, "in_time": False}[measure.counts]
    counted = tuple(one for one in told if (one in late) is wanted)
    return Point(first, last, counted, told, tuple(one for one in came if one in untold))


def _began(first: dt.date, last: dt.date, answers: Iterable[Answer]) -> Point:
    here = [one for one in answers if first <= one.began_on <= last]
    return Point(
        first,
        last,
        tuple((one.child, one.anchor) for one in here if one.holds),
        None,
        tuple((one.child, one.anchor) for one in here if not one.holds),
    )


def _settled(within: Window, one: Matched, as_of: dt.date) -> bool:
    """Whether its clock has run out: before that, no answer yet is not late. From an inexact day nothing is ever late."""
    due = due_on(within, one.first, one.last)
    return due is not None and due < as_of


def _periods(since: dt.date, as_of: dt.date, months: int) -> Iterator[tuple[dt.date, dt.date]]:
    """Whole calendar periods from the one that `since` begins or lies in, as far as they are over."""
    begun = since.year * 12 + (since.month - 1) // months * months
    while True:
        first, after = (dt.date(months_ // 12, months_ % 12 + 1, 1) for months_ in (begun, begun + months))
        if after > as_of:
            return
        yield first, after - A_DAY
        begun += months
