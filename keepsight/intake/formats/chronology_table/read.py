"""Reads a chronology table: first what it is about, then row by row.

The beginning of every sheet is looked through first, for the child above the table, the key of initials and what the
file covers, because rows lean on them wherever they stand. Then each row becomes entries, or a refusal with its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftRow, FileSaid, Refusal, Warned
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.chronology_table.above import Above, take_children, take_key_row
from keepsight.intake.formats.chronology_table.beside import words_beside
from keepsight.intake.formats.chronology_table.columns import sector_of
from keepsight.intake.formats.chronology_table.grid import Block, Line, Lines, strangers
from keepsight.intake.formats.chronology_table.people import Known, People
from keepsight.intake.formats.chronology_table.rows import Shared, entries_of
from keepsight.intake.formats.described import has_identity, person_of
from keepsight.intake.formats.headings import Headings
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.source import HEADING_ROWS, Source
from keepsight.intake.reading.tables import Sheet, column_letters
from keepsight.vocabulary import KINDS

ALL = re.compile(r"\ball\b|\bevery\b|\bwhole\b", re.IGNORECASE)
NO_HEADINGS = "this sheet has no headings that are known, so its rows could not be read"


@dataclass(slots=True)
class Survey:
    """What was found before the first row is read."""

    above: Above = field(default_factory=Above)
    people: People = field(default_factory=People)
    warnings: list[Warned] = field(default_factory=list)
    registers: bool = False  # whether any row names its own child


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one chronology. Raises RefusedFile for a heading nobody knows, or a chronology about nobody."""
    headings = Headings(format.columns)
    as_at = asked.as_at or source.table.saved_on
    survey = _survey(source, headings, as_at or asked.today)
    if survey.above.file.get("as_at") and not asked.as_at:
        as_at = read_date(survey.above.file["as_at"], not_after=asked.today).when.first or as_at
    if not survey.people.children and not survey.registers:
        raise RefusedFile(
            "This chronology does not say which child it is about",
            next_step="Put the child's name and date of birth above the table, in a key of initials, or in columns.",
        )
    shared = Shared(survey.people, survey.above.file.get("agency"), as_at or asked.today, as_at)
    refs = _every_child(source, headings, shared) if _states_a_period(survey.above) else ()
    yield _said(survey.above, format, as_at, refs, survey.warnings)
    yield from (known.person for known in survey.people.by_ref.values())
    yield from survey.people.ties()
    yield from (Warned(None, None, None, says) for says in source.table.notes)
    yield from survey.warnings + survey.above.warnings
    tables, state = _lines(source, headings), _State()
    for sheet in source.table.sheets():
        yield from (Warned(sheet.name, None, None, says) for says in sheet.notes)
        yield from _sheet(sheet, tables, shared, state)


def _lines(source: Source, headings: Headings) -> Lines:
    return Lines(headings, signed=source.guarded.container == "document")


def _survey(source: Source, headings: Headings, not_after: date) -> Survey:
    """What stands above the tables and in the keys, of every sheet; a key is read to its end."""
    survey = Survey()
    keys: list[tuple[Sheet, Line]] = []
    tables = _lines(source, headings)
    survey.warnings += words_beside(source, survey.above, headings)
    for sheet in source.table.sheets():
        for place, line in enumerate(tables.of(sheet)):
            if place > HEADING_ROWS and not (line.block and line.block.is_key):
                break
            if line.block is None:
                if line.row.cells and not line.below:
                    survey.above.take(sheet, line, headings)
            elif line.block.is_key and line.row.cells and not line.is_heading:
                keys.append((sheet, line))
            elif not line.block.is_key:
                survey.registers = survey.registers or bool(line.block.fields.keys() & {"name", "local_id", "forename"})
    for sheet, line in keys:
        survey.warnings += take_key_row(sheet, line, survey.people, not_after)
    survey.warnings += take_children(survey.above, survey.people, not_after)
    return survey


def _states_a_period(above: Above) -> bool:
    return "period_from" in above.file and "period_to" in above.file


def _said(above: Above, format: Format, as_at: date | None, refs: tuple[str, ...], warnings: list[Warned]) -> FileSaid:
    """What the file says of itself. Without a period, stated with both its ends, it covers nothing."""
    file = above.file
    agency = file.get("agency")
    code = file.get("agency_code") or (re.sub(r"[^a-z0-9]+", "-", agency.lower()).strip("-") if agency else None)
    period = [read_date(file.get(name, "")).when for name in ("period_from", "period_to")]
    delivers = tuple(re.split(r"[\s,;]+", file.get("delivers", "").strip())) if _states_a_period(above) else ()
    if unknown := [kind for kind in delivers if kind not in KINDS]:
        warnings.append(
            Warned(None, None, "Kinds delivered", f"{len(unknown)} of these are no kinds of our vocabulary")
        )
    if "delivers" in file and not _states_a_period(above):
        warnings.append(
            Warned(None, None, "Kinds delivered", "kinds are named, and no period from and to: none was taken")
        )
    if "sector" in file and sector_of(file["sector"]) is None:
        warnings.append(Warned(None, None, "Sector", "this is no sector of our vocabulary"))
    return FileSaid(
        format.name,
        format.version,
        code,
        sector_of(file.get("sector", "")),
        agency,
        as_at,
        period[0].first,
        period[1].last,
        "all" if ALL.search(file.get("covers", "")) else refs,
        tuple(kind for kind in delivers if kind in KINDS),
    )


