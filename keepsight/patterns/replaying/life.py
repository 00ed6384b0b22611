"""A life to be replayed: what was written about one child, and which agency knew of it since when. Plain data; it opens nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pyarrow as pa

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.coverage import Delivered
from keepsight.patterns.replaying.standing import Stood, Turn, stood

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Knew:
    """That an agency knew of an entry from a day on: it held it, had sent it, or was told.

    `assumed`: it was told on a day that nobody wrote down, and `since` is the earliest that it can have been.
    """

    entry: UUID
    agency: str
    since: date
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """All that was written about one child up to a day.

    `entries` are the rows of the relation `entry` (columns.md), `stated` those of `stated`; `sectors` says of which sector
    each agency is that knew anything; `assumed` are the entries that are only assumed to have been written on the day on which
    they happened; `birth` is when the child may have been born and was expected, as far as anybody said; `turns` say which
    entries are accounts of one matter, and since when each was told.
    """

    child: UUID
    entries: pa.Table
    stated: pa.Table
    knew: Sequence[Knew]
    sectors: Mapping[str, str]
    delivered: Sequence[Delivered]
    birth: Birth
    until: date
    assumed: frozenset[UUID] = frozenset()
    turns: Sequence[Turn] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What some agencies together could see between two days, both included, on which nothing new reached any of them."""

    agencies: frozenset[str]
    first: date
    last: date

    @property
    def alone(self) -> bool:
        """Whether it is the view of a single agency."""
        return len(self.agencies) == 1


def since_of(life: Life, agencies: frozenset[str]) -> dict[UUID, date]:
    """Since when any of these agencies knew of each entry; an entry that none of them knew of is left out.

    All of them together know what is written on the day on which it is written, whoever is known to have read it.
    """
    if agencies == frozenset(life.sectors):
        return dict(zip(*(life.entries[name].to_pylist() for name in ("entry", "recorded_on")), strict=True))
    since: dict[UUID, date] = {}
    for one in life.knew:
        if one.agency in agencies:
            since[one.entry] = min(one.since, since.get(one.entry, one.since))
    return since


def assumed_of(life: Life) -> frozenset[tuple[UUID, str]]:
    """The entries of which an agency is only assumed to have been told that early, each with the agency."""
    earliest: dict[tuple[UUID, str], Knew] = {}
    for one in life.knew:
        known = earliest.setdefault((one.entry, one.agency), one)
        if (one.since, one.assumed) < (known.since, known.assumed):
            earliest[one.entry, one.agency] = one
    return frozenset(what for what, one in earliest.items() if one.assumed)


def views(life: Life, agencies: frozenset[str]) -> Iterator[View]:
    """The life of these agencies' knowledge in stretches: a new one begins on each day that brings an entry, or takes one away.

    An entry written before it happened is brought by the day on which it has certainly happened.
    """
    happened = dict(zip(*(life.entries[name].to_pylist() for name in ("entry", "day_to")), strict=True))
    turning = {day for one in stood_for(life, agencies) for day in _turning(one, happened[one.entry])}
    days = sorted(day for day in turning if day <= life.until)
    for first, following in pairwise([*days, life.until + _A_DAY]):
        yield View(agencies, first, following - _A_DAY)


def stood_for(life: Life, agencies: frozenset[str]) -> list[Stood]:
    """When each entry stood for these agencies together, as far as any of them knew of it."""
    return list(stood(since_of(life, agencies), life.turns))


def _turning(one: Stood, happened: date | None) -> Iterator[date]:
    """The days on which an entry is brought and taken away: none, where it no longer stood once it had certainly happened."""
    brought = happened and max(one.since, happened)
    if brought and (one.until is None or brought < one.until):
        yield brought
        if one.until:
            yield one.until


def delivered_by(life: Life, agencies: Iterable[str]) -> list[Delivered]:
    """What the feeds of these agencies' sectors delivered: that others would have told, and did not, they cannot know."""
    sectors = {life.sectors[agency] for agency in agencies}
    return [row for row in life.delivered if row.sector in sectors]
