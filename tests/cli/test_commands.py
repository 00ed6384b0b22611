"""The command line: what it refuses, and what it prints for programs."""

import json
import os
import subprocess
import sys

import pytest

from keepsight.cli import main

HEADINGS = "Date,Reference,Kind,Event,Child forename,Child surname,Date of birth,Our reference\n"


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process: its exit code, what it printed, and what it said was wrong."""

    def command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["keepsight", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def referred_twice(tmp_path):
    path = tmp_path / "referrals.csv"
    rows = ("02/03/2025,1,referral.received,Referral", "20/03/2025,2,referral.received,Referral again")
    path.write_text(HEADINGS + "".join(f"{row},Ivy,Example,04/02/2017,A1\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "words", [["ask"], ["children"], ["link"], ["chronology", "6f1c1a54-0000-4000-8000-000000000000"]]
)
def test_without_a_store_these_say_so_and_exit_2(words, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment["KEEPSIGHT_HOME"] = str(tmp_path / "nowhere")
    ended = subprocess.run(
        [sys.executable, "-m", "keepsight.cli", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "There is no store" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "nowhere").exists(), "asking must not make a store"


@pytest.mark.parametrize("words", [["ask", "--as-of", "yesterday"], ["receive"], ["nonsense"], ["chronology", "Ivy"]])
def test_wrong_use_exits_2_without_a_traceback(run, fresh_store, words):
    code, _, said = run(*words)
    assert code == 2
    assert "Traceback" not in said


def test_a_refused_file_exits_3_with_one_sentence(run, fresh_store, tmp_path):
    (tmp_path / "empty.csv").touch()
    code, out, said = run("receive", str(tmp_path / "empty.csv"), "--agency", "school")
    assert code == 3
    assert out == ""
    assert len(said.strip().splitlines()) == 1


def test_a_child_who_is_not_known_exits_2(run, fresh_store):
    code, _, said = run("ask", "--child", "6f1c1a54-0000-4000-8000-000000000000")
    assert code == 2
    assert "No child has that id" in said


def test_serving_refuses_the_invented_town_and_the_demonstration_refuses_real_files(run, fresh_store, referred_twice):
    from keepsight.store.actions import mark_as_demo

    run("receive", referred_twice, "--agency", "social-care")
    code, _, said = run("demo")
    assert code == 2
    assert "real files" in said
    mark_as_demo()
    code, _, said = run("serve")
    assert code == 2
    assert "invented town" in said


def test_receiving_asking_and_reading_in_json(run, fresh_store, referred_twice):
    code, out, _ = run("receive", referred_twice, "--agency", "social-care", "--json")
    (receipt,) = json.loads(out)["receipts"]
    assert code == 0
    assert {"file", "format", "rows", "entries", "refused", "duplicates", "blank", "warnings"} <= receipt.keys()
    assert (receipt["rows"], receipt["entries"], receipt["refused"]) == (2, 2, [])

    _, out, _ = run("children", "--json")
    (child,) = json.loads(out)["children"]
    _, out, _ = run("chronology", child["child"], "--json")
    entries = [entry["entry"] for entry in json.loads(out)["entries"]]
    _, out, _ = run("ask", "--json", "--as-of", "2025-06-01")
    answer = json.loads(out)
    (prompt,) = [one for one in answer["prompts"] if one["pattern"] == "re-referral"]
    assert answer["as_of"] == "2025-06-01"
    assert prompt["child"] == child["child"]
    assert prompt["ended_on"] is None
    assert sorted(prompt["entries"]) == sorted(entries)
    assert {one["pattern"] for one in answer["cannot_tell"]} == {
        "assessment-drift",
        "child-not-heard",
        "child-not-seen",
        "child-not-seen-on-protection-plan",
        "disclosure-without-referral",
        "harm-observed-no-action",
        "injury-not-yet-mobile",
        "missing-without-return-interview",
        "partner-disclosure-unheard",
        "referral-undecided",
        "sibling-not-heard",
    }

    _, out, _ = run("ask", "--json", "--as-of", "2027-01-01", "--holding")
    assert json.loads(out)["prompts"] == []


@pytest.mark.parametrize("shelf", ["patterns", "formats", "pages"])
def test_the_shelves_need_no_store(run, shelf, monkeypatch):
    code, out, _ = run(shelf, "--json")
    assert code == 0
    assert json.loads(out)[shelf]


def test_every_command_that_answers_a_program_answers_a_person_too(run, fresh_store, referred_twice):
    for words in (
        ["receive", referred_twice, "--agency", "social-care"],
        ["children"],
        ["ask"],
        ["link"],
        ["patterns"],
    ):
        code, out, _ = run(*words)
        assert code == 0
        assert out.strip()


def test_the_town_is_written_without_a_store(run, tmp_path):
    code, out, _ = run("town", "--out", str(tmp_path / "town"), "--until", "2026-04-01", "--json")
    files = json.loads(out)["files"]
    assert code == 0
    assert len(files) >= 5
    assert all(file["file"].startswith(str(tmp_path)) for file in files)
