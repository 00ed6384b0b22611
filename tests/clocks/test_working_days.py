"""Working days in England, held against days that were announced and against dates worked out by hand."""

from collections import Counter
from datetime import date, timedelta

import pytest

from keepsight.clocks import FIRST_DAY, LAST_DAY, bank_holidays, is_working_day, working_days_after
from keepsight.errors import WrongUse

A_DAY = timedelta(days=1)


@pytest.mark.parametrize("outside", [FIRST_DAY - A_DAY, LAST_DAY + A_DAY, date(1900, 1, 1), date(2100, 12, 31)])
def test_a_day_outside_the_table_cannot_be_told(outside: date) -> None:
    assert is_working_day(outside) is None
    assert working_days_after(outside, 1) is None


def test_a_clock_that_runs_out_after_the_table_cannot_be_told() -> None:
    # The last working days of 2028 are Thursday 28 and Friday 29 December.
    assert working_days_after(date(2028, 12, 27), 2) == date(2028, 12, 29)
    assert working_days_after(date(2028, 12, 27), 3) is None


@pytest.mark.parametrize("count", [0, -1])
def test_a_clock_of_no_working_days_is_refused(count: int) -> None:
    with pytest.raises(WrongUse):
        working_days_after(date(2026, 4, 1), count)


def test_the_table_reaches_from_before_2008_to_the_end_of_2028() -> None:
    assert is_working_day(date(2008, 1, 2)) is True
    assert is_working_day(date(2028, 12, 31)) is False


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(1977, 6, 7), "Silver Jubilee"),
        (date(1981, 7, 29), "a royal wedding"),
        (date(1995, 5, 8), "May Day moved for VE Day"),
        (date(1999, 12, 31), "the millennium"),
        (date(2002, 6, 3), "Golden Jubilee"),
        (date(2002, 6, 4), "spring holiday moved beside it"),
        (date(2011, 4, 29), "a royal wedding"),
        (date(2012, 6, 4), "spring holiday moved beside the Diamond Jubilee"),
        (date(2012, 6, 5), "Diamond Jubilee"),
        (date(2020, 5, 8), "May Day moved for VE Day"),
        (date(2022, 6, 2), "spring holiday moved beside the Platinum Jubilee"),
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "the late Queen's funeral"),
        (date(2023, 5, 8), "the coronation"),
    ],
)
def test_a_bank_holiday_held_once_is_no_working_day(day: date, why: str) -> None:
    assert is_working_day(day) is False, why


@pytest.mark.parametrize(
    "given_instead",
    [
        date(2010, 12, 27),
        date(2010, 12, 28),
        date(2011, 1, 3),
        date(2012, 1, 2),
        date(2015, 12, 28),
        date(2016, 12, 27),
        date(2017, 1, 2),
        date(2020, 12, 28),
        date(2021, 12, 27),
        date(2021, 12, 28),
        date(2022, 1, 3),
        date(2022, 12, 27),
        date(2023, 1, 2),
        date(2026, 12, 28),
        date(2027, 12, 27),
        date(2027, 12, 28),
        date(2028, 1, 3),
    ],
)
def test_a_day_given_for_a_holiday_at_a_weekend_is_no_working_day(given_instead: date) -> None:
    assert is_working_day(given_instead) is False


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(1995, 5, 1), "May Day was moved away from it"),
        (date(2002, 5, 27), "the spring holiday was moved away from it"),
        (date(2012, 5, 28), "the spring holiday was moved away from it"),
        (date(2020, 5, 4), "May Day was moved away from it"),
        (date(2022, 5, 30), "the spring holiday was moved away from it"),
        (date(2026, 6, 15), "a holiday of Scotland alone"),
        (date(2026, 1, 2), "a holiday of Scotland alone"),
        (date(2026, 3, 17), "a holiday of Northern Ireland alone"),
    ],
)
def test_a_day_that_only_looks_like_a_bank_holiday_is_a_working_day(day: date, why: str) -> None:
    assert is_working_day(day) is True, why


def test_each_year_has_the_number_of_bank_holidays_it_was_given() -> None:
    usual = {year: 7 if year < 1978 else 8 for year in range(FIRST_DAY.year, LAST_DAY.year + 1)}  # May Day from 1978
    once_only = {1977: 1, 1981: 1, 1999: 1, 2002: 1, 2011: 1, 2012: 1, 2022: 2, 2023: 1}
    on_weekdays = Counter(day.year for day in bank_holidays() if day.weekday() < 5)

    assert on_weekdays == {year: days + once_only.get(year, 0) for year, days in usual.items()}


@pytest.mark.parametrize(
    ("event", "count", "due"),
    [
        (date(2025, 12, 24), 1, date(2025, 12, 29)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 1), 15, date(2026, 4, 24)),
        (date(2025, 11, 24), 45, date(2026, 1, 29)),
        (date(2022, 6, 2), 15, date(2022, 6, 24)),
        (date(2026, 5, 15), 1, date(2026, 5, 18)),  # a Friday
        (date(2026, 5, 16), 1, date(2026, 5, 18)),  # a Saturday is day 0 too
        (date(2026, 5, 17), 1, date(2026, 5, 18)),  # and so is a Sunday
    ],
)
def test_the_day_of_the_event_is_day_0(event: date, count: int, due: date) -> None:
    assert working_days_after(event, count) == due


def test_what_is_due_is_always_due_on_a_working_day_with_so_many_between() -> None:
    event = date(2019, 12, 1)
    for count in range(1, 260):
        due = working_days_after(event, count)
        assert due is not None
        days = [event + timedelta(days=days) for days in range(1, (due - event).days + 1)]
        assert sum(is_working_day(day) is True for day in days) == count
        assert is_working_day(due) is True
