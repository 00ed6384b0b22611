"""Disagreements: refused to whom they are not for, unknown where the decision is; every view answered, two agencies sign."""

import datetime as dt
import uuid
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.contact import in_contact
from keepsight.chronology.queries import chronology
from keepsight.pages.decisions import disputable
from keepsight.pages.story import Story
from keepsight.practice.actions import Said, disagree
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, on, signed_in, user

TODAY = dt.date(2026, 4, 1)
SAYS = "She is not safe at home, and nobody has asked her."


def here() -> str:
    """Where disagreements about Wren stand."""
    return f"/children/{child('wren')}/disagreements/"


def a_decision() -> uuid.UUID:
    """The last decision about Wren."""
    return [one.id for one in chronology(the_machine(), child("wren")) if disputable(one)][-1]


def shown(username: str) -> list[dict[str, Any]]:
    """The disagreements about Wren that somebody reads."""
    read: list[dict[str, Any]] = given(username, "disagreements", child_id=child("wren"))["found"]
    return read


def opened_by(username: str) -> dict[str, str]:
    """A disagreement that somebody opened on the page."""
    posted = {"about": str(a_decision()), "says": SAYS, "wanted": "An assessment"}
    assert signed_in(username).post(here(), posted).status_code == 302
    return {"thread": str(shown(username)[-1]["one"].id)}


def does(username: str, step: str, thread: dict[str, str], **more: str) -> None:
    """Somebody takes a step on the page, having read what was done last."""
    seen = str(shown(username)[-1]["one"].stands.last.id)
    posted = {"step": step, "seen": seen, "says": f"{username} says so", **thread, **more}
    answer = signed_in(username).post(here(), posted)
    assert answer.status_code == 302, given(username, "disagreements", child_id=child("wren"), post=posted)["error"]


def refused(username: str, posted: dict[str, str]) -> str:
    """What the page says when it keeps nothing."""
    return str(given(username, "disagreements", child_id=child("wren"), post=posted)["error"])


def dissent_stands() -> bool:
    """Whether the pattern holds for Wren as the worker would ask it today."""
    ask([child("wren")], clock.today())
    found = [one for one in prompts_of(the_machine(), child("wren")) if one.pattern == "dissent-unresolved"]
    return any(one.standing for one in found)


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), {"says": SAYS}).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").get(one) for one in (here(), f"/children/{NOBODY_S}/disagreements/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"about": ""}, "Choose the decision"),
        ({"about": str(NOBODY_S)}, "Choose the decision"),
        ({"says": ""}, "why, in your own words"),
        ({"wanted": ""}, "what you want instead"),
    ],
)
def test_what_lacks_a_decision_a_reason_or_a_wish_opens_nothing(town: None, lacks: dict[str, str], says: str) -> None:
    assert says in refused("tobias", {"about": str(a_decision()), "says": SAYS, "wanted": "An assessment"} | lacks)
    assert shown("tobias") == []


def test_whoever_disagrees_with_a_prompt_goes_on_to_the_ladder_with_what_it_rests_on_and_what_they_said(
    town: None,
) -> None:
    asked = next(one for one in prompts_of(the_machine(), child("wren")) if one.standing and not one.sheet.restricted)
    answer = signed_in("tobias").post(
        f"/children/{child('wren')}/prompts/{asked.id}/answer/", {"response": "disagree", "says": SAYS, "seen": ""}
    )
    assert answer.headers["Location"] == f"{here()}?prompt={asked.id}#new"
    form = given("tobias", "disagreements", child_id=child("wren"), query={"prompt": str(asked.id)})["form"]
    assert form["says"] == SAYS
    assert uuid.UUID(form["about"]) in asked.entry_ids
    of_another = given("ivo", "disagreements", child_id=child("wren"), query={"prompt": str(asked.id)})["form"]
    assert of_another["says"] == ""
    assert "Choose the decision" in refused("tobias", {**form, "prompt": str(NOBODY_S), "about": str(NOBODY_S)})
    assert signed_in("tobias").post(here(), {**form, "wanted": "An assessment"}).status_code == 302
    assert [str(one["one"].about) for one in shown("tobias")] == [form["about"]]


def test_whoever_may_not_read_the_decision_is_not_told_that_it_is_disputed(town: None) -> None:
    disagree(child("wren"), a_decision(), Said(SAYS, wanted="An assessment"), by=user("tobias"))
    assert len(shown("ivo")) == 1
    fetched = "keepsight.pages.disagreements.page.story_of"
    with mock.patch(fetched, return_value=Story(child("wren"), [], [])):
        assert shown("ivo") == []
        thread = str(uuid.uuid4())
        assert "no such disagreement" in refused("ivo", {"thread": thread, "step": "view", "says": "?", "seen": thread})


