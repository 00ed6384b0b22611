"""The times that a child was missing: who reported it, when the child was back, and what came of asking. Pure, from entries.

Police and placement tell of one time in their own words: what they say of it stands together. Whatever is told of a return is laid
beside the time it names; where it names none, beside the last return before it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.clocks import Window, last_day, limit
from keepsight.intake.drafts import Level
from keepsight.practice.local_rules import LOCAL_RULES, LocalRule
from keepsight.practice.putting import closest
from keepsight.practice.threads.table import RETURN
from keepsight.store.clock import LONDON

WHEREABOUTS = "missing.whereabouts"
ASKED = frozenset(step.kind for step in RETURN.steps.values())
KINDS = frozenset({"missing.reported", "missing.found", WHEREABOUTS}) | ASKED
SAME_TIME_DAYS = 1  # local judgement: police and placement tell of one time on one day, or across midnight


STRATEGY = LOCAL_RULES["strategy"]


@dataclass
class Episode:
    """One time missing: the reports, the returns, what came of asking and where the child was, each the oldest first."""

    reported: list[EntryShown] = field(default_factory=list)
    found: list[EntryShown] = field(default_factory=list)
    asked: list[EntryShown] = field(default_factory=list)
    whereabouts: list[EntryShown] = field(default_factory=list)

    @property
    def names(self) -> frozenset[UUID]:
        """Every id by which something may name this time: of its entries, those they replaced, and its threads."""
        told = [each for one in (*self.reported, *self.found) for each in one.accounts]
        return frozenset({one.id for one in told} | {one.thread for one in told if one.thread})

    @property
    def id(self) -> UUID:
        """The entry that stands for it: of the return, or else of the report."""
        return (self.found or self.reported)[0].id

    @property
    def thread(self) -> UUID:
        """Where what is done about it stands."""
        told = [one.thread for one in (*self.found, *self.reported) if one.thread]
        return told[0] if told else self.id

    @property
    def level(self) -> Level:
        """The level of what it rests on: what is said of it is read by no more people."""
        return closest(one.level for one in (*self.reported, *self.found))

    @property
    def back(self) -> EntryShown | None:
        """The return: the account that knows the hour, if there is one."""
        return next((one for one in self.found if one.occurred_at), self.found[0] if self.found else None)

    @cached_property
    def steps(self) -> list[tuple[str, EntryShown]]:
        """What came of asking, each with the step it is."""
        told: list[tuple[str, EntryShown]] = []
        for one in sorted(self.asked, key=_when_told):
            told.append((_step(one, RETURN.followed(name for name, _ in told)), one))
        return told

    @property
    def state(self) -> str:
        """Where it stands, by the word of the table."""
        return RETURN.followed(name for name, _ in self.steps)

    @property
    def last(self) -> UUID:
        """What was told last: whoever acts must have read it."""
        return self.steps[-1][1].id if self.steps else self.id

    @property
    def may(self) -> tuple[str, ...]:
        """The steps that can follow. None before the child is back."""
        return tuple(name for name, step in RETURN.steps.items() if self.found and self.state in step.start)


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when the child was to be asked, and whose rule that is. `at` None: the hour of the return is not known."""

    on: dt.date
    at: dt.datetime | None
    window: Window
    source: str

    def over(self, now: dt.datetime) -> bool:
        """Whether that time has passed."""
        return now > self.at if self.at else now.astimezone(LONDON).date() > self.on


def episodes(entries: Iterable[EntryShown]) -> tuple[list[Episode], list[EntryShown]]:
    """The times that the child was missing, the oldest first; and what was told of no return that it could be about."""
    told = sorted((one for one in entries if one.kind in KINDS and one.scope == "child"), key=_when_told)
    found: list[Episode] = []
    for one in told:
        if one.kind == "missing.reported":
            _of_report(found, one).reported.append(one)
        elif one.kind == "missing.found":
            _of_return(found, one).found.append(one)
    unplaced = []
    for one in told:
        if one.kind in ASKED or one.kind == WHEREABOUTS:
            of = _of_asking(found, one)
            if of is None:
                unplaced.append(one)
            else:
                (of.whereabouts if one.kind == WHEREABOUTS else of.asked).append(one)
    return found, unplaced


def clock_of(back: EntryShown | None) -> Clock | None:
    """The clock that a return starts. None: not back, no rule known to stand on that day, or the day is not known."""
    if back is None or back.occurred_to is None:
        return None
    rule = limit("return_interview", back.occurred_to)
    on = last_day(rule.window, back.occurred_to) if rule else None
    if rule is None or on is None:
        return None
    at = back.occurred_at + dt.timedelta(hours=rule.window.count) if back.occurred_at else None
    return Clock(at.astimezone(LONDON).date() if at else on, at, rule.window, f"{rule.source}, {rule.version}")


def often(found: Sequence[Episode], rule: LocalRule = STRATEGY) -> list[Episode]:
    """The last times that are together as many as the rule names, within its window; none where there are none."""
    dated = [(first, one) for one in found if (first := (one.reported or one.found)[0].occurred_from)]
    together: list[Episode] = []
    for place, (first, _) in enumerate(dated):
        last = last_day(rule.within, first) or first
        within = [one for day, one in dated[place:] if day <= last]
        together = within if len(within) >= rule.times else together
    return together


def _when_told(one: EntryShown) -> tuple[dt.date, dt.datetime, dt.datetime]:
    on = one.occurred_to or dt.date.max
    return on, one.occurred_at or dt.datetime.combine(on, dt.time.max, dt.UTC), one.received_at


def _of_report(found: list[Episode], one: EntryShown) -> Episode:
    """The time that a report is about: where it names none, one that another agency told of on about the same day."""
    for of in found:
        if one.thread and one.thread in of.names:
            return of
    latest = found[-1] if found else None
    told_by = {each.agency for each in latest.reported} if latest else set()
    if latest and one.agency not in told_by and any(_about_one_day(one, each) for each in latest.reported):
        return latest
    return _begun(found)


def _of_return(found: list[Episode], one: EntryShown) -> Episode:
    for of in found:
        if one.thread and one.thread in of.names:
            return of
    open_ones = [of for of in found if not of.found]
    if open_ones:
        return open_ones[-1]
    latest = found[-1] if found else None
    if latest and latest.found[0].occurred_to == one.occurred_to and latest.found[0].agency != one.agency:
        return latest
    return _begun(found)


def _about_one_day(one: EntryShown, other: EntryShown) -> bool:
    first, last = one.occurred_to, other.occurred_to
    return first is not None and last is not None and abs((first - last).days) <= SAME_TIME_DAYS


def _begun(found: list[Episode]) -> Episode:
    found.append(Episode())
    return found[-1]


def _of_asking(found: list[Episode], one: EntryShown) -> Episode | None:
    """The time that an offer or an interview is about: the one it names, else the last return before it."""
    named = {one.thread, str(one.details.get("about"))}
    for of in found:
        if named & (of.names | {str(each) for each in of.names}):
            return of
    first = one.occurred_from
    if first is None:
        return None
    before = [of for of in found if of.back and of.back.occurred_to and of.back.occurred_to <= first]
    return before[-1] if before else None


def _step(one: EntryShown, state: str) -> str:
    """The step that an entry is, after what was told before it."""
    if one.kind == RETURN.steps["hold"].kind:
        return "hold"
    if one.kind == RETURN.steps["use"].kind:
        return "use"
    match one.details.get("answer"):
        case "accepted":
            return "agree"
        case "declined":
            again = one.details.get("tried_again") == "yes" or state in ("declined", "declined_again")
            return "decline_again" if again else "decline"
        case _:
            return "offer"
