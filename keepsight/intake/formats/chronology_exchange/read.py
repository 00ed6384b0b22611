"""Reads a chronology that Keepsight gave somebody to take along: what nobody changed is read as exactly what was written.

A row that somebody added has no Keepsight entry, and is read by the same columns. What a row lacks is named by its row and its
column. Refuses a chronology without names: it tells of no child who is known, and must never be joined to one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, get_args

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import (
    OURS,
    Draft,
    DraftAgency,
    DraftEntry,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    Level,
    Refusal,
    Role,
    Sex,
    TieKind,
    Warned,
    When,
)
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.chronology_exchange.cells import (
    BASIS_OF,
    KIND_OF,
    ROLE_OF,
    YES,
    pairs_of,
    people_of,
    told_of,
    unquoted,
)
from keepsight.intake.formats.chronology_exchange.fields import AGENCY, REPLACED, heading_of
from keepsight.intake.formats.chronology_exchange.moments import when_of
from keepsight.intake.formats.chronology_table.grid import Line, Lines, strangers
from keepsight.intake.formats.headings import Headings, plain
from keepsight.intake.reading.dates import BACKWARDS, read_date
from keepsight.intake.reading.source import Source
from keepsight.intake.reading.tables import Sheet
from keepsight.vocabulary import SECTORS

Word = TypeVar("Word")
MUST = ("date", "kind", "about", "agency")
SAYS = {
    "date": "the row has no date: write “not known” where nobody knows it",
    "kind": "the row does not say what happened",
    "about": "the row does not say whom it is about",
    "agency": "the row does not say whose record it is",
}
NO_KIND = "this is no kind of our vocabulary"
NOBODY = "this names somebody who does not stand under Who is who"
NO_LEVEL = "this is none of standard, restricted and sealed"
BEFORE = "this ends before it begins"
NOT_UNDERSTOOD = "the words of this cell were not understood, and not read"
NOT_READ = "this row stands under no headings, and was not read"
LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}
SEXES: dict[str, Sex] = {sex: sex for sex in get_args(Sex)}
TIES: dict[str, TieKind] = {kind.replace("_", " "): kind for kind in get_args(TieKind)}
CORROBORATED = {words: value for value, words in YES.items()}


@dataclass(slots=True)
class Cast:
    """Who and what the file names, by what they are called there, and what it says of itself."""

    people: dict[str, DraftPerson] = field(default_factory=dict)
    ties: list[tuple[str, TieKind, dict[str, str]]] = field(default_factory=list)
    agencies: dict[str, DraftAgency] = field(default_factory=dict)
    file: dict[str, str] = field(default_factory=dict)


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one chronology. Raises RefusedFile for one without names, or with a column that nobody knows."""
    headings = Headings(format.columns)
    cast = _cast(source, headings)
    if cast.file.get("names") == REPLACED:
        raise RefusedFile(
            "This is a chronology without names: it is about no child who is known here, and is joined to none",
            next_step="Ask whoever took it out for the chronology with names.",
        )
    as_at = asked.as_at or read_date(cast.file.get("as_at", "")).when.first
    yield FileSaid(format.name, format.version, as_at=as_at)
    yield from cast.agencies.values()
    yield from cast.people.values()
    yield from _ties(cast)
    yield from (Warned(None, None, None, says) for says in source.table.notes)
    lines = Lines(headings, signed=False)
    for sheet in source.table.sheets():
        yield from (Warned(sheet.name, None, None, says) for says in sheet.notes)
        yield from _sheet(sheet, lines, cast, as_at or asked.today)


def _cast(source: Source, headings: Headings) -> Cast:
    cast, lines = Cast(), Lines(headings, signed=False)
    for sheet in source.table.sheets():
        for line in lines.of(sheet):
            if line.block is None:
                _about_the_file(line, headings, cast)
            elif line.block.is_key and line.row.cells and not line.is_heading:
                _one_of_the_cast(_said(line, headings), cast)
    return cast


def _about_the_file(line: Line, headings: Headings, cast: Cast) -> None:
    texts = [unquoted(line.row.cells[place]) for place in sorted(line.row.cells)]
    column = headings.known.get(plain(texts[0])) if len(texts) > 1 else None
    if column and column.becomes:
        cast.file[column.becomes] = texts[1]


def _one_of_the_cast(said: dict[str, str], cast: Cast) -> None:
    name = said.get("initials", "")
    if said.get("is") == AGENCY:
        sector = said.get("sector", "other")
        code, title = said.get("code", name), said.get("agency_name", name)
        cast.agencies[name] = DraftAgency(code, sector if sector in SECTORS else "other", title)
        return
    cast.people[name] = DraftPerson(
        name,
        role_hint=ROLE_OF.get(said.get("is", ""), "other"),
        forename=said.get("forename"),
        surname=said.get("surname"),
        born=read_date(said["born"]).when if "born" in said else None,
        sex=SEXES.get(said.get("sex", "")),
        nhs_number=said.get("nhs_number"),
        upn=said.get("upn"),
    )
    if tie := TIES.get(said.get("tie", "").replace("_", " ")):
        cast.ties.append((name, tie, said))


def _ties(cast: Cast) -> Iterator[DraftTie]:
    """What everybody is to the child whose chronology it is: the first child under Who is who."""
    child = next((ref for ref, person in cast.people.items() if person.role_hint == "child"), None)
    for ref, kind, said in cast.ties:
        if child and ref != child:
            began, ended = (read_date(said.get(name, "")).when.first for name in ("tie_from", "tie_until"))
            yield DraftTie(ref, kind, child, began, ended, kind.replace("_", " "))


