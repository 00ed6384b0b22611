"""Weeks of a pregnancy, as a midwife counts them."""

from datetime import date

import pytest

from keepsight.clocks.pregnancy import began_on, weeks_on

EXPECTED = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2025, 6, 12), None),  # the day before counting begins
        (date(2025, 6, 13), 0),
        (date(2025, 11, 27), 23),
        (date(2025, 11, 28), 24),  # sixteen weeks before the day expected
        (EXPECTED, 40),
        (date(2026, 4, 23), 44),
        (date(2026, 4, 24), None),
    ],
)
def test_weeks_are_counted_back_from_the_day_expected(day: date, weeks: int | None) -> None:
    assert weeks_on(EXPECTED, day) == weeks


def test_counting_begins_forty_weeks_before() -> None:
    assert began_on(EXPECTED) == date(2025, 6, 13)
