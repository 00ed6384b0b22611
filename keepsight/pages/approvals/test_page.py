"""What a manager was asked to approve: by another than whoever asked, with a reason, beside what stood open on that day."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from keepsight.access.models import Notice
from keepsight.access.queries import sight
from keepsight.chronology.queries import chronology
from keepsight.chronology.restricting import restrict
from keepsight.chronology.shown import EntryShown
from keepsight.practice.plans.approving import APPROVABLE, stood_on
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, on, signed_in, user, waiting

ASKS = {"to_approve": "closure", "says": "She is seen at school each day. She says that she sleeps."}


def here(of: str = "wren") -> str:
    """Where what was asked about a child stands."""
    return f"/children/{child(of)}/approvals/"


def context(username: str, post: dict[str, str] | None = None, of: str = "wren") -> dict[str, Any]:
    """What the page shows somebody."""
    return given(username, "approvals", child_id=child(of), post=post)


def form(username: str, step: str, **said: str) -> dict[str, str]:
    """The form of what was asked last, as somebody fills it in."""
    one = context(username)["found"][0]["one"]
    return {"thread": str(one.id), "seen": str(one.stands.last.id), "step": step, **said}


def does(username: str, step: str, **said: str) -> str:
    """Somebody takes a step on the page; where it then stands."""
    posted = form(username, step, **said)
    assert signed_in(username).post(here(), posted).status_code == 302, context(username, posted)["error"]
    return str(context(username)["found"][0]["one"].stands.state.name)


def own_entry(username: str, of: str) -> EntryShown:
    """An entry of their own agency that somebody may ask about."""
    seen = chronology(sight(user(username), clock.today()), child(of))
    return next(one for one in seen if one.kind in APPROVABLE and one.agency == user(username).agency_id)


def waits(username: str, sort: str) -> list[str]:
    """What of a sort waits for somebody, in words."""
    return [line.text for line in waiting(username, sort)]


@pytest.mark.parametrize("username", ["wilf", "orla", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), ASKS).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    assert [client.post(one, ASKS).status_code for one in (here(), f"/children/{NOBODY_S}/approvals/")] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("lacks", "says"),
    [({"to_approve": ""}, "what is to be approved"), ({"to_approve": "anything"}, "what is"), ({"says": " "}, "why")],
)
def test_what_is_not_said_is_not_asked(town: None, lacks: dict[str, str], says: str) -> None:
    assert says in context("ivo", ASKS | lacks)["error"]
    assert context("ivo")["found"] == []


def test_nobody_asks_about_what_another_agency_did(town: None) -> None:
    foreign = next(
        one
        for one in chronology(sight(user("ivo"), clock.today()), child("wren"))
        if one.agency != user("ivo").agency_id
    )
    for about in (str(foreign.id), "not an id"):
        assert "own agency" in context("ivo", ASKS | {"about": about})["error"]
    assert context("ivo")["found"] == []


@pytest.mark.parametrize("username", ["ivo", "tobias", "leila"])
def test_nobody_approves_what_they_ask_themselves_nor_of_another_agency_nor_without_being_a_manager(
    town: None, username: str
) -> None:
    signed_in("ivo").post(here(), ASKS)
    says = context(username, form(username, "approve", says="It is as it should be."))["error"]
    assert "a manager of the agency that asks" in says
    assert context("ivo")["found"][0]["one"].stands.state.name == "approval_asked"


@pytest.mark.long
def test_a_manager_who_asks_does_not_approve_it_either(town: None) -> None:
    signed_in("magda").post(here(), ASKS)
    assert "who did not ask for it themselves" in context("magda", form("magda", "approve", says="Yes."))["error"]
    assert waits("magda", "to_approve") == []


def test_it_is_approved_with_a_reason_and_whoever_asked_hears(town: None) -> None:
    signed_in("ivo").post(here(), ASKS)
    assert waits("magda", "to_approve") == [
        "that work with the child ends, or passes to another service, asked by Ivo Fairlamb"
    ]
    assert "why, in your own words" in context("magda", form("magda", "approve"))["error"]
    assert does("magda", "approve", says="Three agencies see her, and she was asked.") == "approved"
    assert waits("magda", "to_approve") == []
    assert list(Notice.objects.filter(user=user("ivo")).values_list("what", flat=True)) == ["approval approve"]
    page = signed_in("ivo").get("/notices/").content.decode()
    assert "What you asked a manager to approve: approved." in page
    assert here() in page


@pytest.mark.long
def test_what_is_sent_back_waits_for_whoever_asked_until_it_is_put_right(town: None) -> None:
    signed_in("ivo").post(here(), ASKS)
    assert "the day by when" in context("magda", form("magda", "send_back", says="Ask her first."))["error"]
    assert does("magda", "send_back", says="Ask her first.", by_when="10/4/2026") == "sent_back"
    assert "Sent back: to be put right by" in signed_in("ivo").get(here()).content.decode()
    assert (len(waits("ivo", "sent_back")), waits("tobias", "sent_back")) == (1, [])
    assert does("ivo", "ask_again", says="She was asked on Tuesday.") == "approval_asked"
    assert (waits("ivo", "sent_back"), len(waits("magda", "to_approve"))) == ([], 1)
    assert does("ivo", "let_go", says="She stays with us.") == "let_go"
    assert waits("magda", "to_approve") == []


@pytest.mark.long
def test_what_nobody_decides_in_time_comes_back_to_whoever_asked(town: None) -> None:
    signed_in("ivo").post(here(), ASKS)
    assert waits("ivo", "to_approve") == []
    with on(dt.date(2026, 4, 14)):
        assert (len(waits("ivo", "to_approve")), len(waits("magda", "to_approve"))) == (1, 1)


def test_an_approval_stands_beside_the_prompts_that_held_on_its_day(town: None) -> None:
    signed_in("ivo").post(here(), ASKS)
    does("magda", "approve", says="Known, and held at school.")
    shown = context("ivo")
    stood = shown["beside"][shown["found"][0]["one"].id]["stood"]
    held = {one.prompt.id for one in shown["standing"] if one.prompt.found_on <= clock.today()}
    assert held, "the town shows a child of whom something stands open"
    assert {one.prompt.id for one in stood} == held
    page = signed_in("ivo").get(here()).content.decode()
    assert f"When it was approved {len(held)} prompt" in page


def test_what_held_on_a_day_was_found_by_then_and_had_not_ended(town: None) -> None:
    every = prompts_of(sight(user("ivo"), clock.today()), child("wren"))
    ended = next(one for one in every if one.ended_on)
    assert ended.ended_on
    on_its_last = ended.ended_on - dt.timedelta(days=1)
    found = max(ended.visible_on, ended.found_on)
    assert (ended in stood_on(every, on_its_last)) == (found <= on_its_last)
    assert ended not in stood_on(every, ended.ended_on)
    assert stood_on(every, dt.date(1990, 1, 1)) == []


@pytest.mark.long
def test_what_is_asked_of_a_restricted_entry_is_kept_as_closely(town: None) -> None:
    about = own_entry("ivo", "wren")
    restrict(child("wren"), about.id, holds=True, because="It names a place.", by=user("magda"))
    assert signed_in("ivo").post(here(), ASKS | {"about": str(about.id)}).status_code == 302
    asked = [
        one for one in chronology(sight(user("ivo"), clock.today()), child("wren")) if one.kind == "approval.asked"
    ]
    assert [one.level for one in asked] == ["restricted"]
    assert context("tobias")["found"] == []


@pytest.mark.long
def test_it_is_led_to_from_the_entry_that_it_is_about(town: None) -> None:
    about = own_entry("ivo", "wren")
    held = signed_in("ivo").get(f"/children/{child('wren')}/entries/{about.id}/held/").content.decode()
    assert f"{here()}?about={about.id}#new" in held
    page = signed_in("ivo").get(f"{here()}?about={about.id}").content.decode()
    assert f'value="{about.id}" selected' in page
    other = signed_in("tobias").get(f"/children/{child('wren')}/entries/{about.id}/held/").content.decode()
    assert "Ask a manager" not in other


def test_without_names_nothing_is_written(town: None) -> None:
    signed_in("ivo").post(here(), ASKS)
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert ASKS["says"] not in page
    assert client.post(here(), ASKS | {"about": str(own_entry("ivo", "wren").id)}).status_code == 404


@pytest.mark.long
def test_what_one_did_last_one_takes_back(town: None) -> None:
    signed_in("ivo").post(here(), ASKS)
    does("magda", "approve", says="Yes.")
    assert does("magda", "take_back", says="I had not read the last entry.") == "approval_asked"