def _sheet(sheet: Sheet, lines: Lines, cast: Cast, not_after: date) -> Iterator[Draft]:
    """The rows of one sheet. Lines above headings are about the file; a sheet without headings is read as such lines."""
    above: list[Line] = []
    for line in lines.of(sheet):
        if line.is_heading:
            above = []
        elif line.block is None:
            above.append(line)
        else:
            yield from _row(sheet, line, cast, lines.headings, not_after)
    for line in above:
        yield _about(sheet, line, lines.headings)


def _about(sheet: Sheet, line: Line, headings: Headings) -> DraftRow:
    first = next(iter(line.row.cells.values()), None)
    refused = None if first is None or plain(first) in headings.known else Refusal(None, NOT_READ)
    return DraftRow(sheet.name, line.row.number, refused=refused, blank=first is None, raw=line.raw())


def _row(sheet: Sheet, line: Line, cast: Cast, headings: Headings, not_after: date) -> Iterator[Draft]:
    number, raw = line.row.number, line.raw()
    assert line.block is not None
    if line.row.broken:
        yield DraftRow(sheet.name, number, refused=Refusal(None, line.row.broken))
    elif not line.row.cells or line.block.is_key:
        yield DraftRow(sheet.name, number, blank=not line.row.cells, raw=raw)
    else:
        yield from strangers(sheet, line)
        row = _Row(_said(line, headings), cast, not_after)
        entry, heading = row.entry(), heading_of()
        column, reason = row.refused or ("", "")
        refused = Refusal(heading[column], reason) if row.refused else None
        yield DraftRow(sheet.name, number, () if refused else (entry,), refused, raw=raw)
        yield from (Warned(sheet.name, number, heading[name], says) for name, says in row.doubts)


def _said(line: Line, headings: Headings) -> dict[str, str]:
    """The row's words by field, those of the cell for more among them, each without the mark that keeps it from running."""
    said = {name: unquoted(words) for name, words in line.said().items()}
    for heading, words in pairs_of(said.pop("more", "")).items():
        column = headings.known.get(plain(heading))
        if column and column.becomes and words is not None:
            said.setdefault(column.becomes, str(words))
    return said


@dataclass(slots=True)
class _Row:
    """One row on its way to an entry: what it said, why it is refused (field and reason), what is doubtful about it."""

    said: dict[str, str]
    cast: Cast
    not_after: date
    refused: tuple[str, str] | None = None
    doubts: list[tuple[str, str]] = field(default_factory=list)

    def entry(self) -> DraftEntry:
        """The entry of the row; to be believed only where nothing refuses the row."""
        said = self.said
        for name in MUST:
            if not said.get(name):
                self.refuse(name, SAYS[name])
        ours, _, was = said.get("entry", "").partition(" ")
        return DraftEntry(
            kind=self._one_of("kind", KIND_OF, NO_KIND) or "note.made",
            when=self._when(),
            people=self._people(),
            details=pairs_of(said.get("details", "")),
            narrative=said.get("words", ""),
            key=f"{OURS}{ours}" if ours else None,
            recorded_on=self._day("recorded"),
            agency=self._agency(),
            from_agency=said.get("from_agency"),
            told=told_of(said.get("told", "")),
            basis=self._one_of("basis", BASIS_OF),
            corroborated=self._one_of("corroborated", CORROBORATED),
            child_words=said.get("voice"),
            hindsight=said.get("hindsight"),
            significance=said.get("significance"),
            professional=said.get("professional"),
            thread=said.get("thread"),
            level=self._one_of("level", LEVELS, NO_LEVEL) or "standard",
            guessed_by=said.get("guessed"),
            was=was or None,
        )

    def refuse(self, name: str, why: str) -> None:
        """Refuse the row; the first reason stands."""
        self.refused = self.refused or (name, why)

    def _one_of(self, name: str, allowed: Mapping[str, Word], refuses: str | None = None) -> Word | None:
        """What a cell's word stands for. Another word refuses the row, or is only doubted; a blank cell says nothing."""
        words = self.said.get(name)
        if words is None or words.casefold() in allowed:
            return allowed[words.casefold()] if words else None
        if refuses:
            self.refuse(name, refuses)
        else:
            self.doubts.append((name, NOT_UNDERSTOOD))
        return None

    def _when(self) -> When:
        read = when_of(self.said, self.not_after)
        if read.doubt == BACKWARDS:
            self.refuse("end" if "end" in self.said else "date", BEFORE)
        elif read.doubt:
            self.doubts.append(("date", read.doubt))
        return read.when

    def _day(self, name: str) -> date | None:
        read = read_date(self.said.get(name, ""), not_after=self.not_after)
        if read.doubt:
            self.doubts.append((name, read.doubt))
        return read.when.first if read.when.precision == "day" else None

    def _agency(self) -> str | None:
        name = self.said.get("agency")
        known = self.cast.agencies.get(name or "")
        return known.code if known else name

    def _people(self) -> tuple[tuple[str, Role], ...]:
        people: list[tuple[str, Role]] = []
        for ref, role in people_of(self.said.get("about", "")):
            if ref not in self.cast.people:
                self.refuse("about", NOBODY)
                continue
            people.append((ref, role or self.cast.people[ref].role_hint or "other"))  # type: ignore[arg-type]  # a hint is a role
        return tuple(people)
