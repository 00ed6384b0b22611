"""The town as it is drawn: homes, children, and what agencies wrote down of them, a block of homes at a time.

One world, whichever way it is written: `columns` and `files` read the same tables. Drawn by DuckDB in SQL (`sql/`), with a
hash for a die, so that the same seed gives the same lives on any number of threads. The texts know chances and nothing
of any pattern.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from keepsight.errors import WrongUse
from keepsight.town.population.rates import Rates, rates
from keepsight.town.population.tables import tables

_SQL = Path(__file__).parent / "sql"
_LIFE = ("homes", "chains", "entries", "records")
HOMES_AT_ONCE = 8_000  # about 15,000 children and 600,000 entries: a few hundred megabytes at work


@dataclass(frozen=True, slots=True)
class Block:
    """Some homes in a row, drawn: their tables stand in the connection until the next block is drawn."""

    first_home: int
    homes: int
    children: int


class World:
    """A town of so many children, drawn in an engine that the caller opens and closes."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, children: int, seed: int, until: date) -> None:
        if children < 1:
            raise WrongUse("A town needs at least one child", next_step="Say --children 100, or any other number.")
        self.duck, self.children, self.seed, self.until = duck, children, seed, until
        self.rates = rates()
        self._prepare()

    @property
    def since(self) -> date:
        """The first day that any agency's system reaches back to."""
        return self.until.replace(day=1, year=self.until.year - int(self.rates.town["years_on_record"]))

    def blocks(self, homes_at_once: int = HOMES_AT_ONCE) -> Iterator[Block]:
        """Draw the town, block by block: tables home, child, begun, followed, beside and entry hold the one yielded."""
        for first, last, children in self._bounds(homes_at_once):
            self.set({"from_home": first, "to_home": last})
            for name in _LIFE:
                self.duck.execute(text(name))
            yield Block(first, last - first, children)

    def count(self, query: str) -> int:
        """The one number that a query answers."""
        found = self.duck.execute(query).fetchone()
        return int(found[0]) if found else 0

    def _bounds(self, homes_at_once: int) -> list[tuple[int, int, int]]:
        return self.duck.execute(
            """
            SELECT min(h), max(h) + 1, sum(size)::BIGINT FROM street
            GROUP BY h // $homes_at_once ORDER BY min(h)
            """,
            {"homes_at_once": homes_at_once},
        ).fetchall()

    def _prepare(self) -> None:
        self.duck.execute("SET TimeZone = 'Europe/London'")
        self.duck.execute(text("draws"))
        self.set(_settings(self.rates) | {"children": self.children, "until": self.until, "since": self.since})
        self.duck.execute("SET VARIABLE root = hash(xor(hash($seed::BIGINT), hash('town')))", {"seed": self.seed})
        for name, rows in tables(self.rates).items():
            self.duck.register("given", rows)
            self.duck.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608  (our own tables)
            self.duck.unregister("given")
        self.duck.execute(text("streets"))
        self.duck.execute(text("agencies"))

    def set(self, settings: dict[str, Any]) -> None:
        """Say the numbers and days that texts ask for by name."""
        for name, value in settings.items():
            self.duck.execute(f"SET VARIABLE {name} = $value", {"value": value})


def _settings(told: Rates) -> dict[str, Any]:
    """The numbers of the table that the texts name, a pair as its two ends."""
    found: dict[str, Any] = {}
    for part in (told.town, told.home, told.fullness, told.writing):
        for name, value in part.items():
            if isinstance(value, list):
                stem = name.removesuffix("_days").removeprefix("years_").replace("within_a_home", "within")
                found[f"{stem}_least"], found[f"{stem}_most"] = value
            elif not isinstance(value, dict):
                found[name] = value
    return found


def text(name: str) -> str:
    """The SQL of that name."""
    return (_SQL / f"{name}.sql").read_text("utf-8")
