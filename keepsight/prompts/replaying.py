"""A child's life, as it is in the store, made ready to be replayed: what was written, and which agency knew of it since when."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.db.models import Q

from keepsight.access.models import Agency, DisclosedEntry
from keepsight.access.queries import called, the_machine
from keepsight.access.sight import Sight
from keepsight.chronology.accounts import accounts
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.replaying.life import Knew, Life
from keepsight.patterns.replaying.replay import Replayed, replay
from keepsight.patterns.statement import ENTRY as COLUMNS
from keepsight.people import in_sight
from keepsight.people.queries import births
from keepsight.prompts.asking import entries_from, stated_from, what_feeds_delivered
from keepsight.prompts.queries import readable
from keepsight.prompts.turns import turns
from keepsight.store.clock import LONDON

ENTRY, STATED = entries_from("chronology_accounts"), stated_from("chronology_accounts")
_DAYS = {"day_from", "day_to", "recorded_on"}
_IDS = {"child", "entry", "thread"}
CAME_NEXT = (
    "child.died",
    "disclosure.made",
    "domestic_abuse.incident",
    "emergency_protection.started",
    "injury.recorded",
    "looked_after.started",
    "missing.reported",
    "plan.started",
    "section47.started",
    "strategy_discussion.held",
)
"""What is looked for after a prompt could be seen: harm to the child, or a step to protect the child. Local practice."""
_ENTRY, _AGENCY, _RECORDED_ON = (COLUMNS.index(name) for name in ("entry", "agency", "recorded_on"))


def replay_of(sight: Sight, child: UUID, until: dt.date) -> list[Replayed]:
    """Each prompt of a child up to a day: when all together could see it, and when each agency alone.

    Of what a person may not read, nothing is replayed for them, and of no pattern that they may not read. Empty out of sight.
    """
    if in_sight.child_now(sight, child) is None:
        return []
    return replay(life_of(sight, child, until), readable(sight))


def replay_for_figures(child: UUID, until: dt.date) -> list[dict[str, Any]]:
    """What was replayed of a child as figures keep it: out of standard entries alone, without an entry, with what came next.

    Nobody asks it for themselves: the machine's sight must hold.
    """
    everything = the_machine()
    read = [one for one in chronology(everything, child) if all(each.level == "standard" for each in one.accounts)]
    replayed = replay(_life(everything, read, child, until), readable(everything))
    return [_for_figures(one, came_next(read, one.on)) for one in replayed]


def came_next(entries: Sequence[EntryShown], on: dt.date) -> tuple[EntryShown, int] | None:
    """The first of CAME_NEXT about the child after a day, and how many days after. `entries` are in order, oldest first."""
    for entry in entries:
        if entry.kind in CAME_NEXT and entry.occurred_from and entry.occurred_from > on and entry.scope == "child":
            return entry, (entry.occurred_from - on).days
    return None


def _for_figures(one: Replayed, came: tuple[EntryShown, int] | None) -> dict[str, Any]:
    """Plain words and days, as JSON keeps them."""
    return {
        "pattern": one.pattern,
        "began_on": one.began_on.isoformat(),
        "on": one.on.isoformat(),
        "alone": {agency: day.isoformat() if day else None for agency, day in one.alone.items()},
        "fewest": [sorted(some) for some in one.fewest],
        "by_definition": one.by_definition,
        "assumed": one.assumed,
        "told_assumed": sorted(one.told_assumed),
        "next": {"kind": came[0].kind, "days": came[1]} if came else None,
    }


def life_of(sight: Sight, child: UUID, until: dt.date) -> Life:
    """What was written about the child, of all that this person may read: not even an agency is counted for the rest."""
    return _life(sight, chronology(sight, child), child, until)


def _life(sight: Sight, entries: Sequence[EntryShown], child: UUID, until: dt.date) -> Life:
    read = {each.id: each for one in entries for each in one.accounts}
    rows = [row for row in _asked(ENTRY, child) if row[_ENTRY] in read]
    stated = [(entry, word) for entry, word in _asked(STATED, child) if entry in read]
    knew = [*_held_or_sent(rows, read), *_told(rows, read), *_shared(sight, [row[_ENTRY] for row in rows])]
    return Life(
        child=child,
        entries=_table(COLUMNS, rows),
        stated=_table(("entry", "word"), stated),
        knew=knew,
        sectors=_sectors({one.agency for one in knew}),
        delivered=what_feeds_delivered(),
        birth=births([child]).get(child, Birth()),
        until=until,
        turns=turns(accounts(read), read),
        assumed=frozenset(entry for entry, each in read.items() if each.recorded_how == "assumed"),
    )


def _asked(statement: str, child: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"children": [child]})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _held_or_sent(rows: Iterable[tuple[Any, ...]], read: Mapping[UUID, EntryShown]) -> Iterator[Knew]:
    """Whoever wrote it down, and the agency from which the matter came, both from the day on which it was written."""
    for row in rows:
        for agency in {row[_AGENCY], read[row[_ENTRY]].agency} - {None}:
            yield Knew(row[_ENTRY], agency, row[_RECORDED_ON])


def _told(rows: Sequence[tuple[Any, ...]], read: Mapping[UUID, EntryShown]) -> Iterator[Knew]:
    """Whoever the file says was told, from the day that it says, or from the day of writing where it says none.

    Never before it was written: what is told from mouth to mouth is on nobody's record yet. A name that no agency here bears
    counts for nobody.
    """
    said = [(row[_ENTRY], row[_RECORDED_ON], name, on) for row in rows for name, on in read[row[_ENTRY]].told]
    codes = called({name for _, _, name, _ in said})
    for entry, written, name, on in said:
        if name in codes:
            yield Knew(entry, codes[name], max(on or written, written), assumed=on is None)


def _shared(sight: Sight, entries: Sequence[UUID]) -> Iterator[Knew]:
    """Whoever somebody chose to share it with, from the day on which they did: each agency hears of its own part of that."""
    told = DisclosedEntry.objects.filter(entry__in=entries).select_related("disclosure")
    if not sight.everything:
        told = told.filter(Q(disclosure__by__agency=sight.agency) | Q(disclosure__to_agency=sight.agency))
    for one in told:
        yield Knew(one.entry, one.disclosure.to_agency_id, one.disclosure.at.astimezone(LONDON).date())


def _sectors(agencies: Iterable[str]) -> dict[str, str]:
    return dict(Agency.objects.filter(code__in=list(agencies)).values_list("code", "sector"))


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    return pa.table({name: _column(name, [row[place] for row in rows]) for place, name in enumerate(names)})


def _column(name: str, values: list[Any]) -> pa.Array:
    if name in _IDS:
        return pa.array([value.bytes if value else None for value in values], pa.uuid())
    if name in _DAYS:
        return pa.array(values, pa.date32())
    return pa.array(values, pa.timestamp("us", "UTC") if name == "at" else pa.string())
