"""Drafts as small tables that anyone can check by eye: what the samples of the shelf are held to.

For whoever adds a format: `python -m keepsight.intake.formats.as_tables FILE` prints the tables of a file.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from keepsight.intake.drafts import (
    Draft,
    DraftEntry,
    DraftFact,
    DraftPassage,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    Warned,
    When,
)
from keepsight.intake.reading import read

SHOWN_APART = {"kind", "when", "people", "details", "narrative", "key", "thread"}
PERSON_SHOWN_APART = {"ref", "role_hint", "born"}


def tables(title: str, drafts: Iterable[Draft]) -> str:
    """One Markdown page: what the file says, its people, ties, entries, rows without entries, refusals and warnings."""
    every = list(drafts)
    rows = [one for one in every if isinstance(one, DraftRow)]
    parts = [
        f"# {title}",
        *_table("The file says", ("field", "words"), _said(every)),
        *_table("People", ("ref", "role", "born", "said beside"), _people(every)),
        *_table("Ties", ("who", "is", "of", "from", "to", "words"), _ties(every)),
        *_table(
            "Entries",
            ("row", "kind", "when", "who", "details", "words", "said beside", "key", "thread"),
            _entries(rows),
        ),
        *_table("Rows that tell of no event", ("rows",), _quiet(rows)),
        *_table("Refused", ("row", "column", "reason"), _refused(rows)),
        *_table("Passages", ("number", "place", "row", "label", "words"), _passages(every)),
        *_table("Facts offered", ("number", "kind", "when", "who", "details", "words", "rests on"), _facts(every)),
        *_table("Warnings", ("row", "column", "says"), _warnings(every)),
    ]
    return "\n".join(parts) + "\n"


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    lines = [" | ".join(_cell(cell) for cell in row) for row in rows]
    if lines:
        yield f"\n## {title}\n"
        yield f"| {' | '.join(heads)} |"
        yield f"|{' --- |' * len(heads)}"
        yield from (f"| {line} |" for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, When):
        at = f" at {value.at:%H:%M %Z}" if value.at else ""
        span = str(value.first) if value.first == value.last else f"{value.first} to {value.last}"
        return f"{span}{at}, {value.precision}" if value.first else value.precision
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_cell(one)}" for name, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(_cell(one) for one in value)
    return "" if value is None else str(value).replace("|", "/").replace("\n", " // ")


def _said(drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    for one in drafts:
        if isinstance(one, FileSaid):
            said = {name.name: getattr(one, name.name) for name in fields(FileSaid)} | {"tables": dict(one.tables)}
            yield from ((name, value) for name, value in said.items() if value)


def _people(drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    for one in drafts:
        if isinstance(one, DraftPerson):
            yield one.ref, one.role_hint, one.born, _beside(one, PERSON_SHOWN_APART)


def _ties(drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    for one in drafts:
        if isinstance(one, DraftTie):
            yield one.a_ref, one.kind, one.b_ref, one.from_on, one.to_on, one.raw


def _entries(rows: list[DraftRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        for one in row.entries:
            who = [f"{ref} ({role})" for ref, role in one.people]
            yield (
                row.row,
                one.kind,
                one.when,
                who,
                one.details,
                one.narrative,
                _beside(one, SHOWN_APART),
                one.key,
                one.thread,
            )


def _beside(one: DraftEntry | DraftPerson, apart: set[str]) -> dict[str, Any]:
    """What is said beyond the columns of its own: every field that does not hold its default."""
    return {
        name.name: value
        for name in fields(one)
        if name.name not in apart and (value := getattr(one, name.name)) != name.default
    }


def _quiet(rows: list[DraftRow]) -> Iterator[tuple[Any, ...]]:
    blank = [str(row.row) for row in rows if row.blank]
    people = [str(row.row) for row in rows if not (row.blank or row.refused or row.entries)]
    if people:
        yield (f"people: {', '.join(people)}",)
    if blank:
        yield (f"blank: {', '.join(blank)}",)


def _refused(rows: list[DraftRow]) -> Iterator[tuple[Any, ...]]:
    return ((row.row, row.refused.column, row.refused.reason) for row in rows if row.refused)


def _passages(drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    for one in drafts:
        if isinstance(one, DraftPassage):
            yield one.number, one.sheet, one.row, one.label, one.words


def _facts(drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    for one in drafts:
        if isinstance(one, DraftFact):
            entry = one.entry
            who = [f"{ref} ({role})" for ref, role in entry.people]
            yield one.number, entry.kind, entry.when, who, entry.details, entry.narrative, one.passages


def _warnings(drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    return ((one.row, one.column, one.says) for one in drafts if isinstance(one, Warned))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(tables(f"What {place.name} becomes", read(place, today=date(2026, 1, 1))), end="")
