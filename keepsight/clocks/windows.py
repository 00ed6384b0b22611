"""Lengths of time as sheets write them ("12 months", "5 working days", "72 hours"), and the day on which each is over.

Windows run forward from a day and include it: that day is day 0. Months are calendar months, clamped to the end of a
short one. Outside the calendar, or from a date known only to the month, the answer is None: cannot tell, never late.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from keepsight.clocks.working_days import working_days_after
from keepsight.errors import WrongUse

CALENDAR_FIRST = date(1900, 1, 1)
CALENDAR_LAST = date(2100, 12, 31)
"""Windows of days and months are answered between these: wider than any life a chronology tells of."""

_A_DAY = timedelta(days=1)
_HOURS_IN_A_DAY = 24
_MONTHS_IN_A_YEAR = 12
_SAME_DAY = "same day"
_WRITTEN = re.compile(r"(?P<count>[1-9]\d{0,3}) (?P<unit>hour|day|working day|month)s?")


@dataclass(frozen=True, slots=True)
class Window:
    """A length of time. `unit` is "hour", "day", "working day" or "month"; `count` is 1 or more, or 0 for the same day."""

    count: int
    unit: str

    @classmethod
    def parse(cls, written: str) -> "Window":
        """The window that words such as "12 months" or "same day" mean. Raises WrongUse for any other words."""
        words = " ".join(written.split()).lower()
        if words == _SAME_DAY:
            return cls(0, "day")
        found = _WRITTEN.fullmatch(words)
        if not found:
            how = "Write it like 12 months, 60 days, 5 working days or 72 hours."
            raise WrongUse(f"{written!r} is no length of time", next_step=how)
        return cls(int(found["count"]), found["unit"])

    @property
    def text(self) -> str:
        """The one way to write this window: its name in the calendar table."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}" if self.count else _SAME_DAY


def last_day(window: Window, day: date) -> date | None:
    """The last day of a window that began on `day`: what is due is still in time on it. None: outside the calendar.

    A window of hours is counted in whole days begun, for where the hour of either end is unknown.
    """
    if not CALENDAR_FIRST <= day <= CALENDAR_LAST:
        return None
    last = _last_day_unbounded(window, day)
    return last if last and last <= CALENDAR_LAST else None


def ago(window: Window, day: date) -> date:
    """The day so many days before another. Of a window in days: only those count backwards exactly."""
    return day - window.count * _A_DAY


def gone_on(window: Window, day: date) -> date | None:
    """The first day on which a window that began on `day` is over: the day after its last. None: cannot tell."""
    last = last_day(window, day)
    return last + _A_DAY if last and last < CALENDAR_LAST else None


def due_on(window: Window, first: date | None, last: date | None) -> date | None:
    """The last day in time, counted from something that happened between `first` and `last`.

    None, cannot tell, unless those are one known day: from a date known only to the month nothing is ever late.
    """
    return last_day(window, first) if first and first == last else None


def clock_rows(window: Window, first: date, last: date) -> Iterator[tuple[date, date | None]]:
    """The calendar table for one window: each day from `first` to `last`, and the day the window is gone.

    A day that cannot tell (None) keeps its row: whoever joins the table must not lose it.
    """
    for days in range((last - first).days + 1):
        day = first + timedelta(days=days)
        yield day, gone_on(window, day)


def _last_day_unbounded(window: Window, day: date) -> date | None:
    if window.unit == "working day":
        return working_days_after(day, window.count)
    if window.unit == "month":
        return _months_after(day, window.count)
    days = -(-window.count // _HOURS_IN_A_DAY) if window.unit == "hour" else window.count
    return day + timedelta(days=days)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is too short."""
    years, month = divmod(day.month - 1 + months, _MONTHS_IN_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
