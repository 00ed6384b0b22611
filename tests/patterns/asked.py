"""What a question is asked of: one child's entries, what feeds told and the calendar, looked up in plain Python."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keepsight.clocks import Window
from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.answers import CANNOT_TELL, Answer
from keepsight.patterns.questions import Open
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.terms import Terms
from tests.patterns.histories import Entry

Clock = Callable[[Window, date], date | None]

Stretch = tuple[Entry, date, date | None]
"""What opened it, the day it was open from, and the day it closed on. None: it stands open."""


@dataclass(frozen=True)
class Asked:
    """Everything a question is asked of: one child's entries up to the day of asking, and what feeds told."""

    sheet: Sheet
    child: UUID
    entries: list[Entry]
    told: list[tuple[date, date]]
    as_of: date
    clock: Clock
    birth: Birth

    def those(self, terms: Terms) -> list[Entry]:
        """The entries that some term selects, each once."""
        return [entry for entry in self.entries if any(_selects(dict(term.asks), entry) for term in terms)]

    @staticmethod
    def counts_as(terms: Terms, entry: Entry) -> str:
        """What an entry of a set counts as: the word of the term that selects it, or its kind."""
        return next(term.counts_as or entry.kind for term in terms if _selects(dict(term.asks), entry))

    def gone(self, day: date) -> date | None:
        """The first day on which the sheet's window from a day is over. None: nobody can tell."""
        return self.clock(self.sheet.asks.within, day)

    def told_throughout(self, first: date, last: date) -> bool:
        """Whether feeds told every day from the first to the last."""
        return any(start <= first and last <= end for start, end in self.told)

    def told_until(self) -> date:
        """The last day of which feeds told anything, or else the day of asking."""
        return max((min(end, self.as_of) for _, end in self.told), default=self.as_of)

    def days_that_matter(self, entries: list[Entry]) -> list[date]:
        """Every day up to the day of asking on which something happens or a window is gone: between them nothing changes."""
        days = {day for entry in entries for day in (entry.day_from, entry.day_to)}
        days |= {entry.day_to for entry in self.entries}
        days |= {gone for day in set(days) if (gone := self.gone(day))}
        return sorted(day for day in days if day <= self.as_of)

    def answer(
        self,
        state: str,
        began_on: date,
        ended_on: date | None,
        anchor: Entry,
        measure: int,
        shown: Iterable[tuple[Entry, str]],
        shows_it: Iterable[Entry],
    ) -> Answer:
        """An answer: seen once the entries that show it were on record, never before it began."""
        visible_on = max([began_on, *(entry.recorded_on for entry in shows_it)])
        entries = tuple(sorted({(entry.entry, part) for entry, part in shown}))
        names = (self.sheet.name, self.sheet.version, self.child, state, began_on, ended_on, anchor.entry)
        return Answer(*names, visible_on, measure, entries)


def outside_the_calendar(
    asked: Asked, entries: list[Entry], part: str, gone: Callable[[Entry], date | None] | None = None
) -> Iterator[Answer]:
    """What nobody can tell of: an entry for which the calendar says nothing. Its clock runs from its first day, unless told."""
    for entry in entries:
        if (gone(entry) if gone else asked.gone(entry.day_from)) is None:
            measure = 1 if part in ("counted", "held") else (asked.as_of - entry.day_to).days
            yield asked.answer(CANNOT_TELL, entry.day_to, None, entry, measure, [(entry, part)], [entry])


def runs(days: list[date], true_on: Callable[[date], bool]) -> Iterator[tuple[date, date | None]]:
    """The stretches of days on which something is true: the first, and the first after it on which it no longer is."""
    began_on: date | None = None
    for day in days:
        if true_on(day) and began_on is None:
            began_on = day
        elif began_on is not None and not true_on(day):
            yield began_on, day
            began_on = None
    if began_on is not None:
        yield began_on, None


def open_stretches(asked: Asked, pairs: tuple[Open, ...]) -> Iterator[Stretch]:
    """Each opening with the days its stretch began and ended. What a day both opens and closes is left as it was."""
    for pair in pairs:
        openings, closings = asked.those(pair.opened), asked.those(pair.closed)
        closing = {(entry.thread, entry.day_from, entry.day_to) for entry in closings}
        opening = {(entry.thread, entry.day_from, entry.day_to) for entry in openings}
        for entry in openings:
            if (entry.thread, entry.day_from, entry.day_to) in closing:
                continue
            ends = [
                other.day_to
                for other in closings
                if other.thread == entry.thread
                and other.day_from >= entry.day_from
                and (other.thread, other.day_from, other.day_to) not in opening
            ]
            closed_on = min(ends, default=None)
            if closed_on is None or closed_on > entry.day_from:
                yield entry, entry.day_to, closed_on


def _selects(asks: dict[str, tuple[str, ...]], entry: Entry) -> bool:
    said = {column: getattr(entry, column, entry.details.get(column)) for column in asks}
    return all(said[column] in words for column, words in asks.items())
