"""Coverage: on which days a pattern of absence may be asked at all, and which feeds are missing for the rest.

Plain dates, no database. It refuses to fill a hole: what no feed delivered is not told, however near its neighbours are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from keepsight.clocks.pregnancy import Birth
from keepsight.clocks.windows import CALENDAR_FIRST, CALENDAR_LAST
from keepsight.patterns.sheets import Sheet
from keepsight.vocabulary import KINDS, SECTORS

Days = tuple[date, date]
"""The first and the last day of a stretch, both included."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Days for which a feed delivered a kind. `child` None: for every child its agency works with."""

    child: UUID | None
    sector: str
    kind: str
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the relation `told`: every need of the pattern was delivered for the child on each of these days.

    Beside them, the day that the weeks of the pregnancy are counted from, and the day from which the child is born.
    """

    pattern: str
    child: UUID
    from_day: date
    to_day: date
    weeks_from: date | None = None
    here_from: date | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A kind that no feed delivered up to the day asked about. `told_until` None: never delivered at all."""

    kind: str
    sectors: tuple[str, ...]
    told_until: date | None

    @property
    def senders(self) -> str:
        """Who could deliver it: "police or health visiting"."""
        return " or ".join(SECTORS[sector].title for sector in self.sectors)

    def __str__(self) -> str:
        """`Return interview held, from children's social care (never sent)`."""
        until = f"sent up to {self.told_until.day} {self.told_until:%B %Y}" if self.told_until else "never sent"
        return f"{KINDS[self.kind].title}, from {self.senders} ({until})"


def told_days(sheet: Sheet, child: UUID | None, delivered: Iterable[Delivered]) -> list[Days]:
    """The days on which every need of the sheet was delivered for the child, as stretches in order. No needs: none.

    Stretches that touch are one. Each kind counts as delivered if any of the need's sectors delivered it. `child` None: of
    whoever no feed told by itself.
    """
    rows = [row for row in delivered if row.child in (None, child)]
    stretches = [_delivered(rows, kind, need.sectors) for need in sheet.needs for kind in need.kinds]
    if not stretches:
        return []
    told, *others = stretches
    for other in others:
        told = _both(told, other)
    return told


def told_rows(
    sheets: Iterable[Sheet],
    children: Iterable[UUID],
    delivered: Sequence[Delivered],
    births: Mapping[UUID, Birth] | None = None,
) -> list[Told]:
    """The relation `told` for some children: what an engine's statement is given.

    A silence is told of from the birth on, where a birth or an expected one is known: nobody can have heard or seen a child
    who was not born yet, and the clock starts afresh with the birth.
    """
    asked = [sheet for sheet in sheets if sheet.needs]
    own = by_child(delivered)
    of_any_other = _each_told(asked, None, own[None])  # most children: no feed told of one of them by itself
    return [
        Told(sheet.name, child, first, last, birth.weeks_from, birth.here_from)
        for child in children
        for birth in [(births or {}).get(child, _NOT_SAID)]
        for sheet, days in (_each_told(asked, child, own[None] + own[child]) if child in own else of_any_other)
        for first, last in _lived(sheet, birth.here_from, days)
    ]


def _each_told(
    sheets: Iterable[Sheet], child: UUID | None, delivered: Iterable[Delivered]
) -> list[tuple[Sheet, list[Days]]]:
    return [(sheet, told_days(sheet, child, delivered)) for sheet in sheets]


def by_child(delivered: Iterable[Delivered]) -> defaultdict[UUID | None, list[Delivered]]:
    """The rows of each child, so that one is looked for among its own; None: those that hold for every child."""
    own: defaultdict[UUID | None, list[Delivered]] = defaultdict(list)
    for row in delivered:
        own[row.child].append(row)
    return own


def lacking(sheet: Sheet, child: UUID, delivered: Iterable[Delivered], on: date) -> list[Lacking]:
    """What is missing for the sheet to be asked of the child on a day: each kind whose last day told lies before it."""
    rows = [row for row in delivered if row.child in (None, child)]
    missing = []
    for need in sheet.needs:
        for kind in need.kinds:
            days = _delivered(rows, kind, need.sectors)
            told_until = days[-1][1] if days else None
            if told_until is None or told_until < on:
                missing.append(Lacking(kind, need.sectors, told_until))
    return missing


_NOT_SAID = Birth()


def _lived(sheet: Sheet, born: date | None, days: list[Days]) -> list[Days]:
    """What is left of these days for a child born then."""
    if sheet.shape != "silence" or born is None:
        return days
    return [(max(first, born), last) for first, last in days if last >= born]


def _delivered(rows: Iterable[Delivered], kind: str, sectors: tuple[str, ...]) -> list[Days]:
    """The days on which a kind was delivered: always, where people put it on record here and no feed is waited for."""
    if KINDS[kind].recorded_here:
        return [(CALENDAR_FIRST, CALENDAR_LAST)]
    return _merged((row.from_day, row.to_day) for row in rows if row.kind == kind and row.sector in sectors)


def _merged(stretches: Iterable[Days]) -> list[Days]:
    """Overlapping and touching stretches made one, in order."""
    merged: list[Days] = []
    for first, last in sorted(stretches):
        if merged and first <= merged[-1][1] + _A_DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _both(one: list[Days], other: list[Days]) -> list[Days]:
    """The days in both. Each is in order and touches nothing of its own, so their parts in common do not touch either."""
    common = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return sorted((first, last) for first, last in common if first <= last)
