"""Spark, asked: a session of this machine's own, and the answers of histories handed to it."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

from keepsight.patterns.answers import Answer, gather
from keepsight.patterns.engines import spark as engine
from keepsight.patterns.statement import ENTRY
from keepsight.store.spark import SETTINGS
from tests.lacking import lacking
from tests.patterns.asking import TYPES, as_json, stated, told
from tests.patterns.histories import History

IN_SPARK = {"uuid": pa.string(), "date": pa.date32(), "timestamptz": pa.timestamp("us", "UTC"), "text": pa.string()}
TOLD = {"pattern": "text", "child": "uuid"} | dict.fromkeys(("from_day", "to_day", "weeks_from", "here_from"), "date")


def needed(asking: str) -> None:
    """Skips, or in CI fails, where there is no Spark. `asking`: the tests that would be left out."""
    if not find_spec("pyspark") or not shutil.which("java"):
        lacking(
            f"SPARK OR JAVA IS NOT INSTALLED, and nothing was asked of it: uv run --extra spark pytest -m long {asking}"
        )


@contextmanager
def a_session(parts: int, memory: str) -> Iterator[Any]:
    """Spark on two processors. `parts`: into how many each step divides its rows; `memory`: the most it may take ("2g")."""
    from pyspark import sql  # fetched by those alone who ask Spark

    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    own = {"spark.sql.shuffle.partitions": str(parts), "spark.driver.memory": memory}
    for name, value in (SETTINGS | own).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def given(spark: Any, folder: Path, name: str, types: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
    """Rows as a view."""
    columns = {
        column: pa.array([row[column] for row in rows], pa.string()).cast(IN_SPARK[type_])
        for column, type_ in types.items()
    }
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    spark.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)


def ask(spark: Any, folder: Path, calendar: Path, sheets: Any, history: History, shapes: Any = None) -> list[Answer]:
    """The answers of Spark."""
    spark.read.csv(str(calendar), schema="clock_window string, day date, gone_on date").createOrReplaceTempView("clock")
    spark.sql(f"SELECT DATE '{history.as_of}' AS as_of").createOrReplaceTempView("as_of")
    spells = json.loads(json.dumps([asdict(row) for row in told(sheets, history)], default=str))
    given(spark, folder, "told", TOLD, spells)
    given(
        spark, folder, "entry", {name: TYPES.get(name, "text") for name in ENTRY}, json.loads(as_json(history.entries))
    )
    given(spark, folder, "stated", {"entry": "uuid", "word": "text"}, json.loads(stated(history.entries)))
    rows = (row.asDict() for row in engine.answers(spark, sheets, shapes).collect())
    return gather(tuple(_with_ids(row).values()) for row in rows)


def _with_ids(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: UUID(row[name]) for name in ("child", "anchor", "entry")}
