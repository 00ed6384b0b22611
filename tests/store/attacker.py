"""Somebody who wants a hidden count: they hold two editions, know the rule, and let a linear programme do the sums.

They know that every cell is a count of children, how totals come about, and that no count shrinks from one edition to
the next.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from keepsight.store.suppression import Cell, Edition


@dataclass(frozen=True)
class Found:
    """What the attacker could make of one hidden small count."""

    edition: int
    cell: Cell
    truth: int
    least: float
    most: float


def attack(*editions: Edition, small: int) -> list[Found]:
    """Each hidden count under `small`, with the least and the most that it can be as far as anyone can tell."""
    system = _System(editions)
    return [
        Found(number, cell, edition.counts[cell[0]][cell[1]], *system.bounds(number, cell))
        for number, edition in enumerate(editions)
        for cell in sorted(edition.hidden)
        if 0 < edition.counts[cell[0]][cell[1]] < small
    ]


class _System:
    """One variable for each inner cell of each edition; a total is a sum of them."""

    def __init__(self, editions: tuple[Edition, ...]) -> None:
        self.rows, self.columns = len(editions[0].counts) - 1, len(editions[0].counts[0]) - 1
        self.size = self.rows * self.columns
        self.width = self.size * len(editions)
        equal, equals, most, at_most = [], [], [], []
        for number, edition in enumerate(editions):
            for row, counts in enumerate(edition.printed()):
                for column, count in enumerate(counts):
                    if count is not None:
                        equal.append(self.sum_of(number, (row, column)))
                        equals.append(count)
        for cell in range(self.size if len(editions) == 2 else 0):
            grows = np.zeros(self.width)
            grows[cell], grows[self.size + cell] = 1, -1
            most.append(grows)
            at_most.append(0)
        self.known = {
            "A_eq": np.array(equal) if equal else None,
            "b_eq": equals or None,
            "A_ub": np.array(most) if most else None,
            "b_ub": at_most or None,
        }

    def sum_of(self, number: int, cell: Cell) -> np.ndarray:
        rows = range(self.rows) if cell[0] == self.rows else [cell[0]]
        columns = range(self.columns) if cell[1] == self.columns else [cell[1]]
        vector = np.zeros(self.width)
        for row in rows:
            for column in columns:
                vector[number * self.size + row * self.columns + column] = 1
        return vector

    def bounds(self, number: int, cell: Cell) -> tuple[float, float]:
        return self._end(self.sum_of(number, cell), 1), self._end(self.sum_of(number, cell), -1)

    def _end(self, wanted: np.ndarray, way: int) -> float:
        answer = linprog(way * wanted, **self.known, bounds=(0, None), method="highs")
        if answer.status == 3:  # unbounded: nothing printed keeps it down
            return float("inf")
        assert answer.status == 0, answer.message
        return way * answer.fun
