"""The rows of a file as a plan reads them: each with the table it stands in and its words by field.

Lines above the first headings may say whose the file is and for which days. Such a line is a label and what it says; one
that says anything else is named, and is no row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from keepsight.intake.drafts import Refusal, Warned
from keepsight.intake.formats import Column, Format
from keepsight.intake.formats.headings import Headings, plain
from keepsight.intake.formats.plan import Plan, Planned
from keepsight.intake.formats.plan_answers import unfolded
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.source import Source
from keepsight.intake.reading.tables import Row, Sheet, column_letters

NO_TABLE = "no headings of a table that we know stand above this row"
STRANGER = "no table knows this column: it was not read, and stays in the row's own words"
ABOVE = {
    "agency": ("agency", "organisation", "sent by", "force", "trust", "school", "council", "local authority"),
    "agency_code": ("agency code", "organisation code"),
    "as_at": ("data current as of", "as at", "run on", "extract date", "report date"),
    "from": ("coverage start", "period from", "covers from", "from"),
    "to": ("coverage end", "period to", "covers to", "to"),
}
LABELS = {label: name for name, labels in ABOVE.items() for label in labels}


@dataclass(slots=True)
class Stated:
    """What the lines above the first headings say, and the titles of the tables that those headings begin."""

    words: dict[str, str] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)

    @property
    def as_at(self) -> date | None:
        """The day that the file says it speaks for, or None."""
        return self.day("as_at")

    def day(self, name: str) -> date | None:
        """The day beside one of the labels, or None."""
        when = read_date(self.words.get(name, "")).when
        return when.first if when.precision == "day" else None

    @property
    def period(self) -> tuple[date, date] | None:
        """The days that the file covers; None unless both ends are stated, the first first."""
        first, last = self.day("from"), self.day("to")
        return (first, last) if first and last and first <= last else None


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the first headings. `said` holds its words by field, `heading` the heading of a field as written."""

    sheet: str | None
    number: int
    table: Planned | None
    said: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    heading: dict[str, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    notes: tuple[tuple[str | None, str], ...] = ()
    broken: str | None = None
    blank: bool = False

    @property
    def refusal(self) -> Refusal | None:
        """Why no plan can read it. None: one can, or it is blank."""
        if self.blank:
            return None
        return Refusal(None, self.broken) if self.broken else None if self.table else Refusal(None, NO_TABLE)


@dataclass(frozen=True, slots=True)
class _Block:
    """Headings, and the table that they begin."""

    table: Planned | None
    columns: dict[int, Column]
    headings: dict[int, str]


def stated_above(source: Source, format: Format) -> Stated:
    """What stands above the first headings of each sheet, and which tables those begin."""
    assert format.plan is not None
    stated, headings = Stated(), Headings(format.columns)
    for sheet in source.table.sheets():
        for row in sheet.rows:
            if named := headings.named(row.cells):
                if table := _block(row, named, format.plan).table:
                    stated.tables.append(table.title)
                break
            _take_above(row, stated)
    return stated


def lines_of(source: Source, format: Format) -> Iterator[Line | Warned]:
    """Every row of every sheet below its first headings, and all rows of a sheet that has none."""
    assert format.plan is not None
    headings = Headings(format.columns)
    for sheet in source.table.sheets():
        yield from (Warned(sheet.name, None, None, says) for says in sheet.notes)
        block: _Block | None = None
        above: list[Row] = []
        for row in sheet.rows:
            if named := headings.named(row.cells):
                block, above = _block(row, named, format.plan), []
                yield from _strangers(sheet, row, block)
            elif block is None:
                above.append(row)
            else:
                yield _line(sheet, row, block, format.plan)
        for row in above:
            yield Line(sheet.name, row.number, None, raw=_raw(row, {}), blank=not row.cells)


def _take_above(row: Row, stated: Stated) -> None:
    words = [row.cells[place] for place in sorted(row.cells)]
    for label, said in pairwise(words):
        if name := LABELS.get(plain(label.removesuffix(":"))):
            stated.words.setdefault(name, said)


def _block(row: Row, named: dict[int, Column], plan: Plan) -> _Block:
    fields = [column.becomes for column in named.values() if column.becomes]
    return _Block(plan.table_of(fields), named, row.cells)


def _strangers(sheet: Sheet, row: Row, block: _Block) -> Iterator[Warned]:
    for place in row.cells:
        if place not in block.columns:
            yield Warned(sheet.name, row.number, column_letters(place), STRANGER)


def _line(sheet: Sheet, row: Row, block: _Block, plan: Plan) -> Line:
    raw, blank = _raw(row, block.headings), not row.cells and not row.broken
    notes = [(None if place is None else block.headings.get(place), says) for place, says in row.notes]
    fields = {place: column.becomes for place, column in block.columns.items() if column.becomes}
    said = {
        fields[place]: words
        for place, words in sorted(row.cells.items(), reverse=True)  # of two columns of one field the first is read
        if place in fields and words.lower() not in plan.nothing
    }
    heading = {name: block.headings[place] for place, name in fields.items()}
    notes += unfolded(said, heading, block.table, plan) if plan.unfolds else []
    columns = tuple(block.columns.values())
    return Line(sheet.name, row.number, block.table, said, raw, heading, columns, tuple(notes), row.broken, blank)


def _raw(row: Row, headings: dict[int, str]) -> dict[str, str]:
    return {headings.get(place) or column_letters(place): words for place, words in row.cells.items()}
