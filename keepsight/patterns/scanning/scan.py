"""One scan: the library asked of a folder's children, bucket by bucket, its answers in one Parquet file.

Where the file is there already, and only entries and people have changed since, only the families touched are asked again:
the file is then what a scan of everybody would have written. It refuses to mend a file that another library, day or folder
made, and writes it anew.
"""
# ruff: noqa: S608  (its texts are put together from our own names)

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from keepsight.chronology.folder import quoted
from keepsight.errors import WrongUse
from keepsight.patterns.answers import ROW
from keepsight.patterns.scanning.population import Population
from keepsight.patterns.sheets import Sheet

ENTRIES_AT_ONCE = 1_000_000
"""So many entries make a bucket: enough to share a statement's cost, few enough that its hits stay in memory."""

ANSWERS = pa.schema(
    dict.fromkeys(ROW, pa.string())
    | {"version": pa.int32(), "measure": pa.int32()}
    | dict.fromkeys(("child", "anchor", "entry"), pa.uuid())
    | dict.fromkeys(("began_on", "ended_on", "visible_on"), pa.date32())
)
"""The file's columns: those of an engine's rows (columns.md), a row for each entry of each interval."""

_WORDS = ["pattern", "state", "part", "child"]
_MADE_OF = b"keepsight"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan did: entries in the folder, prompts in the file, and of how many children it asked."""

    entries: int
    prompts: int
    asked: int


@dataclass(frozen=True, slots=True)
class MadeOf:
    """Of what a file was made, kept in the file: the folder and its step, the day, the library's statement."""

    folder: str
    step: int
    as_of: str
    library: str


def scan(folder: Path, out: Path, sheets: Iterable[Sheet], as_of: date | None = None) -> Scanned:
    """Ask the sheets of everybody in the folder as of a day (None: the day up to which it runs), and write the answers.

    Raises WrongUse where there is no projection, or nobody says as of which day to ask.
    """
    population, day = opened(folder, sheets, as_of)
    return _Scan(population, out, day).run()


def opened(folder: Path, sheets: Iterable[Sheet], as_of: date | None) -> tuple[Population, date]:
    """A folder opened to be asked some sheets, and the day as of which (None: the folder's own). Raises WrongUse as `scan` does."""
    population = Population(folder, sheets)
    day = as_of or population.mark.as_at
    if day is None:
        raise WrongUse(f"{folder} does not say up to which day it runs", next_step="Name a day with --as-of.")
    population.ask_as_of(day)
    return population, day


def made_of(population: Population, as_of: date) -> MadeOf:
    """What a file of a population's answers is made of."""
    texts = "".join((*population.shapes.values(), *map(repr, population.sheets)))
    library = hashlib.sha256(texts.encode()).hexdigest()
    return MadeOf(population.mark.name, population.mark.step, as_of.isoformat(), library)


class _Scan:
    """One scan under way."""

    def __init__(self, population: Population, out: Path, as_of: date) -> None:
        self.population = population
        self.duck = population.duck
        self.out = out
        self.as_of = as_of
        self.made_of = made_of(population, as_of)

    def run(self) -> Scanned:
        """All of it: of everybody, or of those touched since the file was made."""
        before = self._before()
        children = "childhood" if before is None else "again"
        prompts = 0
        with written(self.out, self.made_of) as file:
            if before is not None:
                prompts += self._keep_others(file)
            for bucket in self.population.buckets(children, ENTRIES_AT_ONCE):
                prompts += self._ask(bucket, file)
        return Scanned(self.population.entries(), prompts, self.population.count(children))

    def _before(self) -> MadeOf | None:
        """Of what the file was made, if it is there and can be mended: the touched children are then in `again`."""
        said = _said_of(self.out) if self.out.is_file() else None
        if said is None or replace(said, step=self.made_of.step) != self.made_of or said.step > self.made_of.step:
            return None
        return said if self.population.touched_since(said.step) else None

    def _keep_others(self, file: pq.ParquetWriter) -> int:
        """Keep what the file said of children who were not touched. How many prompts that is."""
        said = f"FROM read_parquet({quoted(self.out)}) WHERE child NOT IN (SELECT person FROM dropped)"
        return self._keep(said, file)

    def _ask(self, bucket: str, file: pq.ParquetWriter) -> int:
        """Ask the library of some children, and keep what it answers. How many prompts they have."""
        self.population.bear(bucket, self.as_of)
        self.population.hit()
        self.population.answer()
        return self._keep(_ANSWER, file)

    def _keep(self, said: str, file: pq.ParquetWriter) -> int:
        for batch in self.duck.sql(f"SELECT {', '.join(ROW)} FROM ({said})").to_arrow_reader():
            file.write_table(pa.table(batch).cast(ANSWERS))
        return prompts_of(self.duck, said)


def prompts_of(duck: duckdb.DuckDBPyConnection, said: str) -> int:
    """How many prompts stand in rows of answers; `said` is the FROM of a query for them."""
    return int(duck.execute(_PROMPTS.format(said=said)).fetchall()[0][0])


def _said_of(out: Path) -> MadeOf | None:
    """Of what a file was made. None: of something else than a scan."""
    said = (pq.read_schema(out).metadata or {}).get(_MADE_OF)
    return MadeOf(**json.loads(said)) if said else None


@contextmanager
def written(out: Path, made_of: MadeOf) -> Iterator[pq.ParquetWriter]:
    """A file being written, in the place of an older one once it is whole."""
    passing = out.with_name(out.name + ".new")
    schema = ANSWERS.with_metadata({_MADE_OF: json.dumps(asdict(made_of)).encode()})
    with pq.ParquetWriter(passing, schema, compression="zstd", use_dictionary=_WORDS) as file:
        yield file
    os.replace(passing, out)


# The children by their own ids: within a scan they are numbers.
_ANSWER = """
    SELECT answer.* REPLACE (childhood.id AS child, answer.pattern::VARCHAR AS pattern)
    FROM answer
    JOIN childhood ON childhood.child = answer.child
"""

# Of each interval one row is its anchor's own, but for an anchor that plays two parts.
_PROMPTS = """
    SELECT count(*)
    FROM (SELECT DISTINCT pattern, child, began_on, anchor FROM ({said}) WHERE entry = anchor AND state = 'holds')
"""
