"""Which live figures about children may be printed. It guards children: counts of published reviews print whole.

Two steps. A count from 1 to 4 is hidden, and so is a share on a denominator under 10. Then whatever would give a hidden
count away is hidden too: in a table with totals, what is left out can often be had by subtraction, from this edition or
from this one and the last.

A hidden count is safe once there are two other tables that would have been printed just the same: one in which it is 1,
and one in which it is the greatest count that is hidden. So no attacker can know more of it than the rule itself says.
Such a table is looked for by moving one child after another around rectangles of cells, so that every row and column
keeps its sum; what a move changes must be hidden. Hiding more never spoils a table found before.

    rows       1   7 |  8            -   - |  8          2   6 |  8     another table that prints the same
               6   9 | 15            -   - | 15          5  10 | 15
              ---------- | --       ---------- | --     ---------- | --
               7  16 | 23            7  16 | 23          7  16 | 23

Refused: a rule laxer than the default. Not promised: safety against somebody who holds three editions or more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from keepsight.errors import WrongUse

LEAST_COUNT = 5  # children; docs/house.md: counts 1 to 4 are hidden. A partnership may be stricter.
LEAST_DENOMINATOR = 10  # children; 100% of 4 says four
HIDDEN, TOO_FEW = "hidden", "too few to say"  # in the place of a count, and of a share or of days

Cell = tuple[int, int]
Table = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """The least count of children that prints, and the least denominator on which a share does."""

    least_count: int = LEAST_COUNT
    least_denominator: int = LEAST_DENOMINATOR

    def __post_init__(self) -> None:
        if self.least_count < LEAST_COUNT or self.least_denominator < LEAST_DENOMINATOR:
            raise WrongUse(
                f"Counts under {LEAST_COUNT} and shares on fewer than {LEAST_DENOMINATOR} are never printed",
                next_step="A partnership may be stricter, not laxer.",
            )

    def hides(self, count: int) -> bool:
        """Whether a count standing alone is hidden. None at all prints: it is nobody's figure."""
        return 0 < count < self.least_count

    def hides_share(self, part: int, whole: int) -> bool:
        """Whether a share is hidden: on a small denominator, or because it tells a small count or a small rest."""
        return whole < self.least_denominator or self.hides(part) or self.hides(whole - part)


RULE = Rule()


@dataclass(frozen=True, slots=True)
class Edition:
    """A table as it goes out. `counts` has its totals in the last row and column; `hidden` may name those too."""

    counts: Table
    hidden: frozenset[Cell]

    def printed(self) -> tuple[tuple[int | None, ...], ...]:
        """The table with totals, None where a figure is hidden."""
        return tuple(
            tuple(None if (row, column) in self.hidden else count for column, count in enumerate(counts))
            for row, counts in enumerate(self.counts)
        )


def suppress(counts: Sequence[Sequence[int]], *, rule: Rule = RULE, earlier: Edition | None = None) -> Edition:
    """The table to print of these counts, totals added. `earlier`: the edition before, of the same cells, counts of
    which only grow (a year to date). Where no safe table can be found, all of it is hidden."""
    now = with_totals(counts)
    before = earlier.hidden if earlier else frozenset()
    hidden: frozenset[Cell] = frozenset(cell for cell in _cells(now) if rule.hides(_at(now, cell)))
    truth = (earlier.counts if earlier else None, now)
    for which, cell, goal in _to_protect(World(truth, (before, hidden)), rule):
        needed = _hidden_so_that(World(truth, (before, hidden)), which, cell, goal)
        if needed is None:
            return Edition(now, frozenset(_cells(now)))
        hidden = needed
    return Edition(now, hidden)


def with_totals(counts: Sequence[Sequence[int]]) -> Table:
    """The table with a total at the end of each row, and a row of totals below."""
    rows = [(*row, sum(row)) for row in counts]
    return (*rows, tuple(map(sum, zip(*rows, strict=True))))


LATER: Final = 1  # the place of the edition that is being made


