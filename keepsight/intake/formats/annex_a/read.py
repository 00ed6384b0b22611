"""Reads the workbook of lists that a council makes for its inspection, and every month besides.

The form and how real workbooks differ from it were read in SocialFinanceDigitalLabs/liia-tools and liia-tools-pipeline and in
data-to-insight/ssd-data-model. The workbook names no agency and states no day: whoever hands it in says both. It holds only
what was so on the day of its run and in six months before, so a history is made of many runs, in whatever order they come.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from keepsight.intake.drafts import Draft, DraftRow, FileSaid, Refusal, Warned
from keepsight.intake.formats import Asked, Column, Format
from keepsight.intake.formats.annex_a.lists import LISTS, OF_ADULTS, Listed, list_of
from keepsight.intake.formats.annex_a.people import Children
from keepsight.intake.formats.annex_a.rows import MONTHS_LOOKED_BACK, ListRow, entries_of, months_before
from keepsight.intake.formats.headings import Headings
from keepsight.intake.reading.source import Source
from keepsight.intake.reading.tables import Row, Sheet, column_letters

NO_DAY = (
    "the workbook does not say which day it runs up to: the day it was saved was taken, and nothing follows from what it "
    "leaves out; say the day with --as-at"
)
NO_LIST = "no headings of a list that we know stand above this row"
NO_CHILD = "the child has no identifier, so nobody could be told apart"
NO_DATE = "the date that this list is about is missing or cannot be read, so the row cannot be placed in time"
ADULTS = "this list is about adults who hope to adopt, and no child: its rows were counted and not brought in"
AGAIN = "this list stands in the workbook more than once: the same matter told twice is one"
STRANGER = "no list knows this column: it was not read"
FOLLOWING = {4: "assessment.started", 5: "section47.started", 6: "in_need.started"}


@dataclass(slots=True)
class Block:
    """The headings that stand above some rows: the list they begin (None: none of ours) and the field of each column."""

    listed: Listed | None
    fields: dict[int, str]
    headings: dict[int, str]

    def heading(self, field: str) -> str | None:
        """The heading that stands above a field, as written. None where the list has no such column."""
        return next((self.headings[place] for place, name in self.fields.items() if name == field), None)


@dataclass(slots=True)
class Lists:
    """The whole workbook, read through: its rows in their order, its children, what it warns of, when each child's
    work went on (for referrals of which no list says that they were accepted)."""

    as_at: date
    rows: list[tuple[Sheet, Row, Block | None]] = field(default_factory=list)
    read: dict[int, ListRow] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    children: Children = field(default_factory=Children)
    went_on: dict[str, list[date]] = field(default_factory=dict)


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one workbook. What was kept of adopters is that there were so many rows."""
    as_at = asked.as_at or source.table.saved_on or asked.today
    lists = _read_through(source, Headings(format.columns), as_at)
    yield _said(lists, asked, format)
    if asked.as_at is None:
        yield Warned(None, None, None, NO_DAY)
    yield from (Warned(None, None, None, note) for note in source.table.notes)
    yield from lists.warnings
    yield from lists.children.described(lists.read.values())
    for place, (sheet, row, block) in enumerate(lists.rows):
        yield from _row(sheet, row, block, lists.read.get(place), lists)


def _said(lists: Lists, asked: Asked, format: Format) -> FileSaid:
    """Only for a day that somebody said does the absence of a matter mean anything, and only of lists that are there."""
    there = {kind for listed in LISTS if listed.number in lists.numbers for kind in listed.delivers}
    return FileSaid(
        format.name,
        format.version,
        agency_sector="social_care",
        as_at=lists.as_at,
        covers_from=months_before(lists.as_at, MONTHS_LOOKED_BACK) if asked.as_at else None,
        covers_to=lists.as_at if asked.as_at else None,
        covers="all",
        delivers=tuple(kind for kind in format.delivers if kind in there) if asked.as_at else (),
        tables=_tables(lists),
    )


def _tables(lists: Lists) -> tuple[tuple[str, int], ...]:
    rows = Counter(block.listed.title for _, row, block in lists.rows if block and block.listed and row.cells)
    return tuple((listed.title, rows[listed.title]) for listed in LISTS if listed.number in lists.numbers)


