"""The oracle's answer to a cycle: rounds of this and that, found one by one. Part of `oracle`."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keepsight.patterns.answers import CANNOT_TELL, HOLDS, Answer
from keepsight.patterns.questions import Cycle
from tests.patterns.asked import Asked, runs
from tests.patterns.histories import Entry


def cycle(asked: Asked) -> Iterator[Answer]:
    """n or more rounds of this and that, of one matter each, alive at once."""
    asks = asked.sheet.asks
    assert isinstance(asks, Cycle)
    this, that = asked.those(asks.this), asked.those(asks.that)

    def over(day: date) -> date | None:
        return asked.clock(asks.each_within, day)

    outside = [(e, "this") for e in this if not (over(e.day_from) and over(e.day_to))]
    outside += [(e, "that") for e in that if not asked.gone(e.day_from)]
    for entry in {one.entry: one for one, _ in outside}.values():
        parts = [(one, part) for one, part in outside if one is entry]
        yield asked.answer(CANNOT_TELL, entry.day_to, None, entry, 1, parts, [entry])
    rounds = list(_rounds(asked, this, that, over))
    spenders = [*asked.those(asks.until), *_lasting(asked.those(asks.lasting), this, that, over)]

    def alive(day: date) -> list[_Round]:
        return [one for one in rounds if one.alive_on(day, asked, spenders)]

    days = asked.days_that_matter(this + that)
    for began_on, ended_on in runs(days, lambda day: len(alive(day)) >= asks.at_least):
        held = [day for day in days if began_on <= day and (ended_on is None or day < ended_on)]
        shown = [one for one in rounds if any(one.alive_on(day, asked, spenders) for day in held)]
        begun = alive(began_on)
        anchor = min((e for one in begun if one.on == began_on for e in one.that), key=lambda entry: entry.entry)
        parts = [(e, "this") for one in shown for e in one.nearest] + [(e, "that") for one in shown for e in one.that]
        shows_it = [e for one in begun for e in (*one.nearest, *one.that)]
        first = min(e.day_from for one in begun for e in one.nearest)
        known = not asked.sheet.needs or asked.told_throughout(first, began_on)
        most = max(len(alive(day)) for day in held)
        yield asked.answer(HOLDS if known else CANNOT_TELL, began_on, ended_on, anchor, most, parts, shows_it)


@dataclass(frozen=True)
class _Round:
    """One round: the matter, the day of its turn, the last of what was so before it, and what turned it."""

    matter: UUID | None
    on: date
    nearest: list[Entry]
    that: list[Entry]

    def alive_on(self, day: date, asked: Asked, spenders: list[Entry]) -> bool:
        """From its turn until its window is gone, or something of its matter has spent it."""
        first = min(entry.day_from for entry in self.that)
        spent = any(e.thread == self.matter and e.day_from >= first and e.day_to <= day for e in spenders)
        return self.on <= day < (asked.gone(first) or date.min) and not spent


def _rounds(
    asked: Asked, this: list[Entry], that: list[Entry], over: Callable[[date], date | None]
) -> Iterator[_Round]:
    """Each turn from this to that of one matter, with all that came before the same turn."""
    turns: dict[tuple[UUID | None, date], list[tuple[Entry, Entry]]] = defaultdict(list)
    for one in this:
        of_it = [other for other in that if other.thread == one.thread]
        if any(other.day_from <= one.day_to and other.day_to >= one.day_from for other in of_it):
            continue  # on one day, nobody knows which came first
        end = over(one.day_from) or date.min
        after = [other for other in of_it if one.day_to < other.day_from and other.day_to < end]
        first = min((other.day_to for other in after), default=None)
        if first:
            turned = [other for other in after if other.day_to == first and asked.gone(other.day_from)]
            turns[one.thread, first] += [(one, other) for other in turned]
    for (matter, on), pairs in turns.items():
        last = max((one.day_to for one, _ in pairs), default=None)
        nearest = {one.entry: one for one, _ in pairs if one.day_to == last}
        turned = {other.entry: other for _, other in pairs}
        if pairs:
            yield _Round(matter, on, list(nearest.values()), list(turned.values()))


def _lasting(
    lasting: list[Entry], this: list[Entry], that: list[Entry], over: Callable[[date], date | None]
) -> Iterator[Entry]:
    """What shows that it lasts: it comes once the time for a round is surely over, and no that may lie between."""
    for entry in lasting:
        for one in this:
            end = over(one.day_to)
            between = [
                other
                for other in that
                if other.thread == one.thread and other.day_to >= one.day_from and other.day_from <= entry.day_to
            ]
            if one.thread == entry.thread and end and end <= entry.day_from and not between:
                yield entry
