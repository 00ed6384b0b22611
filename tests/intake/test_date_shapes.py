"""Dates as people type them. Day first, precision kept, doubt kept, nothing invented."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsight.intake.drafts import When
from keepsight.intake.reading.dates import read_date, read_range
from keepsight.intake.reading.hours import at, moment_of

FILE_DATE = date(2024, 6, 1)

# what was typed | first day | last day | how exactly
SHAPES = """
12/03/2019                    | 2019-03-12 | 2019-03-12 | day
12/3/19                       | 2019-03-12 | 2019-03-12 | day
1/2/19                        | 2019-02-01 | 2019-02-01 | day
12.03.19                      | 2019-03-12 | 2019-03-12 | day
22.05/16                      | 2016-05-22 | 2016-05-22 | day
22 05 16                      | 2016-05-22 | 2016-05-22 | day
12-mar-19                     | 2019-03-12 | 2019-03-12 | day
22-May-2016                   | 2016-05-22 | 2016-05-22 | day
22nd May 2016                 | 2016-05-22 | 2016-05-22 | day
1st of June, 2018             | 2018-06-01 | 2018-06-01 | day
May 22, 2016                  | 2016-05-22 | 2016-05-22 | day
Monday 12 March 2018          | 2018-03-12 | 2018-03-12 | day
Tues 5 June 2018              | 2018-06-05 | 2018-06-05 | day
12/03/2019 (Tue)              | 2019-03-12 | 2019-03-12 | day
2016-05-22                    | 2016-05-22 | 2016-05-22 | day
2019-03-12 00:00:00           | 2019-03-12 | 2019-03-12 | day
2024-Sep-09 00:00:00          | 2024-09-09 | 2024-09-09 | day
2024-Sep-09 08:30             | 2024-09-09 | 2024-09-09 | minute
ZZ/05/2019                    | 2019-05-01 | 2019-05-31 | month
ZZ/ZZ/2019                    | 2019-01-01 | 2019-12-31 | year
2024-03                       | 2024-03-01 | 2024-03-31 | month
20160522                      | 2016-05-22 | 2016-05-22 | day
22052016                      | 2016-05-22 | 2016-05-22 | day
45363                         | 2024-03-12 | 2024-03-12 | day
29/02/2016                    | 2016-02-29 | 2016-02-29 | day
?22 may 2016                  | 2016-05-22 | 2016-05-22 | uncertain
22 May 2016 ?                 | 2016-05-22 | 2016-05-22 | uncertain
probably 22 May 2016          | 2016-05-22 | 2016-05-22 | uncertain
approx 22/05/16               | 2016-05-22 | 2016-05-22 | uncertain
May 2016                      | 2016-05-01 | 2016-05-31 | month
Feb 2016                      | 2016-02-01 | 2016-02-29 | month
05/2016                       | 2016-05-01 | 2016-05-31 | month
Sept 2017                     | 2017-09-01 | 2017-09-30 | month
May-16                        | 2016-05-01 | 2016-05-31 | uncertain
2016                          | 2016-01-01 | 2016-12-31 | year
in 2016                       | 2016-01-01 | 2016-12-31 | year
?2016                         | 2016-01-01 | 2016-12-31 | uncertain
early 2016                    | 2016-01-01 | 2016-05-01 | uncertain
late 2016                     | 2016-09-01 | 2016-12-31 | uncertain
mid March 2019                | 2019-03-11 | 2019-03-21 | uncertain
Summer term 2019              | 2019-04-01 | 2019-07-31 | range
Autumn term 2019              | 2019-09-01 | 2019-12-31 | range
Spring 2019                   | 2019-03-01 | 2019-05-31 | range
2018/19                       | 2018-09-01 | 2019-08-31 | range
2018/2019                     | 2018-09-01 | 2019-08-31 | range
2016-2017                     | 2016-01-01 | 2017-12-31 | range
w/c 12/03/2018                | 2018-03-12 | 2018-03-18 | range
01/02/16 - 05/02/16           | 2016-02-01 | 2016-02-05 | range
01/02/16-05/02/16             | 2016-02-01 | 2016-02-05 | range
1/2/16 – 3/2/16               | 2016-02-01 | 2016-02-03 | range
12/3/18 to 14/3/18            | 2018-03-12 | 2018-03-14 | range
12-14 March 2018              | 2018-03-12 | 2018-03-14 | range
12th and 14th March 2018      | 2018-03-12 | 2018-03-14 | range
12/03-14/03/2018              | 2018-03-12 | 2018-03-14 | range
12 March - 14 April 2018      | 2018-03-12 | 2018-04-14 | range
28 Dec 2018 to 3 Jan 2019     | 2018-12-28 | 2019-01-03 | range
March - May 2018              | 2018-03-01 | 2018-05-31 | range
between 1 and 3 May 2017      | 2017-05-01 | 2017-05-03 | range
12/03/19 overnight            | 2019-03-12 | 2019-03-13 | range
12/03/19 am                   | 2019-03-12 | 2019-03-12 | day
12/03/19 evening              | 2019-03-12 | 2019-03-12 | day
12/03/19 approx 15:00         | 2019-03-12 | 2019-03-12 | day
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in SHAPES.strip().splitlines()]


