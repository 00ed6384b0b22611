"""Needs that no service could meet: refused where half told; then up to those who commission, until it is met."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, on, signed_in
from tests.practice.unmet import NEED, form, here

PATTERN = "unmet-specialist-need"


def context(username: str, post: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows somebody."""
    return given(username, "needs", child_id=child("wren"), post=post)


def does(username: str, step: str, **said: str) -> str:
    """Somebody takes a step on the page; the state that the need is then in."""
    posted = form(username, step, **said)
    assert signed_in(username).post(here(), posted).status_code == 302, context(username, posted)["error"]
    return str(context(username)["found"][0]["one"].stands.state.name)


@pytest.mark.parametrize("username", ["wilf", "orla", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), NEED).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    assert [client.post(one, NEED).status_code for one in (here(), f"/children/{NOBODY_S}/needs/")] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"unmet": ""}, "which need it is"),
        ({"unmet": "money"}, "which need it is"),
        ({"says": ""}, "why, in your own words"),
        ({"asked_of": ""}, "whom you ask"),
        ({"asked_on": ""}, "on which day the service was asked"),
        ({"asked_on": "soon"}, "Write it like"),
        ({"asked_on": "2/4/2026"}, "has not come yet"),
        ({"why_not": "perhaps"}, "why it is not met"),
        ({"meanwhile": ""}, "what is done meanwhile"),
        ({"to_whom": ""}, "to whom it goes"),
    ],
)
def test_a_need_half_told_is_not_kept_and_the_page_says_what_is_missing(
    town: None, changed: dict[str, str], says: str
) -> None:
    shown = context("ivo", NEED | changed)
    assert says in shown["error"]
    assert shown["found"] == []


def test_without_names_nothing_is_written(town: None) -> None:
    signed_in("ivo").post(here(), NEED)
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    page = client.get(here()).content.decode()
    assert not [NEED[said] for said in ("says", "asked_of", "meanwhile", "to_whom") if NEED[said] in page]
    assert client.post(here(), NEED).status_code == 404


@pytest.mark.long
def test_it_is_for_those_who_commission_to_answer_and_it_stands_until_it_is_met(town: None) -> None:
    assert signed_in("ivo").post(here(), NEED).status_code == 302
    assert "not yours to take" in context("ivo", form("ivo", "take_up", says="Soon.", by_when="1/5/2026"))["error"]
    assert does("magda", "take_up", says="A place is bought in.", by_when="1/5/2026") == "taken_up"
    assert does("ivo", "stay", says="Nobody has rung.") == "not_met"
    assert does("magda", "take_up", says="From May, next door.", by_when="5/5/2026") == "taken_up"
    assert does("tobias", "meet", says="She went on Monday.") == "met"
    page = signed_in("ivo").get(here()).content.decode()
    for said in (
        NEED["says"],
        NEED["meanwhile"],
        "From May, next door.",
        "She went on Monday.",
        "there is a waiting list",
    ):
        assert said in page


@pytest.mark.long
def test_it_waits_for_the_manager_first_and_later_for_the_hub_and_for_nobody_once_it_is_answered(town: None) -> None:
    def waits(username: str) -> bool:
        return "Needs that no service could meet" in signed_in(username).get("/").content.decode()

    signed_in("ivo").post(here(), NEED)
    assert [waits(one) for one in ("ivo", "magda", "leila")] == [False, True, False]
    with on(dt.date(2026, 4, 20)):
        assert [waits(one) for one in ("magda", "leila")] == [True, True]
        does("leila", "take_up", says="We ask the neighbours.", by_when="1/6/2026")
        assert [waits(one) for one in ("magda", "leila")] == [False, False]


def stands() -> bool:
    """Whether the pattern holds for Wren as the worker would ask it today."""
    ask([child("wren")], clock.today())
    return any(one.standing for one in prompts_of(the_machine(), child("wren")) if one.pattern == PATTERN)


@pytest.mark.long
def test_the_prompt_is_cleared_by_the_act_and_returns_when_it_is_taken_back(town: None) -> None:
    signed_in("ivo").post(here(), NEED)
    with on(dt.date(2026, 6, 2)):
        assert not stands()
    with on(dt.date(2026, 6, 3)):
        assert stands()
        does("magda", "take_up", says="A place is bought in.", by_when="1/7/2026")
        assert not stands()
        does("magda", "take_back", says="The wrong child.")
        assert stands()
        does("ivo", "meet", says="She went on Monday.")
        assert not stands()
