"""Statutory, guidance and local limits: what is refused, what is in force on a day, and what each comes to."""

from datetime import date
from pathlib import Path

import pytest

from keepsight.clocks import LIMITS, Limit, due_on, limit
from keepsight.clocks.limits import limit_on, load_limits
from keepsight.errors import BrokenShelf, WrongUse

A_LIMIT = {
    "name": '"call_back"',
    "title": '"Call back"',
    "counts_from": '"the call"',
    "until": '"the call back"',
    "within": '"1 working day"',
    "standing": '"local"',
    "source": '"Local practice"',
    "version": '"first"',
    "in_force_from": "2020-01-01",
}


def shelf(folder: Path, *limits: dict[str, str]) -> Path:
    path = folder / "limits.toml"
    path.write_text("\n".join("[[limits]]\n" + "\n".join(f"{k} = {v}" for k, v in each.items()) for each in limits))
    return path


def read(folder: Path, *limits: dict[str, str]) -> tuple[Limit, ...]:
    return load_limits(shelf(folder, *limits))


@pytest.mark.parametrize("missing", list(A_LIMIT))
def test_a_limit_that_lacks_anything_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(BrokenShelf, match=missing):
        read(tmp_path, {field: said for field, said in A_LIMIT.items() if field != missing})


@pytest.mark.parametrize(
    ("field", "said", "names"),
    [
        ("source", '" "', "blank"),
        ("version", "3", "blank"),
        ("within", '"soon"', "length of time"),
        ("standing", '"custom"', "statutory, guidance, local"),
        ("in_force_from", '"2020"', "in force from a date"),
        ("in_force_from", "2020-01-01T00:00:00", "in force from a date"),
        ("colour", '"red"', "colour"),
    ],
)
def test_a_limit_that_says_something_wrong_is_refused(tmp_path: Path, field: str, said: str, names: str) -> None:
    with pytest.raises(BrokenShelf, match=names):
        read(tmp_path, {**A_LIMIT, field: said})


@pytest.mark.parametrize("text", ["limits = 3", "limits = [3]", "", "[[limit]]", "[limits]\nname = 'x'", "not toml"])
def test_a_file_that_is_no_list_of_limits_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(text)
    with pytest.raises(BrokenShelf, match=r"limits\.toml"):
        load_limits(path)


def test_two_versions_from_one_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenShelf, match="call_back stands twice"):
        read(tmp_path, A_LIMIT, {**A_LIMIT, "within": '"2 working days"'})


def test_a_name_that_is_no_limit_is_refused() -> None:
    with pytest.raises(WrongUse, match="no_such_limit"):
        limit("no_such_limit", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "first"),
        (date(2021, 5, 31), "first"),
        (date(2021, 6, 1), "second"),
        (date(2030, 1, 1), "second"),
    ],
)
def test_the_version_in_force_on_the_day_is_the_one_that_counts(tmp_path: Path, on: date, version: str | None) -> None:
    second = {**A_LIMIT, "version": '"second"', "in_force_from": "2021-06-01"}
    for limits in (read(tmp_path, A_LIMIT, second), read(tmp_path, second, A_LIMIT)):
        found = limit_on(limits, "call_back", on)
        assert (found and found.version) == version


def test_a_limit_from_nobody_knows_when_gives_way_to_one_with_a_date(tmp_path: Path) -> None:
    limits = read(tmp_path, {**A_LIMIT, "version": '"old"', "in_force_from": '"unknown"'}, A_LIMIT)
    before, after = (limit_on(limits, "call_back", on) for on in (date(1990, 1, 1), date(2020, 1, 1)))
    assert before is not None
    assert after is not None
    assert (before.version, before.in_force_from) == ("old", None)
    assert after.version == "first"


@pytest.mark.parametrize(
    ("name", "window", "standing"),
    [
        ("referral_decided", "1 working day", "guidance"),
        ("assessment_completed", "45 working days", "guidance"),
        ("initial_conference_from_strategy_discussion", "15 working days", "guidance"),
        ("initial_conference_from_section47", "15 working days", "guidance"),
        ("first_core_group", "10 working days", "guidance"),
        ("first_review_conference", "3 months", "guidance"),
        ("next_review_conference", "6 months", "guidance"),
        ("return_interview", "72 hours", "guidance"),
        ("first_care_review", "20 working days", "statutory"),
        ("second_care_review", "3 months", "statutory"),
        ("next_care_review", "6 months", "statutory"),
        ("serious_incident_notified", "5 working days", "guidance"),
        ("child_protection_visit", "10 working days", "local"),
        ("child_in_need_visit", "20 working days", "local"),
    ],
)
def test_the_limits_we_ship_are_those_of_their_sources(name: str, window: str, standing: str) -> None:
    found = limit(name, date(2026, 5, 1))
    assert found is not None
    assert (found.window.text, found.standing) == (window, standing)


def test_local_practice_is_never_shipped_as_law() -> None:
    for each in LIMITS:
        assert (each.standing == "local") == each.source.startswith("Local practice"), each.name


def test_before_a_limit_was_in_force_nobody_can_tell() -> None:
    assert limit("assessment_completed", date(2013, 4, 14)) is None
    assert limit("assessment_completed", date(2013, 4, 15)) is not None


@pytest.mark.parametrize(
    ("name", "start", "due"),
    [
        ("initial_conference_from_strategy_discussion", date(2022, 6, 1), date(2022, 6, 24)),
        ("initial_conference_from_section47", date(2022, 6, 6), date(2022, 6, 27)),
    ],
)
def test_the_two_starts_of_the_conference_clock_run_out_on_two_days(name: str, start: date, due: date) -> None:
    found = limit(name, start)
    assert found is not None
    assert due_on(found.window, start, start) == due
