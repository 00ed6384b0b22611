"""The command line: what it refuses, and what it prints for programs."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from keepsight.access.actions import add_user
from keepsight.cli import saying

HEADINGS = "Date,Reference,Kind,Event,Child forename,Child surname,Date of birth,Our reference\n"


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


DOUBTFUL = {
    "an old file": (
        "2025-02-28",
        HEADINGS + "02/02/2025,3,referral.received,Referral,Ivy,Example,04/02/2017,A1\n",
        "a file like it for 31/03/2025 has been taken in already",
    ),
    "another agency's rows": (
        "2025-04-30",
        "Date,Agency,Event,Child forename,Child surname,Date of birth\n"
        "02/03/2025,Police,Shouting heard,Ivy,Example,04/02/2017\n",
        "One entry in it says to be another agency’s record",
    ),
}


@pytest.mark.parametrize(("as_at", "content", "says"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_doubtful_file_is_refused_unless_somebody_says_why_it_is_right(
    run, fresh_store, referred_twice, tmp_path, as_at, content, says
):
    run("receive", referred_twice, "--agency", "social-care", "--as-at", "2025-03-31")
    doubtful = tmp_path / "doubtful.csv"
    doubtful.write_text(content, encoding="utf-8")
    asked = ("receive", str(doubtful), "--agency", "social-care", "--as-at", as_at)
    code, out, said = run(*asked)
    assert code == 3
    assert not out
    assert says in " ".join(said.split())
    code, out, _ = run(*asked, "--because", "The school sent it late", "--json")
    [receipt] = json.loads(out)["receipts"]
    assert (code, receipt["entries"], receipt["duplicates"]) == (0, 1, 0)
    assert "It was taken in all the same: The school sent it late" in out


@pytest.mark.parametrize("saved_anew", ["", "\ufeff"], ids=["the file itself", "a copy saved anew"])
def test_an_old_file_received_again_leaves_what_was_put_right_until_somebody_says_why(
    run, fresh_store, tmp_path, saved_anew
):
    file = tmp_path / "referral.csv"

    def hand_in(says, *more, mark=""):
        file.write_text(f"{mark}{HEADINGS}02/03/2025,1,referral.received,{says},Ivy,Example,04/02/2017,A1\n", "utf-8")
        return run("receive", str(file), "--agency", "social-care", *more)

    def told_now():
        [child] = json.loads(run("children", "--json")[1])["children"]
        [entry] = json.loads(run("chronology", child["child"], "--json")[1])["entries"]
        return entry["narrative"]

    first = hand_in("As it was", "--as-at", "2025-03-10")
    second = hand_in("Put right", "--as-at", "2025-03-31")
    assert (first[0], second[0]) == (0, 0)
    code, _, said = hand_in("As it was", mark=saved_anew)
    assert code == 3
    assert ("It tells nothing new" if saved_anew else "This very file has been taken in for 10/03/2025") in said
    assert told_now() == "Put right"
    assert hand_in("As it was", "--because", "It was right all along", mark=saved_anew)[0] == 0
    assert told_now() == "As it was"


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


@pytest.mark.parametrize("words", [["ask", "--child"], ["replay"]])
def test_a_child_who_is_not_known_exits_2(run, fresh_store, words):
    code, _, said = run(*words, "6f1c1a54-0000-4000-8000-000000000000")
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
        "additional-needs-and-exploitation",
        "assessment-drift",
        "assessment-not-followed-up",
        "assessment-without-history",
        "care-review-overdue",
        "child-not-heard",
        "child-not-seen",
        "child-not-seen-on-protection-plan",
        "conference-late",
        "conference-review-late",
        "core-group-late",
        "delay-before-seen",
        "disclosure-without-referral",
        "episode-not-shared",
        "episode-not-shared-under-five",
        "faltering-weight-unanswered",
        "first-care-review-overdue",
        "first-conference-review-late",
        "focus-moved-to-parent",
        "guardianship-without-support-review",
        "harm-observed-no-action",
        "home-educated-unseen",
        "inactive-case",
        "injury-not-yet-mobile",
        "missing-without-return-interview",
        "moved-records-not-received",
        "not-seen-separately",
        "partner-disclosure-unheard",
        "plan-without-legal-advice",
        "referral-undecided",
        "reviewing-officer-absent",
        "risk-meetings-without-effect",
        "school-quality-unconsidered",
        "sibling-not-heard",
        "supervision-gap",
        "unborn-unassessed",
    }

    _, out, _ = run("ask", "--json", "--as-of", "2027-01-01", "--holding")
    assert json.loads(out)["prompts"] == []


def test_replaying_a_child_says_who_could_have_seen_what_and_when(run, fresh_store, referred_twice):
    run("receive", referred_twice, "--agency", "social-care")
    _, out, _ = run("children", "--json")
    (child,) = json.loads(out)["children"]
    code, out, _ = run("replay", child["child"], "--json", "--until", "2025-06-01")
    (prompt,) = json.loads(out)["prompts"]
    assert code == 0
    assert (prompt["pattern"], prompt["on"], prompt["first_alone"]) == ("re-referral", "2025-03-20", "2025-03-20")
    assert (prompt["fewest"], prompt["alone"]) == ([["social-care"]], {"social-care": "2025-03-20"})
    assert prompt["assumed"] is True, "the file does not say when it was written"
    code, out, _ = run("replay", child["child"], "--until", "2025-03-19", "--json")
    assert (code, json.loads(out)) == (0, {"prompts": []})
    code, out, _ = run("replay", child["child"])
    assert (code, "re-referral" in out) == (0, True)


@pytest.mark.parametrize("words", [[], ["--all", "--reviewed"], ["6f1c1a54-0000-4000-8000-000000000000", "--all"]])
def test_replaying_nobody_or_two_sorts_of_children_at_once_exits_2(run, fresh_store, words):
    code, _, said = run("replay", *words)
    assert code == 2
    assert "Say whom to replay" in said


def test_replaying_everybody_prints_figures_without_small_numbers_and_keeps_them_for_the_page(
    run, fresh_store, referred_twice, tmp_path
):
    run("receive", referred_twice, "--agency", "social-care")
    code, out, _ = run("replay", "--all", "--until", "2025-06-01", "--csv", str(tmp_path / "out.csv"), "--json")
    assert code == 0
    (one, everything) = json.loads(out)["figures"]["assumed"]
    assert (one["pattern"], everything["pattern"]) == ("re-referral", None)
    assert [one[name] for name in ("never", "earlier", "not_earlier", "all", "days")] == [0, 0, None, None, None]
    written = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert len(written) == 3
    assert written[0].startswith("Table,Pattern,No agency alone")
    assert written[1].endswith("0,0,hidden,hidden,too few to say,too few to say,too few to say")
    code, out, _ = run("replay", "--reviewed", "--json")
    assert (code, json.loads(out)["figures"]["assumed"]) == (0, []), "no review is about her"


def test_a_review_is_said_to_be_about_a_child_and_not_after_all(run, fresh_store, referred_twice, tmp_path):
    run("receive", referred_twice, "--agency", "social-care")
    _, out, _ = run("children", "--json")
    (child,) = json.loads(out)["children"]
    (tmp_path / "ivy.txt").write_text("She was not heard.", encoding="utf-8")
    run("review", "add", str(tmp_path / "ivy.txt"))
    assert run("review", "about", "ivy", "6f1c1a54-0000-4000-8000-000000000000")[0] == 2
    assert run("review", "about", "nothing", child["child"])[0] == 2
    assert run("review", "about", "ivy", child["child"])[0] == 0
    _, out, _ = run("replay", "--reviewed", "--json")
    assert len(json.loads(out)["figures"]["assumed"]) == 2
    assert run("review", "about", "ivy", child["child"], "--not")[0] == 0
    _, out, _ = run("replay", "--reviewed", "--json")
    assert json.loads(out)["figures"]["assumed"] == []


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


def test_progress_is_told_in_plain_lines_by_files_and_counts_where_there_is_no_screen(run, fresh_store, referred_twice):
    _, _, said = run("receive", referred_twice, referred_twice, "--agency", "social-care")
    assert said.splitlines() == ["referrals.csv (1 of 2): 2 rows", "referrals.csv (2 of 2): 2 rows"]
    assert run("receive", referred_twice, "--agency", "social-care", "--json")[2] == ""


def test_on_a_screen_a_bar_grows_by_rows_beside_the_name_of_the_file_and_is_gone_at_the_end(monkeypatch):
    screen = Console(file=io.StringIO(), force_terminal=True, width=100, color_system=None)
    monkeypatch.setattr(saying, "_errors", screen)
    with saying.progress(of=2) as told:
        told(Path("one [red]\x1b[31m.csv"))(2_000)
        two = told(Path("two.csv"))
        two(340)
        two(4_000)
    drawn = screen.file.getvalue()
    assert "one [red][31m.csv (1 of 2)" in drawn
    assert "\x1b[31m" not in drawn
    for rows in ("2,000 rows", "4,000 rows"):
        assert rows in drawn
    assert "━" in drawn


def test_a_file_is_taken_back_in_somebodys_name_and_not_without(run, fresh_store, referred_twice):
    _, out, _ = run("receive", referred_twice, "--agency", "social-care", "--json")
    receipt = json.loads(out)["receipts"][0]["receipt"]
    for username, role in (("una", "agency_lead"), ("sam", "practitioner")):
        add_user(username, name="Invented", agency="social-care", role=role, password="long enough to be one")
    for words in (
        (receipt, "--by", "nobody", "--because", "Wrong"),
        (receipt, "--by", "sam", "--because", "Wrong"),
        (receipt, "--by", "una", "--because", " "),
        ("6f1c1a54-0000-4000-8000-000000000000", "--by", "una", "--because", "Wrong"),
    ):
        code, out, _ = run("take-back", *words)
        assert (code, out) == (2, "")
    code, out, said = run("take-back", receipt, "--by", "una", "--because", "Wrong")
    assert code == 0
    assert "2 entries that no other file tells no longer stand" in out
    assert said == "referrals.csv: 2 entries\n"
    assert run("take-back", receipt, "--by", "una", "--because", "Again")[0] == 2


def test_the_town_is_written_without_a_store(run, tmp_path):
    code, out, _ = run("town", "--out", str(tmp_path / "town"), "--until", "2026-04-01", "--json")
    files = json.loads(out)["files"]
    assert code == 0
    assert len(files) >= 5
    assert all(file["file"].startswith(str(tmp_path)) for file in files)


def test_the_library_is_printed_without_a_store_and_nothing_is_left_where_a_shape_is_refused(run, tmp_path):
    manual, record = tmp_path / "manual.html", tmp_path / "record.html"
    code, out, _ = run("patterns", "--manual", str(manual), "--transparency", str(record), "--json")
    assert code == 0
    assert json.loads(out)["files"] == [str(manual), str(record)]
    assert "The exact rule" in manual.read_text(encoding="utf-8")
    assert "What it does not do" in record.read_text(encoding="utf-8")
    code, _, said = run(
        "patterns", "--manual", str(tmp_path / "other.html"), "--transparency", str(tmp_path / "record.odt")
    )
    assert code == 2
    assert ".docx, .html or .pdf" in said
    assert not (tmp_path / "other.html").exists()


@pytest.mark.long
def test_a_caseload_file_is_taken_in_a_leads_name_and_what_was_refused_is_said_by_row(
    run, fresh_store, referred_twice, tmp_path
):
    run("receive", referred_twice, "--agency", "social-care", "--json")
    for username, role in (("una", "agency_lead"), ("sam", "practitioner")):
        add_user(username, name="Invented", agency="social-care", role=role, password="long enough to be one")
    path = tmp_path / "caseload.csv"
    path.write_text("staff,child,from,to\nsam,A1,2026-03-02,\nnobody,A1,2026-03-02,\n", encoding="utf-8")
    assert run("caseload", str(path), "--by", "sam")[:2] == (2, "")
    code, out, _ = run("caseload", str(path), "--by", "una", "--json")
    said = json.loads(out)
    assert (code, said["began"], said["ended"]) == (0, 1, 0)
    assert [(one["row"], one["column"]) for one in said["refused"]] == [(3, "staff")]
    assert "0 began, 0 now last longer or shorter, 1 are as they were, 0 ended; 1 rows were refused." in " ".join(
        run("caseload", str(path), "--by", "una")[1].split()
    )
