"""Under which conditions the pages are looked at: in which role, how wide, with or without scripts.

Not every combination is tried, which would be thousands of pages, but every pair of two conditions: each page in each role that
opens it, at each width, and with and without scripts; each role at each width, and with and without scripts; and so on.
"""

from collections.abc import Collection, Mapping
from itertools import combinations, product
from typing import NamedTuple

from playwright.sync_api import ViewportSize

from keepsight.pages.accessibility.tried import WIDTHS

HEIGHTS = {1280: 950, 390: 844, 320: 640}  # CSS pixels, of a screen so wide
SCREENS: dict[int, ViewportSize] = {wide: {"width": wide, "height": HEIGHTS[wide]} for wide in WIDTHS}
SCRIPTS = (True, False)
VISITOR = "visitor"  # somebody who has not signed in, in the place of a role: opens what is open to everybody


class Condition(NamedTuple):
    """A page, opened once. What stays the same from role to role is asked where `by_axe`; from width to width, where `closely`."""

    page: str
    role: str
    width: int
    scripts: bool
    by_axe: bool
    closely: bool


def conditions(may_open: Mapping[str, Collection[str]]) -> list[Condition]:
    """Every page in all pairs of conditions, given the roles that may open each. As few as pages in roles, or three a page."""
    return [one for at, page in enumerate(sorted(may_open)) for one in _of(page, at, sorted(may_open[page]))]


def _of(page: str, at: int, roles: list[str]) -> list[Condition]:
    """The conditions of one page. `at` is its place among the pages, so that pages do not all begin alike."""
    every = len(WIDTHS)  # so many are every width, with scripts and without
    return [
        Condition(
            page=page,
            role=roles[(at + row) % len(roles)],
            width=WIDTHS[(at + row) % every],
            scripts=SCRIPTS[(at // every + row) % len(SCRIPTS)],
            by_axe=row < every,
            closely=row == 0,
        )
        for row in range(max(len(roles), every) if roles else 0)
    ]


def pairs_left_out(tried: Collection[Condition], may_open: Mapping[str, Collection[str]]) -> set[tuple[object, object]]:
    """The pairs of two conditions that are possible and are not tried."""
    opened = [(page, role) for page, roles in may_open.items() for role in roles]
    possible = [(page, role, width, scripts) for (page, role), width, scripts in product(opened, WIDTHS, SCRIPTS)]
    return _pairs(possible) - _pairs([one[:4] for one in tried])


def _pairs(rows: Collection[tuple[object, ...]]) -> set[tuple[object, object]]:
    """Each condition with its place: a page and a role may have one name."""
    return {pair for row in rows for pair in combinations(enumerate(row), 2)}