@pytest.mark.parametrize(("typed", "first", "last", "precision"), ROWS, ids=[row[0] for row in ROWS])
def test_a_shape_of_date_is_read_as_the_table_says(typed: str, first: str, last: str, precision: str) -> None:
    read = read_date(typed, not_after=FILE_DATE)
    assert (str(read.when.first), str(read.when.last), read.when.precision) == (first, last, precision)
    assert read.doubt is None
    assert read.when.raw == typed


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("31/02/2019", "no such day"),
        ("05/22/2016", "no such day"),
        ("29/02/2019", "no such day"),
        ("00/05/2019", "no such day"),
        ("31 April 2019 - 2 May 2019", "no such day"),
        ("13/2016", "no such day"),
        ("5/2/16 - 1/2/16", "ends before it begins"),
        ("sometime after tea", "could not be read"),
        ("12/3", "could not be read"),
        ("March 2019 onwards", "could not be read"),
    ],
)
def test_what_is_no_date_is_kept_as_unknown_with_its_words_and_a_doubt(typed: str, doubt: str) -> None:
    read = read_date(typed, not_after=FILE_DATE)
    assert (read.when.first, read.when.last, read.when.precision, read.when.raw) == (None, None, "unknown", typed)
    assert read.doubt is not None
    assert doubt in read.doubt
    assert typed not in read.doubt


@pytest.mark.parametrize("typed", ["", "unknown", "N/K", "not known", "undated", "TBC", "?"])
def test_a_date_said_to_be_unknown_is_unknown_without_any_doubt(typed: str) -> None:
    read = read_date(typed)
    assert (read.when.first, read.when.precision, read.doubt) == (None, "unknown", None)


@pytest.mark.parametrize(
    ("typed", "file_date", "year"),
    [
        ("12/03/24", date(2024, 6, 1), 2024),
        ("12/03/25", date(2024, 6, 1), 1925),
        ("2/6/24", date(2024, 6, 1), 1924),
        ("12/03/85", date(2024, 6, 1), 1985),
        ("12 mar '19", date(2024, 6, 1), 2019),
        ("12/03/68", None, 2068),
        ("12/03/69", None, 1969),
    ],
)
def test_a_two_digit_year_is_never_later_than_the_file(typed: str, file_date: date | None, year: int) -> None:
    first = read_date(typed, not_after=file_date).when.first
    assert first is not None
    assert first.year == year


@pytest.mark.parametrize("typed", ["12/03/0219", "12/03/1819", "12/03/2190"])
def test_a_year_far_from_our_time_is_kept_and_named(typed: str) -> None:
    read = read_date(typed)
    assert read.when.first is not None
    assert read.when.first.year == int(typed[-4:])
    assert read.doubt == "the year of this date lies far from our time"


# ---------------------------------------------------------------- times, and London's clocks


@pytest.mark.parametrize(
    ("typed", "time", "clock"),
    [
        ("12/03/2019 14:30", "", "14:30 GMT"),
        ("12/07/2019 14:30", "", "14:30 BST"),
        ("12/03/2019", "2.30pm", "14:30 GMT"),
        ("12/03/2019", "2.30 p.m.", "14:30 GMT"),
        ("12/03/2019", "1430", "14:30 GMT"),
        ("12/03/2019", "1430hrs", "14:30 GMT"),
        ("12/03/2019 at 9am", "", "09:00 GMT"),
        ("12/03/2019", "12am", "00:00 GMT"),
        ("12/03/2019", "12.15pm", "12:15 GMT"),
        ("45363.5", "", "12:00 GMT"),
        ("2016-07-22T14:30:00", "", "14:30 BST"),
        ("2016-07-22T14:30:00Z", "", "15:30 BST"),
        ("2016-01-22T14:30:00+00:00", "", "14:30 GMT"),
    ],
)
def test_a_time_is_read_on_londons_clock(typed: str, time: str, clock: str) -> None:
    when = read_date(typed, time=time).when
    assert when.precision == "minute"
    assert when.at is not None
    assert when.at.strftime("%H:%M %Z") == clock