def _every_child(source: Source, headings: Headings, shared: Shared) -> tuple[str, ...]:
    """The refs of every child of the file, for a file that says which days it covers. Adds those that rows name."""
    tables = _lines(source, headings)
    for sheet in source.table.sheets():
        for line in tables.of(sheet):
            if line.block and not line.block.is_key and not line.is_heading and has_identity(said := line.said()):
                _child_of(said, shared)
    return tuple(shared.people.children)


@dataclass(slots=True)
class _State:
    """What one row leaves to the next: its date, and whose it was. Headings that stand again change neither."""

    block: Block | None = None
    date_text: str | None = None
    about: tuple[str, ...] = ()

    def begin(self, block: Block | None) -> None:
        if block is None or self.block is None or block.headings != self.block.headings:
            self.date_text, self.about = None, ()
        self.block = block


def _sheet(sheet: Sheet, tables: Lines, shared: Shared, state: _State) -> Iterator[Draft]:
    """The rows of one sheet; a sheet that never has headings is set aside row by row."""
    above: list[Line] = []
    if not sheet.continues:
        state.begin(None)
    for line in tables.of(sheet):
        if line.block is None:
            above.append(line)
        elif line.is_heading:
            above = []
            state.begin(line.block)
            yield from _notes(sheet, line)
        else:
            yield from _notes(sheet, line)
            yield from _row(sheet, line, shared, state)
    for line in above:
        yield from _notes(sheet, line)
        yield _without_headings(sheet, line, tables.headings)


def _row(sheet: Sheet, line: Line, shared: Shared, state: _State) -> Iterator[Draft]:
    number, raw = line.row.number, line.raw()
    assert line.block is not None
    if line.row.broken:
        yield DraftRow(sheet.name, number, refused=Refusal(None, line.row.broken))
        return
    if not line.row.cells or line.block.is_key:
        yield DraftRow(sheet.name, number, blank=not line.row.cells, raw=raw)
        return
    yield from strangers(sheet, line)
    said = line.said()
    if line.block.fields.keys() & {"name", "local_id", "forename", "nhs_number", "upn"}:
        known = len(shared.people.by_ref)
        about, doubts = _child_of(said, shared)
        if len(shared.people.by_ref) > known:
            yield next(reversed(shared.people.by_ref.values())).person
        yield from (Warned(sheet.name, number, name, says) for name, says in doubts)
    else:
        about = tuple(shared.people.children)
    told = entries_of(said, about, state.date_text if about == state.about else None, shared)
    state.date_text, state.about = said.get("date") or (state.date_text if about == state.about else None), about
    refused = Refusal(*told.refused) if told.refused else None
    yield DraftRow(sheet.name, number, () if refused else tuple(told.entries), refused, raw=raw)
    yield from (Warned(sheet.name, number, column, says) for column, says in dict.fromkeys(told.doubts))


def _child_of(said: dict[str, str], shared: Shared) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The child that a row names, by their initials where the key knows them; none where it names nobody."""
    if label := shared.people.by_label.get(said.get("name", "")):
        return (label.person.ref,), []
    if not has_identity(said):
        return (), []
    person, doubts = person_of({**said, "initials": ""}, "child", not_after=shared.not_after)
    before = len(shared.people.by_ref)
    ref = shared.people.add(Known(person, "child"))
    return (ref,), doubts if len(shared.people.by_ref) > before else []


def _notes(sheet: Sheet, line: Line) -> Iterator[Warned]:
    for place, says in line.row.notes:
        headings = line.block.headings if line.block else {}
        column = None if place is None else headings.get(place) or column_letters(place)
        yield Warned(sheet.name, line.row.number, column, says)


def _without_headings(sheet: Sheet, line: Line, headings: Headings) -> DraftRow:
    """A row of a sheet without headings: read as lines above a table are, or refused."""
    if not line.row.cells:
        return DraftRow(sheet.name, line.row.number, blank=True)
    if not line.below and Above().take(sheet, line, headings):
        return DraftRow(sheet.name, line.row.number, raw=line.raw())
    return DraftRow(sheet.name, line.row.number, refused=Refusal(None, NO_HEADINGS), raw=line.raw())
