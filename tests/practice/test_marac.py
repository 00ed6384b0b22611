"""The criteria for MARAC: named in a file and nowhere else, each alone; what is not known is never a no."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from keepsight.chronology.shown import EntryShown
from keepsight.errors import BrokenShelf
from keepsight.practice.marac import checklist as marac
from keepsight.practice.marac import criteria as marac_criteria
from keepsight.practice.marac.checklist import CHECKED, DISCUSSED, INCIDENT, standings
from keepsight.practice.marac.criteria import FOR_MARAC, ForMarac, load_for_marac
from tests.pages.invented import entry

SHELF = (Path(marac_criteria.__file__).parent / "criteria.toml").read_text(encoding="utf-8")
TODAY = dt.date(2026, 3, 16)
JUDGEMENT = FOR_MARAC.criteria["judgement"].title


def read(path: Path, text: str) -> ForMarac:
    """The list as a file says it."""
    path = path / "criteria.toml"
    path.write_text(text, encoding="utf-8")
    return load_for_marac(path)


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ('version = "2026-1"', 'version = " "'),
        ('version = "2026-1"', ""),
        ("look_again_on = 2027-03-31", 'look_again_on = "soon"'),
        ("questions = 24", "questions = 0"),
        ("questions = 24", "questions = true"),
        ("questions = 24", "questions = 13"),
        ("words = []", 'words = ["Are you afraid?"]'),
        ("words = []", "words = 24"),
        ("words = []", 'words = []\ncolours = ["red"]'),
        ("number = 14", "number = 25"),
        ("number = 14", "number = 0"),
        ("number = 14", 'number = "14"'),
        ("number = 14", "number = 14\npoints = [1, 2]"),
        ('counts = "yes"', 'counts = "points"'),
        ('counts = "judgement"\nnumber = 1', 'counts = "judgement"\nnumber = 2'),
        ('unit = "incidents at home"\nwithin = "12 months"', 'unit = "incidents at home"\nwithin = "long"'),
        ('unit = "incidents at home"\nwithin = "12 months"', 'unit = "incidents at home"'),
        ('unit = "incident at home"', 'unit = ""'),
        ('source = "Guidance of SafeLives (repeat cases)"', 'sauce = "Guidance"'),
        ("[criteria.again]", "[criteria.again"),
    ],
)
def test_a_list_that_lacks_something_or_weighs_anything_is_refused(tmp_path: Path, found: str, instead: str) -> None:
    assert SHELF.count(found) == 1, found
    with pytest.raises(BrokenShelf, match=r"criteria\.toml"):
        read(tmp_path, SHELF.replace(found, instead))


def test_no_word_of_a_checklist_is_ours_and_a_partnership_that_may_print_them_names_all_of_them(tmp_path: Path) -> None:
    assert FOR_MARAC.words == ()
    assert (len(FOR_MARAC.asks), FOR_MARAC.asks[0], FOR_MARAC.asks[-1]) == (24, "Question 1", "Question 24")
    words = ", ".join(f'"Invented {number}?"' for number in range(24))
    assert read(tmp_path, SHELF.replace("words = []", f"words = [{words}]")).asks[3] == "Invented 3?"
    twice = words.replace("Invented 3?", "Invented 4?")
    with pytest.raises(BrokenShelf, match="told apart"):
        read(tmp_path, SHELF.replace("words = []", f"words = [{twice}]"))


def home(on: str | None, **said: Any) -> EntryShown:
    """An incident at home."""
    return entry(INCIDENT, on, scope="household", **said)


def month(first: str, last: str) -> EntryShown:
    """An incident of which only a stretch of days is known."""
    return home(first, occurred_to=dt.date.fromisoformat(last), precision="month")


def talked(on: str, **details: object) -> EntryShown:
    """The conference's list says that MARAC talked about it."""
    return entry(DISCUSSED, on, details=details)


def checklist(yes: int, unknown: int = 0, not_asked: int = 0, on: str = "2026-03-02", judged: str = "") -> EntryShown:
    """A checklist of 24 questions, the rest of them answered no."""
    counts = {"answered_yes": yes, "answer_not_known": unknown, "not_asked": not_asked}
    counts["answered_no"] = 24 - sum(counts.values())
    details: dict[str, object] = {name: [f"{name} {each}" for each in range(some)] for name, some in counts.items()}
    return entry(CHECKED, on, details=details | ({"judgement": judged} if judged else {}))


