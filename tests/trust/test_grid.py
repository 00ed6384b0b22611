"""Every address by every role by every thing it may name, against a grid that people keep by hand."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import pytest
from django.urls import reverse

from keepsight.access.queries import sight
from keepsight.access.roles import ROLES, Reach
from keepsight.access.sight import Sight
from keepsight.pages import door
from keepsight.pages.shelf import shelf
from tests.pages.town_people import signed_in, user
from tests.trust.asking import lists_of, pages
from tests.trust.grid import PAGES, grid
from tests.trust.secrets import LOOKERS
from tests.trust.things import OF_PAGES, SORTS, THINGS, Parts

FIRST = ("guardian",)
"""Roles whose columns are asked in the first tier, so that it stays quick."""


@dataclass(frozen=True)
class Cell:
    """One address for one role, about one thing (empty where the page is about none), and what the grid says is answered."""

    page: str
    role: str
    sort: str
    thing: str
    url: str
    answer: int


def sort_of(page: str) -> str:
    """The sort of thing that the address of a page names; empty where it names none. Raises KeyError for a new sort."""
    parts = frozenset(pages()[page])
    return OF_PAGES.get(page) or (SORTS[parts] if parts else "")


def cells(role: str, only: Collection[str]) -> Iterator[Cell]:
    """Every cell of one role's column for these pages, the things made as they are asked for; and each page's list, taken away."""
    by = user(LOOKERS[role])
    made: dict[str, dict[str, Parts]] = {}
    for page in sorted(only):
        opens, sort, parts = grid()[PAGES][page], sort_of(page), pages()[page]
        if not sort:
            yield from taken_away(Cell(page, role, "", "", reverse(page), 200 if role in opens else 403))
            continue
        if sort not in made:
            made[sort] = {name: make(by) for name, make in THINGS[sort].items()}
        for name, named in made[sort].items():
            url = reverse(page, kwargs={part: named[part] for part in parts})
            there = 200 if role in grid()[sort][name] else 404
            yield from taken_away(Cell(page, role, sort, name, url, there if role in opens else 403))


def taken_away(cell: Cell) -> Iterator[Cell]:
    """The cell; and the list of its page, where that is of nothing or is refused: one that opens is held to its page elsewhere."""
    yield cell
    if not cell.sort or cell.answer != 200:
        yield from (replace(cell, url=f"{cell.url}?{query}") for query in lists_of(cell.page))


def surprises(role: str, only: Collection[str]) -> tuple[list[str], int]:
    """Where the answer is not what the grid says; and how many cells were asked."""
    asked, found, client = 0, [], signed_in(LOOKERS[role])
    for cell in cells(role, only):
        asked += 1
        answer = client.get(cell.url).status_code
        if answer != cell.answer:
            asked_for = f"{cell.page}{' as a list' * ('?' in cell.url)}"
            found.append(f"{asked_for}: {cell.sort} {cell.thing} answers {answer} and not {cell.answer}")
    return found, asked


def test_every_page_and_every_thing_has_its_row_in_the_grid() -> None:
    assert set(grid()[PAGES]) == set(pages()) == set(shelf())
    assert {sort: set(rows) for sort, rows in grid().items() if sort != PAGES} == {
        sort: set(rows) for sort, rows in THINGS.items()
    }
    assert {sort_of(page) for page in pages()} - {""} == set(THINGS)
    assert all(names <= set(ROLES) for rows in grid().values() for names in rows.values())


@pytest.mark.parametrize(
    "role", [pytest.param(one, marks=[pytest.mark.long] * (one not in FIRST)) for one in sorted(ROLES)]
)
def test_every_address_answers_each_role_as_the_grid_says(town: None, role: str) -> None:
    # Signing out would end what the others need.
    found, asked = surprises(role, pages().keys() - {"sign_out"})
    print(f"{role}: {asked} cells")
    assert not found, "\n".join(found)


# Parts of the rule left out, and the thing that answers then though the grid says that it is not there.
DROPS: dict[str, tuple[Callable[[Sight], Sight], str]] = {
    "family": (lambda said: replace(said, conflicts=frozenset()), "of one’s own family"),
    "sealing": (lambda said: replace(said, sealed=frozenset()), "sealed, whom one works with"),
    "reach": (lambda said: replace(said, reach=Reach.ALL), "whom another agency knows"),
}


@pytest.mark.long
@pytest.mark.parametrize("drop", sorted(DROPS))
def test_without_one_part_of_the_rule_the_grid_is_surprised(
    town: None, drop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without, thing = DROPS[drop]
    monkeypatch.setattr(door, "sight", lambda user, on: without(sight(user, on)))
    found, _ = surprises("practitioner", {"overview"})
    assert f"overview: child {thing} answers 200 and not 404" in found
