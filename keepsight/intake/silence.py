"""Feeds that have gone silent: no file has come for much longer than usual. Part of `queries`.

An agency may send several feeds, each a format, or one table of a format, with a rhythm of its own: one falls silent while the
others go on, and the agency looks as fresh as ever. Nobody types in when a file is due: it is told from the days that a feed's own
files speak for.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from keepsight.intake.formats import formats
from keepsight.intake.models import Receipt

FEWEST_FILES = 3  # of different days, before which nothing is usual
LATEST_GAPS = 5  # between the days of a feed's files: what is usual of late
OVERDUE = 2  # times the usual gap: a file that is a little late, or a week of holidays, is no silence
OWN_TABLE = "A table of its own"


@dataclass(frozen=True, slots=True)
class Silent:
    """One feed that has gone silent: the last day its files speak for, and how many days used to lie between two of them."""

    agency_name: str
    format_title: str
    last_day: dt.date
    usual_days: int


def silent_feeds(today: dt.date) -> list[Silent]:
    """The feeds from which a file is long overdue, by agency and format: the whole of it, or else those of its tables that stay
    out. Of one that came too seldom, nothing is said."""
    standing = Receipt.objects.filter(taken_back=None, takes_back=None).order_by("agency__name", "format", "as_at")
    rows = standing.values_list("agency__name", "format", "as_at", "tables")
    found = []
    for (agency, name), group in groupby(rows, key=lambda row: row[:2]):
        title = formats()[name].title if name in formats() else OWN_TABLE
        files = [(as_at, tables) for *_, as_at, tables in group]
        feeds = {title: [as_at for as_at, _ in files]}
        for table in sorted({one for _, tables in files for one in tables}):
            feeds[f"{title}: {table}"] = [as_at for as_at, tables in files if table in tables]
        silent = [
            Silent(agency, feed, days[-1], usual) for feed, days in feeds.items() if (usual := overdue(days, today))
        ]
        found += silent[:1] if silent and silent[0].format_title == title else silent
    return found


def overdue(days: Iterable[dt.date], today: dt.date) -> int | None:
    """The usual days between the files that speak for `days`, where the next is long overdue; None where not, or too few came."""
    spoken = sorted(set(days))
    if len(spoken) < FEWEST_FILES:
        return None
    gaps = [(after - before).days for before, after in pairwise(spoken)]
    usual = round(median(gaps[-LATEST_GAPS:]))
    return usual if (today - spoken[-1]).days > OVERDUE * usual else None
