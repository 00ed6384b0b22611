"""The command that draws a town: what it refuses, and what it says of what it wrote."""

import json
from functools import partial

import pytest


@pytest.fixture
def run(run):
    """Run `keepsight town ...`."""
    return partial(run, "town")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--columns"], "--children"),
        (["--children", "0"], "equal to"),
        (["--children", "10", "--seed", "-1"], "equal to"),
        (["--children", "10", "--until", "soon"], "not a date"),
    ],
)
def test_wrong_use_exits_2_and_writes_nothing(run, tmp_path, words, why):
    code, _, said = run("--out", str(tmp_path / "town"), *words)
    assert code == 2
    assert why in said
    assert not (tmp_path / "town").exists()


def test_columns_are_not_written_over_other_columns(run, tmp_path):
    words = ["--out", str(tmp_path), "--children", "3", "--columns", "--until", "2026-03-31"]
    assert run(*words)[0] == 0
    code, _, said = run(*words)
    assert code == 2
    assert "holds a projection already" in said


def test_files_are_listed_as_those_of_the_hand_made_town_are(run, tmp_path):
    code, out, _ = run("--out", str(tmp_path), "--children", "5", "--seed", "2", "--until", "2026-03-31", "--json")
    files = json.loads(out)["files"]
    assert code == 0
    assert {file["agency"] for file in files} > {"police", "hospital", "social-care-999"}
    assert all(file["as_at"] <= "2026-03-31" for file in files)


def test_columns_say_how_much_there_is(run, tmp_path):
    code, out, _ = run(
        "--out", str(tmp_path), "--children", "5", "--seed", "2", "--columns", "--until", "2026-03-31", "--json"
    )
    assert code == 0
    said = json.loads(out)
    assert said["children"] == 5
    assert said["entries"] > 5
    assert said["folder"] == str(tmp_path)
