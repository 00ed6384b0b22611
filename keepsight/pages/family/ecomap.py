"""The network, drawn: the child on the left, others at home on the right, agencies between them, each tie a straight line.

A double line says that the agency wrote down the child's own words; a single one that it has told of them; a broken one that it
was told, or has a record of which nothing may be read here. Its order is that of names, and no line is thicker than another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from keepsight.pages.family.lettering import FIRST, LINE, NAME, NOTE, PLAIN, fitted, in_lines
from keepsight.pages.family.network import Service, in_short
from keepsight.pages.family.picture import keyed, picture
from keepsight.pages.svg import el

# Lengths are in CSS pixels.
EDGE, SIDE, TIE, MIDDLE = 16, 200, 110, 400
ROW, HEIGHT = 66, 54
PAD = 12
APART = 3  # half the distance between the two lines of a double one

LOOKS: Mapping[str, str] = MappingProxyType({"heard": "heard", "knows": "knows", "told": "told", "record": "told"})


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the network: its upper left corner and size, and the lines in it, the first `names` of them names."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    names: int


@dataclass(frozen=True, slots=True)
class Line:
    """A tie: from `left` to `right` at one height, and how it looks."""

    left: int
    right: int
    y: int
    look: str


@dataclass(frozen=True, slots=True)
class Network:
    """The whole drawing. `boxes`: the child's, that of others at home where any agency tells of them, then one for each agency."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def network(child: str, services: Sequence[Service]) -> Network:
    """Where everything of the network stands. At least one agency."""
    height = ROW * len(services) - (ROW - HEIGHT)
    middle, right = EDGE + SIDE + TIE, EDGE + SIDE + TIE + MIDDLE + TIE
    boxes = [_box(EDGE, EDGE, SIDE, height, child, "")]
    if any(one.home for one in services):
        boxes.append(_box(right, EDGE, SIDE, height, "Others at home", ""))
    lines: list[Line] = []
    for place, one in enumerate(services):
        top = EDGE + ROW * place
        boxes.append(_box(middle, top, MIDDLE, HEIGHT, one.name, in_short(one)))
        if one.tie:
            lines.append(Line(EDGE + SIDE, middle, top + HEIGHT // 2, LOOKS[one.tie]))
        if one.home:
            lines.append(Line(middle + MIDDLE, right, top + HEIGHT // 2, "knows"))
    return Network(tuple(boxes), tuple(lines), right + SIDE + EDGE, height + 2 * EDGE)


def drawing(placed: Network) -> Markup:
    """The network as one picture, whose words are all in the list beside it too."""
    return picture(
        "Agencies and services round the child, drawn: the same stands in the list below",
        (placed.width, placed.height),
        *(part for line in placed.lines for part in _tie(line)),
        *(el("g", *_drawn(box)) for box in placed.boxes),
    )


def key() -> list[tuple[Markup, str]]:
    """What the lines mean: drawn, and in words."""
    meant = (
        ("heard", "wrote down the child’s own words"),
        ("knows", "has told of them"),
        ("told", "was told, or holds"),
    )
    return [(keyed(*_tie(Line(2, 44, 9, look)), wide=True), says) for look, says in meant]


def _box(x: int, y: int, width: int, height: int, name: str, note: str) -> Box:
    room = width - 2 * PAD
    names = in_lines(name, NAME, room, most=1 if note else 2)
    return Box(x, y, width, height, (*names, *([fitted(note, NOTE * PLAIN, room)] if note else [])), len(names))


def _drawn(box: Box) -> Iterator[Markup]:
    yield el("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=6, class_="ks-kin__card")
    for place, line in enumerate(box.lines):
        look = "ks-kin__name" if place < box.names else "ks-kin__note"
        yield el("text", line, x=box.x + PAD, y=box.y + FIRST + LINE * place, class_=look)


def _tie(line: Line) -> Iterator[Markup]:
    for y in (line.y - APART, line.y + APART) if line.look == "heard" else (line.y,):
        broken = " ks-kin__tie--broken" if line.look == "told" else ""
        yield el("path", d=f"M{line.left} {y} L{line.right} {y}", class_=f"ks-kin__tie{broken}")
