"""The oracle's answer to what is awaited: each trigger with what came of it, one by one. Part of `oracle`."""

from collections.abc import Iterator
from datetime import date, timedelta

from keepsight.clocks import Window
from keepsight.patterns.answers import CANNOT_TELL, HOLDS, Answer
from keepsight.patterns.questions import Awaited
from keepsight.patterns.terms import CONTACT
from tests.patterns.asked import Asked, open_stretches
from tests.patterns.histories import Entry


def awaited(asked: Asked) -> Iterator[Answer]:
    """After this, nothing of that (or not each of those) within its clock."""
    asks = asked.sheet.asks
    assert isinstance(asks, Awaited)
    fates: dict[tuple[str, date, date | None], list[tuple[Entry, date, list[tuple[Entry, str]]]]] = {}
    born = _birth(asked)
    triggers = _awaiting(asked, asks)
    for trigger, opened in triggers:
        if asks.of_pregnancy and born and trigger.day_to >= born:
            continue
        known_since = _longest(asked, asks.of_longest, trigger) if asks.of_longest else None
        if asks.of_longest and not known_since:
            continue
        start, beginnings = _clock_start(asked, asks, trigger, [each for each, _ in triggers])
        due, told_from = asked.gone(start), trigger.day_from
        due = due and max(due, trigger.day_to)
        if asks.of_pregnancy:
            due, start, told_from = _in_the_pregnancy(asked, asks.of_pregnancy, trigger)
        missing = _missing(asked, asks, trigger, due)
        if not missing:
            continue
        came = [min((reply.day_to for reply in replies), default=None) for replies in missing]
        ran_out = due and min([due, *(day for day in came if day)])
        if ran_out is not None and ran_out > asked.as_of:
            continue
        ended_by_birth = born if asks.of_pregnancy and born and born <= asked.as_of else None
        if ran_out is not None and ended_by_birth and ran_out >= ended_by_birth:
            continue
        known = ran_out is not None and asked.told_throughout(told_from, ran_out)
        shown = [(trigger, "awaited"), *((entry, "counted_from") for entry in beginnings)]
        shown += [(known_since, "in_contact")] if known_since else []
        shown += [(opened, "opened")] if opened else []
        for day, replies in zip(came, missing, strict=True):
            shown += [(reply, _how(asks, trigger, reply)) for reply in replies if reply.day_to == day]
        answered_on = ended_by_birth if None in came else max(day for day in came if day)
        fate = (HOLDS if known else CANNOT_TELL, ran_out or trigger.day_to, answered_on)
        fates.setdefault(fate, []).append((trigger, start, shown))
    for (state, began_on, ended_on), missed in fates.items():
        anchor = min((trigger for trigger, _, _ in missed), key=lambda entry: (entry.day_to, entry.entry))
        days = ((ended_on or asked.told_until()) - min(start for _, start, _ in missed)).days
        shown = [one for _, _, some in missed for one in some]
        shows_it = [entry for entry, part in shown if part in ("awaited", "counted_from", "in_contact", "opened")]
        yield asked.answer(state, began_on, ended_on, anchor, days, shown, shows_it)


def _awaiting(asked: Asked, asks: Awaited) -> list[tuple[Entry, Entry | None]]:
    """What awaits an answer; and where it does only for what stood open, the first of that on record."""
    anyway, stretches = asked.those(asks.after), list(open_stretches(asked, asks.while_open))
    some: list[tuple[Entry, Entry | None]] = [(entry, None) for entry in anyway]
    for entry in asked.those(asks.after_while_open):
        stood = [
            opened
            for opened, on, closed_on in stretches
            if on <= entry.day_from and (closed_on is None or entry.day_to < closed_on)
        ]
        if stood and entry not in anyway:
            some.append((entry, min(stood, key=lambda opened: (opened.recorded_on, opened.entry))))
    return some


def _birth(asked: Asked) -> date | None:
    """The day of birth, or where none is told the day on which nobody is carried any longer."""
    expected = asked.birth.expected_on
    return asked.birth.born_on or (expected + timedelta(weeks=4) if expected else None)


