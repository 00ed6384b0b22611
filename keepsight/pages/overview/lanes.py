"""Who knew what, when: one lane for each agency, one mark for each entry, and what each agency was told.

A lane is drawn for an agency that has sent nothing too, and the days that no file covers are marked as not covered:
an empty lane must never look like a quiet life. The drawing itself is in `drawing.py`.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.vocabulary import SECTORS

# Outcomes and kinds that ended a matter without more being done. Drawn hollow.
ENDED = frozenset({"no_further_action", "signposted", "no_conference"})
CLOSED_KINDS = frozenset({"involvement.closed", "early_help.ended"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry on a lane. `name` is what a screen reader says and what appears when it is pointed at."""

    on: dt.date
    shape: str
    name: str
    href: str
    hollow: bool = False
    alone: bool = False
    said: bool = False
    household: bool = False
    cited_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """One agency. `covered_to` None: no file of its own covers any day, and `note` says why."""

    name: str
    note: str
    marks: tuple[Mark, ...] = ()
    told: tuple[dt.date, ...] = ()
    covered_from: dt.date | None = None
    covered_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Lanes:
    """All the lanes, the agencies from which nobody is connected, and the days the drawing spans."""

    lanes: tuple[Lane, ...]
    absent: tuple[str, ...]
    first: dt.date
    last: dt.date
    undated: int
    before: int = field(default=0)
    to_today: bool = field(default=True)  # the drawing ends today, and not with an earlier stretch


def lanes(
    entries: Sequence[EntryShown],
    feeds: Sequence[Feed],
    *,
    cited: Mapping[UUID, tuple[int, ...]],
    href: Callable[[EntryShown], str],
    since: dt.date | None,
    today: dt.date,
    until: dt.date | None = None,
) -> Lanes:
    """The lanes for these entries. `since`: leave out what happened before that day, and count it; None shows all.

    `until`: leave out what happened after that day, too; None draws up to today.
    """
    dated = [entry for entry in entries if entry.occurred_from]
    late = [entry for entry in dated if until is None or _day(entry) <= until]
    drawn = [entry for entry in late if since is None or _day(entry) >= since]
    stopped = _ended_threads(entries)
    names = spoken_of(drawn, feeds)
    first = min((_day(entry) for entry in drawn), default=today.replace(day=1))
    first = since if since and until else first
    last = until or max([today, *(_day(entry) for entry in drawn)])
    return Lanes(
        lanes=tuple(_lane(name, sector, drawn, feeds, stopped, cited, href) for name, sector in names),
        absent=tuple(feed.sector_title for feed in feeds if not feed.connected and not feed.agency),
        first=first.replace(day=1),
        last=last,
        undated=len(entries) - len(dated),
        before=len(late) - len(drawn),
        to_today=until is None or until >= today,
    )


def _lane(
    name: str,
    sector: str,
    entries: Sequence[EntryShown],
    feeds: Sequence[Feed],
    stopped: frozenset[UUID],
    cited: Mapping[UUID, tuple[int, ...]],
    href: Callable[[EntryShown], str],
) -> Lane:
    own = [feed for feed in feeds if feed.agency_name == name]
    ends = [feed.covered_to for feed in own if feed.covered_to]
    starts = [feed.covered_from for feed in own if feed.covered_from]
    return Lane(
        name=name,
        note=note_of(own),
        marks=tuple(_mark(one, stopped, cited, href) for one in entries if words.sent_by(one) == name),
        told=_told(name, entries),
        covered_from=min(starts, default=None),
        covered_to=max(ends, default=None),
    )


def note_of(feeds: Sequence[Feed]) -> str:
    """How far the feeds of one agency reach, in a few words."""
    covered_to = max((feed.covered_to for feed in feeds if feed.covered_to), default=None)
    if not feeds:
        return "known only from others"
    if not any(feed.connected for feed in feeds):
        return "not connected"
    return f"received up to {words.day(covered_to)}" if covered_to else "nothing received yet"


def _mark(
    entry: EntryShown,
    stopped: frozenset[UUID],
    cited: Mapping[UUID, tuple[int, ...]],
    href: Callable[[EntryShown], str],
) -> Mark:
    numbers = cited.get(entry.id, ())
    hollow = _ended(entry) or (entry.mark == "referral" and entry.thread in stopped)
    alone = words.known(entry, "alone") == "yes"
    return Mark(
        on=_day(entry),
        shape=entry.mark,
        name=_name(entry, hollow, alone, numbers),
        href=href(entry),
        hollow=hollow,
        alone=alone,
        said=bool(entry.child_words),
        household=entry.scope == "household",
        cited_by=numbers,
    )


def _name(entry: EntryShown, hollow: bool, alone: bool, numbers: tuple[int, ...]) -> str:
    """Everything the mark says by its shape, in words."""
    outcome = words.known(entry, "outcome")
    parts = [
        f"{words.when(entry)}, {words.sent_by(entry)}: {entry.title}",
        f", {words.detail(outcome)}" if outcome else ", closed or no further action" if hollow else "",
        f" (about {whose(entry)})" if entry.scope == "household" else "",
        ". Seen alone" if alone else "",
        ". The child’s words" if entry.child_words else "",
        ". Disputed" if entry.disputes else "",
        f". Cited by {'prompt' if len(numbers) == 1 else 'prompts'} {words.listed([str(n) for n in numbers])}"
        if numbers
        else "",
    ]
    return "".join(parts)


def whose(entry: EntryShown) -> str:
    """Who an entry of the household is about, and the role that person had on the day: "Kit Tarn, sibling"."""
    role = {"other": "other adult"}.get(entry.role, entry.role)
    people = [one.name or "a person without a name on record" for one in entry.about if one.role != "professional"]
    return f"{words.listed(people)}, {role}" if people else role


def _told(name: str, entries: Sequence[EntryShown]) -> tuple[dt.date, ...]:
    """The days on which an agency came to know of something that another had: it was told, or it took a referral in."""
    told = [on for entry in entries for agency, on in entry.told if agency == name and on]
    took = [_day(entry) for entry in entries if entry.agency_name == name != words.sent_by(entry)]
    return tuple(sorted({*told, *took}))


def spoken_of(entries: Sequence[EntryShown], feeds: Sequence[Feed]) -> list[tuple[str, str]]:
    """Agencies with their sector, in the order of the sectors: those with a feed, and those that entries name."""
    sectors = {feed.agency_name: feed.sector for feed in feeds if feed.agency}
    titles = {sector.title: name for name, sector in SECTORS.items()}
    for entry in entries:
        sectors.setdefault(entry.agency_name, entry.sector)
        if entry.from_agency_name:
            sectors.setdefault(entry.from_agency_name, titles.get(entry.from_agency_name, "other"))
    order = list(SECTORS)
    return sorted(sectors.items(), key=lambda pair: (order.index(pair[1]), pair[0]))


def _ended(entry: EntryShown) -> bool:
    return entry.kind in CLOSED_KINDS or words.known(entry, "outcome") in ENDED


def _ended_threads(entries: Sequence[EntryShown]) -> frozenset[UUID]:
    """The matters on which the last word was that nothing more would be done."""
    last = {entry.thread: entry for entry in entries if entry.thread and entry.kind.endswith(".decided")}
    return frozenset(thread for thread, entry in last.items() if thread and _ended(entry))


def _day(entry: EntryShown) -> dt.date:
    assert entry.occurred_from is not None
    return entry.occurred_from
