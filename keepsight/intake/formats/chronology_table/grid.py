"""A table's sheets as blocks: what stands above, and each run of rows under its own headings.

A table of a document that goes on where the one before it ended keeps that one's headings, if it has none of its own.

Refuses the whole file when a heading nobody knows has words under it. Words under no heading at all are named, and kept
in the row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from keepsight.errors import RefusedFile, Where
from keepsight.intake.drafts import Warned
from keepsight.intake.formats import Column
from keepsight.intake.formats.headings import Headings
from keepsight.intake.reading.tables import Row, Sheet, column_letters

NO_HEADING = "words stand in a column that has no heading: they stay in the row's own words, and were not read"
NEXT_STEP = "Rename the column to a heading that is known (`keepsight formats` lists them), or take it out."


# Fields of words, which may stand in two columns; any other field in two columns is a contradiction.
TEXTS = {"event", "action", "outcome", "hindsight", "significance", "professional", "source", "people", "voice", "told"}

# Fields of what happened: words that are merged over several rows were said once, and tell of one event.
SAID_ONCE = {"event", "action", "outcome", "hindsight", "significance", "voice", "told", "kind", "reference"}

# Fields that mean nothing in a row that tells of an event.
NOT_IN_A_ROW = {
    "agency_code",
    "sector",
    "as_at",
    "period_from",
    "period_to",
    "covers",
    "delivers",
    "lives_from",
    "lives_to",
    "relationship",
}


@dataclass(slots=True)
class Block:
    """The headings above a run of rows: known ones by place, and the words of every heading."""

    columns: dict[int, Column]
    headings: dict[int, str]
    fields: dict[str, list[int]] = field(default_factory=dict)

    @property
    def is_key(self) -> bool:
        """Whether the rows name people by their initials, and tell of no event."""
        return "initials" in self.fields and "event" not in self.fields and "date" not in self.fields


@dataclass(slots=True)
class Line:
    """A row of a sheet: above any headings (block None), a row of a `block`, or a row of headings itself.

    `below`: a row of a document's table without headings that stands below the events, where people sign; it says
    nothing of whose chronology it is.
    """

    row: Row
    block: Block | None
    is_heading: bool = False
    below: bool = False

    def said(self) -> dict[str, str]:
        """The row's words by field, ignored columns left out. Only for a row of a block."""
        assert self.block is not None
        own, repeated = self.row.cells, self.row.repeated | self.row.cells
        said = {
            name: [cells[place] for place in places if place in cells]
            for name, places in self.block.fields.items()
            for cells in [own if name in SAID_ONCE else repeated]
        }
        return {name: "\n".join(texts) for name, texts in said.items() if texts}

    def raw(self) -> dict[str, str]:
        """The row's words by heading, or by the letters of the column where there is none."""
        headings = self.block.headings if self.block else {}
        return {headings.get(place) or column_letters(place): text for place, text in self.row.cells.items()}


class Lines:
    """The lines of a file's sheets, asked for sheet by sheet, in their order. `signed`: whether people sign below."""

    def __init__(self, headings: Headings, *, signed: bool) -> None:
        self.headings, self.signed = headings, signed
        self.block: Block | None = None
        self.told = False

    def of(self, sheet: Sheet) -> Iterator[Line]:
        """The sheet's rows, each with the block it belongs to."""
        if not self.continued(sheet):
            self.block = None
        for row in sheet.rows:
            named = self.headings.named(row.cells)
            if named is None:
                yield Line(row, self.block, below=self.told and self.block is None)
            else:
                self.block = _block(sheet, row, named)
                self.told = self.told or (self.signed and not self.block.is_key)
                yield Line(row, self.block, is_heading=True)

    def continued(self, sheet: Sheet) -> bool:
        """Whether the sheet is a table without headings that goes on under those of the table before it."""
        return sheet.continues and not any(self.headings.named(row.cells) for row in sheet.rows)


def strangers(sheet: Sheet, line: Line) -> Iterator[Warned]:
    """Words of a row outside the known columns. Raises RefusedFile where they stand under a heading nobody knows."""
    assert line.block is not None
    for place in line.row.cells.keys() - line.block.columns.keys():
        if heading := line.block.headings.get(place):
            raise RefusedFile(
                f"Nobody here knows what the column headed “{heading}” means",
                where=Where(sheet=sheet.name, row=line.row.number, column=column_letters(place)),
                next_step=NEXT_STEP,
            )
        yield Warned(sheet.name, line.row.number, column_letters(place), NO_HEADING)


def _block(sheet: Sheet, row: Row, named: dict[int, Column]) -> Block:
    block = Block(named, row.cells)
    for place, column in sorted(named.items()):
        if column.becomes is None:
            continue
        where = Where(sheet=sheet.name, row=row.number, column=column_letters(place))
        if column.becomes in block.fields and column.becomes not in TEXTS:
            what = f"Two columns mean the same: {column.name}"
            raise RefusedFile(what, where=where, next_step="Give each a heading of its own, or take one out.")
        block.fields.setdefault(column.becomes, []).append(place)
    if not block.is_key and (misplaced := NOT_IN_A_ROW & block.fields.keys()):
        place = block.fields[min(misplaced)][0]
        where = Where(sheet=sheet.name, row=row.number, column=column_letters(place))
        raise RefusedFile(
            f"The column headed “{row.cells[place]}” belongs above the table or in the key, not in its rows",
            where=where,
            next_step="Move it there, or take it out.",
        )
    return block