def _in_the_pregnancy(asked: Asked, length: Window, trigger: Entry) -> tuple[date | None, date, date]:
    """The day the clock is gone on, not before so much of the pregnancy is over; the day it is counted from; and the first that
    feeds must have told of."""
    if asked.birth.expected_on is None:
        return None, trigger.day_to, trigger.day_from
    conceived = asked.birth.expected_on - timedelta(weeks=40)
    start = max(conceived, trigger.day_to)
    gone, weeks_gone = asked.gone(start), asked.clock(length, conceived)
    return gone and weeks_gone and max(gone, weeks_gone, trigger.day_to), start, conceived


def _longest(asked: Asked, length: Window, trigger: Entry) -> Entry | None:
    """How the agency of what awaits came into contact with the child, if it was so long ago, and nobody may have before."""
    contacts = [entry for entry in asked.those(CONTACT) if entry.agency is not None]
    own = [entry for entry in contacts if entry.agency == trigger.agency]
    if not own:
        return None
    first = min(own, key=lambda entry: (entry.day_to, entry.entry))
    before = any(e.day_from < first.day_to for e in contacts if e.agency != trigger.agency)
    long_on = asked.clock(length, first.day_to)
    return None if before or long_on is None or long_on > trigger.day_from else first


def _clock_start(asked: Asked, asks: Awaited, trigger: Entry, triggers: list[Entry]) -> tuple[date, list[Entry]]:
    """The day the clock counts from and what it counts from: the last such thing of the thread by then, if this is the first
    that awaits after it; else the trigger's own day."""
    if trigger.thread is None:
        return trigger.day_to, []
    before = [
        entry
        for entry in asked.entries
        if (entry.thread, entry.sector) == (trigger.thread, trigger.sector) and entry.day_to <= trigger.day_from
    ]
    awaited_before = [e for e in triggers if e in before and e.day_to < trigger.day_from]
    earlier = [
        entry
        for entry in asked.those(asks.counts_from)
        if entry in before and not any(entry.day_to <= other.day_from for other in awaited_before)
    ]
    last = max((entry.day_to for entry in earlier), default=trigger.day_to)
    return last, [entry for entry in earlier if entry.day_to == last]


def _missing(asked: Asked, asks: Awaited, trigger: Entry, due: date | None) -> list[list[Entry]]:
    """For each thing expected that did not come in time, what came of it at all."""
    each = [[reply for reply in asked.those(one) if _may_answer(asked, asks, trigger, reply)] for one in asks.expects]
    return [replies for replies in each if not any(_in_time(asks, trigger, reply, due) for reply in replies)]


def _to_the_minute(asks: Awaited, trigger: Entry, reply: Entry) -> bool:
    return asks.within.unit == "hour" and trigger.at is not None and reply.at is not None


def _how(asks: Awaited, trigger: Entry, reply: Entry) -> str:
    return "answered_by_the_minute" if _to_the_minute(asks, trigger, reply) else "answered"


def _may_answer(asked: Asked, asks: Awaited, trigger: Entry, reply: Entry) -> bool:
    first, born = trigger.day_from, _birth(asked)
    if asks.of_pregnancy and asked.birth.expected_on:
        first = asked.birth.expected_on - timedelta(weeks=40)
    if reply.day_from < first or reply.entry == trigger.entry:
        return False
    if asks.of_pregnancy and born and reply.day_to >= born:
        return False
    if _to_the_minute(asks, trigger, reply) and reply.at < trigger.at:
        return False
    if asks.tie == "child" or None in (trigger.thread, reply.thread):
        return True
    if trigger.thread == reply.thread:
        return True
    return asks.tie == "thread" and trigger.sector != reply.sector  # an agency's threads are its own


def _in_time(asks: Awaited, trigger: Entry, reply: Entry, due: date | None) -> bool:
    if _to_the_minute(asks, trigger, reply):
        return reply.at - trigger.at <= timedelta(hours=asks.within.count)
    return due is not None and reply.day_to < due
