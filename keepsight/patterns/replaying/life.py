"""A life to be replayed: what was written about one child, and which agency knew of it since when. Plain data; it opens nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pyarrow as pa

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.coverage import Delivered

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Knew:
    """That an agency knew of an entry from a day on: it held it, had sent it, or was told."""

    entry: UUID
    agency: str
    since: date


@dataclass(frozen=True, slots=True)
class Life:
    """All that was written about one child up to a day.

    `entries` are the rows of the relation `entry` (columns.md), `stated` those of `stated`; `sectors` says of which sector
    each agency is that knew anything; `assumed` are the entries that are only assumed to have been written on the day on which
    they happened; `birth` is when the child may have been born and was expected, as far as anybody said.
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


def views(life: Life, agencies: frozenset[str]) -> Iterator[View]:
    """The life of these agencies' knowledge in stretches: a new one begins on each day that brings an entry.

    An entry written before it happened is brought by the day on which it has certainly happened.
    """
    since = since_of(life, agencies)
    happened = zip(*(life.entries[name].to_pylist() for name in ("entry", "day_to")), strict=True)
    brought = {max(since[entry], day) for entry, day in happened if entry in since and day is not None}
    days = sorted(day for day in brought if day <= life.until)
    for first, following in pairwise([*days, life.until + _A_DAY]):
        yield View(agencies, first, following - _A_DAY)


def delivered_by(life: Life, agencies: Iterable[str]) -> list[Delivered]:
    """What the feeds of these agencies' sectors delivered: that others would have told, and did not, they cannot know."""
    sectors = {life.sectors[agency] for agency in agencies}
    return [row for row in life.delivered if row.sector in sectors]
