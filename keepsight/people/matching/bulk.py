"""All records at once: standardised, weighed, guarded, parted. Nothing is kept: what comes out is for a person to read."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from keepsight.people.matching.clustering import Parted, Two, part
from keepsight.people.matching.model import Settings, trained
from keepsight.people.matching.standardising import standardise
from keepsight.people.matching.weighing import weighed

MOST_MEMORY = "2GB"
"""What the tables of one matching may take: half of a small server (local judgement). What is more lies in a passing folder that
nobody but its owner may open, as the database's own passing files do."""


@dataclass(frozen=True, slots=True)
class Matched:
    """How many records were laid side by side, and what came out. Those kept apart are not among them."""

    records: int
    parted: Parted


def match(told: pa.Table, *, judged: Mapping[Two, bool] | None = None, settings: Settings | None = None) -> Matched:
    """What the trained model and the guards say of records as agencies wrote them (`standardising.TOLD`)."""
    with _passing_tables() as duck:
        records = standardise(duck, told)
        if not records:
            return Matched(0, Parted((), (), (), {}))
        return Matched(records, part(duck, weighed(duck, settings or trained()), judged))


@contextmanager
def _passing_tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="keepsight-matching-") as folder, duckdb.connect() as duck:
        duck.execute("SET temp_directory = $folder", {"folder": folder})
        duck.execute("SET memory_limit = $most", {"most": MOST_MEMORY})
        yield duck
