"""What a chart says in a sentence: changed, or noise, or too early, or not to be told. Words out, no number made up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from keepsight.assurance.chart import LEAST_BEFORE, Chart
from keepsight.assurance.measures import Point


class Says(StrEnum):
    """What can be said of a measure."""

    CANNOT_TELL = "cannot_tell"
    NOTHING_CHANGED_YET = "nothing_changed_yet"
    TOO_EARLY = "too_early"
    NOISE = "noise"
    BETTER = "better"
    WORSE = "worse"


TITLES = {
    Says.CANNOT_TELL: "Cannot tell",
    Says.NOTHING_CHANGED_YET: "Nothing changed yet",
    Says.TOO_EARLY: "Too early to tell",
    Says.NOISE: "No sign of change",
    Says.BETTER: "Changed for the better",
    Says.WORSE: "Changed for the worse",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said, and the sentence that says it. `title` says it without a number, for whoever may not read those."""

    says: Says
    sentence: str

    @property
    def title(self) -> str:
        """The verdict in a few words."""
        return TITLES[self.says]


def verdict(chart: Chart, points: Sequence[Point], *, changed_on: dt.date | None, better: str, unit: str) -> Verdict:
    """The verdict on a chart of these points. `better` is the side to which the measure should move; `unit` follows a number."""
    before = sum(value is not None for value in chart.values[: chart.changed_at])
    after = sum(value is not None for value in chart.values[chart.changed_at :])
    if chart.limits is None:
        return Verdict(Says.CANNOT_TELL, _too_little(before, chart.changed_at))
    ordinary = f"between {_number(chart.limits.lower or 0, unit)} and {_number(chart.limits.upper, unit)}"
    if changed_on is None:
        return Verdict(Says.NOTHING_CHANGED_YET, f"By itself this moves {ordinary}. Nothing has been changed yet.")
    if after == 0:
        return Verdict(Says.TOO_EARLY, f"By itself this moved {ordinary}. No period since the change can be told yet.")
    if chart.moved is None:
        return Verdict(
            Says.NOISE,
            f"In {_periods(points[chart.changed_at :])} since the change nothing stands out from what chance alone would bring "
            f"({ordinary}). Nothing here shows that practice changed.",
        )
    places = sorted({place for signal in chart.since if signal.side == chart.moved for place in signal.places})
    rules = " and ".join(dict.fromkeys(signal.rule for signal in chart.since if signal.side == chart.moved))
    return Verdict(
        Says.BETTER if chart.moved == better else Says.WORSE,
        f"Since the change it has been {chart.moved} than chance alone would bring ({ordinary}): {rules}, "
        f"in {_periods([points[place] for place in places])} up to {_day(points[places[-1]].last)}. "
        f"That is {'the way it should go' if chart.moved == better else 'the wrong way'}.",
    )


def _too_little(told: int, periods: int) -> str:
    if told < LEAST_BEFORE:
        return (
            f"Of {periods} periods before the change {told} can be told, and {LEAST_BEFORE} are needed to say anything."
        )
    return "It did not move at all before the change, so nothing says how far chance alone would move it."


def _periods(points: Sequence[Point]) -> str:
    return "1 period" if len(points) == 1 else f"{len(points)} periods"


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}{unit}" if unit == "%" else f"{value:.1f} {unit}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
