"""A question composed out of fields: refused where it could not be asked, and asked alike by PostgreSQL, DuckDB and the oracle."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import Databases
from keepsight.clocks import gone_on
from keepsight.errors import WrongUse
from keepsight.patterns.answers import gather
from keepsight.patterns.composing import SHAPES, choices, fields, fields_of, table_of, words_to_state
from keepsight.patterns.kept import OWN_VERSIONS_FROM, sheet_from
from keepsight.patterns.scanning.asked import asked_in, write_asked
from keepsight.patterns.scanning.scan import scan
from keepsight.patterns.sheets import SHAPES as ALL_SHAPES
from keepsight.patterns.sheets import Sheet, library, windows_asked
from keepsight.store import server
from tests.patterns import oracle
from tests.patterns.asking import Duck, Postgres, ask_oracle, told, write_calendar
from tests.patterns.folders import Lives
from tests.patterns.lives import lives_of, random_history

WORDS = {
    "title": "Missed and told of",
    "question": "Has this child been missed more than once?",
    "sentence": "{measure} times between {first} and {last}.",
    "unit": "times",
    "what_else": "It was one thing told twice.\nSomebody was ill.",
    "what_clears_it": "Somebody sees the child.",
    "questions": "Who has asked the child?",
    "theme": "childs_voice",
    "restricted": "no",
    "scope": "child",
}
OF_SHAPES: dict[str, dict[str, str]] = {
    "count": {"of-1": "appointment.not_brought", "of-2": "concern.recorded", "until-1": "child.seen", "at_least": "2",
              "within": "6 months", "agencies": "2"},
    "awaited": {"after-1": "missing.found", "expects-1": "return_interview.held",
                "expects-2": "return_interview.offered|answer|declined", "within": "5 working days"},
    "silence": {"opened-1": "plan.started", "closed-1": "plan.ended", "heard-1": "child.seen", "within": "30 days"},
    "then": {"first-1": "involvement.closed", "then-1": "referral.received", "until-1": "assessment.started", "within": "6 months"},
    "cycle": {"this-1": "missing.reported", "that-1": "missing.found", "at_least": "2", "each_within": "10 days",
              "within": "12 months"},
    "share": {"event-1": "assessment.completed", "meets-1": "appointment.not_brought", "other-1": "appointment.attended",
              "since-1": "assessment.started", "until-1": "plan.started", "part_at_least": "1 in 2", "at_least": "1",
              "within": "12 months"},
    "omission": {"event-1": "assessment.completed", "held-1": "substance_use.recorded", "held-1-as": "adult_substance_use",
                 "until-1": "history.considered", "within": "24 months"},
    "change": {"event-1": "exploitation.meeting", "measured-1": "concern.recorded", "until-1": "exploitation.assessed",
               "events": "1", "at_least": "1", "within": "60 days", "counts_for": "12 months"},
}  # fmt: skip


def made(shape: str, **otherwise: str) -> dict[str, Any]:
    """The table of a question of this shape, with some fields filled in otherwise."""
    said = WORDS | OF_SHAPES.get(shape, {}) | otherwise
    return table_of(shape, said, ("social_care",), checked_by="Una, who wrote it.", look_again_on=date(2027, 4, 1))


def read(shape: str, **otherwise: str) -> Sheet:
    """The same, read as strictly as a sheet of the library."""
    return sheet_from(f"own-{shape}", made(shape, **otherwise), 1)


@pytest.mark.parametrize(
    ("shape", "otherwise", "why"),
    [
        ("count", {"title": " "}, "Title is empty"),
        ("count", {"what_else": "\n"}, "What else is empty"),
        ("count", {"of-1": "", "of-2": ""}, "names nothing"),
        ("count", {"at_least": "some"}, "whole number"),
        ("count", {"at_least": "0"}, "1 or more"),
        ("count", {"agencies": "9"}, "which can never be"),
        ("count", {"within": "a while"}, "no length of time"),
        ("count", {"of-1": "appointment.stolen"}, "none of ours"),
        ("count", {"of-1": "referral.decided|outcome|stolen"}, "never says"),
        ("count", {"theme": "gossip"}, "should be one of"),
        ("count", {"sentence": "{name} was missed"}, "may leave open only"),
        ("awaited", {"expects-1": "", "expects-2": ""}, "names nothing"),
        ("silence", {"heard-1": ""}, "names nothing"),
        ("share", {"part_at_least": "half"}, "cannot be read"),
        ("share", {"part_at_least": "3 in 2"}, "two numbers"),
        ("share", {"other-1": "appointment.not_brought"}, "select the same entries"),
        ("change", {"measured-1": ""}, "names nothing"),
        ("change", {"counts_for": "ever"}, "no length of time"),
        ("omission", {"event-1": "plan.started"}, "never says what was considered"),
        ("omission", {"event-1": "assessment.stolen"}, "never says what was considered"),
        ("omission", {"held-1": ""}, "names nothing"),
        ("omission", {"held-1-as": ""}, "without the word"),
        ("omission", {"held-1-as": "gossip"}, "without the word"),
        ("gossip", {}, "No question of that shape"),
    ],
)
def test_what_could_not_be_asked_is_refused_in_words(shape: str, otherwise: dict[str, str], why: str) -> None:
    with pytest.raises(WrongUse, match=why):
        read(shape, **otherwise)


def test_every_shape_can_be_composed() -> None:
    assert SHAPES.keys() == set(ALL_SHAPES)


def test_every_shape_that_is_offered_can_be_composed_and_says_itself_again() -> None:
    assert set(OF_SHAPES) == set(SHAPES)
    for shape in SHAPES:
        table = made(shape)
        again = {name: said for name, said in fields_of(table).items() if said}
        assert again == {name: said for name, said in (WORDS | OF_SHAPES[shape]).items() if name in fields(shape)}
        assert read(shape).version == OWN_VERSIONS_FROM + 1


def test_a_question_of_absence_waits_for_the_feeds_that_would_have_told() -> None:
    (need,) = read("silence").needs
    assert (need.kinds, need.sectors) == (("child.seen",), ("social_care",))
    usual = table_of("silence", WORDS | OF_SHAPES["silence"], (), checked_by="Una", look_again_on=date(2027, 4, 1))
    assert sheet_from("own", usual, 1).needs[0].sectors
    assert read("count").needs == read("share").needs == ()
    assert [need.kinds for need in read("change").needs] == [("concern.recorded",)]


def test_nothing_a_person_composes_is_passed_off_as_law_and_what_is_not_said_is_restricted() -> None:
    assert read("count").clock.name == "local"
    assert read("count", restricted="").restricted
    assert not read("count", restricted="no").restricted


def test_every_word_that_may_be_left_out_and_all_that_states_one_is_one_that_a_sheet_may_ask() -> None:
    words, stating = words_to_state(), list(choices(stating=True))
    assert {"domestic_abuse", "adult_substance_use"} < dict(words).keys()
    assert "assessment.completed" in dict(stating)
    for word, _ in words:
        assert read("omission", **{"held-1-as": word}).asks.held[0].words == (word,)  # type: ignore[union-attr]  # an omission holds something
    for choice, _ in stating:
        read("omission", **{"event-1": choice})


def test_every_choice_is_one_that_a_sheet_may_make() -> None:
    for choice, _ in choices():
        read("count", **{"of-1": choice, "of-2": "", "until-1": "child.seen"})


@pytest.mark.long
def test_what_is_composed_is_asked_alike_by_every_engine(databases: Databases, tmp_path: Path) -> None:
    sheets, held = own_sheets(), set()
    calendar = write_calendar(tmp_path / "calendar.csv", windows_asked(sheets))
    postgres, duck = Postgres(server.url(databases.socket, server.SUPERUSER, "postgres"), calendar), Duck(calendar)
    for history in lives_of(sheets * 2):
        answers = postgres.ask(sheets, history)
        assert answers == duck.ask(sheets, history) == ask_oracle(sheets, history)
        held |= {one.pattern for one in answers if one.holds}
    postgres.close()
    assert held == {sheet.name for sheet in sheets}, "a question that never held compares nothing"


def own_sheets() -> list[Sheet]:
    """One of each shape."""
    return [read(shape) for shape in SHAPES]


def test_a_scan_asks_what_the_partnership_asks_and_not_what_it_switched_off(tmp_path: Path) -> None:
    shelf, own = library(), made("count")
    assert asked_in(tmp_path, shelf) == list(shelf.values())
    write_asked(tmp_path, [("own-count", 1, own)], ["re-referral"])
    asked = {sheet.name: sheet for sheet in asked_in(tmp_path, shelf)}
    assert set(asked) == shelf.keys() - {"re-referral"} | {"own-count"}
    assert asked["own-count"] == read("count")


def test_a_scan_answers_a_question_of_one_s_own_as_the_oracle_does(tmp_path: Path) -> None:
    random, sheets = Random(20261127), own_sheets()
    history = random_history(random, 40, 12, sheets)
    lives = Lives(history, random)
    history = lives.as_known(history)
    lives.write(tmp_path / "columns", history)
    write_asked(tmp_path / "columns", [(sheet.name, 1, made(sheet.shape)) for sheet in sheets], library())
    scan(tmp_path / "columns", tmp_path / "answers.parquet", asked_in(tmp_path / "columns", library()))
    answered = gather(tuple(row.values()) for row in pq.read_table(tmp_path / "answers.parquet").to_pylist())
    assert answered == oracle.ask(sheets, history, told(sheets, history), gone_on)
    assert any(one.holds for one in answered)
