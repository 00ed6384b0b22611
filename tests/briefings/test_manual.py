"""The manual and the record of transparency: each sheet stands in them whole, a changed one changes them, and a gap is no guess."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from keepsight.briefings import transparency as of_transparency
from keepsight.briefings.manual import Told, manual, of_library
from keepsight.briefings.printers import in_shape
from keepsight.briefings.printing import Printed
from keepsight.briefings.transparency import GAP, transparency
from keepsight.errors import BrokenShelf
from keepsight.patterns.in_words import rule_in_words
from keepsight.patterns.numbers import numbers
from keepsight.patterns.sheets import library, sheet_of

DAY = dt.date(2026, 11, 26)
TOLD = of_library(library())
# The headings of both tiers of the standard, as their authors order them. What has one heading there may have several here.
HEADINGS = (
    *("Name", "Description", "Website", "Contact", "Organisation", "Team", "Senior responsible owner", "External suppliers"),
    *("Detailed description", "Scope", "Benefit", "What was done before", "Alternatives", "Where it stands in the work"),
    *("What people are given", "How often", "What people decide", "Training", "How to object", "System architecture", "Phase"),
    *("Maintenance", "Models", "How well it does", "Data it was developed with", "Data it works on: sources"),
    *("Data it works on: sensitive attributes", "Data it works on: how it is processed"),
    *("Data it works on: access and storage", "Data it works on: agreements", "Impact assessments", "Risk: "),
)  # fmt: skip


def texts(paper: Printed) -> Iterator[str]:
    """Every text of a paper."""
    for part in paper["parts"]:
        yield part["title"]
        for block in part["blocks"]:
            yield block.get("text", "")
            yield from block.get("items", [])
            yield from (cell for row in block.get("rows", []) for cell in row)


def said_of(told: list[Told]) -> set[str]:
    return set(texts(manual(told, partnership="Ours", as_at=DAY)))


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.sheet.name)
def test_each_sheet_of_the_library_stands_in_the_manual_whole(told: Told) -> None:
    sheet, said = told.sheet, said_of([told])
    whole = [sheet.name, sheet.title, sheet.question, sheet.sentence, sheet.unit, sheet.checked_by]
    whole += [*sheet.what_else, *sheet.what_clears_it, *sheet.questions, *rule_in_words(sheet.asks)]
    whole += [one.says for one in numbers(told.says)]
    assert set(whole) <= said
    assert told.examples
    assert all(any(text.startswith(f"{one.heading}.") for text in said) for one in told.examples)


def test_no_sheet_is_left_out_of_the_manual() -> None:
    said = said_of(TOLD)
    assert {one.sheet.title for one in TOLD} <= said
    assert {one.sheet.title for one in TOLD[1:]} <= said_of(TOLD[1:])
    assert TOLD[0].sheet.title not in said_of(TOLD[1:])


@pytest.mark.parametrize("key", ["title", "question", "sentence", "unit", "checked_by", "what_else", "questions"])
def test_a_changed_word_of_a_sheet_changes_the_manual(key: str) -> None:
    told = TOLD[0]
    before = told.says[key]
    changed = {**told.says, key: f"Otherwise: {before}" if isinstance(before, str) else [*before, "Or otherwise."]}
    again = Told(sheet_of(told.sheet.name, changed), changed, told.examples)
    assert said_of([told]) != said_of([again])
    assert any("therwise" in one for one in said_of([again]) - said_of([told]))


def test_a_number_that_the_law_sets_says_by_which_and_any_other_is_called_local() -> None:
    by_law = next(one for one in TOLD if one.sheet.name == "assessment-drift")
    assert any("Working Together" in one for one in said_of([by_law]))
    local = next(one for one in TOLD if one.sheet.name == "repeat-missing")
    assert any(one.startswith("Local practice, not law") for one in said_of([local]))


def test_the_record_stands_under_every_heading_of_the_standard() -> None:
    titles = [part["title"] for part in transparency(TOLD, partnership="Ours", as_at=DAY)["parts"]]
    for heading in HEADINGS:
        assert any(title.startswith(heading) for title in titles), heading
    assert {"No score", "No prediction", "No decision", "No safety out of silence"} <= set(titles)


def test_its_numbers_and_lists_come_from_the_sheets_that_are_asked() -> None:
    all_of_them, one_less = (set(texts(transparency(told, partnership="Ours", as_at=DAY))) for told in (TOLD, TOLD[1:]))
    assert {one.sheet.question for one in TOLD} <= all_of_them
    assert TOLD[0].sheet.question not in one_less
    assert any(f" {len(TOLD)} questions" in one for one in all_of_them)
    assert any(f" {len(TOLD) - 1} questions" in one for one in one_less)
    assert not any("{" in one for one in all_of_them if one not in {each.sheet.question for each in TOLD})


def test_what_only_a_partnership_can_say_is_a_gap_and_never_a_guess() -> None:
    parts = transparency(TOLD, partnership="Ours", as_at=DAY)["parts"]
    said = {part["title"]: " ".join(block.get("text", "") for block in part["blocks"]) for part in parts}
    for title in ("Contact", "Senior responsible owner", "Impact assessments", "Training"):
        assert said[title].startswith(GAP)
    assert GAP not in said["No score"]


def test_a_slot_that_nobody_fills_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = tmp_path / "transparency.toml"
    words.write_text(
        of_transparency.WORDS.read_text(encoding="utf-8").replace("{patterns}", "{families}"), encoding="utf-8"
    )
    monkeypatch.setattr(of_transparency, "_said", lambda: tomllib.loads(words.read_text(encoding="utf-8")))
    with pytest.raises(BrokenShelf, match="families"):
        transparency(TOLD, partnership="Ours", as_at=DAY)


@pytest.mark.parametrize("suffix", ["html", "pdf", "docx"])
def test_both_are_printed_in_every_shape(suffix: str) -> None:
    for paper in (
        manual(TOLD[:2], partnership="Ours", as_at=DAY),
        transparency(TOLD[:2], partnership="Ours", as_at=DAY),
    ):
        assert in_shape(paper, suffix)
