"""Writes a town of any size as the files that its agencies would hand in: tables, censuses, chronologies of single homes.

A file holds one block's lines of one agency, and never more than a reader takes in its stride: what is in memory does not
grow with the town. Each agency hands in twice, half a year ago and now, and what it then said otherwise is put right.
Tables are CSV: a workbook takes ten times as long to write, and the hand-made families have those.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from keepsight.town.above import ALL_CHILDREN, about_file, family_key, names_of
from keepsight.town.agencies import Agency
from keepsight.town.census import write_census
from keepsight.town.population.episodes import census_years
from keepsight.town.population.layouts import Layout, layout
from keepsight.town.population.people import CHILD_ID, Household, households
from keepsight.town.population.world import World, text
from keepsight.town.sheets import Cell, Table, write_csv
from keepsight.town.story import Family
from keepsight.town.writing import CHRONOLOGY_TABLE, CIN_CENSUS, TownFile
from keepsight.vocabulary import KINDS, SECTORS

LINES_A_FILE = 10_000  # a reader takes in a million; the time it needs grows with the children of one file
HALF_A_YEAR = timedelta(days=183)
HOMES_AT_ONCE = 2_000
WHOSE_FILE = 4  # the first lines of what stands above: name, code, sector, day
LINES_AT_ONCE = 5_000

_OF_REGISTERS = "SELECT * FROM line WHERE of_home IS NULL ORDER BY agency, in_first DESC, whom, day, entry_key, date"
_OF_HOMES = "SELECT * FROM line WHERE of_home IS NOT NULL ORDER BY agency, of_home, day, whom, entry_key"

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files are written, and what stands in the block that is being written.

    `registers` are the tables written so far in the whole town: each agency's code with the day of the table.
    """

    out: Path
    world: World
    registers: set[tuple[str, date]]
    block: int
    homes: dict[int, Household]

    def place(self, agency: Agency, name: str) -> Path:
        """A file of an agency, in a folder of its own."""
        (self.out / agency.code).mkdir(parents=True, exist_ok=True)
        return self.out / agency.code / name


class Sender(NamedTuple):
    """An agency of the town with the day of its last file."""

    agency: Agency
    as_at: date

    def tables(self, world: World) -> Iterator[tuple[bool, date, date]]:
        """The tables it hands in: whether that is the first, and from and to which day it speaks."""
        halfway = world.until - HALF_A_YEAR
        yield True, world.since, min(halfway, self.as_at)
        if self.as_at > halfway:
            yield False, halfway + timedelta(days=1), self.as_at


def write_files(
    out: Path, children: int, seed: int, until: date, progress: Callable[[int], None] = lambda lines: None
) -> Iterator[TownFile]:
    """Write the files under `out`, yielding each once it is there; to be received in any order.

    `progress` is told how many lines have been written. Folders are made; a file already there is written over.
    """
    with duckdb.connect() as duck:
        world = World(duck, children, seed, until)
        world.set({"halfway": until - HALF_A_YEAR, "child_id": CHILD_ID})
        senders = _senders(world)
        registers: set[tuple[str, date]] = set()
        written = 0
        for number, _ in enumerate(world.blocks(HOMES_AT_ONCE)):
            duck.execute(text("lines"))
            desk = Desk(out, world, registers, number, households(duck, until))
            for file, lines in _block(desk, senders):
                written += lines
                progress(written)
                yield file
        yield from _nothing_told(desk, senders.values())


def _senders(world: World) -> dict[int, Sender]:
    rows = world.duck.execute("SELECT agency, sector, code, place, word, as_at FROM agency").fetchall()
    return {
        number: Sender(Agency(code, _name(sector, word, place), sector, world.rates.kinds_by(sector)), as_at)
        for number, sector, code, place, word, as_at in rows
    }


def _name(sector: str, word: str, place: int) -> str:
    if sector == "school":
        return f"Fennick {word.partition('-')[0].title()} School {place + 1}"
    if sector == "gp":
        return f"Fennick Surgery {place + 1}"
    return f"Fennick {SECTORS[sector].short}"


def _nothing_told(desk: Desk, senders: Iterable[Sender]) -> Iterator[TownFile]:
    """The empty tables of agencies that had nothing to tell: that there was nothing is said."""
    for sender in senders:
        for first, _, to_on in sender.tables(desk.world):
            if sender.agency.delivers and (sender.agency.code, to_on) not in desk.registers:
                yield _register(desk, sender, first, 0, ())


