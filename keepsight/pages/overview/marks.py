"""One mark, drawn: its shape, hollow or filled, ringed, with its key. Nothing is told by colour alone."""

import datetime as dt

from markupsafe import Markup

from keepsight.pages.overview.lanes import Mark
from keepsight.pages.overview.seats import HIT
from keepsight.pages.svg import el

R = 9.0  # half a mark's width, in CSS pixels
R_HOUSEHOLD = 7.0


def figure(mark: Mark, x: float, y: float) -> list[Markup]:
    """A mark around the point (x, y)."""
    r = R_HOUSEHOLD if mark.household else R
    look = " ".join(
        [
            "ks-mark",
            *(
                f"ks-mark--{word}"
                for word, so in (("hollow", mark.hollow), ("cited", bool(mark.cited_by)), ("household", mark.household))
                if so
            ),
        ]
    )
    ring = [el("circle", cx=x, cy=y, r=R + 4.5, class_="ks-mark__ring")] if mark.alone else []
    return [*ring, *_shape(mark.shape, x, y, r, look)]


def box_of(count: int, x: float, y: float) -> list[Markup]:
    """A count of marks that found no room, around the point (x, y)."""
    box = el("rect", x=x - 15, y=y - HIT / 2, width=30, height=HIT, rx=4, class_="ks-lanes__hit ks-lanes__stack")
    return [box, el("text", f"+{count}", x=x, y=y + 4.5, class_="ks-lanes__count", aria_hidden="true")]


def key(shape: str, *, hollow: bool = False, alone: bool = False, household: bool = False) -> Markup:
    """One mark by itself, for the key under the drawing."""
    mark = Mark(dt.date.min, shape, "", "", hollow=hollow, alone=alone, household=household)
    return el(
        "svg",
        *figure(mark, 13.0, 13.0),
        class_="ks-key__mark",
        viewBox="0 0 26 26",
        width=22,
        height=22,
        aria_hidden="true",
        focusable="false",
    )


def key_of_hatching() -> Markup:
    """The hatching by itself, for the key."""
    return el(
        "svg",
        el("rect", x=1, y=4, width=24, height=18, class_="ks-lanes__uncovered"),
        class_="ks-key__mark",
        viewBox="0 0 26 26",
        width=22,
        height=22,
        aria_hidden="true",
        focusable="false",
    )


def key_of_stack() -> Markup:
    """A stack by itself, for the key."""
    return el(
        "svg",
        *box_of(3, 16.0, 13.0),
        class_="ks-key__mark",
        viewBox="0 0 32 26",
        width=27,
        height=22,
        aria_hidden="true",
        focusable="false",
    )


def _shape(shape: str, x: float, y: float, r: float, look: str) -> list[Markup]:
    match shape:
        case "referral":
            return [el("path", d=f"M{x:g} {y - r:g} L{x + r + 1:g} {y + r:g} L{x - r - 1:g} {y + r:g} Z", class_=look)]
        case "decision":
            return [el("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, class_=look)]
        case "missing":
            d = r + 2
            return [el("path", d=f"M{x:g} {y - d:g} L{x + d:g} {y:g} L{x:g} {y + d:g} L{x - d:g} {y:g} Z", class_=look)]
        case "not_brought":
            c = r * 0.5
            cross = f"M{x - c:g} {y - c:g} L{x + c:g} {y + c:g} M{x + c:g} {y - c:g} L{x - c:g} {y + c:g}"
            ground = el("circle", cx=x, cy=y, r=r, class_=f"{look} ks-mark--hollow")
            return [ground, el("path", d=cross, class_="ks-mark__cross")]
        case _:
            return [el("circle", cx=x, cy=y, r=r, class_=look)]
