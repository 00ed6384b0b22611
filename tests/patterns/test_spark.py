"""Spark answers as the oracle does: of all random histories as one set of data, asked at once, and of a folder."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keepsight.errors import WrongUse
from keepsight.patterns.answers import Answer, gather
from keepsight.patterns.engines import spark as engine
from keepsight.patterns.scanning import beyond
from keepsight.patterns.scanning.beyond import scan_with_spark
from keepsight.patterns.scanning.scan import scan
from keepsight.patterns.statement import ENTRY
from tests.lacking import lacking
from tests.patterns.asking import TYPES, as_json, ask_oracle, stated, told
from tests.patterns.histories import History
from tests.patterns.lives import random_history
from tests.patterns.test_scan import a_folder, answers, expected

HISTORIES = 1_000
IN_SPARK = {"uuid": pa.string(), "date": pa.date32(), "timestamptz": pa.timestamp("us", "UTC"), "text": pa.string()}
TOLD = {"pattern": "text", "child": "uuid"} | dict.fromkeys(("from_day", "to_day", "weeks_from", "here_from"), "date")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session of this machine's own, with as few parts as so little data needs."""
    if not find_spec("pyspark") or not shutil.which("java"):
        lacking("SPARK OR JAVA IS NOT INSTALLED, and nothing was asked of it: uv run --extra spark pytest -m long")
    from pyspark import sql

    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in (beyond.SETTINGS | {"spark.sql.shuffle.partitions": "2", "spark.driver.memory": "2g"}).items():
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


def test_where_spark_is_not_installed_it_says_how_to_and_what_asks_without_it(monkeypatch, tmp_path):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(beyond.importlib, "import_module", missing)
    with pytest.raises(WrongUse, match="Spark is not installed here") as refused:
        scan_with_spark(tmp_path, tmp_path / "answers.parquet", [])
    assert "keepsight[spark]" in refused.value.next_step
    assert "duckdb" in refused.value.next_step


@pytest.mark.long
def test_spark_answers_all_random_histories_in_one_job_as_the_oracle_does(spark, calendar, sheets, tmp_path):
    history = random_history(Random(2_026), HISTORIES, 20)
    expected_answers = ask_oracle(sheets, history)
    assert ask(spark, tmp_path, calendar, sheets, history) == expected_answers
    assert len(expected_answers) > HISTORIES


@pytest.mark.long
def test_spark_scans_a_folder_into_the_file_that_duckdb_writes(spark, sheets, tmp_path):
    history = a_folder(tmp_path / "columns", 3, sheets)
    one_a_shape = list({sheet.shape: sheet for sheet in sheets}.values())  # that all are alike, the one job shows
    scanned = scan_with_spark(tmp_path / "columns", tmp_path / "spark.parquet", one_a_shape)
    assert answers(tmp_path / "spark.parquet") == expected(one_a_shape, history)
    assert scanned == scan(tmp_path / "columns", tmp_path / "duckdb.parquet", one_a_shape)
    assert pq.read_schema(tmp_path / "spark.parquet") == pq.read_schema(tmp_path / "duckdb.parquet")
    assert scan(tmp_path / "columns", tmp_path / "spark.parquet", one_a_shape).asked == 0, "DuckDB goes on from it"
    assert not list(tmp_path.glob("*.passing"))
