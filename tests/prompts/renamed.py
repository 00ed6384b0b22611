"""Some of the invented town's files as they are, and as they would be of people of other names, in another order, in two parts."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from unittest import mock

from django.db import connection, transaction

from keepsight.prompts.actions import receive
from keepsight.town import STORY_ENDS_ON, families, write_town, writing
from keepsight.town.sheets import Cell, Table, write_csv, write_workbook

FILES = (
    "pellow-idris.xlsx", "tansley-imani.xlsx", "tansley-jude.xlsx", "pellow-chronology.xlsx", "pinder-chronology.xlsx",
    "saltmarsh-chronology.xlsx", "tansley-chronology.xlsx", "appointments.csv", "notices-and-incidents.csv",
    "emergency-and-clinics.csv",
)  # fmt: skip
"""Of school, social care, surgery, police and hospital."""

SURNAMES = {"Pellow", "Pinder", "Tansley", "Vane"}
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
NAMES = re.compile(
    r"\b(?:"
    + "|".join(
        sorted(
            {
                part
                for family in families()
                for one in family.people.values()
                for part in re.findall(r"\w{2,}", f"{one.forename} {one.surname}")
            },
            key=lambda name: (-len(name), name),
        )
    )
    + r")\b"
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as its agency writes it, before it is written: its table, and whose it is."""

    name: str
    agency: str
    as_at: date
    format: str | None
    table: Table


Parts = Callable[[Table], Sequence[Table]]
"""What becomes of a table: itself, another, or parts of it for as many files."""


def handed_in(folder: Path) -> list[Handed]:
    """The files, in the order in which they are handed in."""
    kept: dict[Path, Table] = {}

    def keep_csv(path: Path, table: Table) -> None:
        kept[path] = table

    def keep_workbook(path: Path, tables: Sequence[Table], saved_on: date) -> None:
        (kept[path],) = tables

    with mock.patch.object(writing, "write_csv", keep_csv), mock.patch.object(writing, "write_workbook", keep_workbook):
        sent = [one for one in write_town(folder, STORY_ENDS_ON) if one.path.name in FILES]
    assert len(sent) == len(FILES)
    return [Handed(one.path.name, one.agency_code, one.as_at, one.format, _of_these(kept[one.path])) for one in sent]


def _of_these(table: Table) -> Table:
    """Of an agency's table of all children the rows of these families; of a family's own, all."""
    some = [row for row in table.rows if SURNAMES & set(row)]
    return replace(table, rows=some) if some else table


def as_it_is(table: Table) -> list[Table]:
    return [table]


def renamed(table: Table) -> list[Table]:
    """Everybody called otherwise, wherever they are named."""

    def other(cell: Cell) -> Cell:
        return NAMES.sub(lambda name: another(name[0]), cell) if isinstance(cell, str) else cell

    above, rows = ([[other(cell) for cell in row] for row in some] for some in (table.above, table.rows))
    return [replace(table, above=above, rows=rows)]


def another(name: str) -> str:
    """Another name, to be said aloud: each letter is the next of its sort. Two names are as alike as they were, and never one."""
    after = {one: some[(place + 1) % len(some)] for some in (VOWELS, CONSONANTS) for place, one in enumerate(some)}
    after |= {one.upper(): next_one.upper() for one, next_one in after.items()}
    return "".join(after.get(letter, letter) for letter in name)


def shuffled(dice: Random) -> Parts:
    """The same rows in any order."""
    return lambda table: [replace(table, rows=dice.sample(table.rows, len(table.rows)))]


def cut(dice: Random) -> Parts:
    """Each row in one of two parts, both of them under what stands above the whole."""

    def parts(table: Table) -> list[Table]:
        first = set(dice.sample(range(len(table.rows)), len(table.rows) // 2))
        halves = [[row for place, row in enumerate(table.rows) if (place in first) is here] for here in (True, False)]
        return [replace(table, rows=half) for half in halves if half]

    return parts


def come_to(files: Sequence[Handed], parts: Parts, folder: Path) -> Counter[Hashable]:
    """The prompts that a fresh store comes to from the files, each of whose tables becomes such parts. Then all is undone."""
    with transaction.atomic():
        for number, file in enumerate(files):
            for path in _written(file, parts, folder / str(number)):
                receive(path, agency=file.agency, format_name=file.format, as_at=file.as_at)
        after = prompts()
        transaction.set_rollback(True)
    return after


def _written(file: Handed, parts: Parts, folder: Path) -> Iterator[Path]:
    for half, one in enumerate(parts(file.table)):
        path = folder / str(half) / file.name
        path.parent.mkdir(parents=True)
        if path.suffix == ".csv":
            write_csv(path, one)
        else:
            write_workbook(path, [one], file.as_at)
        yield path


def prompts() -> Counter[Hashable]:
    """Each prompt that stands, and how often: with the entries that show it, but for names, words and what a store numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT prompt.pattern, prompt.version, prompt.began_on, prompt.ended_on, prompt.visible_on, prompt.measure,
                   prompt.owner,
                   (SELECT count(*) FROM people_open_link AS link WHERE link.person_id = prompt.child_id),
                   (SELECT string_agg(concat_ws('|', entry.agency_id, entry.kind, entry.occurred_from, entry.occurred_to,
                                                entry.occurred_at, entry.recorded_on, entry.from_agency, shown.part), E'\n'
                                      ORDER BY entry.agency_id, entry.kind, entry.occurred_from, entry.occurred_at, shown.part)
                    FROM prompts_prompt_entry AS shown JOIN chronology_entry AS entry ON entry.id = shown.entry_id
                    WHERE shown.prompt_id = prompt.id)
            FROM prompts_prompt AS prompt WHERE prompt.withdrawn_at IS NULL
            """
        )
        return Counter(cursor.fetchall())
