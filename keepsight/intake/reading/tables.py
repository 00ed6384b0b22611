"""A table as a person sees it: sheets of numbered rows, each cell the words on the screen.

Every kind of table (`commas`, `workbook`, `document`) comes out in these shapes, so a format never knows which it was. A cell
that is empty is absent. Dates stand as dd/mm/yyyy, because that is what the sender saw.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a person counts, its cells by column (0 is the first).

    `notes` say what is odd about a column (None: about the whole row). `broken` says why the row's cells could not be
    told apart; None for a whole row. `repeated` are the words of cells that are merged with one above, by column: the row
    stands beside them, and they were said once.
    """

    number: int
    cells: dict[int, str]
    notes: tuple[tuple[int | None, str], ...] = ()
    broken: str | None = None
    repeated: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (None in a text file, which has only one) and its rows, read as they are asked for.

    `continues`: it is a table of a document that may go on where the one before it ended.
    """

    name: str | None
    rows: Iterable[Row]
    notes: tuple[str, ...] = field(default=())
    continues: bool = False


class Table(Protocol):
    """A file of sheets. `saved_on` is the day the file itself says it was last saved, or None."""

    notes: tuple[str, ...]
    saved_on: date | None

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in their order. A sheet's rows can be read once, before the next sheet is asked for."""
        ...


def column_letters(index: int) -> str:
    """The letters above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
