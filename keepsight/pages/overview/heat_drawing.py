"""The long record, drawn: a square for each agency and month, larger the more entries it counts. Size tells, never colour.

The squares are too small to hit, so none is a link: the years above them lead to their lanes, and the table below says
every number and opens it.
"""

from markupsafe import Markup

from keepsight.pages.overview.heat import Cell, Heat, HeatRow, Year
from keepsight.pages.overview.seats import LABELS, WIDTH
from keepsight.pages.svg import el
from keepsight.pages.words import counted, month

# Lengths are in CSS pixels.
HEAD = 34  # the row of years
ROW = 34
CELL_AT_LEAST, CELL_AT_MOST = 11, 60  # the width of a month: fifteen fill a laptop's window
STEPS = ((8, 11), (4, 9), (2, 7), (1, 5))  # from so many entries on, a square of so many pixels
LETTERS = 27  # of an agency's name


def heat_drawing(heat: Heat) -> Markup:
    """The whole drawing as one `<svg>`, with links for the years only."""
    cell = min(max((WIDTH - LABELS) // max(len(heat.months), 1), CELL_AT_LEAST), CELL_AT_MOST)
    width, height = max(LABELS + cell * len(heat.months) + 1, WIDTH), HEAD + ROW * len(heat.rows) + 1
    return el(
        "svg",
        el("defs", _hatching()),
        *(_row(heat, row, number, cell, width) for number, row in enumerate(heat.rows)),
        *(_year(year, cell, height) for year in heat.years),
        class_="ks-lanes ks-heat",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group",
        aria_labelledby="lanes-heading",
        focusable="false",
    )


def square(step: int) -> Markup:
    """The square of one step by itself, for the key: 0 is the smallest."""
    side = [size for _, size in reversed(STEPS)][step]
    mark = el("rect", x=(14 - side) / 2, y=(14 - side) / 2, width=side, height=side, class_="ks-heat__square")
    return el("svg", mark, class_="ks-key__mark", viewBox="0 0 14 14", width=14, height=14, aria_hidden="true")


def _hatching() -> Markup:
    line = el("path", d="M0 8 L8 0", class_="ks-lanes__hatch")
    return el("pattern", line, id="ks-uncovered", width=8, height=8, patternUnits="userSpaceOnUse")


def _row(heat: Heat, row: HeatRow, number: int, cell: int, width: int) -> Markup:
    top = HEAD + ROW * number
    look = f"ks-lanes__band ks-lanes__band--{'even' if number % 2 else 'odd'}"
    name = row.name if len(row.name) <= LETTERS else row.name[: LETTERS - 1] + "…"
    return el(
        "g",
        el("rect", x=0, y=top, width=width, height=ROW, class_=look),
        el("text", name, x=9, y=top + 15, class_="ks-lanes__name ks-lanes__name--small"),
        el("text", row.note, x=9, y=top + 28, class_="ks-lanes__note"),
        *(
            drawn
            for place, one in enumerate(row.cells)
            for drawn in _cell(one, f"{month(heat.months[place].first)}, {row.name}", LABELS + cell * place, top, cell)
        ),
        aria_hidden="true",
    )


def _cell(one: Cell, where: str, x: int, top: int, cell: int) -> list[Markup]:
    drawn = []
    if not one.sent:
        drawn.append(el("rect", x=x, y=top + 1, width=cell, height=ROW - 2, class_="ks-lanes__uncovered"))
    if one.count:
        side = next(size for least, size in STEPS if one.count >= least)
        says = el("title", f"{where}: {counted(one.count, 'entry', 'entries')}")
        left, up = x + (cell - side) / 2, top + (ROW - side) / 2
        drawn.append(el("rect", says, x=left, y=up, width=side, height=side, class_="ks-heat__square"))
    return drawn


def _year(year: Year, cell: int, height: int) -> Markup:
    """A year's line and its name, which leads to its lanes. A year of few months shows its last two figures."""
    x, width = LABELS + cell * year.begins, cell * year.months
    line = el("line", x1=x, x2=x, y1=4, y2=height, class_="ks-lanes__year", aria_hidden="true")
    room = max(width, 26)
    words = str(year.number) if width >= 44 else f"’{year.number % 100:02}"
    link = el(
        "a",
        el("title", f"{year.number}: {counted(year.entries, 'entry', 'entries')}, as lanes"),
        el("rect", x=x + 1, y=3, width=room - 2, height=HEAD - 6, class_="ks-lanes__hit"),
        el("text", words, x=x + 5, y=22, class_="ks-heat__year", aria_hidden="true"),
        href=year.href,
        class_="ks-lanes__mark",
    )
    return el("g", line, link)
