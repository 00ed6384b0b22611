"""The projection's folder: what was not finished is nothing, and what is not ours is left alone."""

import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa
import pytest

from keepsight.chronology.folder import SCHEMAS, mark_of, relation, writing
from keepsight.errors import WrongUse

KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from keepsight.chronology.folder import writing
with writing(Path(sys.argv[1])) as out:
    out.add("stated", "SELECT uuid() AS entry, 'lost' AS word")
    out.put("replaced", "SELECT uuid() AS entry")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def words(folder: Path) -> list[str]:
    rows = duckdb.execute(f"SELECT word FROM ({relation(folder, mark_of(folder), 'stated')}) ORDER BY word").fetchall()
    return [word for (word,) in rows]


def stated(*said: str) -> pa.Table:
    return pa.table({"entry": pa.array([uuid4().bytes for _ in said], pa.uuid()), "word": list(said)})


def test_what_a_killed_writer_left_is_nothing_and_is_swept_away(tmp_path):
    folder = tmp_path / "columns"
    with writing(folder) as out:
        out.add("stated", stated("kept"))
    ended = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, str(folder)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(list((folder / "stated").iterdir())) == 2, "the killed writer had really written"
    assert words(folder) == ["kept"]
    with writing(folder) as out:
        out.add("stated", stated("more"))
    assert words(folder) == ["kept", "more"]
    assert mark_of(folder).step == 2
    assert len(list((folder / "stated").iterdir())) == 2
    assert not list(folder.glob("replaced-*"))


def test_a_first_writer_that_was_killed_keeps_nobody_from_writing(tmp_path):
    folder = tmp_path / "columns"
    subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, str(folder)], check=False)
    with pytest.raises(WrongUse, match="holds no projection"):
        mark_of(folder)
    with writing(folder) as out:
        out.add("stated", stated("kept"))
    assert words(folder) == ["kept"]


def test_a_writer_that_gives_up_changes_nothing(tmp_path):
    with writing(tmp_path / "columns") as out:
        out.add("stated", stated("kept"))
    with pytest.raises(duckdb.Error), writing(tmp_path / "columns") as out:
        out.add("stated", "SELECT uuid() AS entry, error('no') AS word")
    assert words(tmp_path / "columns") == ["kept"]


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path):
    (tmp_path / "accounts.parquet").write_text("somebody's own")
    with pytest.raises(WrongUse, match="something else"), writing(tmp_path):
        pass
    assert (tmp_path / "accounts.parquet").read_text() == "somebody's own"


def test_a_file_put_beside_the_columns_later_is_left_alone(tmp_path):
    with writing(tmp_path / "columns"):
        pass
    (tmp_path / "columns" / "answers.parquet").write_text("a scan's")
    with writing(tmp_path / "columns"):
        pass
    assert (tmp_path / "columns" / "answers.parquet").exists()


def test_a_folder_of_another_version_is_refused(tmp_path):
    with writing(tmp_path / "columns"):
        pass
    said = (tmp_path / "columns" / "folder.json").read_text().replace('"version": 1', '"version": 0')
    (tmp_path / "columns" / "folder.json").write_text(said)
    with pytest.raises(WrongUse, match="another version"):
        mark_of(tmp_path / "columns")


def test_a_reader_finds_the_files_of_its_mark_until_the_step_after_next(tmp_path):
    folder = tmp_path / "columns"
    with writing(folder) as out:
        out.put("replaced", "SELECT uuid() AS entry")
    mark = mark_of(folder)
    with writing(folder) as out:
        out.put("replaced", "SELECT uuid() AS entry")
    assert duckdb.execute(relation(folder, mark, "replaced")).fetchall()


def test_many_small_parts_become_few_and_lose_nothing(tmp_path):
    said = [f"word {number:03d}" for number in range(40)]
    for word in said:
        with writing(tmp_path / "columns") as out:
            out.add("stated", stated(word))
            out.compact()
    assert words(tmp_path / "columns") == said
    assert len(mark_of(tmp_path / "columns").files["stated"]) <= 3


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_table_that_nobody_wrote_is_empty(tmp_path, table):
    with writing(tmp_path / "columns"):
        pass
    rows = duckdb.sql(relation(tmp_path / "columns", mark_of(tmp_path / "columns"), table))
    assert rows.columns == SCHEMAS[table].names
    assert rows.fetchall() == []
