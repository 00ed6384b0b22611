"""Dates, counts and people in plain words."""

import datetime as dt

import pytest

from keepsight.pages import words
from tests.pages.invented import TODAY, entry, nell


@pytest.mark.parametrize(
    ("precision", "first", "last", "says"),
    [
        ("day", "2026-03-03", "2026-03-03", "3 Mar 2026"),
        ("month", "2026-03-01", "2026-03-31", "Mar 2026"),
        ("year", "2026-01-01", "2026-12-31", "2026"),
        ("range", "2026-03-03", "2026-03-09", "3 Mar 2026 to 9 Mar 2026"),
        ("uncertain", "2026-03-03", "2026-03-03", "3 Mar 2026, not certain"),
    ],
)
def test_a_date_is_said_no_more_exactly_than_it_was_told(precision: str, first: str, last: str, says: str) -> None:
    made = entry("child.seen", first, occurred_to=dt.date.fromisoformat(last), precision=precision)
    assert words.when(made) == says


def test_a_date_that_nobody_gave_is_said_to_be_not_known() -> None:
    assert words.when(entry("child.seen", None)) == "date not known"


def test_a_minute_is_said_in_the_time_of_london() -> None:
    at = dt.datetime(2026, 7, 1, 12, 5, tzinfo=dt.UTC)
    assert words.when(entry("child.seen", "2026-07-01", occurred_at=at, precision="minute")) == "1 Jul 2026, 13:05"


@pytest.mark.parametrize(
    ("precision", "says"), [("day", None), ("minute", None), ("month", "early Mar"), ("uncertain", "early Mar")]
)
def test_the_words_of_the_file_stand_beside_a_date_that_is_not_exact(precision: str, says: str | None) -> None:
    assert words.inexact(entry("child.seen", "2026-03-01", precision=precision, raw_when="early Mar")) == says


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ({"born_on": dt.date(2017, 3, 16)}, "9 years"),
        ({"born_on": dt.date(2017, 3, 17)}, "8 years"),
        ({"born_on": dt.date(2024, 3, 17)}, "23 months"),
        ({"born_on": dt.date(2026, 3, 15)}, "0 months"),
        ({"born_on": dt.date(2017, 1, 1), "born_precision": "year"}, "about 9 years"),
        ({"born_on": None, "born_precision": "unknown", "expected_on": dt.date(2026, 6, 1)}, "not yet born"),
        ({"born_on": None, "born_precision": "unknown"}, "age not known"),
        ({"died_on": dt.date(2025, 12, 24)}, "died 24 Dec 2025"),
    ],
)
def test_an_age_is_counted_in_whole_years_or_months_of_a_small_child(said: dict[str, object], age: str) -> None:
    assert words.age(nell(**said), TODAY) == age


@pytest.mark.parametrize(("count", "says"), [(0, "0 entries"), (1, "1 entry"), (1200, "1,200 entries")])
def test_a_count_agrees_with_its_word(count: int, says: str) -> None:
    assert words.counted(count, "entry", "entries") == says


@pytest.mark.parametrize(
    ("details", "known"), [({"alone": "yes"}, "yes"), ({"alone": "unknown"}, None), ({"alone": ""}, None), ({}, None)]
)
def test_unknown_is_not_known_and_never_no(details: dict[str, str], known: str | None) -> None:
    assert words.known(entry("child.seen", "2026-03-01", details=details), "alone") == known
