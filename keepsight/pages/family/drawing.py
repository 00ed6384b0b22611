"""The family, drawn: a card for each person, with the signs of a genogram, and the ties between them.

A square is male, a ring female, a diamond not recorded, a triangle not yet born; a cross says that somebody died. The child's
own card has a double edge, and where somebody would stand whom nobody has recorded it is broken. Nothing is told by colour,
and nothing by how long or thick a line is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from markupsafe import Markup

from keepsight.pages.family.kin import Family, Kin
from keepsight.pages.family.lettering import FIRST, LINE, NAME, NOTE, PLAIN, fitted, in_lines
from keepsight.pages.family.picture import keyed, picture
from keepsight.pages.family.placing import HEIGHT, Card, Drawn, Placed, Wire
from keepsight.pages.svg import el

# Lengths are in CSS pixels.
SIGN, SIGN_AT = 15, 30  # half the side of a sign, and its middle from a card's left edge
WORDS_AT = 56  # where words begin, from there too
ROOM_AFTER = 8
DOT, STROKE = 3.5, 5

LOOKS: Mapping[str, str] = MappingProxyType(
    {"parent_of": "parent", "partner_of": "partner", "sibling_of": "sibling", "cares_for": "carer"}
)
"""How the line of each kind of tie is called in the style sheet. Who lives with whom is written on cards."""


def ties_drawn(family: Family, today: dt.date) -> list[Drawn]:
    """The ties that have lines."""
    return [
        Drawn(str(one.a), one.kind, str(one.b), ended=not one.holds(today)) for one in family.ties if one.kind in LOOKS
    ]


def drawing(family: Family, placed: Placed) -> Markup:
    """The whole as one picture, whose words are all in the list beside it too."""
    kin = {one.id: one for one in family.kin}
    return picture(
        "The family, drawn: the same stands in the lists below",
        (placed.width, placed.height),
        *(part for wire in placed.wires for part in _wire(wire)),
        *(el("g", *_card(card, kin[card.who])) for card in placed.cards),
    )


def key() -> list[tuple[Markup, str]]:
    """What the signs and the lines mean: drawn, and in words."""
    signs = [("male", "male"), ("female", "female"), (None, "sex not recorded")]
    shown: list[tuple[Markup, str]] = [(keyed(_sign(sex, 9, 9, 7)), says) for sex, says in signs]
    shown.append((keyed(_triangle(9, 9, 7)), "not yet born"))
    shown.append((keyed(_house(9, 9)), "said to live with the child today"))
    for kind, says in (
        ("parent_of", "parent of"),
        ("partner_of", "partner of"),
        ("sibling_of", "brother or sister of"),
        ("cares_for", "cares for, the dot at whoever is cared for"),
    ):
        shown.append((keyed(_line_of(kind, ended=False), wide=True), says))
    return [*shown, (keyed(_line_of("parent_of", ended=True), wide=True), "struck through: has ended")]


def lines_of(one: Kin, width: int) -> tuple[list[str], list[str]]:
    """What stands on a card of this width: the lines of the name, and those beneath it."""
    room = width - WORDS_AT - ROOM_AFTER
    names = in_lines(one.name, NAME, room)
    notes = [", ".join(part for part in (one.what, one.age) if part), one.lives]
    return names, [fitted(note, NOTE * PLAIN, room) for note in notes if note]


def _wire(wire: Wire) -> Iterator[Markup]:
    look = f"ks-kin__tie ks-kin__tie--{LOOKS[wire.kind]}"
    path = " ".join(f"M{x1} {y1} L{x2} {y2}" for (x1, y1), (x2, y2) in wire.segments)
    yield el("path", d=path, class_=look)
    if wire.kind == "cares_for":
        yield from (el("circle", cx=x, cy=y, r=DOT, class_="ks-kin__dot") for x, y in wire.to)
    if wire.ended:
        yield from (_struck(x, (y1 + y2) // 2) for (x, y1), (end, y2) in wire.segments if x == end)


def _struck(x: int, y: int) -> Markup:
    """Two strokes across a line, as genograms show that something is over."""
    strokes = (f"M{x - STROKE} {y + at + 2} L{x + STROKE} {y + at - 2}" for at in (-2, 2))
    return el("path", d=" ".join(strokes), class_="ks-kin__struck")


def _card(card: Card, one: Kin) -> Iterator[Markup]:
    look = "missing" if one.missing else "child" if one.is_the_child else "plain"
    yield el(
        "rect", x=card.x, y=card.y, width=card.width, height=HEIGHT, rx=6, class_=f"ks-kin__card ks-kin__card--{look}"
    )
    if one.is_the_child:
        inner = {"x": card.x + 4, "y": card.y + 4, "width": card.width - 8, "height": HEIGHT - 8}
        yield el("rect", rx=4, class_="ks-kin__card", **inner)
    x, y = card.x + SIGN_AT, card.y + SIGN_AT + 2
    if not one.missing:
        yield _triangle(x, y, SIGN) if one.unborn else _sign(one.sex, x, y, SIGN)
    if one.died:
        cross = f"M{x - SIGN} {y - SIGN} l{2 * SIGN} {2 * SIGN} m0 {-2 * SIGN} l{-2 * SIGN} {2 * SIGN}"
        yield el("path", d=cross, class_="ks-kin__cross")
    if one.at_home:
        yield _house(x, card.y + HEIGHT - 20)
    names, notes = lines_of(one, card.width)
    for place, line in enumerate(names):
        yield _text(line, card, place, "ks-kin__name")
    for place, line in enumerate(notes, len(names)):
        yield _text(line, card, place, "ks-kin__note")


def _text(line: str, card: Card, place: int, look: str) -> Markup:
    return el("text", line, x=card.x + WORDS_AT, y=card.y + FIRST + LINE * place, class_=look)


def _sign(sex: str | None, x: int, y: int, half: int) -> Markup:
    if sex == "female":
        return el("circle", cx=x, cy=y, r=half, class_="ks-kin__sign")
    if sex == "male":
        return el("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, class_="ks-kin__sign")
    return el("path", d=f"M{x} {y - half} l{half} {half} l{-half} {half} l{-half} {-half} Z", class_="ks-kin__sign")


def _triangle(x: int, y: int, half: int) -> Markup:
    return el("path", d=f"M{x} {y - half} l{half} {2 * half} h{-2 * half} Z", class_="ks-kin__sign")


def _house(x: int, y: int) -> Markup:
    return el("path", d=f"M{x - 8} {y} l8 -8 l8 8 m-2 -2 v9 h-12 v-9", class_="ks-kin__house")


def _line_of(kind: str, *, ended: bool) -> Markup:
    wire = Wire((Drawn("", kind, "", ended),), (((2, 9), (44, 9)),), ((41, 9),))
    strokes = [_struck(23, 9)] if ended else []
    return Markup("").join([*_wire(wire), *strokes])
