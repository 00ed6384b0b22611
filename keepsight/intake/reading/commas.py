"""Tables in text: cells parted by commas, semicolons or tabs, quotation marks round a cell that holds any of these.

Refuses a file in which a quotation mark is opened and never closed, because everything after it would become one cell.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from keepsight.errors import RefusedFile, Where
from keepsight.intake.reading.letters import encoding_of
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.tables import Row, Sheet

SEPARATORS = ",;\t|"
SNIFFED_LINES = 40


class Commas:
    """A text table as a Table of one sheet without a name."""

    notes: tuple[str, ...] = ()
    saved_on: date | None = None

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        self.encoding = encoding_of(file)
        self.text = io.TextIOWrapper(file, self.encoding, newline="")
        self.separator = separator_of([self.text.readline(limits.field_characters) for _ in range(SNIFFED_LINES)])

    def sheets(self) -> Iterator[Sheet]:
        """The one sheet. May be asked for more than once; each asking reads from the beginning."""
        self.text.seek(0)
        yield Sheet(None, self._rows())

    def _rows(self) -> Iterator[Row]:
        csv.field_size_limit(self.limits.field_characters)
        reader = csv.reader(self.text, delimiter=self.separator, strict=True)
        cells_left, number = self.limits.cells, 0
        while True:
            number += 1
            try:
                texts = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(number, str(error))
                continue
            cells_left -= len(texts)
            if number > self.limits.rows or cells_left < 0 or len(texts) > self.limits.columns:
                raise too_large(number)
            yield Row(number, {column: cell for column, text in enumerate(texts) if (cell := text.strip())})

    def _broken(self, number: int, fault: str) -> Row:
        if "unexpected end of data" in fault:
            raise RefusedFile(
                "A quotation mark is opened and never closed",
                where=Where(row=number),
                next_step="Close it, or save the table again from the program that made it.",
            )
        if "field larger" in fault:
            raise too_large(number)
        return Row(number, {}, broken="a quotation mark stands where the cells cannot be told apart")


def separator_of(lines: list[str]) -> str:
    """The separator that parts the most cells in the fullest of the first lines; a comma where none does."""
    return max(SEPARATORS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def too_large(row: int) -> RefusedFile:
    """The refusal of a table beyond the limits of rows, columns or cells."""
    return RefusedFile(
        "This table is larger than a file may be",
        where=Where(row=row),
        next_step="Send it in parts, by year or by team.",
    )
