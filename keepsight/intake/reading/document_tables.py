"""The tables of a Word document as rows of cells in columns, the way they look on the page.

Word keeps no columns: each row says how many strips of the page's grid each of its cells spans, and a hand that drags a
border moves one row's strips past another's. So a row with as many cells as the table's usual row (the last that Word
repeats on each page; where none is marked so, the first of the commonest width) is read cell by cell; any other row's
cells go to the usual column that they lie under.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from keepsight.intake.reading.document_words import (
    MOVED,
    PUT_IN,
    TAKEN_OUT,
    Words,
    child,
    is_set,
    name_of,
    value,
    within,
)
from keepsight.intake.reading.tables import Row

MERGED = "cells are merged here: words about what happened were read once, for the first of their rows"
SHARED_COLUMN = "two cells of this row lie under one heading, and were read together"
ROW_TAKEN_OUT = "this row was taken out as a tracked change, which nobody has accepted yet: it was not read"
HIDDEN_ROW = "this row is hidden in the document, and was read"
BEHIND = "words stand in a cell here that is merged with another, where Word does not show them: they were read"
STRIP = 1.0  # the width of a strip of a grid that says none


@dataclass(slots=True)
class Cell:
    """A cell of a row: where it begins and ends across the page, its words, and whether it continues one above."""

    begins: float
    ends: float
    words: Words | None
    continues: bool = False

    @property
    def text(self) -> str:
        return self.words.text if self.words else ""


@dataclass(slots=True)
class PageRow:
    """A row as it lies on the page, before its cells have columns."""

    cells: list[Cell]
    indented: bool
    repeated: bool
    notes: list[str]


def rows_of(table: Element) -> tuple[list[Row], int, list[str]]:
    """The rows of a table, its number of columns, and the words of its text boxes."""
    strips = _strips(table)
    on_page = [_row(row, strips) for row in within(table, "tr")]
    first = _usual(on_page)
    usual = on_page[first].cells if on_page else []
    above: dict[int, str] = {}
    rows = []
    for number, row in enumerate(on_page, 1):
        by_cell = len(row.cells) == len(usual) and not row.indented
        placed = list(enumerate(row.cells)) if by_cell else _under(usual, row.cells)
        if number <= first and len({column for column, _ in placed}) < len(placed):
            placed = list(enumerate(row.cells))  # labels and words above the headings, which have columns of their own
        rows.append(_numbered(number, row, placed, above))
    boxes = [box for row in on_page for cell in row.cells if cell.words for box in cell.words.boxes]
    return rows, len(usual), boxes


def _usual(rows: list[PageRow]) -> int:
    """Which row shows the columns best."""
    marked = [place for place, row in enumerate(rows) if row.repeated]
    if marked:
        return marked[-1] if len(marked) == marked[-1] + 1 else marked[0]
    counts = Counter(len(row.cells) for row in rows)
    commonest = max(counts, key=lambda count: (counts[count], count), default=0)
    return next((place for place, row in enumerate(rows) if len(row.cells) == commonest), 0)


def _strips(table: Element) -> list[float]:
    """How wide each strip of the table's grid is, in twentieths of a point."""
    grid = child(table, "tblGrid")
    widths = [value(one, "w") for one in (grid if grid is not None else ()) if name_of(one) == "gridCol"]
    return [float(width) if width.isdigit() and int(width) else STRIP for width in widths]


def _row(row: Element, strips: list[float]) -> PageRow:
    properties = child(row, "trPr")
    skipped = value(child(properties, "gridBefore"))
    strip = strip_before = int(skipped) if skipped.isdigit() else 0
    notes: list[str] = []
    cells: list[Cell] = []
    taken_out = child(properties, "del") is not None
    for place, placeholder in _cells(row):
        about = child(place, "tcPr")
        span = value(child(about, "gridSpan"))
        beyond = strip + (int(span) if span.isdigit() and int(span) else 1)
        down, across = _goes_on(about, "vMerge"), _goes_on(about, "hMerge")
        gone = taken_out or placeholder or child(about, "cellDel") is not None
        if child(about, "cellDel") is not None:
            notes.append(TAKEN_OUT)
        words = None if gone else Words(place)
        behind = (down or across) and _says_more(words, cells[-1:] if across else [])
        if behind:
            notes.append(BEHIND)
        elif down or across:
            words = None
        cells.append(Cell(_edge(strips, strip), _edge(strips, beyond), words, down and not behind))
        strip = beyond
    if taken_out:
        notes.append(ROW_TAKEN_OUT)
    if child(properties, "ins") is not None:
        notes.append(PUT_IN)
    if name_of(row) == "moveTo":
        notes.append(MOVED)
    if is_set(properties, "hidden"):
        notes.append(HIDDEN_ROW)
    return PageRow(cells, strip_before > 0, is_set(properties, "tblHeader"), notes)


def _goes_on(about: Element | None, merge: str) -> bool:
    """Whether a cell is merged with the one before it in that direction."""
    merged = child(about, merge)
    return merged is not None and value(merged) != "restart"


def _says_more(words: Words | None, before: list[Cell]) -> bool:
    """Whether a cell that is merged with another holds something that this one does not say."""
    return words is not None and bool(words.text or words.noted) and words.text not in {cell.text for cell in before}


def _cells(row: Element, *, placeholder: bool = False) -> Iterator[tuple[Element, bool]]:
    """The cells of a row, each with whether it only shows the invitation of an unanswered content control."""
    for one in row:
        name = name_of(one)
        if name == "tc":
            yield one, placeholder
        elif name == "sdt":
            unanswered = is_set(child(one, "sdtPr"), "showingPlcHdr")
            content = child(one, "sdtContent")
            yield from _cells(content, placeholder=unanswered) if content is not None else ()
        elif name in ("customXml", "smartTag", "ins", "moveTo"):
            yield from _cells(one, placeholder=placeholder)


def _edge(strips: list[float], place: int) -> float:
    """How far from the left a strip begins; strips beyond the grid have the width of one that says none."""
    return sum(strips[:place]) + STRIP * max(0, place - len(strips))


def _under(usual: list[Cell], cells: list[Cell]) -> list[tuple[int, Cell]]:
    """Each cell with the usual column that it lies under most."""
    columns = range(len(usual))
    return [
        (max(columns, key=lambda one: min(usual[one].ends, cell.ends) - max(usual[one].begins, cell.begins)), cell)
        for cell in cells
    ]


def _numbered(number: int, row: PageRow, placed: list[tuple[int, Cell]], above: dict[int, str]) -> Row:
    """The row in columns. `above` holds the words of merged cells by column, and is carried from row to row."""
    cells: dict[int, str] = {}
    repeated: dict[int, str] = {}
    notes: list[tuple[int | None, str]] = [(None, says) for says in row.notes]
    for column, cell in placed:
        if cell.continues:
            if column in above:
                repeated[column] = above[column]
            continue
        if cell.text and column in cells:
            notes.append((column, SHARED_COLUMN))
        if cell.text:
            cells[column] = f"{cells[column]}\n{cell.text}" if column in cells else cell.text
        notes += [(column, says) for says in cell.words.notes] if cell.words else []
    for column, cell in placed:
        if not cell.continues:
            above.pop(column, None)
    above.update({column: cells[column] for column, cell in placed if not cell.continues and column in cells})
    if repeated and cells:
        notes += [(column, MERGED) for column in repeated]
    return Row(number, cells, tuple(dict.fromkeys(notes)), repeated=repeated if cells else {})
