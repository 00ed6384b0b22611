"""A form in words, as a family's file holds it: a line with a bar in it is a row of a table, any other a paragraph."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from keepsight.town.documents import Rows, write_document

BAR = "|"


def write_form(path: Path, text: str, saved_on: date) -> None:
    """The lines of `text` as a Word document, the first of them its title, saved as if on `saved_on`."""
    title, *lines = (line.strip() for line in text.strip().splitlines() if line.strip())
    write_document(path, title, list(_parts(lines)), saved_on)


def _parts(lines: list[str]) -> Iterator[Rows | str]:
    for barred, run in groupby(lines, key=lambda line: BAR in line):
        if barred:
            yield [[cell.strip() for cell in line.split(BAR, 1)] for line in run]
        else:
            yield from run
