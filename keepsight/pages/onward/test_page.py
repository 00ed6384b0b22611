"""Referrals to other services: each followed until it is answered and the child was seen, and no promise is silence."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, on, signed_in

REFERS = {"asked_of": "Fennick child counselling", "says": "She wakes at night and does not talk."}


def here(of: str = "wren") -> str:
    """Where referrals of a child to other services stand."""
    return f"/children/{child(of)}/onward/"


def context(username: str, post: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows somebody."""
    return given(username, "onward", child_id=child("wren"), post=post)


def form(username: str, step: str, **said: str) -> dict[str, str]:
    """The form of the latest referral, as somebody fills it in."""
    one = context(username)["found"][0]["one"]
    return {"thread": str(one.id), "seen": str(one.stands.last.id), "step": step, **said}


def does(username: str, step: str, **said: str) -> str:
    """Somebody takes a step on the page; the state that the referral is then in."""
    posted = form(username, step, **said)
    assert signed_in(username).post(here(), posted).status_code == 302, context(username, posted)["error"]
    return str(context(username)["found"][0]["one"].stands.state.name)


@pytest.mark.parametrize("username", ["wilf", "orla", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), REFERS).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    assert [client.post(one, REFERS).status_code for one in (here(), f"/children/{NOBODY_S}/onward/")] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(("lacks", "says"), [({"asked_of": ""}, "whom you ask"), ({"says": ""}, "why, in your own")])
def test_a_referral_to_nobody_or_for_nothing_is_not_kept(town: None, lacks: dict[str, str], says: str) -> None:
    assert says in context("ivo", REFERS | lacks)["error"]
    assert context("ivo")["found"] == []


def test_it_is_followed_until_the_child_was_seen(town: None) -> None:
    assert signed_in("ivo").post(here(), REFERS).status_code == 302
    assert context("tobias")["found"][0]["one"].stands.state.due == dt.date(2026, 4, 17)  # ten working days, and Easter
    assert does("ivo", "take_on", by_when="20/4/2026") == "taken_on"
    assert context("tobias")["found"][0]["one"].stands.state.due == dt.date(2026, 4, 20)
    assert does("tobias", "see") == "first_seen"
    assert context("ivo")["found"][0]["steps"] == []
    marks = {one.kind: one.mark for one in chronology(the_machine(), child("wren")) if "onward" in one.kind}
    assert marks["onward_referral.made"] == "referral"


@pytest.mark.parametrize(
    ("by_when", "says"),
    [("", "the day by when"), ("soon", "Write it like"), ("1/4/2027", "cannot be promised"), ("1/3/2026", "cannot be")],
)
def test_a_yes_without_a_day_that_can_be_held_to_is_not_kept(town: None, by_when: str, says: str) -> None:
    signed_in("ivo").post(here(), REFERS)
    assert says in context("ivo", form("ivo", "take_on", by_when=by_when))["error"]
    assert context("ivo")["found"][0]["one"].stands.state.name == "sent"


def test_a_no_says_why_and_offers_what_can_be_done_now(town: None) -> None:
    signed_in("ivo").post(here(), REFERS)
    assert "why, in your own words" in context("ivo", form("ivo", "turn_down"))["error"]
    assert does("ivo", "turn_down", says="Too young for them.") == "turned_down"
    page = signed_in("tobias").get(here()).content.decode()
    assert "Declined: what now" in page
    last = context("tobias")["found"][0]["one"].stands.last
    assert f"?about={last.id}#new" in page
    disputable = given("tobias", "disagreements", child_id=child("wren"))["decisions"]
    assert last.id in {one for one, _ in disputable}


@pytest.mark.long
def test_what_one_did_last_one_takes_back(town: None) -> None:
    signed_in("ivo").post(here(), REFERS)
    does("ivo", "turn_down", says="Too young for them.")
    assert does("ivo", "take_back", says="It was another child.") == "sent"
    assert does("ivo", "turn_down", says="They have no place until June.") == "turned_down"
    assert does("ivo", "take_back", says="They found a place.") == "sent"
    assert signed_in("ivo").post(here(), form("ivo", "take_back", says="Not needed.")).status_code == 302
    assert context("ivo")["found"] == []


def test_without_names_nothing_is_written(town: None) -> None:
    signed_in("ivo").post(here(), REFERS)
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert not [said for said in REFERS.values() if said in page]
    assert client.post(here(), REFERS).status_code == 404


def stands(pattern: str) -> bool:
    """Whether a pattern holds for Wren as the worker would ask it today."""
    ask([child("wren")], clock.today())
    return any(one.standing for one in prompts_of(the_machine(), child("wren")) if one.pattern == pattern)


@pytest.mark.long
@pytest.mark.parametrize(
    ("step", "said"), [("take_on", {"by_when": "1/5/2026"}), ("turn_down", {"says": "Too young for them."})]
)
def test_the_prompt_that_nobody_answered_is_cleared_by_the_act_and_returns(
    town: None, step: str, said: dict[str, str]
) -> None:
    signed_in("ivo").post(here(), REFERS)
    with on(dt.date(2026, 4, 17)):
        assert not stands("onward-referral-unanswered")
    with on(dt.date(2026, 4, 20)):
        assert stands("onward-referral-unanswered")
        does("ivo", step, **said)
        assert not stands("onward-referral-unanswered")
        does("ivo", "take_back", says="It was another child.")
        assert stands("onward-referral-unanswered")


@pytest.mark.long
def test_the_prompt_that_nobody_saw_the_child_there_is_cleared_by_the_act_and_returns(town: None) -> None:
    signed_in("ivo").post(here(), REFERS)
    does("ivo", "take_on", by_when="20/4/2026")
    with on(dt.date(2026, 5, 1)):
        assert not stands("onward-referral-not-seen")
    with on(dt.date(2026, 5, 5)):
        assert stands("onward-referral-not-seen")
        does("ivo", "see")
        assert not stands("onward-referral-not-seen")
        does("ivo", "take_back", says="It was another child.")
        assert stands("onward-referral-not-seen")
