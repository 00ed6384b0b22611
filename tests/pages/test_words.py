"""Dates, counts and people in plain words."""

import datetime as dt

import pytest

from keepsight.pages import words
from keepsight.pages.environment import environment
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


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("no_further_action", "no further action"),
        ("2026-11-17", "17 Nov 2026"),
        ("2026-02-31", "2026-02-31"),  # no day
        (dt.date(2026, 11, 17), "17 Nov 2026"),
        (["a_b", "c"], "a_b, c"),
    ],
)
def test_a_detail_is_told_as_people_say_it(word: object, says: str) -> None:
    assert words.detail(word) == says


BORN, EXPECTED = {"born_on": dt.date(2026, 3, 14)}, {"expected_on": dt.date(2026, 3, 20)}
SOME_DAY_OF_MARCH = {
    "expected_on": dt.date(2026, 3, 1),
    "expected_to": dt.date(2026, 3, 31),
    "expected_precision": "month",
}
UNBORN = EXPECTED | {"born_on": None, "born_precision": "unknown"}


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (BORN, "born 14 Mar 2026"),
        (BORN | EXPECTED, "born 14 Mar 2026 (expected 20 Mar 2026)"),
        (UNBORN, "expected 20 Mar 2026"),
        (UNBORN | SOME_DAY_OF_MARCH, "expected Mar 2026"),
        (UNBORN | SOME_DAY_OF_MARCH | {"expected_precision": "range"}, "expected 1 Mar 2026 to 31 Mar 2026"),
        ({"born_on": None}, "birth date not known"),
    ],
)
def test_the_day_expected_stands_beside_the_birth(said: dict[str, object], says: str) -> None:
    assert words.born(nell(**said)) == says


@pytest.mark.parametrize(
    ("said", "first", "last", "says"),
    [
        (UNBORN, "2025-11-28", "2025-11-28", "before birth, at about 24 weeks"),
        (UNBORN, "2025-11-27", "2025-11-27", "before birth, at about 23 weeks"),
        (BORN | EXPECTED, "2026-03-13", "2026-03-13", "before birth, at about 39 weeks"),
        (BORN | EXPECTED, "2026-03-14", "2026-03-14", None),
        (BORN, "2026-03-13", "2026-03-13", "before birth"),  # nobody ever said when the birth was expected
        (UNBORN, "2025-11-01", "2025-11-30", "before birth"),  # some day of a month
        (UNBORN | SOME_DAY_OF_MARCH, "2025-11-28", "2025-11-28", "before birth"),  # of how many weeks, nobody can say
        (UNBORN, "2024-11-28", "2024-11-28", "before birth"),  # of the family, before the pregnancy
        (UNBORN, "2026-03-20", "2026-03-20", None),  # born or not, nobody has said
        ({"born_on": None}, "2025-11-28", "2025-11-28", None),
        (UNBORN, None, None, None),
    ],
)
def test_what_happened_before_birth_is_said_so(
    said: dict[str, object], first: str | None, last: str | None, says: str | None
) -> None:
    earliest, latest = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    assert words.before_birth(nell(**said), earliest, latest) == says


@pytest.mark.parametrize(
    "sign", ["\u202a", "\u202b", "\u202d", "\u202e", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069"]
)
def test_words_that_would_be_read_backwards_show_that_they_would(sign: str) -> None:
    page = environment(autoescape=True).from_string("{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(says) }}")
    assert page.render(says=f"<i> was {sign}neeb sah") == "<b>&lt;i&gt; was \ufffdneeb sah</b>"


def test_a_name_in_letters_that_run_from_right_to_left_is_left_as_it_is() -> None:
    assert environment(autoescape=True).from_string("{{ name }}").render(name="\u0644\u064a\u0644\u0649\u200f") == (
        "\u0644\u064a\u0644\u0649\u200f"
    )


@pytest.mark.parametrize(
    ("titles", "says"),
    [
        ([], ""),
        (["Referral"], "Referral"),
        (["Referral", "Home visit", "CAMHS visit"], "Referral, home visit and CAMHS visit"),
    ],
)
def test_titles_in_a_row_begin_with_one_capital_and_names_of_letters_keep_theirs(titles: list[str], says: str) -> None:
    assert words.in_a_row(titles) == says


@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        ("need", "N1", "abuse or neglect (N1)"),
        ("factors", ["3B", "16A", "99"], "Domestic abuse: a parent or carer (3B); Neglect (16A); 99"),
        ("need", "Cold house", "Cold house"),
        ("source", "3B", "3B"),
    ],
)
def test_a_code_of_the_census_is_read_in_words_and_stays_beside_them(name: str, word: object, says: str) -> None:
    assert words.told_detail(name, word) == says


@pytest.mark.parametrize(
    ("said", "says"),
    [("To ring her nan", "To ring her nan."), ("She slept.", "She slept."), ("Why?", "Why?"), ("No!", "No!")],
)
def test_what_people_wrote_ends_once(said: str, says: str) -> None:
    assert words.closed(said) == says
