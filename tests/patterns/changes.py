"""The oracle's answer to a change: each event with what came before and after it, counted one by one. Part of `oracle`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from keepsight.patterns.answers import CANNOT_TELL, HOLDS, Answer
from keepsight.patterns.questions import Change
from tests.patterns.asked import Asked, runs
from tests.patterns.histories import Entry


def change(asked: Asked) -> Iterator[Answer]:
    """Events after which no fewer came than before, so many at once."""
    asks = asked.sheet.asks
    assert isinstance(asks, Change)
    events, measured, untils = asked.those(asks.event), asked.those(asks.measured), asked.those(asks.until)
    outside = [
        (one, "event") for one in events if not _dated(asked, one) or not asked.clock(asks.counts_for, one.day_from)
    ]
    outside += [(one, "measured") for one in measured if not _dated(asked, one)]
    for entry in {one.entry: one for one, _ in outside}.values():
        parts = [(one, part) for one, part in outside if one is entry]
        yield asked.answer(CANNOT_TELL, entry.day_to, None, entry, 1, parts, [entry])
    lost = {one.entry for one, _ in outside}
    measured = [one for one in measured if _dated(asked, one)]
    times: dict[tuple[date, date], list[Entry]] = {}
    for event in events:
        if event.entry not in lost:
            times.setdefault((event.day_from, event.day_to), []).append(event)
    looks = [_Look(asked, asks, same, measured) for same in times.values()]
    spent = [(until.day_from, until.day_to) for until in untils]
    spent += [(look.first, seen) for look in looks if (seen := look.effect_seen_on())]

    def counts(look: _Look, day: date) -> bool:
        if look.without_on is None or not look.without_on <= day < look.counts_until:
            return False
        return not any(first >= look.first and on <= day for first, on in spent)

    def alive(day: date) -> list[_Look]:
        return [look for look in looks if counts(look, day)]

    days = {*asked.days_that_matter(events), *(on for _, on in spent), *(look.counts_until for look in looks)}
    days_asked = sorted(day for day in days if day <= asked.as_of)
    for began_on, ended_on in runs(days_asked, lambda day: len(alive(day)) >= asks.events):
        held = [day for day in days_asked if began_on <= day and (ended_on is None or day < ended_on)]
        begun = alive(began_on)
        shown = [pair for look in looks if any(counts(look, day) for day in held) for pair in look.shown(ended_on)]
        shows_it = [
            one for look in begun for one, part in look.shown(None) if part != "after" or one.day_to <= began_on
        ]
        after = {one.entry: one for look in begun for one in look.after if one.day_to <= began_on}
        named = [one for look in begun if look.without_on == began_on for one in look.after if one.day_to == began_on]
        anchor = min(named, key=lambda entry: entry.entry)
        told = all(look.told() for look in begun)
        yield asked.answer(HOLDS if told else CANNOT_TELL, began_on, ended_on, anchor, len(after), shown, shows_it)


def _dated(asked: Asked, one: Entry) -> bool:
    return bool(asked.gone(one.day_from) and asked.gone(one.day_to))


@dataclass
class _Look:
    """One time of an event, told once or more often, and what lies before and after it."""

    asked: Asked
    asks: Change
    same: list[Entry]
    measured: list[Entry]

    def __post_init__(self) -> None:
        event = self.same[0]
        self.first, self.last = event.day_from, event.day_to
        self.gone, self.surely_gone = self._gone(self.first), self._gone(self.last)
        until = self.asked.clock(self.asks.counts_for, self.first)
        assert until
        self.counts_until = until
        self.maybe_before = [e for e in self.measured if e.day_from < self.last and self._gone(e.day_to) > self.first]
        self.after = sorted(
            (e for e in self.measured if e.day_from > self.last and e.day_to < self.gone),
            key=lambda e: (e.day_to, e.entry),
        )
        many = max(len(self.maybe_before), self.asks.at_least)
        self.without_on = self.after[many - 1].day_to if len(self.after) >= many else None

    def _gone(self, day: date) -> date:
        gone = self.asked.gone(day)
        assert gone
        return gone

    def effect_seen_on(self) -> date | None:
        """The day on which it is known that fewer came after than before. None: not so, or nobody told."""
        before = [e for e in self.measured if e.day_to < self.first and self._gone(e.day_from) > self.last]
        after = [e for e in self.measured if e.day_to > self.first and e.day_from < self.surely_gone]
        told = self.asked.told_throughout(self.first, self.surely_gone)
        return self.surely_gone if told and len(before) > len(after) else None

    def told(self) -> bool:
        """Whether feeds told all the time before it; a day outside the calendar lies long before."""
        return any(
            (self.asked.gone(first) or first) <= self.first and last >= self.last for first, last in self.asked.told
        )

    def shown(self, ended_on: date | None) -> list[tuple[Entry, str]]:
        """What shows it: what came after it ended is no part of it."""
        after = [e for e in self.after if ended_on is None or e.day_to < ended_on]
        pairs = ((self.same, "event"), (self.maybe_before, "before"), (after, "after"))
        return [(entry, part) for entries, part in pairs for entry in entries]