def _read_through(source: Source, headings: Headings, as_at: date) -> Lists:
    lists = Lists(as_at)
    for sheet in source.table.sheets():
        lists.warnings += (Warned(sheet.name, None, None, says) for says in sheet.notes)
        before = len(lists.rows)
        block = None
        for row in sheet.rows:
            if named := headings.named(row.cells):
                if block is None:
                    del lists.rows[before:]  # what stands above the first headings of a sheet is no row
                block = _block(sheet, row, named, lists)
            else:
                _take(sheet, row, block, lists)
    return lists


def _block(sheet: Sheet, row: Row, named: dict[int, Column], lists: Lists) -> Block:
    fields = {place: column.becomes for place, column in named.items() if column.becomes}
    listed = list_of(set(fields.values()))
    strangers = [place for place in row.cells if place not in named]
    lists.warnings += (Warned(sheet.name, row.number, column_letters(place), STRANGER) for place in strangers)
    if listed and listed.number in lists.numbers:
        lists.warnings.append(Warned(sheet.name, row.number, None, AGAIN))
    if listed and listed.number == OF_ADULTS:
        lists.warnings.append(Warned(sheet.name, row.number, None, ADULTS))
    if listed:
        lists.numbers.append(listed.number)
    return Block(listed, fields, row.cells)


def _take(sheet: Sheet, row: Row, block: Block | None, lists: Lists) -> None:
    """Keep a row for later, and learn from it what other rows need."""
    lists.rows.append((sheet, row, block))
    if not block or not block.listed or block.listed.number == OF_ADULTS or not row.cells:
        return
    said = {block.fields[place]: words for place, words in row.cells.items() if place in block.fields}
    listed = ListRow(block.listed, sheet.name, row.number, said, lists.as_at)
    lists.read[len(lists.rows) - 1] = listed
    lists.children.take(listed)
    if (name := FOLLOWING.get(block.listed.number)) and listed.ref and (when := listed.when(name)) and when.first:
        lists.went_on.setdefault(listed.ref, []).append(when.first)


def _row(sheet: Sheet, row: Row, block: Block | None, listed: ListRow | None, lists: Lists) -> Iterator[Draft]:
    if row.broken or not row.cells:
        refused = Refusal(None, row.broken) if row.broken else None
        yield DraftRow(sheet.name, row.number, refused=refused, blank=not row.cells and not refused)
        return
    if block is None or block.listed is None:
        yield DraftRow(sheet.name, row.number, refused=Refusal(None, NO_LIST), raw=_raw(row, block))
        return
    if listed is None:  # an adopter: not even their words are kept
        yield DraftRow(sheet.name, row.number)
        return
    entries = entries_of(listed, _went_on(listed, lists)) if listed.ref else []
    refused = _refusal(listed, block)
    yield DraftRow(sheet.name, row.number, () if refused else tuple(entries), refused, raw=_raw(row, block))
    yield from _warned(sheet, row, block, listed)


def _refusal(row: ListRow, block: Block) -> Refusal | None:
    if row.ref is None:
        return Refusal(block.heading("child.local_id"), NO_CHILD)
    if row.listed.began_needed and not row.when(row.listed.began):
        return Refusal(block.heading(row.listed.began), NO_DATE)
    return None


def _went_on(row: ListRow, lists: Lists) -> bool:
    """Whether another list of the workbook shows work that began on or after the day of a referral."""
    if row.listed.number != 3:
        return False
    referred = row.when("referral.on")
    return any(referred and referred.first and day >= referred.first for day in lists.went_on.get(row.ref or "", ()))


def _warned(sheet: Sheet, row: Row, block: Block, listed: ListRow) -> Iterator[Warned]:
    for name, says in dict.fromkeys(listed.doubts):
        yield Warned(sheet.name, row.number, block.heading(name), says)
    for place, says in row.notes:
        yield Warned(sheet.name, row.number, None if place is None else block.headings.get(place), says)


def _raw(row: Row, block: Block | None) -> dict[str, str]:
    headings = block.headings if block else {}
    return {headings.get(place) or column_letters(place): words for place, words in row.cells.items()}