# What is on record on 16 March 2026, and how one of the criteria stands by it.
CRITERIA: list[tuple[str, list[EntryShown], str]] = [
    ("checklist", [], "not_shown"),
    ("checklist", [checklist(13)], "not_shown"),
    ("checklist", [checklist(14)], "met"),
    ("checklist", [checklist(13, unknown=1)], "cannot_tell"),
    ("checklist", [checklist(9, not_asked=5)], "cannot_tell"),
    ("checklist", [checklist(9, not_asked=4)], "not_shown"),
    ("checklist", [checklist(7), checklist(7)], "not_shown"),
    ("checklist", [checklist(20), checklist(3, on="2026-03-10")], "met"),
    ("checklist", [checklist(20, on="2025-03-16")], "met"),
    ("checklist", [checklist(20, on="2025-03-15")], "not_shown"),
    ("checklist", [talked("2026-01-08", dash_score=17)], "met"),
    ("checklist", [talked("2026-01-08", dash_score="unknown")], "not_shown"),
    ("escalation", [home("2025-03-16"), home("2025-09-01"), home("2026-03-16")], "met"),
    ("escalation", [home("2025-03-15"), home("2025-09-01"), home("2026-03-16")], "not_shown"),
    ("escalation", [home("2026-01-05"), home("2026-01-05", agency="Police"), home("2026-02-01")], "not_shown"),
    ("escalation", [home("2026-01-05"), home("2026-02-01"), home(None)], "cannot_tell"),
    ("escalation", [home("2026-01-05"), home("2026-02-01"), month("2025-03-01", "2025-03-31")], "cannot_tell"),
    ("escalation", [home("2026-01-05"), home("2026-02-01"), month("2024-03-01", "2024-03-31")], "not_shown"),
    ("escalation", [home("2026-01-05"), home("2026-02-01"), home("2026-03-20")], "not_shown"),
    ("again", [home("2026-02-01")], "not_shown"),
    ("again", [talked("2025-10-01"), home("2026-02-01")], "met"),
    ("again", [talked("2025-10-01"), home("2025-09-01")], "not_shown"),
    ("again", [talked("2025-10-01"), home("2025-10-01")], "cannot_tell"),
    ("again", [talked("2025-10-01"), home(None)], "cannot_tell"),
    ("again", [talked("2025-01-31"), home("2026-01-31")], "met"),
    ("again", [talked("2025-01-31"), home("2026-02-01")], "not_shown"),
    ("again", [talked("2024-06-01"), home("2025-02-01")], "not_shown"),
    ("again", [talked("2025-10-01"), home("2025-11-01"), talked("2025-12-01")], "not_shown"),
    ("judgement", [checklist(24)], "not_shown"),
    ("judgement", [checklist(0, judged="yes")], "met"),
    ("judgement", [checklist(0, judged="no")], "not_shown"),
    ("judgement", [entry("marac.referred", "2026-03-02", details={"criteria": [JUDGEMENT]})], "met"),
    ("judgement", [entry("marac.referred", "2026-03-02", details={"criteria": ["Another"]})], "not_shown"),
    ("judgement", [entry("marac.referred", "2026-03-02")], "not_shown"),
    ("judgement", [checklist(0, judged="yes"), checklist(0, on="2026-03-10", judged="no")], "met"),
]


@pytest.mark.parametrize(("name", "entries", "state"), CRITERIA)
def test_how_each_of_the_criteria_stands(name: str, entries: list[EntryShown], state: str) -> None:
    assert standings(entries, TODAY)[name].state == state


def test_none_is_added_to_another_and_each_names_what_shows_it() -> None:
    nearly = [checklist(13), home("2026-01-05"), home("2026-02-01")]
    assert {one.state for one in standings(nearly, TODAY).values()} == {"not_shown"}
    told = [talked("2025-10-01"), home("2026-01-05"), home("2026-02-01"), home("2026-03-01")]
    stands = standings(told, TODAY)
    assert stands["escalation"].by == tuple(told[1:])
    assert stands["again"].by == tuple(told)


def test_a_question_that_was_not_asked_taken_for_a_no_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sabotage: with only what was answered yes counted, the table above no longer holds."""
    monkeypatch.setattr(marac, "_most", marac._yes)
    with pytest.raises(AssertionError):
        test_how_each_of_the_criteria_stands("checklist", [checklist(9, not_asked=5)], "cannot_tell")


def test_a_partnership_s_own_number_holds(tmp_path: Path) -> None:
    own = read(tmp_path, SHELF.replace("number = 14", "number = 10"))
    assert standings([checklist(10)], TODAY, own)["checklist"].state == "met"
