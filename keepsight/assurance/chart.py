"""The control chart of a measure (XmR: single values and their moving ranges): has anything changed, or is it noise?

What a measure does by itself, month by month, is computed from the periods before the change was made, and from nothing
else. What came after is held against that. Plain numbers in, a chart out. It refuses to judge by a handful of periods,
never joins two periods across one that nobody can tell, and never calls one better month an improvement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

SIGMAS = 3  # how far from the middle chance still reaches; Shewhart's choice, everybody's since
RANGE_OF_TWO = 1.128  # d2: the expected range of two values, in standard deviations (tables of control chart constants)
UPPER_RANGE = 3.267  # D4 for two values: how far their range still reaches by chance, in average ranges
LEAST_BEFORE = 6  # periods; with fewer, the limits say more about luck than about the measure (Wheeler)
RUN = 8  # periods in a row on one side of the middle (Western Electric's fourth rule, as Wheeler teaches it)
NEAR, OF = 3, 4  # so many of so many in a row nearer to a limit than to the middle


class Side(StrEnum):
    """On which side of what was ordinary."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Limits:
    """The middle of what came before, and how far chance alone still reaches.

    `lower` is None where it would lie below the least possible value.
    """

    middle: float
    lower: float | None
    upper: float
    average_range: float
    upper_range: float


@dataclass(frozen=True, slots=True)
class Signal:
    """Periods, by their place, that chance would hardly bring: `rule` says by which rule."""

    rule: str
    side: Side
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure's values in order (None: cannot tell), the limits of those before `changed_at`, and what stands out.

    `limits` None: too few periods before the change could be told, or it never moved.
    """

    values: tuple[float | None, ...]
    changed_at: int
    limits: Limits | None
    signals: tuple[Signal, ...]

    @property
    def since(self) -> tuple[Signal, ...]:
        """What stands out in the periods since the change, and rests on them alone."""
        return tuple(signal for signal in self.signals if signal.places[0] >= self.changed_at)

    @property
    def moved(self) -> Side | None:
        """The side to which the measure has moved since the change, or None. Where signals disagree, the latest counts."""
        return max(self.since, key=lambda signal: signal.places[-1]).side if self.since else None


def chart(values: Sequence[float | None], changed_at: int, *, least: float | None = 0.0) -> Chart:
    """The chart of values in the order of their periods. The first `changed_at` of them came before the change.

    `least` is the least value there can be; None where there is none.
    """
    limits = limits_of(values[:changed_at], least=least)
    signals = tuple(_signals(values, limits)) if limits else ()
    return Chart(tuple(values), changed_at, limits, signals)


def limits_of(values: Sequence[float | None], *, least: float | None = 0.0) -> Limits | None:
    """The limits of some values; None for fewer than `LEAST_BEFORE` of them, or where no two that touch differ.

    What never moved says nothing of how far chance would move it.
    """
    told = [value for value in values if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(told) < LEAST_BEFORE or not any(ranges):
        return None
    middle, average_range = sum(told) / len(told), sum(ranges) / len(ranges)
    reach = SIGMAS * average_range / RANGE_OF_TWO
    lower = middle - reach
    return Limits(
        middle,
        None if least is not None and lower <= least else lower,
        middle + reach,
        average_range,
        UPPER_RANGE * average_range,
    )


def _signals(values: Sequence[float | None], limits: Limits) -> Iterator[Signal]:
    for side in Side:
        beyond = [_beyond(value, side, limits) for value in values]
        near = [_near(value, side, limits) for value in values]
        beside = [_beside(value, side, limits) for value in values]
        yield from (Signal("beyond a limit", side, (place,)) for place, out in enumerate(beyond) if out)
        yield from (Signal("a run on one side", side, places) for places in _runs(beside))
        yield from (Signal("nearer to a limit", side, places) for places in _nearer(near))


def _runs(beside: Sequence[bool]) -> Iterator[tuple[int, ...]]:
    """Every stretch of `RUN` periods or more on one side, whole."""
    run: list[int] = []
    for place, so in enumerate([*beside, False]):
        if so:
            run.append(place)
        elif len(run) >= RUN:
            yield tuple(run)
        run = run if so else []


def _nearer(near: Sequence[bool]) -> Iterator[tuple[int, ...]]:
    """The first of each cluster in which `NEAR` of `OF` in a row lie nearer to the limit."""
    last = -1
    for end in range(OF, len(near) + 1):
        places = tuple(place for place in range(end - OF, end) if near[place])
        if len(places) >= NEAR and places[0] > last:
            yield places
            last = places[-1]


def _beyond(value: float | None, side: Side, limits: Limits) -> bool:
    if value is None:
        return False
    if side is Side.HIGHER:
        return value > limits.upper
    return limits.lower is not None and value < limits.lower


def _near(value: float | None, side: Side, limits: Limits) -> bool:
    """Nearer to the limit than to the middle. Where there is no lower limit, nothing is near it."""
    if value is None:
        return False
    if side is Side.HIGHER:
        return value > (limits.middle + limits.upper) / 2
    return limits.lower is not None and value < (limits.middle + limits.lower) / 2


def _beside(value: float | None, side: Side, limits: Limits) -> bool:
    if value is None:
        return False
    return value > limits.middle if side is Side.HIGHER else value < limits.middle
