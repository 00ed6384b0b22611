"""One scan beyond one machine: who is near whom is worked out here, the library is asked by Spark, its answers are one file.

What bears on each child is handed over as Parquet files beside the answers' file, bucket by bucket, and taken away once Spark
has answered: on a cluster, that folder must be one that every machine sees (docs/running.md). It refuses, in plain words, where
Spark or its Java is not there.
"""
# ruff: noqa: S608  (its texts are put together from our own names)

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from keepsight.chronology.folder import quoted
from keepsight.patterns.answers import ROW
from keepsight.patterns.engines import spark as engine
from keepsight.patterns.scanning.population import TEXTS, Population
from keepsight.patterns.scanning.scan import ANSWERS, ENTRIES_AT_ONCE, Scanned, made_of, opened, prompts_of, written
from keepsight.patterns.sheets import Sheet
from keepsight.store.spark import session

ROWS_AT_ONCE = 100_000


def scan_with_spark(folder: Path, out: Path, sheets: Iterable[Sheet], as_of: date | None = None) -> Scanned:
    """Ask the sheets of everybody in the folder as of a day (None: the day up to which it runs), and write the answers.

    The file is the one that `scan` writes, rows in another order, and is always written anew. Raises WrongUse as `scan` does, and
    where Spark or Java is not there.
    """
    spark = session()
    population, day = opened(folder, sheets, as_of)
    with _passing(out) as passing:
        _hand_over(population, day, passing)
        for name in engine.GIVEN:
            spark.read.parquet(str(passing / name)).createOrReplaceTempView(name)
        engine.answers(spark, population.sheets).write.parquet(str(passing / "answers"))
        with written(out, made_of(population, day)) as file:
            prompts = _gather(passing / "answers", file)
    return Scanned(population.entries(), prompts, population.count("childhood"))


@contextmanager
def _passing(out: Path) -> Iterator[Path]:
    """A folder beside the answers' file, for as long as Spark is asked."""
    passing = out.with_name(out.name + ".passing")
    shutil.rmtree(passing, ignore_errors=True)  # of a scan that was cut short
    passing.mkdir()
    try:
        yield passing
    finally:
        shutil.rmtree(passing, ignore_errors=True)


def _hand_over(population: Population, as_of: date, passing: Path) -> None:
    """Write the relations of columns.md into folders of Parquet, each under its name, ids as words."""
    for name in engine.GIVEN:
        (passing / name).mkdir()
    for number, bucket in enumerate(population.buckets("childhood", ENTRIES_AT_ONCE)):
        population.bear(bucket, as_of)
        population.read_calendar()
        population.duck.execute(_ALL_NEEDED)
        population.duck.execute(TEXTS["feeds"])
        _write(population.duck, population.entry(), passing / "entry" / f"{number:06}.parquet")
        _write(population.duck, _TOLD, passing / "told" / f"{number:06}.parquet")
    for name, query in (("clock", "FROM clock"), ("stated", "FROM written"), ("as_of", "FROM as_of")):
        _write(population.duck, query, passing / name / "0.parquet")


def _write(duck: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    columns = duck.sql(query)
    words = [
        f'"{name}"::VARCHAR AS "{name}"'
        for name, type_ in zip(columns.columns, columns.types, strict=True)
        if type_ == duckdb.sqltype("UUID")
    ]
    said = f"* REPLACE ({', '.join(words)})" if words else "*"
    duck.execute(f"COPY (SELECT {said} FROM ({query})) TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd)")


def _gather(answers: Path, file: pq.ParquetWriter) -> int:
    """Put Spark's answers into one file, ids as ids again. How many prompts they are."""
    said = f"FROM read_parquet({quoted(answers / '*.parquet')})"
    with duckdb.connect() as duck:
        ids = ", ".join(f"{name}::UUID AS {name}" for name in ("child", "anchor", "entry"))
        columns = f"SELECT {', '.join(ROW)} FROM (SELECT * REPLACE ({ids}) {said})"
        duck.execute("SET arrow_lossless_conversion = true")
        for batch in duck.sql(columns).to_arrow_reader(ROWS_AT_ONCE):
            file.write_batch(batch.cast(ANSWERS))
        return prompts_of(duck, said)


_ALL_NEEDED = """
    CREATE OR REPLACE TEMP TABLE needed AS
    SELECT asked.pattern, there.child
    FROM (SELECT DISTINCT pattern FROM part) AS asked CROSS JOIN (SELECT DISTINCT child FROM bearing) AS there
"""
"""Which of a child's patterns can say anything is for Spark to find: it is handed what feeds delivered for each of them."""

_TOLD = """
    SELECT told.pattern::VARCHAR AS pattern, childhood.id AS child, told.from_day, told.to_day, told.weeks_from, told.here_from
    FROM told JOIN childhood ON childhood.child = told.child
"""
