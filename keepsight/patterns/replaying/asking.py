"""The library asked of many views of one life at once, in DuckDB: each view is a child of its own.

Between two days on which something reached whoever looks, only time passes. So a view is asked once, with what was known on
its first day, as of the end of the calendar; feeds have told up to its last day, and what would begin after that is left
out. That is what asking on each of its days would have found (`tests/patterns/test_replay.py` does both).
"""
# ruff: noqa: S608  (its texts are put together from our own names)

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

import duckdb

from keepsight.clocks import Window, gone_on
from keepsight.clocks.windows import CALENDAR_LAST
from keepsight.patterns.coverage import told_rows
from keepsight.patterns.engines import duckdb as engine
from keepsight.patterns.engines.as_tables import DAY, NO_ANSWER, keep, keep_library
from keepsight.patterns.questions import Count
from keepsight.patterns.relations import NUMBER
from keepsight.patterns.replaying.life import Life, View, delivered_by, stood_for
from keepsight.patterns.sheets import Sheet, windows_asked
from keepsight.patterns.statement import shape_texts


@dataclass(frozen=True, slots=True)
class Seen:
    """An interval in which a pattern held, as it could be seen in a view, and the first day on which it could.

    `ended_on` None: it holds for all that is known in the view.
    """

    view: View
    pattern: str
    began_on: date
    ended_on: date | None
    on: date


class Asking:
    """One life, and the library to be asked of views of it."""

    def __init__(self, life: Life, sheets: Iterable[Sheet]) -> None:
        self.life = life
        self.sheets = tuple(sheets)
        self._alone = {sheet.name: _ALONE + sheet.name for sheet in self.sheets if alone_asked(sheet) is not sheet}
        alone = (
            replace(alone_asked(sheet), name=_ALONE + sheet.name) for sheet in self.sheets if sheet.name in self._alone
        )
        self._library = _Library(life, [*self.sheets, *alone])

    def seen(self, views: Iterable[View]) -> list[Seen]:
        """What each view could see, in one order, whatever the order in which an engine answers or a store hands over rows.

        One agency alone is asked without a sheet's condition on how many agencies what it counts comes from.
        """
        found = ((one, one.pattern.removeprefix(_ALONE)) for one in self._library.seen(list(views)))
        own = (replace(one, pattern=name) for one, name in found if one.pattern == self._as_asked(name, one.view))
        return sorted(own, key=_place)

    def shown_by(self, one: Seen) -> tuple[UUID, ...]:
        """The entries that showed what was seen, in order of id. Of the views asked last; earlier ones are forgotten."""
        return self._library.shown_by(replace(one, pattern=self._as_asked(one.pattern, one.view)))

    def _as_asked(self, name: str, view: View) -> str:
        """By which name a sheet is asked of a view: it stands twice, where one agency alone is asked otherwise."""
        return self._alone.get(name, name) if view.alone else name


def _place(one: Seen) -> tuple[str, date, date, date, date, list[str]]:
    """Of two that could be seen on one day, which is told of must not hang on the rows beside them."""
    return one.pattern, one.began_on, one.on, one.view.first, one.ended_on or date.max, sorted(one.view.agencies)


_ALONE = "alone: "
"""Begins the name of a sheet as one agency alone is asked it, beside the sheet itself. No name of a sheet has a space in it."""


def alone_asked(sheet: Sheet) -> Sheet:
    """The sheet as one agency alone can be asked it: how many agencies it comes from is no condition."""
    asks = sheet.asks
    return replace(sheet, asks=replace(asks, agencies=0)) if isinstance(asks, Count) and asks.agencies else sheet


