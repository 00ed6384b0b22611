"""Reads a file by its format's plan: its people first, then row by row, each into entries, or a refusal with its reason.

The file is gone through twice: the first time only to learn everything it says of its people, and where it tells two
different things of one matter.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from keepsight.intake.drafts import Draft, DraftEntry, DraftPerson, DraftRow, DraftTie, FileSaid, Refusal, Warned
from keepsight.intake.formats import Asked, Column, Format
from keepsight.intake.formats.plan import OF_THE_FILE, Plan
from keepsight.intake.formats.plan_joins import joined
from keepsight.intake.formats.plan_lines import Line, Stated, lines_of, stated_above
from keepsight.intake.formats.plan_rows import Shared, Told, told_of
from keepsight.intake.reading.source import Source

NO_DAY = "the file does not say which day it speaks for, so nothing follows from what it leaves out; say the day with --as-at"
TWO_ACCOUNTS = "the file tells two different things of one matter: both were kept"
NOT_THAT_YEAR = "this column is not in the layout of that year: it was read all the same"


@dataclass(slots=True)
class _Survey:
    """What is known after the first time through."""

    people: dict[str, DraftPerson] = field(default_factory=dict)
    ties: dict[DraftTie, None] = field(default_factory=dict)
    accounts: dict[str, set[bytes]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    columns: set[Column] = field(default_factory=set)
    rows: Counter[str] = field(default_factory=Counter)  # by the title of their table


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one file of tables. Raises RefusedFile for a table that cannot be read."""
    stated = stated_above(source, format)
    yield from told(format, asked, stated, lambda: lines_of(source, format), source.table.notes)


def told(
    format: Format,
    asked: Asked,
    stated: Stated,
    lines: Callable[[], Iterable[Line | Warned]],
    notes: tuple[str, ...] = (),
) -> Iterator[Draft]:
    """The drafts of `lines`, which can be gone through twice."""
    assert format.plan is not None
    lines = joined(lines, format.plan) if format.plan.joins else lines
    period = _period(format.plan, asked, stated)
    as_at = asked.as_at or stated.as_at or (period[1] if period else None)
    shared = Shared(format, as_at, asked.today, period)
    survey = _survey(lines(), shared)
    yield _said(format, as_at, period, stated, survey)
    if period is None:
        yield Warned(None, None, None, NO_DAY)
    yield from (Warned(None, None, None, says) for says in notes)
    yield from _other_years(format, period, survey)
    yield from survey.people.values()
    yield from survey.ties
    for line in lines():
        yield from _drafts(line, shared, survey)


def _period(plan: Plan, asked: Asked, stated: Stated) -> tuple[date, date] | None:
    """The first and last day that the file speaks for; None where neither it nor whoever handed it in says."""
    if stated.period:
        return stated.period
    last = asked.as_at or stated.as_at
    if plan.year_begins is None or last is None:
        return None
    began = date(last.year, *plan.year_begins)
    return (began if began <= last else began.replace(year=last.year - 1)), last


def _survey(lines: Iterable[Line | Warned], shared: Shared) -> _Survey:
    survey = _Survey()
    for line in lines:
        if isinstance(line, Warned) or line.table is None:
            continue
        survey.kinds |= line.table.kinds_under({*line.heading, *OF_THE_FILE})
        survey.columns.update(line.columns)
        survey.rows[line.table.title] += not line.blank
        row = told_of(line, shared)
        for person in row.people:
            known = survey.people.get(person.ref)
            survey.people[person.ref] = _joined(known, person) if known else person
        survey.ties |= dict.fromkeys(row.ties)
        for entry in row.entries:
            if entry.key:
                survey.accounts.setdefault(entry.key, set()).add(_digest(entry))
    return survey


def _joined(known: DraftPerson, said: DraftPerson) -> DraftPerson:
    """A person with whatever another row adds; where two rows differ, the first stands that says who they are at all."""
    missing = {
        name: value for name in DraftPerson.__slots__ if (value := getattr(said, name)) and not getattr(known, name)
    }
    if known.role_hint == "other" and said.role_hint:
        missing["role_hint"] = said.role_hint
    return replace(known, **missing) if missing else known


def _said(
    format: Format, as_at: date | None, period: tuple[date, date] | None, stated: Stated, survey: _Survey
) -> FileSaid:
    """Only for a stated period does the absence of a matter mean anything, and only for the tables that are there."""
    return FileSaid(
        format.name,
        format.version,
        agency_code=stated.words.get("agency_code"),
        agency_sector=format.sectors[0] if len(format.sectors) == 1 else None,
        agency_name=stated.words.get("agency"),
        as_at=as_at,
        covers_from=period[0] if period else None,
        covers_to=period[1] if period else None,
        covers="all",
        delivers=tuple(kind for kind in format.delivers if kind in survey.kinds) if period else (),
        tables=_tables(format, stated, survey),
    )


def _tables(format: Format, stated: Stated, survey: _Survey) -> tuple[tuple[str, int], ...]:
    """The tables of the file with their rows, where it may hold one of several and headings say which; a table without rows too."""
    if format.plan is None or len(format.plan.tables) == 1 or not stated.tables:
        return ()
    return tuple({**dict.fromkeys(stated.tables, 0), **survey.rows}.items())


def _other_years(format: Format, period: tuple[date, date] | None, survey: _Survey) -> Iterator[Warned]:
    """Columns that the layout of the file's year does not hold."""
    for column in format.columns:
        if period and column in survey.columns:
            year = period[1].year
            if year < (column.since or year) or year > (column.until or year):
                yield Warned(None, None, column.name, NOT_THAT_YEAR)


def _drafts(line: Line | Warned, shared: Shared, survey: _Survey) -> Iterator[Draft]:
    if isinstance(line, Warned):
        yield line
        return
    if line.broken or line.blank or line.table is None:
        yield DraftRow(line.sheet, line.number, refused=line.refusal, blank=line.blank, raw=line.raw)
        return
    row = told_of(line, shared)
    entries, parted = _kept_apart(row, survey)
    refused = Refusal(*row.refused) if row.refused else None
    yield DraftRow(line.sheet, line.number, () if refused else entries, refused, raw=line.raw)
    for column, says in dict.fromkeys(row.doubts + ([(None, TWO_ACCOUNTS)] if parted else [])):
        yield Warned(line.sheet, line.number, column, says)
    yield from (Warned(line.sheet, line.number, column, says) for column, says in line.notes)


def _kept_apart(row: Told, survey: _Survey) -> tuple[tuple[DraftEntry, ...], bool]:
    """The row's entries; where one key has several accounts, each is numbered by what it says, never by its place."""
    entries = []
    for entry in row.entries:
        accounts = sorted(survey.accounts[entry.key]) if entry.key else []
        place = accounts.index(_digest(entry)) if entry.key else 0
        entries.append(replace(entry, key=f"{entry.key}|{place + 1}") if place else entry)
    return tuple(entries), any(len(survey.accounts[entry.key]) > 1 for entry in row.entries if entry.key)


def _digest(entry: DraftEntry) -> bytes:
    """What an entry says, in eight bytes that are the same on every machine."""
    return hashlib.blake2b(repr(entry).encode(), digest_size=8).digest()
