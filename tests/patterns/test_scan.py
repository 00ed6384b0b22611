"""A scan of a folder answers as the oracle does, to the last entry of the evidence."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from keepsight.chronology.folder import writing
from keepsight.clocks import gone_on
from keepsight.errors import WrongUse
from keepsight.patterns.answers import Answer, gather
from keepsight.patterns.scanning import scan as scanning
from keepsight.patterns.scanning.scan import scan
from tests.patterns import oracle
from tests.patterns.asking import told
from tests.patterns.folders import Lives
from tests.patterns.histories import History
from tests.patterns.lives import random_history
from tests.patterns.test_histories import CHILDREN_AT_ONCE, HISTORIES


def answers(file: Path) -> list[Answer]:
    """What stands in a scan's file."""
    return gather(tuple(row.values()) for row in pq.read_table(file).to_pylist())


def expected(sheets, history: History) -> list[Answer]:
    """What the oracle answers, with the calendar that a scan has."""
    return oracle.ask(sheets, history, told(sheets, history), gone_on)


def a_folder(folder: Path, seed: int, sheets) -> History:
    """A random history in a folder, as the folder tells it."""
    random = Random(seed)
    history = random_history(random, CHILDREN_AT_ONCE, sheets=sheets)
    lives = Lives(history, random)
    history = lives.as_known(history)
    lives.write(folder, history)
    return history


@pytest.mark.parametrize("seed", range(HISTORIES // CHILDREN_AT_ONCE))
def test_a_scan_answers_as_the_oracle_does_on_random_histories(sheets, tmp_path, seed):
    history = a_folder(tmp_path / "columns", seed, sheets)
    scanned = scan(tmp_path / "columns", tmp_path / "answers.parquet", sheets)
    answered = answers(tmp_path / "answers.parquet")
    assert answered == expected(sheets, history)
    assert scanned.prompts == sum(answer.holds for answer in answered) > 0
    assert scanned.asked == len(history.children)


def test_children_in_many_buckets_are_answered_as_in_one(sheets, tmp_path, monkeypatch):
    history = a_folder(tmp_path / "columns", 77, sheets)
    monkeypatch.setattr(scanning, "ENTRIES_AT_ONCE", 100)
    scan(tmp_path / "columns", tmp_path / "answers.parquet", sheets)
    assert answers(tmp_path / "answers.parquet") == expected(sheets, history)


def test_asked_as_of_an_earlier_day_a_scan_knows_no_later_one(sheets, tmp_path):
    history = a_folder(tmp_path / "columns", 5, sheets)
    earlier = replace(history, as_of=history.as_of - timedelta(days=200))
    scan(tmp_path / "columns", tmp_path / "answers.parquet", sheets, earlier.as_of)
    assert answers(tmp_path / "answers.parquet") == expected(sheets, earlier)


def test_a_file_of_another_day_or_library_is_written_anew(sheets, tmp_path):
    history = a_folder(tmp_path / "columns", 6, sheets)
    out = tmp_path / "answers.parquet"
    assert scan(tmp_path / "columns", out, sheets).asked == len(history.children)
    assert scan(tmp_path / "columns", out, sheets).asked == 0, "nothing has changed, and nobody need be asked"
    assert scan(tmp_path / "columns", out, sheets[:3]).asked == len(history.children)
    assert answers(out) == expected(sheets[:3], history)
    assert scan(tmp_path / "columns", out, sheets[:3], history.as_of - timedelta(days=1)).asked == len(history.children)


def test_a_file_that_no_scan_wrote_is_written_anew(sheets, tmp_path):
    history = a_folder(tmp_path / "columns", 8, sheets)
    pq.write_table(pq.read_table(next((tmp_path / "columns").glob("record-*.parquet"))), tmp_path / "answers.parquet")
    scan(tmp_path / "columns", tmp_path / "answers.parquet", sheets)
    assert answers(tmp_path / "answers.parquet") == expected(sheets, history)


def test_a_folder_without_a_projection_is_refused(sheets, tmp_path):
    with pytest.raises(WrongUse, match="holds no projection"):
        scan(tmp_path, tmp_path / "answers.parquet", sheets)


def test_a_folder_that_does_not_say_its_day_is_asked_only_as_of_a_day(sheets, tmp_path):
    with writing(tmp_path / "columns"):
        pass
    with pytest.raises(WrongUse, match="up to which day"):
        scan(tmp_path / "columns", tmp_path / "answers.parquet", sheets)
    assert scan(tmp_path / "columns", tmp_path / "answers.parquet", sheets, date(2026, 4, 1)).prompts == 0
