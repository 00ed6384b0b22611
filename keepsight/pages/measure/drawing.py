"""The control chart, drawn: a point a period, the middle and the limits of what came before, and the day of the change.

What stands outside is a diamond with a heavy edge, what lies within a dot: shape tells, never colour alone. A period that
cannot be told is hatched, one with nothing to count says so, and neither is a zero.
"""

from collections.abc import Iterator

from markupsafe import Markup

from keepsight.assurance.chart import Limits
from keepsight.assurance.queries import MeasureShown
from keepsight.pages.svg import el
from keepsight.pages.words import month

# Lengths are in CSS pixels.
HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 236, 32, 192, 64, 120
STEP_AT_LEAST, WIDTH = 44, 1120
DOT, DIAMOND, HIT = 5, 8, 13
WHOLE = 100.0  # per cent


def chart_drawing(one: MeasureShown, href: str) -> Markup:
    """The whole chart as one `<svg>`: each point a link to what it counts. `href` is the measure's page."""
    step = max((WIDTH - LEFT - RIGHT) // max(len(one.points), 1), STEP_AT_LEAST)
    width = max(LEFT + step * len(one.points) + RIGHT, WIDTH)
    scale = _Scale(one)
    return el(
        "svg",
        el("defs", _hatching()),
        *_lines(one.chart.limits, scale, one.unit, width - RIGHT),
        *_change(one, step),
        *(drawn for place in range(len(one.points)) for drawn in _point(one, place, step, scale, href)),
        class_="ks-lanes ks-xmr",
        viewBox=f"0 0 {width} {HEIGHT}",
        width=width,
        height=HEIGHT,
        role="group",
        aria_label=f"{one.measure.title}, drawn",
        focusable="false",
    )


class _Scale:
    """Where a value stands, from nothing at the bottom."""

    def __init__(self, one: MeasureShown) -> None:
        told = [value for value in one.chart.values if value is not None]
        upper = one.chart.limits.upper if one.chart.limits else 0
        most = max([*told, upper, 1.0])
        self.most = WHOLE if one.unit == "%" else most * 1.1

    def y(self, value: float) -> float:
        """The height of a value, held within the drawing."""
        return round(BOTTOM - (BOTTOM - TOP) * min(max(value / self.most, 0), 1), 1)


def _lines(limits: Limits | None, scale: _Scale, unit: str, right: int) -> Iterator[Markup]:
    yield el("line", x1=LEFT, x2=right, y1=BOTTOM, y2=BOTTOM, class_="ks-lanes__year")
    yield el("text", "0", x=LEFT - 10, y=BOTTOM + 5, class_="ks-xmr__scale")
    yield el("text", f"{scale.most:.0f}{'%' if unit == '%' else ''}", x=LEFT - 10, y=TOP + 5, class_="ks-xmr__scale")
    if limits is None:
        return
    for value, says, look in (
        (limits.upper, "upper limit", "ks-xmr__limit"),
        (limits.middle, "middle before", "ks-xmr__middle"),
        (limits.lower, "lower limit", "ks-xmr__limit"),
    ):
        if value is not None and value <= scale.most:
            yield el("line", x1=LEFT, x2=right, y1=scale.y(value), y2=scale.y(value), class_=look)
            yield el("text", says, x=right + 6, y=scale.y(value) + 4, class_="ks-lanes__note")


def _change(one: MeasureShown, step: int) -> Iterator[Markup]:
    if one.measure.changed_on is None or one.chart.changed_at >= len(one.points):
        return
    x = LEFT + step * one.chart.changed_at
    yield el("line", x1=x, x2=x, y1=TOP - 28, y2=BOTTOM, class_="ks-lanes__today")
    yield el("text", "the change", x=x + 5, y=TOP - 18, class_="ks-lanes__note")  # above every mark


def _point(one: MeasureShown, place: int, step: int, scale: _Scale, href: str) -> Iterator[Markup]:
    point, value = one.points[place], one.chart.values[place]
    x = LEFT + step * place + step // 2
    yield el("text", month(point.first), x=x, y=BOTTOM + 22 + 16 * (place % 2), class_="ks-xmr__when")
    if value is None and point.empty:
        yield el("text", "none", x=x, y=BOTTOM - 6, class_="ks-xmr__when")
        return
    if value is None:
        yield el("rect", x=x - step // 2, y=TOP, width=step, height=BOTTOM - TOP, class_="ks-lanes__uncovered")
        return
    y = scale.y(value)
    outside = any(place in signal.places for signal in one.chart.since)
    yield el(
        "a",
        el("title", f"{month(point.first)}: {value:.0f}{'%' if one.unit == '%' else ''}"),
        el("rect", x=x - HIT, y=y - HIT, width=2 * HIT, height=2 * HIT, class_="ks-lanes__hit"),
        _mark(x, y, outside),
        href=f"{href}?period={point.first.isoformat()}",
        class_="ks-lanes__mark",
    )


def _mark(x: float, y: float, outside: bool) -> Markup:
    if not outside:
        return el("circle", cx=x, cy=y, r=DOT, class_="ks-xmr__dot")
    shape = f"M{x} {y - DIAMOND} L{x + DIAMOND} {y} L{x} {y + DIAMOND} L{x - DIAMOND} {y} Z"
    return el("path", d=shape, class_="ks-xmr__outside")


def _hatching() -> Markup:
    line = el("path", d="M0 8 L8 0", class_="ks-lanes__hatch")
    return el("pattern", line, id="ks-uncovered", width=8, height=8, patternUnits="userSpaceOnUse")
