"""The oracle's answer to a share: each event looked at by itself, and the days walked one by one. Part of `oracle`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from keepsight.patterns.answers import CANNOT_TELL, HOLDS, Answer
from keepsight.patterns.questions import Share
from tests.patterns.asked import Asked, runs
from tests.patterns.histories import Entry


def share(asked: Asked) -> Iterator[Answer]:
    """At each event, the part of what it looks back on that meets something: at least so much, or less."""
    asks = asked.sheet.asks
    assert isinstance(asks, Share)
    meets, other = asked.those(asks.meets), asked.those(asks.other)
    known = {one.entry for one in (*meets, *other)}
    unknown = [one for one in asked.those(asks.of) if one.entry not in known]
    events = asked.those(asks.event)
    outside = [(one, "meeting") for one in meets] + [(one, "other") for one in other]
    outside = [pair for pair in [*outside, *((one, "unknown") for one in unknown)] if not asked.gone(pair[0].day_from)]
    outside += [(one, "event") for one in events if asks.stands_for and not _over(asked, asks, one)]
    for entry in {one.entry: one for one, _ in outside}.values():
        parts = [(one, part) for one, part in outside if one is entry]
        yield asked.answer(CANNOT_TELL, entry.day_to, None, entry, 1, parts, [entry])
    looks = [look for event in events if (look := _look(asked, asks, event, meets, other, unknown))]
    days_of_events = sorted({look.event.day_to for look in looks})
    untils = asked.those(asks.until)

    def stands(look: _Look, day: date) -> bool:
        ended = any(look.reached_by(until, asked) and until.day_to <= day for until in untils)
        over = _over(asked, asks, look.event)
        return (
            look.answers
            and look.event.day_to <= day
            and not ended
            and (not asks.stands_for or bool(over and day < over))
        )

    def answered(day: date) -> bool:
        return any(look.event.day_to == day and stands(look, day) for look in looks)

    def holds(day: date) -> bool:
        return any(
            stands(look, day) and all(answered(one) for one in days_of_events if look.event.day_to < one <= day)
            for look in looks
        )

    days = asked.days_that_matter(events)
    if asks.stands_for:
        over = {_over(asked, asks, event) for event in events}
        days = sorted({*days, *(day for day in over if day and day <= asked.as_of)})
    for began_on, ended_on in runs(days, holds):
        inside = [look for look in looks if began_on <= look.event.day_to and stands(look, look.event.day_to)]
        inside = [look for look in inside if ended_on is None or look.event.day_to < ended_on]
        begun = [look for look in inside if look.event.day_to == began_on]
        anchor = min((look.event for look in begun), key=lambda entry: entry.entry)
        shown = [pair for look in inside for pair in look.shown]
        shows_it = [entry for look in begun for entry, part in look.shown if part != "unknown"]
        measure = len({entry.entry for look in begun for entry in look.weighs_for})
        told = not asked.sheet.needs or any(look.told(asked) for look in begun)
        yield asked.answer(HOLDS if told else CANNOT_TELL, began_on, ended_on, anchor, measure, shown, shows_it)


@dataclass(frozen=True)
class _Look:
    """What one event looks back on: the last of what it looks back to, and what surely or maybe lies since."""

    event: Entry
    since: list[Entry]
    weighs_for: list[Entry]
    shown: list[tuple[Entry, str]]
    answers: bool

    def reached_by(self, until: Entry, asked: Asked) -> bool:
        """Whether an until lies within what is looked back on, or later."""
        gone = asked.gone(until.day_from)
        since = max((one.day_from for one in self.since), default=date.min)
        return gone is not None and gone > self.event.day_from and until.day_from >= since

    def told(self, asked: Asked) -> bool:
        """Whether feeds told every day that the event looks back on."""
        since = max((one.day_from for one in self.since), default=None)
        for first, last in asked.told:
            over = asked.gone(first) or first  # a day outside the calendar lies long before
            if (over <= self.event.day_from or (since and first <= since)) and last >= self.event.day_to:
                return True
        return False


def _look(
    asked: Asked, asks: Share, event: Entry, meets: list[Entry], other: list[Entry], unknown: list[Entry]
) -> _Look | None:
    """None: nobody knows what the event looks back to."""
    before = [one for one in asked.those(asks.since) if one.thread == event.thread and one.day_to <= event.day_from]
    last = max((one.day_to for one in before), default=None)
    since = [one for one in before if one.day_to == last]
    if asks.since and not since:
        return None
    surely_since = max((one.day_to for one in since), default=date.min)
    maybe_since = max((one.day_from for one in since), default=date.min)

    def surely(one: Entry) -> bool:
        gone = asked.gone(one.day_from)
        return surely_since <= one.day_from and one.day_to <= event.day_from and bool(gone and gone > event.day_to)

    def maybe(one: Entry) -> bool:
        gone = asked.gone(one.day_to)
        return maybe_since <= one.day_to and one.day_from <= event.day_to and bool(gone and gone > event.day_from)

    pro, con = (other, meets) if asks.fewer else (meets, other)
    weighs_for = [one for one in pro if surely(one) and maybe(one)]
    against = [one for one in con if maybe(one)]
    pros, cons = len(weighs_for), len(against)
    of_all = (pros + cons) * asks.part
    met = cons * asks.whole < of_all if asks.fewer else pros * asks.whole >= of_all
    enough = pros + len([one for one in against if surely(one)]) >= asks.at_least
    names = ("other", "meeting") if asks.fewer else ("meeting", "other")
    shown = [(event, "event")] + [(one, "since") for one in since]
    shown += [(one, names[0]) for one in weighs_for] + [(one, names[1]) for one in against]
    shown += [(one, "unknown") for one in unknown if maybe(one)]
    return _Look(event, since, weighs_for, shown, met and enough)


def _over(asked: Asked, asks: Share, event: Entry) -> date | None:
    return asked.clock(asks.stands_for, event.day_from) if asks.stands_for else None
