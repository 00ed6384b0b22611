"""Which account of a matter stood on which days, for whoever knew of some of its accounts and not of others.

A matter is told again, corrected and taken back. Of the accounts that somebody knew by a day, the one stated last stands, unless
one that they knew as well takes its place: the rule of the log, asked of every day and not only of today.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of the log in which a matter was told by one account of it, on record since a day.

    Of several turns the one of the greatest `rank` stands (the last day as of which it was stated, then its hash), but for one
    whose account another turn `corrects`.
    """

    entry: UUID
    matter: UUID
    since: date
    rank: tuple[date, UUID]
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stood:
    """That an entry stood for somebody from a day on, known to them `since` then. `until`: the day on which it no longer did."""

    entry: UUID
    since: date
    until: date | None


def stood(since: Mapping[UUID, date], turns: Iterable[Turn]) -> Iterator[Stood]:
    """When each entry stood for whoever knew of it since a day. One without a turn is all that was ever told of its matter."""
    matters: dict[UUID, list[Turn]] = defaultdict(list)
    told = set()
    for turn in turns:
        told.add(turn.entry)
        if turn.entry in since:
            matters[turn.matter].append(turn)
    yield from (Stood(entry, day, None) for entry, day in since.items() if entry not in told)
    for known in matters.values():
        yield from _stood({turn: max(turn.since, since[turn.entry]) for turn in known})


def _stood(known: Mapping[Turn, date]) -> Iterator[Stood]:
    days: list[date | None] = [*sorted(set(known.values())), None]
    before: Stood | None = None
    for day, following in pairwise(days):
        assert day is not None  # it ends the list
        entry = _standing([turn for turn, since in known.items() if since <= day])
        if before and before.entry == entry:
            before = Stood(entry, before.since, following)
            continue
        if before:
            yield before
        before = Stood(entry, day, following)
    if before:
        yield before


def _standing(known: list[Turn]) -> UUID:
    corrected = {turn.corrects for turn in known}
    left = [turn for turn in known if turn.entry not in corrected] or known
    return max(left, key=lambda turn: turn.rank).entry