@dataclass(frozen=True, slots=True)
class World:
    """Tables that would print just as the true ones do: the earlier edition's, if there is one, and this one's."""

    tables: tuple[Table | None, Table]
    hidden: tuple[frozenset[Cell], frozenset[Cell]]

    def moved(self, signs: Mapping[Cell, int], steps: tuple[int, int]) -> "World | None":
        """After one child more or less in these cells of each edition; what changes is hidden. None: it would show."""
        earlier, now = self.tables
        tables = (earlier and _moved(earlier, signs, steps[0]), _moved(now, signs, steps[LATER]))
        if steps[0] and not (earlier and signs.keys() <= self.hidden[0]):
            return None
        if any(count < 0 for table in tables for count in _counts(table, signs)):
            return None
        if earlier and tables[0] and _shrinks(tables[0], tables[LATER], signs) - _shrinks(earlier, now, signs):
            return None
        return World(tables, (self.hidden[0], self.hidden[LATER] | (signs.keys() if steps[LATER] else frozenset())))


def _to_protect(world: World, rule: Rule) -> Iterator[tuple[int, Cell, int]]:
    """Each small count that is hidden, of either edition, and the two values it must be able to have."""
    for which, (table, hidden) in enumerate(zip(world.tables, world.hidden, strict=True)):
        for cell in sorted(hidden):
            if table and rule.hides(_at(table, cell)):
                yield which, cell, 1
                yield which, cell, rule.least_count - 1


def _hidden_so_that(world: World, which: int, cell: Cell, goal: int) -> frozenset[Cell] | None:
    """What must be hidden for this count to be able to be `goal`: a child at a time, hiding as little as will do."""
    truth = world.tables[LATER]
    table = world.tables[which]
    assert table is not None
    step = 1 if goal > _at(table, cell) else -1
    for _ in range(abs(goal - _at(table, cell))):
        found = [one for signs in _rectangles(truth, cell) for one in _steps(world, which, cell, signs, step)]
        if not found:
            return None
        world = min(found, key=lambda one: _cost(truth, one.hidden[LATER]))
    return world.hidden[LATER]


def _steps(world: World, which: int, cell: Cell, signs: Mapping[Cell, int], step: int) -> Iterator[World]:
    """The worlds one child away: the one edition moved alone, or the other along with it."""
    way = step * signs[cell]
    for along in (0, way):
        moved = world.moved(signs, (way, along) if which != LATER else (along, way))
        if moved:
            yield moved


def _cost(truth: Table, hidden: frozenset[Cell]) -> tuple[int, int, int]:
    """How much is hidden: cells, then cells of none at all (which should print), then children."""
    counts = [_at(truth, cell) for cell in hidden]
    return len(counts), counts.count(0), sum(counts)


def _rectangles(table: Table, cell: Cell) -> Iterator[dict[Cell, int]]:
    """Every rectangle with a corner in this cell: its corners, and whether each gains (1) or loses (-1) in a move."""
    row, column = cell
    for other_row in range(len(table)):
        for other_column in range(len(table[0])):
            if other_row != row and other_column != column:
                corners = {cell: 1, (row, other_column): -1, (other_row, column): -1, (other_row, other_column): 1}
                yield {corner: sign * _side(table, corner) for corner, sign in corners.items()}


def _side(table: Table, cell: Cell) -> int:
    """A total moves with the cells it sums, not against them."""
    at_the_end = (cell[0] == len(table) - 1, cell[1] == len(table[0]) - 1)
    return -1 if sum(at_the_end) == 1 else 1


def _moved(table: Table, signs: Mapping[Cell, int], step: int) -> Table:
    return tuple(
        tuple(count + step * signs.get((row, column), 0) for column, count in enumerate(counts))
        for row, counts in enumerate(table)
    )


def _counts(table: Table | None, cells: Iterable[Cell]) -> list[int]:
    return [_at(table, cell) for cell in cells] if table else []


def _shrinks(before: Table, after: Table, cells: Iterable[Cell]) -> set[Cell]:
    return {cell for cell in cells if _at(before, cell) > _at(after, cell)}


def _cells(table: Table) -> Iterator[Cell]:
    return ((row, column) for row in range(len(table)) for column in range(len(table[0])))


def _at(table: Table, cell: Cell) -> int:
    return table[cell[0]][cell[1]]
