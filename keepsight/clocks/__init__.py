"""Time as safeguarding counts it: working days in England, windows such as "12 months", limits with their source.

The room knows no Django and never reads the clock on the wall. It refuses to guess: outside its tables, or from a
date that is not one known day, the answer is None, cannot tell.

    working_days_after(date(2025, 12, 24), 1)            29 December 2025
    gone_on(Window.parse("12 months"), date(2025, 2, 28))   1 March 2026
    limit("return_interview", date(2026, 5, 1)).window      72 hours
"""

from datetime import date

from keepsight.clocks.limits import STANDINGS, Limit, limit_on, load_limits
from keepsight.clocks.windows import CALENDAR_FIRST, CALENDAR_LAST, Window, clock_rows, due_on, gone_on, last_day
from keepsight.clocks.working_days import (
    FIRST_DAY,
    LAST_DAY,
    RECKONED_BY,
    bank_holidays,
    is_working_day,
    working_days_after,
)

__all__ = [
    "CALENDAR_FIRST",
    "CALENDAR_LAST",
    "FIRST_DAY",
    "LAST_DAY",
    "LIMITS",
    "RECKONED_BY",
    "STANDINGS",
    "Limit",
    "Window",
    "bank_holidays",
    "clock_rows",
    "due_on",
    "gone_on",
    "is_working_day",
    "last_day",
    "limit",
    "working_days_after",
]

LIMITS = load_limits()
"""Every version of every limit."""


def limit(name: str, on: date) -> Limit | None:
    """The version of a limit in force on a day. None: not known to stand by then. Raises WrongUse for a strange name.

    A limit whose `in_force_from` is None stands on any day, for want of knowing better: say so where it is shown.
    """
    return limit_on(LIMITS, name, on)