class _Library:
    """Some sheets and what was written of one child, in an engine of its own."""

    def __init__(self, life: Life, sheets: Iterable[Sheet]) -> None:
        self.life = life
        self.sheets = tuple(sheets)
        self.shapes = shape_texts()
        self.duck = duckdb.connect()
        self.duck.execute("SET threads = 1; SET TimeZone = 'UTC'; SET arrow_lossless_conversion = true")
        keep_library(self.duck, self.sheets)
        for name, table in (("written", life.entries), ("stated", life.stated)):
            self.duck.register("given", table)
            self.duck.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
        self.duck.execute("CREATE TEMP TABLE as_of AS SELECT $day::DATE AS as_of", {"day": CALENDAR_LAST})
        self.places: dict[View, int] = {}

    def seen(self, views: Sequence[View]) -> Iterator[Seen]:
        if not views:
            return
        self._set(views)
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE hit AS {self.shapes['hit']}\n")
        for name, text in engine.held_texts(self.shapes):
            self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}\n")
        self.duck.execute(NO_ANSWER)
        for text in engine.answer_texts(self.sheets, self.shapes):
            self.duck.execute(f"INSERT INTO answer {text}")
        for number, pattern, began_on, ended_on, visible_on in self.duck.execute(_INTERVALS).fetchall():
            view = views[number]
            if visible_on <= view.last:
                yield Seen(view, pattern, began_on, ended_on, max(visible_on, view.first))

    def shown_by(self, one: Seen) -> tuple[UUID, ...]:
        asked = {"view": self.places[one.view], "pattern": one.pattern, "began_on": one.began_on}
        return tuple(entry for (entry,) in self.duck.execute(_SHOWN_BY, asked).fetchall())

    def _set(self, views: Sequence[View]) -> None:
        """The relations of these views that the shapes read, as tables. A view's number stands where a child's id would."""
        self.places = {view: number for number, view in enumerate(views)}
        known = list(_known(self.life, views))
        told = list(_told(self.life, self.sheets, views))
        keep(self.duck, "known", ("view", "entry", "since", "last"), known, _OF_KNOWN)
        keep(self.duck, "told", ("pattern", *_OF_TOLD), told, _OF_TOLD)
        self.duck.execute(_ENTRY)
        days = [day for (day,) in self.duck.execute(_DAYS).fetchall()]
        windows = [Window.parse(text) for text in windows_asked(self.sheets)]
        clock = [(window.text, day, _gone_on(window, day)) for day in days for window in windows]
        keep(self.duck, "clock", ("clock_window", "day", "gone_on"), clock)


_gone_on = lru_cache(maxsize=1 << 20)(
    gone_on
)  # a process that replays many children asks of the same days again and again


def _known(life: Life, views: Sequence[View]) -> Iterator[tuple[int, UUID, date, date]]:
    known = {agencies: stood_for(life, agencies) for agencies in {view.agencies for view in views}}
    for number, view in enumerate(views):
        for one in known[view.agencies]:
            if one.since <= view.last and (one.until is None or view.first < one.until):
                yield number, one.entry, one.since, view.last


def _told(
    life: Life, sheets: tuple[Sheet, ...], views: Sequence[View]
) -> Iterator[tuple[str, int, date, date, date | None, date | None]]:
    told = {
        agencies: told_rows(sheets, [life.child], delivered_by(life, agencies), {life.child: life.birth})
        for agencies in {view.agencies for view in views}
    }
    for number, view in enumerate(views):
        for row in told[view.agencies]:
            if row.from_day <= view.last:
                last = min(row.to_day, view.last)
                yield row.pattern, number, row.from_day, last, row.weeks_from, row.here_from


_INTERVALS = """
    SELECT DISTINCT child, pattern::VARCHAR, began_on, ended_on, visible_on FROM answer WHERE state = 'holds'
"""
_SHOWN_BY = """
    SELECT DISTINCT entry FROM answer
    WHERE child = $view AND pattern = $pattern AND began_on = $began_on AND state = 'holds'
    ORDER BY entry
"""
_OF_KNOWN = {"view": NUMBER, "entry": "UUID", "since": DAY, "last": DAY}
_OF_TOLD = {"child": NUMBER, "from_day": DAY, "to_day": DAY, "weeks_from": DAY, "here_from": DAY}

# What is known on a view's first day is known on its last: nothing reaches anybody in between. What has not certainly happened
# by then is not read.
_ENTRY = """
    CREATE OR REPLACE TEMP TABLE entry AS
    SELECT written.* REPLACE (known.view AS child, known.since AS recorded_on)
    FROM known
    JOIN written USING (entry)
    WHERE written.day_to <= known.last
"""

_DAYS = """
    SELECT day FROM (
        SELECT day_from AS day FROM written UNION SELECT day_to FROM written UNION SELECT from_day FROM told
        UNION SELECT weeks_from FROM told
    )
    WHERE day IS NOT NULL
"""