def test_nobody_signs_twice_and_every_view_is_answered_first(town: None) -> None:
    thread = opened_by("tobias")
    does("rafe", "view", thread)
    view = next(one for one, _ in shown("ivo")[-1]["one"].views if one.by_name == "PC Rafe Dunmore")
    does("ivo", "offer", thread)
    assert "settle" not in dict(shown("ivo")[-1]["choices"])
    assert "settle" not in dict(shown("tobias")[-1]["choices"])  # a view has no answer yet
    does("ivo", "answer_view", thread, about=str(view.id))
    does("tobias", "settle", thread)
    assert shown("ivo")[-1]["one"].stands.state.name == "settled"
    assert shown("ivo")[-1]["choices"] == []


def test_an_answer_to_no_view_of_it_is_refused(town: None) -> None:
    thread = opened_by("tobias")
    seen = str(shown("ivo")[-1]["one"].stands.last.id)
    posted = {"step": "answer_view", "says": "?", "seen": seen, "about": str(a_decision()), **thread}
    assert "no such view" in refused("ivo", posted)


def test_whoever_comes_second_sees_what_was_done_and_loses_nothing(town: None) -> None:
    thread = opened_by("tobias")
    before = str(shown("ivo")[-1]["one"].stands.last.id)
    does("rafe", "view", thread)
    page = signed_in("ivo").post(here(), {"step": "view", "says": "Mine is other.", "seen": before, **thread})
    assert b"Somebody else has acted since you opened this page" in page.content
    assert b"Mine is other." in page.content
    assert b"rafe says so" in page.content


@pytest.mark.long
def test_it_moves_up_by_itself_and_at_the_top_the_dissent_is_recorded_by_whose_turn_it_is(town: None) -> None:
    thread = opened_by("tobias")
    titles = []
    for day in (dt.date(2026, 4, 2), dt.date(2026, 4, 8), dt.date(2026, 4, 13)):
        with on(day):
            titles.append(shown("mina")[-1]["one"].stands.stage.title)
    assert titles == ["The professionals themselves", "Their managers", "The hub and whoever chairs for the child"]
    with on(dt.date(2026, 4, 13)):
        assert "dissent" not in dict(shown("tobias")[-1]["choices"])
        does("mina", "dissent", thread)
        assert shown("tobias")[-1]["one"].stands.state.name == "dissent"
        assert SAYS in signed_in("tobias").get(here()).content.decode()


@pytest.mark.long
def test_it_stands_on_my_work_of_those_whose_turn_it_is_and_of_nobody_who_may_not_read_the_decision(town: None) -> None:
    opened_by("tobias")

    def see_it(day: dt.date) -> set[str]:
        with on(day):
            return {
                name for name in ("ivo", "ada", "rafe", "magda", "mina", "wilf") if given(name, "my_work")["disputed"]
            }

    assert see_it(TODAY) == {"ivo", "rafe"}
    assert see_it(dt.date(2026, 4, 8)) == {"magda"}
    assert see_it(dt.date(2026, 4, 13)) == {"mina"}
    with mock.patch(
        "keepsight.practice.professionals.disagreements.chronologies", lambda _, children: dict.fromkeys(children, ())
    ):
        assert see_it(TODAY) == set()


@pytest.mark.long
@pytest.mark.parametrize("step", ["dissent", "settle"])
def test_the_prompt_is_cleared_by_the_act_and_returns_when_it_is_taken_back(town: None, step: str) -> None:
    thread = opened_by("tobias")
    if step == "settle":
        does("ivo", "offer", thread)
    assert not dissent_stands()
    with on(dt.date(2026, 4, 14)):
        assert dissent_stands()
        does("leila", step, thread)
        assert not dissent_stands()
        does("leila", "take_back", thread)
        assert dissent_stands()


def test_without_names_no_words_of_anybody_are_shown(town: None) -> None:
    opened_by("tobias")
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert SAYS not in page
    assert "Tobias" not in page
    assert client.post(here(), {"says": SAYS}).status_code == 404


def test_whoever_has_known_the_child_longest_is_named_until_they_have_given_their_view(town: None) -> None:
    longest = in_contact(chronology(the_machine(), child("wren")))[0]
    theirs, other = sorted(("tobias", "ivo"), key=lambda name: user(name).agency_id != longest.agency)
    thread = opened_by(other)
    asks = f"Has known the child longest: {longest.agency_name}"
    assert asks in (page := signed_in(other).get(here()).content.decode())
    assert "It has given no view yet: ask it." in page
    does(theirs, "view", thread)
    assert "It has given its view." in signed_in(other).get(here()).content.decode()
