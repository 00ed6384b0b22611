"""The replay, drawn: a line for each prompt, from the day all together could see it to the day the first agency alone could.

Shape tells, never colour alone: a diamond for all together, a ring for one alone, and where nobody alone ever could the line
runs on, broken, to the day of the replay.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from keepsight.pages.svg import el
from keepsight.pages.words import long_day

# Lengths are in CSS pixels.
WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 1120, 44, 24, 30, 28, 30
DIAMOND, RING, HIT = 7, 10, 12
YEAR_LABEL = 46  # less room than this before the edge, and a year is not written


@dataclass(frozen=True, slots=True)
class Line:
    """A prompt's line. `alone` None: no agency alone ever could see it."""

    number: int
    title: str
    on: dt.date
    alone: dt.date | None


def drawing(lines: Sequence[Line], today: dt.date) -> Markup:
    """The whole as one `<svg>`; each line leads to its row of the table."""
    first = min(min(one.on, one.alone or one.on) for one in lines).replace(day=1)
    scale = _Scale(first, today)
    height = TOP + ROW * len(lines) + BOTTOM
    return el(
        "svg",
        *_years(scale, height - BOTTOM),
        *(_line(one, TOP + ROW * place + ROW // 2, scale) for place, one in enumerate(lines)),
        class_="ks-lanes ks-replay",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="group",
        aria_label="Who could have seen it, and when: drawn",
        focusable="false",
    )


class _Scale:
    """Where a day stands."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last

    def x(self, day: dt.date) -> float:
        whole = max((self.last - self.first).days, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / whole, 1)


def _years(scale: _Scale, bottom: int) -> Iterator[Markup]:
    """A line and a number for each year, above and below: the drawing is longer than a screen. The first begins at the edge."""
    begins = {year: scale.x(dt.date(year, 1, 1)) for year in range(scale.first.year + 1, scale.last.year + 1)}
    for x in begins.values():
        yield el("line", x1=x, x2=x, y1=TOP - 24, y2=bottom, class_="ks-lanes__year")
    for year, x in ({scale.first.year: LEFT} | begins).items():
        if x < min(begins.get(year + 1, WIDTH), WIDTH) - YEAR_LABEL:
            yield from (el("text", str(year), x=x + 4, y=y, class_="ks-lanes__note") for y in (TOP - 12, bottom + 18))
    yield el("line", x1=LEFT, x2=WIDTH - RIGHT, y1=bottom, y2=bottom, class_="ks-lanes__year")


def _line(one: Line, y: int, scale: _Scale) -> Markup:
    start, end = scale.x(one.on), scale.x(one.alone or scale.last)
    look = "ks-replay__line" if one.alone else "ks-replay__never"
    return el(
        "a",
        el("title", _says(one)),
        el("rect", x=2, y=y - HIT, width=WIDTH - RIGHT, height=2 * HIT, class_="ks-lanes__hit"),
        el("text", str(one.number), x=LEFT - 14, y=y + 5, class_="ks-xmr__scale"),
        el("line", x1=start, x2=end, y1=y, y2=y, class_=look),
        *([el("circle", cx=end, cy=y, r=RING, class_="ks-xmr__outside")] if one.alone else []),
        el("path", d=_diamond(start, y), class_="ks-replay__together"),
        href=f"#prompt-{one.number}",
        class_="ks-lanes__mark",
    )


def _says(one: Line) -> str:
    alone = f"an agency alone from {long_day(one.alone)}" if one.alone else "no agency alone"
    return f"{one.number}. {one.title}: all together from {long_day(one.on)}, {alone}"


def _diamond(x: float, y: int) -> str:
    return f"M{x} {y - DIAMOND} L{x + DIAMOND} {y} L{x} {y + DIAMOND} L{x - DIAMOND} {y} Z"
