"""Spark answers as the oracle does: of all random histories as one set of data, asked at once, and of a folder."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from keepsight.errors import WrongUse
from keepsight.patterns.scanning.beyond import scan_with_spark
from keepsight.patterns.scanning.scan import scan
from keepsight.store import spark as session
from tests.patterns.asking import ask_oracle
from tests.patterns.lives import random_history
from tests.patterns.on_spark import a_session, ask, needed
from tests.patterns.test_scan import a_folder, answers, expected

HISTORIES = 1_000


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session of this machine's own, with as few parts as so little data needs."""
    needed("tests/patterns/test_spark.py")
    with a_session(parts=2, memory="2g") as session:
        yield session


def test_where_spark_is_not_installed_it_says_how_to_and_what_asks_without_it(monkeypatch, tmp_path):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(session.importlib, "import_module", missing)
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
