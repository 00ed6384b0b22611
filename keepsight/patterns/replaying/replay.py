"""Who could have seen what, and when: each prompt of a life, the day on which all together could, and on which each agency alone.

It says what was knowable, never what should have been known. Nothing is used before it was written, and each entry counts as it
stood on the day: until a correction was written, and known to whoever looks, what it corrects counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from keepsight.patterns.questions import Count
from keepsight.patterns.replaying.asking import Asking, Seen
from keepsight.patterns.replaying.life import Life, View, assumed_of, since_of, views
from keepsight.patterns.sheets import Sheet

MOST_NEEDED = 4
"""More agencies than this are not tried out together: that so many were needed is said as more than this."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One prompt of a life: from when its pattern could be seen, by whom.

    `on` is the first day for all together, and `entries` those that showed it that day. `alone` says for each agency its first
    day, None for never. `fewest` are the smallest sets of agencies whose entries showed it on `on` (empty: more than
    MOST_NEEDED were needed). `by_definition`: its words ask for more than one agency, so alone says nothing. `assumed`: of
    some of its entries nobody knows when they were written, so no claim rests on it alone. `told_assumed` are agencies whose
    first day is the earliest that it can have been: of some entry nobody wrote down when they were told.
    """

    pattern: str
    began_on: date
    on: date
    entries: tuple[UUID, ...]
    alone: Mapping[str, date | None]
    fewest: tuple[frozenset[str], ...]
    by_definition: bool
    assumed: bool
    told_assumed: frozenset[str] = frozenset()

    @property
    def first_alone(self) -> date | None:
        """The first day on which any agency alone could see it. None: none ever could."""
        return min((day for day in self.alone.values() if day), default=None)

    @property
    def days_earlier(self) -> int | None:
        """By how many days all together could see it before anybody alone. None: nobody alone ever could."""
        return (self.first_alone - self.on).days if self.first_alone else None

    def as_json(self) -> dict[str, Any]:
        """As `keepsight replay --json` prints it."""
        return asdict(self) | {
            "alone": dict(self.alone),
            "first_alone": self.first_alone,
            "fewest": [sorted(some) for some in self.fewest],
            "told_assumed": sorted(self.told_assumed),
        }


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One prompt as all together came to see it: intervals of one pattern that overlap, whatever their anchors."""

    pattern: str
    began_on: date
    last: date
    first_seen: Seen


def replay(life: Life, sheets: Sequence[Sheet]) -> list[Replayed]:
    """Every prompt of the life, in the order of the days on which all together could see it."""
    everybody = frozenset(life.sectors)
    by_definition = {sheet.name for sheet in sheets if isinstance(sheet.asks, Count) and sheet.asks.agencies > 1}
    each = [frozenset({agency}) for agency in sorted(everybody)]
    asking = Asking(life, sheets)
    found = asking.seen(view for agencies in dict.fromkeys((everybody, *each)) for view in views(life, agencies))
    prompts = list(_stretches(one for one in found if one.view.agencies == everybody))
    lone = [_alone(prompt, found, sorted(everybody)) for prompt in prompts]
    shown = [asking.shown_by(prompt.first_seen) for prompt in prompts]
    assumed = [_told_assumed(asking, alone) for alone in lone]
    needed = _needed(life, sheets, prompts, found)
    replayed = [
        Replayed(
            pattern=prompt.pattern,
            began_on=prompt.began_on,
            on=prompt.first_seen.on,
            entries=entries,
            alone={agency: seen.on if seen else None for agency, seen in alone.items()},
            fewest=fewest,
            by_definition=prompt.pattern in by_definition,
            assumed=not life.assumed.isdisjoint(entries),
            told_assumed=told,
        )
        for prompt, entries, alone, told, fewest in zip(prompts, shown, lone, assumed, needed, strict=True)
    ]
    return sorted(replayed, key=lambda one: (one.on, one.pattern, one.began_on))


