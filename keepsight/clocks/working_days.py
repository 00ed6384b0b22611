"""Working days in England: Monday to Friday, but for the bank holidays.

The day of an event is day 0, and what is due in n working days is due on the nth working day after it. Outside the
table the answer is None, cannot tell: no day is taken for a working day because nobody said that it was not.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays

from keepsight.errors import WrongUse

FIRST_DAY = date(1975, 1, 1)
"""The table begins here: New Year's Day became a bank holiday in 1974, and the library has it only from 1975."""

LAST_DAY = date(2028, 12, 31)
"""The table ends here: the library goes on by rule, but a later year may yet gain or move a day by proclamation."""

RECKONED_BY = f"holidays {version('holidays')}, {FIRST_DAY} to {LAST_DAY}"
"""What working days are reckoned by: where a release says another, whatever was worked out from them is worked out anew."""

_SATURDAY = 5  # as date.weekday() counts: Monday is 0


@cache  # made when first asked: the library takes a second to load, and most commands never need it
def bank_holidays() -> frozenset[date]:
    """Every bank holiday of the table: days held once, and days given for one that falls at a weekend, among them."""
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))


def is_working_day(day: date) -> bool | None:
    """Whether a day is a working day. None: the day is outside the table."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    return day.weekday() < _SATURDAY and day not in bank_holidays()


def working_days_after(day: date, count: int) -> date | None:
    """The last day in time of something due `count` working days after `day`. None: either day is outside the table.

    `day` itself is day 0 whether or not it is a working day. Raises WrongUse for a count below 1.
    """
    if count < 1:
        raise WrongUse("A number of working days must be 1 or more", next_step="Give a positive number.")
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    working_days = _working_days()
    place = bisect_right(working_days, day) + count - 1
    return working_days[place] if place < len(working_days) else None


@cache
def _working_days() -> list[date]:
    days = (FIRST_DAY + timedelta(days=days) for days in range((LAST_DAY - FIRST_DAY).days + 1))
    return [day for day in days if is_working_day(day)]
