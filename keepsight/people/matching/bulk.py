"""All records at once: standardised, weighed, guarded, parted. Nothing is kept: what comes out is for a person to read."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from keepsight.people.matching.beyond import by_spark
from keepsight.people.matching.clustering import Parted, Two, part
from keepsight.people.matching.model import Settings, trained
from keepsight.people.matching.standardising import standardise
from keepsight.people.matching.weighing import Weigh, by_duckdb, weighed

ENGINES = ("duckdb", "spark")
MOST_MEMORY = "2GB"
"""What the tables of one matching may take: half of a small server (local judgement). What is more lies in a passing folder that
nobody but its owner may open, as the database's own passing files do."""


@dataclass(frozen=True, slots=True)
class Matched:
    """How many records were laid side by side, and what came out. Those kept apart are not among them."""

    records: int
    parted: Parted


def match(
    told: pa.Table,
    *,
    judged: Mapping[Two, bool] | None = None,
    settings: Settings | None = None,
    engine: str = "duckdb",
) -> Matched:
    """What the trained model and the guards say of records as agencies wrote them (`standardising.TOLD`).

    `engine`, one of `ENGINES`, weighs the pairs: spark where they are more than one machine holds. What it answers is the same.
    """
    with _passing_tables() as (duck, folder):
        records = standardise(duck, told)
        if not records:
            return Matched(0, Parted((), (), (), {}))
        by: dict[str, Weigh] = {"duckdb": by_duckdb, "spark": partial(by_spark, folder)}
        return Matched(records, part(duck, weighed(duck, settings or trained(), by[engine]), judged))


@contextmanager
def _passing_tables() -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    with tempfile.TemporaryDirectory(prefix="keepsight-matching-") as folder, duckdb.connect() as duck:
        duck.execute("SET temp_directory = $folder", {"folder": folder})
        duck.execute("SET memory_limit = $most", {"most": MOST_MEMORY})
        yield duck, Path(folder)
