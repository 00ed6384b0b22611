"""The invented rows of `rows_in_words.md`, the two parts of them, and how what the rules hear lies beside what they are.

Which part a row is in follows from its words alone, so that no row can be moved from one to the other.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Set
from pathlib import Path
from typing import NamedTuple

from keepsight.intake.formats.chronology_table.words import guesses
from keepsight.themes.intervals import of_share

TABLES = Path(__file__).parent / "rows_in_words.md"
SHARES = 3  # of so many rows, one may be read by whoever writes rules, and the others are held out
NONE = "-"


class Row(NamedTuple):
    """What somebody typed, and the kinds a practitioner gives it."""

    words: str
    kinds: frozenset[str]


class Score(NamedTuple):
    """Rows by kind: heard and so, missed, heard and not so."""

    right: Counter[str]
    missed: Counter[str]
    wrong: Counter[str]

    def of(self, kinds: Iterable[str]) -> tuple[int, int, int]:
        """Right, missed and wrong over some kinds."""
        some = list(kinds)
        return (
            sum(map(self.right.__getitem__, some)),
            sum(map(self.missed.__getitem__, some)),
            sum(map(self.wrong.__getitem__, some)),
        )

    def least_precision(self, kind: str) -> float:
        """What precision is at least, in 95 of 100 such sets of rows; 0 where nothing was heard."""
        heard = self.right[kind] + self.wrong[kind]
        return of_share(self.right[kind], heard)[0] if heard else 0.0


def rows() -> list[Row]:
    """All of them, in the order of the tables."""
    lines = [line.strip("|").split("|") for line in TABLES.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [
        Row(words.strip(), frozenset(kinds.strip().split(", ")) - {NONE})
        for words, kinds in lines
        if words.strip() != "words"
    ]


def is_held_out(row: Row) -> bool:
    """Whether nobody who writes rules reads it."""
    return hashlib.sha256(row.words.encode()).digest()[0] % SHARES != 0


def heard(words: str) -> frozenset[str]:
    """The kinds that the rules hear in a row."""
    return frozenset(guess.kind for guess in guesses(words))


def scored(some: Iterable[Row], hear: Callable[[str], Set[str]] = heard) -> Score:
    """What is heard in the rows, laid beside what they are."""
    score = Score(Counter(), Counter(), Counter())
    for row in some:
        found = hear(row.words)
        score.right.update(found & row.kinds)
        score.missed.update(row.kinds - found)
        score.wrong.update(found - row.kinds)
    return score
