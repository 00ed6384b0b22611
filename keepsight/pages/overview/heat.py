"""A long record, month by month: how many entries each agency has of each month, and which months it has not told us of.

More entries than lanes can hold apart are counted instead, and every stretch leads to its lanes. A month that no file
covers is not a month in which nothing happened: it is "not sent", here as in the table that says the same.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.pages.overview.lanes import note_of, spoken_of

# From here on single marks no longer stand apart on a screen of 1280 pixels: tried with a record of 624 entries in six years.
LONG_ENTRIES = 120
LONG_YEARS = 3

Between = Callable[[str, dt.date, dt.date], str]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first and last day."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency in one month. `sent`: a file of its own covers some day of it. `href` None: there is nothing to open."""

    count: int
    sent: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One agency's months."""

    name: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the record: where in the months it begins, how many of them it has, and where its lanes are."""

    number: int
    begins: int
    months: int
    entries: int
    href: str


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole record by agency and month. `undated` entries are in no month; `absent` sectors are not connected."""

    months: tuple[Month, ...]
    rows: tuple[HeatRow, ...]
    years: tuple[Year, ...]
    absent: tuple[str, ...]
    undated: int

    @property
    def busy(self) -> list[int]:
        """The places of the months that hold an entry, for the table."""
        return [place for place in range(len(self.months)) if any(row.cells[place].count for row in self.rows)]


def is_long(entries: Sequence[EntryShown], today: dt.date) -> bool:
    """Whether a record is too long for lanes: by its number of entries, or by its years."""
    first = min((entry.occurred_from for entry in entries if entry.occurred_from), default=today)
    return len(entries) > LONG_ENTRIES or (today.year - first.year) * 12 + today.month - first.month >= LONG_YEARS * 12


def heat(
    entries: Sequence[EntryShown],
    feeds: Sequence[Feed],
    *,
    today: dt.date,
    between: Between,
    lanes_of: Callable[[dt.date, dt.date], str],
) -> Heat:
    """Every dated entry, counted in the month in which it happened, or first may have."""
    dated = [entry for entry in entries if entry.occurred_from]
    days = [entry.occurred_from for entry in dated if entry.occurred_from]
    months = _months(min(days, default=today), max([today, *days]))
    counts = Counter(map(_place, dated))
    rows = tuple(_row(name, feeds, months, counts, between) for name, _ in spoken_of(dated, feeds))
    return Heat(
        months=months,
        rows=rows,
        years=tuple(_years(months, Counter(day.year for day in days), lanes_of)),
        absent=tuple(feed.sector_title for feed in feeds if not feed.connected and not feed.agency),
        undated=len(entries) - len(dated),
    )


def _row(
    name: str,
    feeds: Sequence[Feed],
    months: Sequence[Month],
    counts: Counter[tuple[str, dt.date]],
    between: Between,
) -> HeatRow:
    own = [feed for feed in feeds if feed.agency_name == name]
    spans = [(feed.covered_from, feed.covered_to) for feed in own if feed.covered_from and feed.covered_to]
    cells = []
    for month in months:
        count = counts[name, month.first]
        sent = any(first <= month.last and last >= month.first for first, last in spans)
        cells.append(Cell(count, sent, between(name, month.first, month.last) if count else None))
    return HeatRow(name, note_of(own), tuple(cells))


def _place(entry: EntryShown) -> tuple[str, dt.date]:
    assert entry.occurred_from is not None
    return words.sent_by(entry), entry.occurred_from.replace(day=1)


def _months(first: dt.date, last: dt.date) -> tuple[Month, ...]:
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        after = (year + month // 12, month % 12 + 1)
        months.append(Month(dt.date(year, month, 1), dt.date(*after, 1) - dt.timedelta(days=1)))
        year, month = after
    return tuple(months)


def _years(months: Sequence[Month], entries: Counter[int], lanes_of: Callable[[dt.date, dt.date], str]) -> list[Year]:
    years = []
    for number in sorted({month.first.year for month in months}):
        places = [place for place, month in enumerate(months) if month.first.year == number]
        href = lanes_of(months[places[0]].first, months[places[-1]].last)
        years.append(Year(number, places[0], len(places), entries[number], href))
    return years