def test_a_machines_moment_near_midnight_falls_on_londons_day() -> None:
    when = read_date("2016-07-22T23:30:00Z").when
    assert (when.first, when.at and when.at.hour) == (date(2016, 7, 23), 0)


def test_midnight_written_as_twenty_four_hours_is_the_next_day() -> None:
    assert read_date("12/03/2019 24:00").when.first == date(2019, 3, 13)


def test_an_hour_that_the_clocks_skipped_leaves_only_the_day() -> None:
    read = read_date("31/03/2019 01:30")
    assert (read.when.first, read.when.precision, read.when.at) == (date(2019, 3, 31), "day", None)
    assert read.doubt is not None
    assert "does not exist" in read.doubt


def test_an_hour_that_came_twice_is_the_first_of_the_two_and_named() -> None:
    read = read_date("27/10/2019 01:30")
    assert read.when.at is not None
    assert read.when.at.tzname() == "BST"
    assert read.doubt is not None
    assert "came twice" in read.doubt


@pytest.mark.parametrize("time", ["25:00", "14:75", "13am", "teatime"])
def test_a_time_that_no_clock_shows_leaves_the_day_and_a_doubt(time: str) -> None:
    read = read_date("12/03/2019", time=time)
    assert (read.when.first, read.when.precision) == (date(2019, 3, 12), "day")
    assert read.doubt == "the time could not be read: the day was"


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "precision"),
    [
        ("12/03/2019", "14/03/2019", "2019-03-12", "2019-03-14", "range"),
        ("12/03/2019", "12/03/2019", "2019-03-12", "2019-03-12", "day"),
        ("?12/03/2019", "14/03/2019", "2019-03-12", "2019-03-14", "uncertain"),
        ("March 2019", "May 2019", "2019-03-01", "2019-05-31", "range"),
        ("12/03/2019", "when it was over", "2019-03-12", "2019-03-12", "day"),
        ("14/03/2019", "12/03/2019", "None", "None", "unknown"),
    ],
)
def test_an_end_in_its_own_column_makes_a_range(start: str, end: str, first: str, last: str, precision: str) -> None:
    when = read_range(start, end).when
    assert (str(when.first), str(when.last), when.precision) == (first, last, precision)


PLAIN_SHAPES = st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d"])


@given(st.dates(date(1950, 1, 1), FILE_DATE), PLAIN_SHAPES)
def test_any_day_in_any_plain_shape_comes_back(day: date, shape: str) -> None:
    when = read_date(day.strftime(shape), not_after=FILE_DATE).when
    assert (when.first, when.last, when.precision) == (day, day, "day")


@pytest.mark.parametrize("typed", ["31/12/9999 overnight", "w/c 31/12/9999", "31/12/9999 24:00", "99999", "00/00/0000"])
def test_the_end_of_the_calendar_breaks_nothing(typed: str) -> None:
    assert read_date(typed).doubt


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_the_reading_of_dates(text: str) -> None:
    when = read_date(text, not_after=FILE_DATE).when
    assert (when.first is None) == (when.last is None)
    assert when.first is None or when.last is None or when.first <= when.last


@given(st.text("0123456789/.- ?:apm", max_size=24))
def test_no_digits_at_all_break_the_reading_of_dates(text: str) -> None:
    when = read_date(text, not_after=FILE_DATE).when
    assert when.precision == "unknown" or when.first is not None


def test_an_hour_from_before_clocks_went_by_greenwich_is_kept_as_its_day() -> None:
    wall = datetime.fromisoformat("0001-01-01T09:00")
    assert at(wall, None).when == When(wall.date(), wall.date(), "day")
    assert moment_of("0001-01-02T09:00").when.at is None
    assert at(datetime.fromisoformat("1900-01-01T09:00"), None).when.at is not None
