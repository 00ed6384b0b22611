"""Every page that has an address, looked at in a browser, under every pair of conditions.

The pages are those of the URLconf: nobody can add one that is not looked at. Whatever is asked of all pages is asked in one load of
each: tests/pages/looking.py.
"""

from collections.abc import Iterable, Mapping
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, path
from playwright.sync_api import Browser

from keepsight.pages.urls import of_programs, urlpatterns
from tests.pages.conditions import VISITOR, Condition, conditions, pairs_left_out
from tests.pages.here import served_here
from tests.pages.looking import Eyes
from tests.pages.test_door import PARTS, address
from tests.pages.town_people import BY_ROLE, signed_in
from tests.trust.grid import PAGES, grid

FOR_PROGRAMS = {pattern.name for pattern in of_programs}
QUICKEST = VISITOR  # the only one in the first tier
ROLES = [pytest.param(one, marks=[pytest.mark.long] * (one != QUICKEST)) for one in sorted({*BY_ROLE, VISITOR})]


def may_open() -> Mapping[str, frozenset[str]]:
    """Of each page, the roles in which it is looked at: those of the reviewed grid, or whoever comes by."""
    shelved = {
        pattern.name: pattern.callback.shelved.page for pattern in urlpatterns if pattern.name not in FOR_PROGRAMS
    }
    return {
        name: frozenset({VISITOR}) if page.public else grid()[PAGES].get(name, frozenset())
        for name, page in shelved.items()
    }


def unseen(patterns: Iterable[URLPattern], looked_at: Iterable[Condition]) -> set[str]:
    """What has an address and is not looked at; and what is, of whose address a part cannot be filled in."""
    named = {pattern.name: set(pattern.pattern.converters) for pattern in patterns}
    seen = {one.page for one in looked_at} | FOR_PROGRAMS
    return {
        name for name, parts in named.items() if name not in seen or (name not in FOR_PROGRAMS and parts - set(PARTS))
    }


def test_every_address_is_looked_at_or_is_one_that_programs_ask() -> None:
    assert unseen(urlpatterns, conditions(may_open())) == set()


def test_an_address_that_nobody_looks_at_is_told() -> None:
    new = path("nowhere/<uuid:thing_id>/", lambda request, thing_id: HttpResponse(), name="nowhere")
    looked_at = conditions(may_open())
    assert unseen([*urlpatterns, new], looked_at) == {"nowhere"}
    of_new = [one._replace(page="nowhere") for one in looked_at[:1]]
    assert unseen([*urlpatterns, new], [*looked_at, *of_new]) == {"nowhere"}, "nothing to fill in for a thing"


def test_a_page_that_is_open_to_nobody_is_told() -> None:
    assert unseen(urlpatterns, conditions({**may_open(), "voice": frozenset()})) == {"voice"}


def test_every_pair_of_conditions_is_tried_and_no_page_more_often_than_that_needs() -> None:
    tried = conditions(may_open())
    assert pairs_left_out(tried, may_open()) == set()
    assert all(pairs_left_out([one for one in tried if one != left], may_open()) for left in tried[::50])


def test_what_is_the_same_in_every_role_is_asked_of_every_page_at_each_width_with_scripts_and_without() -> None:
    of_a_page = {
        name: [one for one in conditions(may_open()) if one.page == name and one.by_axe] for name in may_open()
    }
    assert {len({one.width for one in rows}) for rows in of_a_page.values()} == {3}
    assert {len({one.scripts for one in rows}) for rows in of_a_page.values()} == {2}
    assert {sum(one.closely for one in rows) for rows in of_a_page.values()} == {1}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_somebody_opens_is_sound(town: None, chromium: Browser, role: str) -> None:
    of_role = [one for one in conditions(may_open()) if one.role == role]
    addresses = [address(one.page, "hub_coordinator" if role == VISITOR else role) for one in of_role]
    with served_here() as at:
        eyes = Eyes(chromium, at, _session(role))
        for one, where in zip(of_role, addresses, strict=True):
            eyes.look_at(one, where)
    assert eyes.faults == []
    assert {title: pages for title, pages in eyes.titles.items() if len(pages) > 1} == {}


@pytest.mark.long
def test_a_refusal_is_sound_too(town: None, chromium: Browser) -> None:
    with served_here() as at:
        eyes = Eyes(chromium, at, _session("administrator"))
        for number, row in enumerate(conditions({"not_found": {"administrator"}, "not_allowed": {"administrator"}})):
            where, status = (f"/children/{uuid4()}/nowhere/", 404) if row.page == "not_found" else ("/reviews/", 403)
            eyes.look_at(row._replace(scripts=number % 2 == 0), where, status)
    assert eyes.faults == []


def _session(role: str) -> str | None:
    """The session of somebody in this role who has signed in; None for a visitor."""
    return None if role == VISITOR else signed_in(BY_ROLE[role]).cookies["sessionid"].value
