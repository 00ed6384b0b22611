"""Answers: what an engine's rows say, one answer for each interval, with the entries that show it.

An answer is a place to look, never a finding about anyone. It refuses to guess: `cannot_tell` is a state of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

HOLDS = "holds"
CANNOT_TELL = "cannot_tell"

ROW = (
    "pattern",
    "version",
    "child",
    "state",
    "began_on",
    "ended_on",
    "anchor",
    "visible_on",
    "measure",
    "entry",
    "part",
)
"""The columns of an engine's rows, one row for each entry of each interval (columns.md)."""

_OF_THE_INTERVAL = len(ROW) - 2


@dataclass(frozen=True, slots=True)
class Answer:
    """One interval. `ended_on`, the first day on which it no longer held, is None while it holds.

    `anchor` is the entry that began it, or whose clock ran out; (pattern, child, began_on, anchor) names the interval.
    `measure` is a number in the sheet's unit. `entries` are pairs of entry and the part it plays, in order of id.
    """

    pattern: str
    version: int
    child: UUID
    state: str
    began_on: date
    ended_on: date | None
    anchor: UUID
    visible_on: date
    measure: int
    entries: tuple[tuple[UUID, str], ...]

    @property
    def holds(self) -> bool:
        """Whether it is a claim. If not, a feed it needs did not deliver that time."""
        return self.state == HOLDS


def gather(rows: Iterable[tuple[Any, ...]]) -> list[Answer]:
    """Answers from rows in any order, sorted (`in_order`)."""
    entries: dict[tuple[Any, ...], set[tuple[UUID, str]]] = {}
    for row in rows:
        entries.setdefault(tuple(row[:_OF_THE_INTERVAL]), set()).add((row[-2], row[-1]))
    answers = [Answer(*(*interval, tuple(sorted(shown)))) for interval, shown in entries.items()]
    return sorted(answers, key=in_order)


def in_order(answer: Answer) -> tuple[Any, ...]:
    """By pattern, child, day and anchor, whichever engine they come from, and of however many children at once."""
    return answer.pattern, answer.child, answer.began_on, answer.anchor
