"""Where marks stand: days as pixels, a seat for each mark that finds room, and a count of those that find none.

Every mark has a seat or is counted, and no two squares to hit overlap. Nothing here draws.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from keepsight.pages.overview.lanes import Lane, Lanes, Mark

# Lengths are in CSS pixels: the drawing is never scaled on a screen, so that a mark keeps its size.
WIDTH = 1178  # the page's width at 1280, less its border
LABELS = 206  # the column of names
MARGIN = 24  # so that a mark on the first or last day is whole
HEAD = 40  # the row of months
ROW = 46  # the first row of marks of a lane
NEXT_ROW = 36  # each further one
ROWS_OF_MARKS = 2  # what finds no room in these is counted in a row of stacks: a lane must not grow without end
STACK = 34  # the width that a stack stands for
CITES = 21  # how far below a mark's middle the numbers of the prompts that cite it are written
CLEAR = 7  # how much lower a stack stands than a third row would, so that its box is clear of those numbers
HIT = 26  # the square to hit; WCAG 2.2 asks for 24
MONTH_AT_LEAST = 44  # a month narrower than this cannot hold its name
MONTHS_A_YEAR = 12

# Who chooses a seat first among marks that nothing else tells apart.
SHAPES = ("referral", "missing", "not_brought", "decision", "seen", "other")


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels."""

    first: dt.date
    last: dt.date
    months: int
    width: int

    def x(self, on: dt.date) -> float:
        """Where a day stands. Days outside the drawing stand at its edge."""
        share = (on - self.first).days / max((self.last - self.first).days, 1)
        room = self.width - LABELS - 2 * MARGIN
        return round(LABELS + MARGIN + room * min(max(share, 0.0), 1.0), 1)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one mark stands in its lane."""

    mark: Mark
    x: float
    row: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Marks that found no room, counted at one place."""

    marks: tuple[Mark, ...]
    x: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A lane with a seat or a stack for each of its marks. No two squares to hit overlap."""

    lane: Lane
    top: int
    seats: tuple[Seat, ...]
    stacks: tuple[Stack, ...]

    @property
    def rows(self) -> int:
        """How many rows there are, at least one."""
        return max(1, *(seat.row + 1 for seat in self.seats), ROWS_OF_MARKS + 1 if self.stacks else 1)

    @property
    def bottom(self) -> int:
        """Where the next lane begins."""
        return self.top + ROW + NEXT_ROW * (self.rows - 1)

    @property
    def of_stacks(self) -> float:
        """The height at which counts stand."""
        return self.middle(ROWS_OF_MARKS) + CLEAR

    def middle(self, row: int) -> float:
        """The height at which a row's marks stand."""
        return self.top + ROW / 2 + NEXT_ROW * row


def scale_of(lanes: Lanes) -> Scale:
    """Wide enough for the page, and wider where there are many months: the region around it scrolls."""
    months = (lanes.last.year - lanes.first.year) * MONTHS_A_YEAR + lanes.last.month - lanes.first.month + 1
    return Scale(lanes.first, lanes.last, months, max(WIDTH, LABELS + 2 * MARGIN + months * MONTH_AT_LEAST))


def placed_lanes(lanes: Sequence[Lane], scale: Scale) -> list[Placed]:
    """Each lane under the last, as tall as it needs to be."""
    placed: list[Placed] = []
    for lane in lanes:
        top = placed[-1].bottom if placed else HEAD
        seats, left = seated(lane.marks, scale)
        placed.append(Placed(lane, top, seats, stacks_of(left, scale)))
    return placed


def seated(marks: Sequence[Mark], scale: Scale) -> tuple[tuple[Seat, ...], tuple[Mark, ...]]:
    """A seat for each mark that finds room, in the order of days, and the marks that find none.

    Those that a prompt cites choose first, then those about the child.
    """
    seats: list[Seat] = []
    left: list[Mark] = []
    for mark in sorted(marks, key=_chooses):
        x = scale.x(mark.on)
        taken = {seat.row for seat in seats if abs(seat.x - x) < HIT}
        row = next((row for row in range(ROWS_OF_MARKS) if row not in taken), None)
        if row is None:
            left.append(mark)
        else:
            seats.append(Seat(mark, x, row))
    return tuple(sorted(seats, key=lambda seat: (seat.mark.on, seat.row))), tuple(left)


def stacks_of(marks: Sequence[Mark], scale: Scale) -> tuple[Stack, ...]:
    """The marks without a seat, counted in places of one width, so that no two counts touch."""
    places: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.on):
        places.setdefault(int(scale.x(mark.on) // STACK), []).append(mark)
    return tuple(Stack(tuple(here), place * STACK + STACK / 2) for place, here in sorted(places.items()))


def month_after(first: dt.date, months: int) -> dt.date:
    """The first day of the month that many months after the month of `first`."""
    number = first.year * MONTHS_A_YEAR + first.month - 1 + months
    return dt.date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)


def _chooses(mark: Mark) -> tuple[bool, bool, bool, int, dt.date]:
    return (not mark.cited_by, mark.household, not (mark.alone or mark.said), SHAPES.index(mark.shape), mark.on)
