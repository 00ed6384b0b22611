"""A table that no format knows, as somebody needs to see it who will say which column is what: its headings, and first rows."""

from collections.abc import Iterator
from itertools import islice

from keepsight.errors import RefusedFile, Where
from keepsight.intake.drafts import DraftRow, Refusal
from keepsight.intake.formats.headings import LEAST_KNOWN, plain
from keepsight.intake.formats.recognising import CONTAINERS
from keepsight.intake.reading.source import HEADING_ROWS, Source
from keepsight.intake.reading.tables import Row, Sheet

FIRST_ROWS = 500  # below the headings: enough to show what a column holds, and which words say a kind


def first_rows(source: Source) -> Iterator[DraftRow]:
    """The headings of the first sheet that has any, as a row without words; then its first rows, each word by its heading.

    The headings are the first row that holds as many words as any near the beginning: a title above them holds fewer. Nothing
    where the file is no table. Raises RefusedFile where two headings are alike: nobody could say which of them is what.
    """
    if "table" not in CONTAINERS[source.guarded.container]:
        return
    for sheet in source.table.sheets():
        near = list(islice(sheet.rows, HEADING_ROWS + FIRST_ROWS))
        headings = max(near[:HEADING_ROWS], key=lambda row: len(row.cells), default=None)
        if headings and len(headings.cells) >= LEAST_KNOWN:
            _refuse_alike(sheet, headings)
            yield from _below(sheet, headings, near)
            return


def all_rows(source: Source) -> Iterator[DraftRow]:
    """The same with every row below the headings; one whose cells could not be told apart is refused, and not left out."""
    if "table" not in CONTAINERS[source.guarded.container]:
        return
    for sheet in source.table.sheets():
        rows = list(sheet.rows)
        headings = max(rows[:HEADING_ROWS], key=lambda row: len(row.cells), default=None)
        if headings and len(headings.cells) >= LEAST_KNOWN:
            _refuse_alike(sheet, headings)
            broken = [row for row in rows if row.broken and row.number > headings.number]
            yield from _below(sheet, headings, [row for row in rows if not row.broken])
            for row in broken:
                yield DraftRow(sheet.name, row.number, refused=Refusal(None, row.broken or ""))
            return


def _refuse_alike(sheet: Sheet, headings: Row) -> None:
    if len({plain(words) for words in headings.cells.values()}) < len(headings.cells):
        raise RefusedFile(
            "Two columns have the same heading",
            where=Where(sheet=sheet.name, row=headings.number),
            next_step="Give each its own in the file, and hand it in again.",
        )


def _below(sheet: Sheet, headings: Row, near: list[Row]) -> Iterator[DraftRow]:
    yield DraftRow(sheet.name, headings.number, raw=dict.fromkeys(headings.cells.values(), ""))
    for row in near:
        if row.number > headings.number and row.cells:
            said = {headings.cells[place]: words for place, words in row.cells.items() if place in headings.cells}
            yield DraftRow(sheet.name, row.number, raw=said)
