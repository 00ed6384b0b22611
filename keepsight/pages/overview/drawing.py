"""The lanes, drawn: inline SVG with classes only, so that it prints, survives forced colours and needs no script.

Every mark is a link to its entry, named by its title, inside a square large enough to hit. Nothing is told by colour
alone: shape is the kind of entry, hollow is "no more was done", a number is the prompt that cites it, hatching is
"no file covers this".
"""

import datetime as dt
from collections.abc import Callable, Iterable

from markupsafe import Markup

from keepsight.pages.overview.lanes import Lane, Lanes, Mark
from keepsight.pages.overview.marks import box_of, figure
from keepsight.pages.overview.seats import (
    CITES,
    HEAD,
    HIT,
    LABELS,
    ROW,
    Placed,
    Scale,
    Stack,
    month_after,
    placed_lanes,
    scale_of,
)
from keepsight.pages.svg import el
from keepsight.pages.words import counted, day, month

LETTERS_A_LINE = 24  # of a lane's name
LETTER = 7.6  # the width of a letter of the months' names, in CSS pixels

More = Callable[[str, dt.date, dt.date], str]


def drawing(lanes: Lanes, more: More) -> Markup:
    """The whole drawing as one `<svg>`. `more` says where the entries of one agency and a stretch of days stand."""
    scale = scale_of(lanes)
    placed = placed_lanes(lanes.lanes, scale)
    height = placed[-1].bottom + 2 if placed else HEAD + ROW
    return el(
        "svg",
        el("defs", _hatching()),
        *(_band(one, number, scale) for number, one in enumerate(placed)),
        *_months(scale, height),
        *([_today(lanes.last, scale, height)] if lanes.to_today else []),
        *(_lane(one, scale, more) for one in placed),
        class_="ks-lanes",
        viewBox=f"0 0 {scale.width} {height}",
        width=scale.width,
        height=height,
        role="group",
        aria_labelledby="lanes-heading",
        focusable="false",
    )


def _hatching() -> Markup:
    line = el("path", d="M0 8 L8 0", class_="ks-lanes__hatch")
    return el("pattern", line, id="ks-uncovered", width=8, height=8, patternUnits="userSpaceOnUse")


def _band(placed: Placed, number: int, scale: Scale) -> Markup:
    """A lane's ground, with the days hatched that no file of its own covers."""
    top, height, lane = placed.top, placed.bottom - placed.top, placed.lane
    band = el(
        "rect",
        x=0,
        y=top,
        width=scale.width,
        height=height,
        class_=f"ks-lanes__band ks-lanes__band--{'even' if number % 2 else 'odd'}",
    )
    if lane.covered_from is None or lane.covered_to is None:
        spans = [(float(LABELS), scale.x(scale.last))]
    else:
        spans = [(float(LABELS), scale.x(lane.covered_from)), (scale.x(lane.covered_to), scale.x(scale.last))]
        spans = spans if lane.covered_from > scale.first else spans[1:]
    hatched = [
        el("rect", x=left, y=top + 1, width=round(right - left, 1), height=height - 2, class_="ks-lanes__uncovered")
        for left, right in spans
        if right > left
    ]
    return el("g", band, *hatched, aria_hidden="true")


def _months(scale: Scale, height: int) -> Iterable[Markup]:
    # Every month has its line; a name that would touch the one before it, or run off the drawing, is left out.
    free = 0.0
    for number in range(scale.months):
        first = month_after(scale.first, number)
        x = scale.x(first)
        begins = number == 0 or first.month == 1
        look = "ks-lanes__year" if begins else "ks-lanes__month"
        yield el("line", x1=x, x2=x, y1=HEAD - 7, y2=height, class_=look, aria_hidden="true")
        name = month(first) if begins else month(first)[:3]
        ends = x + 4 + LETTER * len(name)
        if free <= x and ends <= scale.width:
            yield el("text", name, x=x + 4, y=HEAD - 16, class_="ks-lanes__when", aria_hidden="true")
            free = ends


def _today(last: dt.date, scale: Scale, height: int) -> Markup:
    x = scale.x(last)
    return el("line", x1=x, x2=x, y1=HEAD - 7, y2=height, class_="ks-lanes__today", aria_hidden="true")


def _lane(placed: Placed, scale: Scale, more: More) -> Markup:
    lane = placed.lane
    told = [
        el(
            "circle",
            el("title", f"{lane.name} was told, {day(on)}"),
            cx=scale.x(on),
            cy=placed.top + 7,
            r=3.5,
            class_="ks-lanes__told",
        )
        for on in lane.told
    ]
    marks = [_linked(seat.mark, seat.x, placed.middle(seat.row)) for seat in placed.seats]
    stacks = [_counted(lane, stack, placed.of_stacks, more) for stack in placed.stacks]
    return el("g", *_label(lane, placed), *told, *marks, *stacks, class_="ks-lanes__lane")


def _counted(lane: Lane, stack: Stack, y: float, more: More) -> Markup:
    """A stack as a link to the entries of its days."""
    first, last = stack.marks[0].on, stack.marks[-1].on
    days = day(first) if first == last else f"{day(first)} to {day(last)}"
    return el(
        "a",
        el("title", f"{days}, {lane.name}: {counted(len(stack.marks), 'more entry', 'more entries')}"),
        *box_of(len(stack.marks), stack.x, y),
        href=more(lane.name, first, last),
        class_="ks-lanes__mark",
    )


def _label(lane: Lane, placed: Placed) -> list[Markup]:
    lines = _wrapped(lane.name)
    y = placed.top + (20 if len(lines) == 1 else 14)
    look = "ks-lanes__name" if len(lines) == 1 else "ks-lanes__name ks-lanes__name--small"
    drawn = [el("text", line, x=9, y=y + 14 * number, class_=look) for number, line in enumerate(lines)]
    return [*drawn, el("text", lane.note, x=9, y=y + 14 * len(lines) + 1, class_="ks-lanes__note")]


def _wrapped(name: str) -> list[str]:
    """A name in at most two lines."""
    if len(name) <= LETTERS_A_LINE:
        return [name]
    cut = name.rfind(" ", 0, LETTERS_A_LINE + 1)
    head, tail = (name[:cut], name[cut + 1 :]) if cut > 0 else (name[:LETTERS_A_LINE], name[LETTERS_A_LINE:])
    return [head, tail if len(tail) <= LETTERS_A_LINE + 2 else tail[: LETTERS_A_LINE + 1] + "…"]


def _linked(mark: Mark, x: float, y: float) -> Markup:
    """A mark as a link. Its name is its title and nothing else: what is drawn is left out of the name."""
    cites = ",".join(str(number) for number in mark.cited_by)
    below = [el("text", cites, x=x, y=y + CITES, class_="ks-lanes__cites", aria_hidden="true")] if cites else []
    quote = [el("text", "“", x=x + 8, y=y - 1, class_="ks-lanes__quote", aria_hidden="true")] if mark.said else []
    hit = el("rect", x=x - HIT / 2, y=y - HIT / 2, width=HIT, height=HIT, class_="ks-lanes__hit")
    return el(
        "a", el("title", mark.name), hit, *figure(mark, x, y), *quote, *below, href=mark.href, class_="ks-lanes__mark"
    )