def _alone(prompt: _Stretch, found: Iterable[Seen], agencies: Sequence[str]) -> dict[str, Seen | None]:
    """What each agency alone first saw of a prompt that all together could see. None: it never could."""
    first: dict[str, Seen | None] = dict.fromkeys(agencies)
    for one in found:
        if one.view.alone and _same(prompt, one):
            (agency,) = one.view.agencies
            earlier = first[agency]
            first[agency] = min(earlier, one, key=lambda seen: seen.on) if earlier else one
    return first


def _told_assumed(asking: Asking, alone: Mapping[str, Seen | None]) -> frozenset[str]:
    """The agencies that saw it by what they are only assumed to have been told that early."""
    assumed = assumed_of(asking.life)
    return frozenset(
        agency
        for agency, seen in alone.items()
        if assumed and seen and any((entry, agency) in assumed for entry in asking.shown_by(seen))
    )


def _stretches(found: Iterable[Seen]) -> Iterator[_Stretch]:
    """Intervals that overlap are one prompt, however often it was seen to begin anew as more was known."""
    ordered = sorted(found, key=lambda one: (one.pattern, one.began_on, _last(one)))
    open_: _Stretch | None = None
    for one in ordered:
        if open_ and one.pattern == open_.pattern and one.began_on <= open_.last:
            earlier = min(open_.first_seen, one, key=lambda seen: seen.on)
            open_ = _Stretch(open_.pattern, open_.began_on, max(open_.last, _last(one)), earlier)
            continue
        if open_:
            yield open_
        open_ = _Stretch(one.pattern, one.began_on, _last(one), one)
    if open_:
        yield open_


def _last(one: Seen) -> date:
    """The last day by which the interval is known to have held, as far as its view went."""
    ended = one.ended_on
    return min(ended, one.view.last) if ended else one.view.last


def _same(prompt: _Stretch, one: Seen) -> bool:
    return one.pattern == prompt.pattern and one.began_on <= prompt.last and _last(one) >= prompt.began_on


def _needed(
    life: Life, sheets: Sequence[Sheet], prompts: Sequence[_Stretch], found: Sequence[Seen]
) -> list[tuple[frozenset[str], ...]]:
    """For each prompt the smallest sets of agencies that could see it on the day on which all together first could.

    `found` says it of each agency alone; only where none could, several are tried out together.
    """
    could = [{one.view.agencies for one in found if one.view.alone and _then(prompt, one)} for prompt in prompts]
    left = [prompt for prompt, alone in zip(prompts, could, strict=True) if not alone]
    if left:
        patterns = {prompt.pattern for prompt in left}
        asking = Asking(life, [sheet for sheet in sheets if sheet.name in patterns])
        several = asking.seen(_of_several(life, {prompt.first_seen.on for prompt in left}))
        for prompt, some in zip(prompts, could, strict=True):
            some |= {one.view.agencies for one in several if _then(prompt, one)} if not some else set()
    return [_smallest(some) for some in could]


def _of_several(life: Life, days: Iterable[date]) -> Iterator[View]:
    """Each day as agencies see it that are several, and no more than are tried out together."""
    wanted = sorted(days)
    for size in range(2, MOST_NEEDED + 1):
        for some in map(frozenset, combinations(sorted(life.sectors), size)):
            knew_from = min(since_of(life, some).values(), default=date.max)
            yield from (View(some, day, day) for day in wanted if knew_from <= day)


def _then(prompt: _Stretch, one: Seen) -> bool:
    """Whether it is the prompt, as it could be seen on the day on which all together first could."""
    on = prompt.first_seen.on
    return one.view.first <= on <= one.view.last and one.on <= on and _same(prompt, one)


def _smallest(sets: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    found = sorted(sets, key=lambda some: (len(some), sorted(some)))
    return tuple(some for some in found if len(some) == len(found[0]))