def _block(desk: Desk, senders: dict[int, Sender]) -> Iterator[tuple[TownFile, int]]:
    """Every file of the block, with the number of its lines."""
    of_registers = groupby(_lines(desk, _OF_REGISTERS), key=lambda line: (line["agency"], line["in_first"]))
    for (number, first), lines in of_registers:
        for piece, some in enumerate(_pieces(lines)):
            yield _register(desk, senders[number], first, piece, some), len(some)
    for (number, home), lines in groupby(_lines(desk, _OF_HOMES), key=lambda line: (line["agency"], line["of_home"])):
        every = list(lines)
        yield _chronology(desk, senders[number], desk.homes[home], every), len(every)
    council = next(sender.agency for sender in senders.values() if sender.agency.sector == "social_care")
    for reference, families in census_years(desk.world, desk.homes):
        path = desk.place(council, f"cin-census-{reference.isoformat()}-{desk.block:03d}.xml")
        write_census(path, families, reference)
        yield _sent(path, council, reference, CIN_CENSUS), sum(len(family.episodes) for family in families)


def _lines(desk: Desk, query: str) -> Iterator[Line]:
    """The lines that a query of the block finds, a few thousand in memory at a time."""
    found = desk.world.duck.execute(query)
    names = [column[0] for column in found.description]
    while some := found.fetchmany(LINES_AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in some)


def _pieces(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """As many lines at once as go into one file."""
    while some := list(islice(lines, LINES_A_FILE)):
        yield some


def _register(desk: Desk, sender: Sender, first: bool, piece: int, lines: Iterable[Line]) -> TownFile:
    """A table of all the children that an agency knows in these homes, a line for each thing that happened."""
    agency = sender.agency
    from_on, as_at = next(
        (from_on, to_on) for is_first, from_on, to_on in sender.tables(desk.world) if is_first is first
    )
    columns = layout(agency.sector, agency.delivers, of_home=False)
    rows = [row for line in lines for row in [_cells(desk, columns, line)] * (1 + line["is_twice"])]
    path = desk.place(agency, f"register-{as_at.isoformat()}-{desk.block:03d}-{piece:02d}.csv")
    above = about_file(agency, ALL_CHILDREN, from_on, as_at)
    write_csv(path, Table("Register", [heading for heading, _ in columns], rows, above))
    desk.registers.add((agency.code, as_at))
    return _sent(path, agency, as_at, CHRONOLOGY_TABLE)


def _chronology(desk: Desk, sender: Sender, home: Household, lines: Iterable[Line]) -> TownFile:
    """A table of one home, with the key to its people above. It states no period: its silence means nothing."""
    agency, as_at = sender.agency, sender.as_at
    people = {person.initials: person for person in (home.mother, *home.children.values())}
    family = Family(name=home.mother.surname, says="", people=people, lines=(), episodes=(), prompts=(), facts=())
    whose = about_file(agency, names_of(home.children.values()), desk.world.since, as_at)[:WHOSE_FILE]
    kinds = desk.world.rates.kinds_by(agency.sector, about=("child", "parent"))
    columns = layout(agency.sector, kinds, of_home=True)
    rows = [_cells(desk, columns, line) for line in lines]
    table = Table("Chronology", [heading for heading, _ in columns], rows, [*whose, [], *family_key(family)])
    path = desk.place(agency, f"home-{home.number}.csv")
    write_csv(path, table)
    return _sent(path, agency, as_at, CHRONOLOGY_TABLE)


def _cells(desk: Desk, columns: Layout, line: Line) -> list[Cell]:
    """What stands in a line under each heading: of the child as the agency knows it, or of what happened."""
    home = desk.homes[line["h"]]
    who = home.children.get(line["whom"], home.mother)
    lives = who.homes[-1]
    about = {"event": KINDS[line["kind"]].title, "address": lives.address, "postcode": lives.postcode}
    if line["sector"] == "gp" and line["whom"] in home.unnumbered:
        about["nhs_number"] = ""
    return [about[name] if name in about else line[name] if name in line else getattr(who, name) for _, name in columns]


def _sent(path: Path, agency: Agency, as_at: date, format: str) -> TownFile:
    return TownFile(path, agency.code, agency.name, agency.sector, as_at, format)
