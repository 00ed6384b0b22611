"""Advice before a referral: refused half asked, answered by anyone who was told, no referral, and moved up when nobody answers."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.pages.story import Story
from keepsight.practice.actions import Said, begin
from keepsight.practice.models import Unsaved
from keepsight.practice.threads.table import ADVICE
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

ASKS = {
    "adviser": "paediatrician",
    "asked_of": "Dr Sandle, the hospital",
    "says": "Is a bruise there by chance likely?",
}


def here(of: str = "wren") -> str:
    """Where advice about a child stands."""
    return f"/children/{child(of)}/advice/"


def context(username: str, post: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows somebody."""
    return given(username, "advice", child_id=child("wren"), post=post)


def kinds() -> list[str]:
    """What was put on record of it."""
    return [one.kind for one in chronology(the_machine(), child("wren")) if one.kind.startswith("advice.")]


def asked() -> None:
    """The school asks."""
    said = Said(ASKS["says"], asked_of=ASKS["asked_of"], adviser="paediatrician")
    begin(ADVICE, child("wren"), "ask", said, by=user("tobias"))


def answers(username: str, step: str = "advise", says: str = "No: have her seen today.") -> dict[str, str]:
    """The form of the latest question, as somebody fills it in."""
    one = context(username)["found"][0]["one"]
    return {"thread": str(one.id), "seen": str(one.stands.last.id), "step": step, "says": says}


@pytest.mark.parametrize("username", ["wilf", "orla", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), ASKS).status_code == 403
    assert kinds() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    assert [client.post(one, ASKS).status_code for one in (here(), f"/children/{NOBODY_S}/advice/")] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"adviser": ""}, "which professional"),
        ({"adviser": "oracle"}, "which professional"),
        ({"asked_of": ""}, "whom you ask"),
        ({"says": " "}, "why, in your own words"),
    ],
)
def test_a_question_to_nobody_or_about_nothing_is_not_kept(town: None, lacks: dict[str, str], says: str) -> None:
    said = context("tobias", ASKS | lacks)
    assert says in said["error"]
    assert said["form"]["asked_of"] == (ASKS | lacks)["asked_of"]
    assert kinds() == []


def test_who_asked_whom_what_and_the_answer_are_on_record_and_it_is_no_referral(town: None) -> None:
    assert signed_in("tobias").post(here(), ASKS).status_code == 302
    assert signed_in("anoushka").post(here(), answers("anoushka")).status_code == 302
    entries = [one for one in chronology(the_machine(), child("wren")) if one.kind.startswith("advice.")]
    found = sorted(entries, key=lambda one: one.kind)
    assert [(one.kind, one.agency_name, one.mark) for one in found] == [
        ("advice.asked", "Marshlight School", "other"),
        ("advice.given", "Lantern Street Surgery", "other"),
    ]
    assert found[0].details == {"adviser": "paediatrician", "asked_of": ASKS["asked_of"]}
    page = signed_in("rafe").get(here()).content.decode()
    assert ASKS["says"] in page
    assert "No: have her seen today." in page
    assert context("rafe")["found"][0]["one"].stands.state.name == "advised"


def test_an_answer_is_taken_back_by_whoever_wrote_it_down(town: None) -> None:
    asked()
    signed_in("tobias").post(here(), answers("tobias"))
    assert "not yours" in context("rafe", answers("rafe", "take_back"))["error"]
    signed_in("tobias").post(here(), answers("tobias", "take_back"))
    assert context("rafe")["found"][0]["one"].stands.state.name == "advice_asked"


def test_whoever_answers_second_sees_the_first_answer_and_loses_nothing(town: None) -> None:
    asked()
    before = answers("rafe", says="Ring us.")
    signed_in("anoushka").post(here(), answers("anoushka"))
    page = signed_in("rafe").post(here(), before)
    assert b"Somebody else has acted since you opened this page" in page.content
    assert b"Ring us." in page.content
    assert b"No: have her seen today." in page.content


def test_it_moves_up_by_itself_when_nobody_answers(town: None) -> None:
    asked()
    titles = []
    for day in (dt.date(2026, 4, 7), dt.date(2026, 4, 8), dt.date(2026, 4, 10)):  # Easter lies between
        with mock.patch.object(clock, "now", return_value=dt.datetime.combine(day, dt.time(9), clock.LONDON)):
            titles.append(context("leila")["found"][0]["one"].stands.stage.title)
    assert titles == [
        "Whoever asked, and whoever was asked", "The managers of whoever asked", "The hub coordinator"
    ]  # fmt: skip


def test_whoever_may_not_read_the_question_is_not_told_that_it_was_asked(town: None) -> None:
    asked()
    assert len(context("rafe")["found"]) == 1
    with mock.patch("keepsight.pages.following.story_of", return_value=Story(child("wren"), [], [])):
        assert context("rafe")["found"] == []
        assert "not there" in context("rafe", {"thread": str(NOBODY_S), "seen": str(NOBODY_S)})["error"]


def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again(town: None) -> None:
    client = signed_in("tobias")
    whose = client.get(here()).content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post(here(), ASKS | {"whose": whose})
    assert kinds() == []
    assert ASKS["says"] in client.get(here()).content.decode()
    client.post(here(), ASKS | {"whose": whose, "refilled": "yes"})
    assert not Unsaved.objects.exists()


def test_without_names_nothing_is_asked_and_no_words_of_anybody_are_shown(town: None) -> None:
    asked()
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert not [said for said in (*ASKS.values(), "Tobias") if said in page]
    assert client.post(here(), ASKS).status_code == 404
