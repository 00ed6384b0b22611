"""Windows as the sheets write them, and the first day on which each is over."""

from datetime import date

import pytest

from keepsight.clocks import CALENDAR_FIRST, CALENDAR_LAST, Window, clock_rows, due_on, gone_on, last_day
from keepsight.errors import WrongUse


@pytest.mark.parametrize(
    "written",
    ["", "12", "months", "0 days", "-3 days", "1.5 months", "2 years", "3 weeks", "5 workingdays", "12 months 3 days"],
)
def test_words_that_are_no_length_of_time_are_refused(written: str) -> None:
    with pytest.raises(WrongUse, match="Write it like"):
        Window.parse(written)


@pytest.mark.parametrize(
    ("written", "count", "unit", "text"),
    [
        ("12 months", 12, "month", "12 months"),
        ("1 month", 1, "month", "1 month"),
        ("1 months", 1, "month", "1 month"),
        ("60 days", 60, "day", "60 days"),
        ("1 working day", 1, "working day", "1 working day"),
        ("  15  Working days ", 15, "working day", "15 working days"),
        ("72 hours", 72, "hour", "72 hours"),
        ("Same day", 0, "day", "same day"),
    ],
)
def test_a_window_is_read_from_words_and_has_one_way_of_being_written(
    written: str, count: int, unit: str, text: str
) -> None:
    window = Window.parse(written)
    assert (window.count, window.unit, window.text) == (count, unit, text)
    assert Window.parse(window.text) == window


@pytest.mark.parametrize(
    ("written", "event", "gone"),
    [
        ("12 months", date(2025, 2, 28), date(2026, 3, 1)),
        ("same day", date(2025, 2, 28), date(2025, 3, 1)),
        ("12 months", date(2024, 2, 29), date(2025, 3, 1)),  # lasts to 28 February 2025
        ("12 months", date(2023, 3, 1), date(2024, 3, 2)),
        ("1 month", date(2025, 1, 31), date(2025, 3, 1)),  # lasts to 28 February
        ("1 month", date(2024, 1, 31), date(2024, 3, 1)),  # lasts to 29 February
        ("1 month", date(2025, 2, 28), date(2025, 3, 29)),  # lasts to 28 March
        ("1 month", date(2025, 12, 31), date(2026, 2, 1)),
        ("24 months", date(2024, 12, 1), date(2026, 12, 2)),
        ("60 days", date(2025, 1, 1), date(2025, 3, 3)),
        ("1 day", date(2025, 1, 1), date(2025, 1, 3)),
        ("72 hours", date(2025, 1, 1), date(2025, 1, 5)),
        ("25 hours", date(2025, 1, 1), date(2025, 1, 4)),  # two days begun
        ("5 working days", date(2025, 1, 6), date(2025, 1, 14)),  # due Monday 13 January
        ("5 working days", date(2025, 1, 10), date(2025, 1, 18)),  # due Friday 17; the Saturday is late
    ],
)
def test_a_window_is_gone_the_day_after_its_last(written: str, event: date, gone: date) -> None:
    assert gone_on(Window.parse(written), event) == gone


@pytest.mark.parametrize(
    ("written", "event"),
    [
        ("60 days", date(1899, 12, 31)),
        ("60 days", date(2101, 1, 1)),
        ("1 day", date(2100, 12, 30)),  # lasts to the last day, and the day after is not in the calendar
        ("12 months", date(2100, 6, 1)),
        ("9999 months", date(2000, 1, 1)),
        ("1 working day", date(1974, 12, 31)),
        ("1 working day", date(2028, 12, 29)),
    ],
)
def test_outside_the_calendar_nobody_can_tell_when_a_window_is_gone(written: str, event: date) -> None:
    assert gone_on(Window.parse(written), event) is None


@pytest.mark.parametrize("event", [CALENDAR_FIRST, date(2100, 11, 29)])
def test_the_calendar_answers_up_to_its_ends(event: date) -> None:
    assert gone_on(Window.parse("1 month"), event) is not None
    assert last_day(Window.parse("1 day"), date(2100, 12, 30)) == CALENDAR_LAST


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 2)),
        (date(2026, 4, 1), date(2026, 4, 30), None),  # known only to the month
        (date(2026, 4, 1), date(2026, 4, 2), None),
        (date(2026, 4, 1), None, None),
        (None, date(2026, 4, 1), None),
        (None, None, None),
    ],
)
def test_only_a_known_day_starts_a_clock(first: date | None, last: date | None, due: date | None) -> None:
    assert due_on(Window.parse("1 working day"), first, last) == due


def test_the_calendar_table_keeps_a_row_for_a_day_that_cannot_tell() -> None:
    rows = list(clock_rows(Window.parse("1 working day"), date(2028, 12, 27), date(2028, 12, 31)))
    assert rows == [
        (date(2028, 12, 27), date(2028, 12, 29)),
        (date(2028, 12, 28), date(2028, 12, 30)),
        (date(2028, 12, 29), None),
        (date(2028, 12, 30), None),
        (date(2028, 12, 31), None),
    ]


def test_a_calendar_table_that_ends_before_it_begins_is_empty() -> None:
    assert list(clock_rows(Window.parse("1 day"), date(2026, 1, 2), date(2026, 1, 1))) == []


@pytest.mark.parametrize("written", ["3 months", "60 days", "72 hours", "10 working days"])
def test_a_later_start_is_never_gone_earlier(written: str) -> None:
    gone = [day for _, day in clock_rows(Window.parse(written), date(2023, 1, 1), date(2026, 12, 31))]
    told = [day for day in gone if day]
    assert len(told) == len(gone)
    assert told == sorted(told)
