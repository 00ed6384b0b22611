"""What day it is, in the place that Keepsight serves. One function, so that a test can stop the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """This moment, in London's time, aware of its zone."""
    return dt.datetime.now(LONDON)


def today() -> dt.date:
    """The day it is in London."""
    return now().date()
