"""On what decisions rest: refused half told; one opinion is marked, with who else holds a view that nothing answers."""

import uuid
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.pages.decisions import disputable
from keepsight.practice.assessments.resting import RESTS, resting
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in


def here() -> str:
    """Where it stands of Wren."""
    return f"/children/{child('wren')}/rests-on/"


def a_decision() -> uuid.UUID:
    """The last decision about Wren."""
    return [one.id for one in chronology(the_machine(), child("wren")) if disputable(one)][-1]


def said(**changed: str) -> dict[str, str]:
    """That it rests on one opinion, but for what is changed."""
    return {"about": str(a_decision()), "rests_on": "one_opinion", "opinion_of": "Dr Amos Tull", "says": ""} | changed


def on_record() -> list[EntryShown]:
    """What is on record of it."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind == RESTS]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), said()).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").post(one, said()) for one in (here(), f"/children/{NOBODY_S}/rests-on/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"about": ""}, "Choose the decision"),
        ({"about": str(NOBODY_S)}, "Choose the decision"),
        ({"rests_on": "luck"}, "on what the decision rests"),
        ({"opinion_of": " "}, "whose opinion it is"),
    ],
)
def test_what_is_half_told_is_not_kept(town: None, changed: dict[str, str], says: str) -> None:
    assert says in given("ivo", "rests_on", child_id=child("wren"), post=said(**changed))["error"]
    assert on_record() == []


def test_a_decision_on_one_opinion_is_marked_wherever_decisions_stand_until_it_is_taken_back(town: None) -> None:
    client, pages = signed_in("ivo"), ("rests-on", "disagreements", "decide", "conference/pack")
    meets = f"/children/{child('wren')}/conference/"
    assert client.post(meets, {"act": "call", "says": "To think.", "day": "9/4/2026"}).status_code == 302
    assert client.post(here(), said()).status_code == 302
    for page in pages:
        shown = signed_in("leila").get(f"/children/{child('wren')}/{page}/").content.decode()
        assert "Rests on one opinion: Dr Amos Tull" in shown, page
    (note,) = on_record()
    back = {"act": "take_back", "thread": str(note.thread), "entry": str(note.id), "because": "It was two."}
    assert b"not yours" in signed_in("leila").post(here(), back).content
    client.post(here(), back)
    assert "Rests on one opinion" not in client.get(here()).content.decode()


DECISION = entry("referral.decided", "2026-03-10")
NOTE: dict[str, Any] = {"about": str(DECISION.id), "rests_on": "one_opinion", "opinion_of": "Dr Amos Tull"}


def opinion(kind: str, on: str, **more: Any) -> EntryShown:
    """A view of the matter."""
    return entry(kind, on, **{"professional": "S. Onyango", **more})


VIEW = opinion("conference.view_given", "2026-03-09")


@pytest.mark.parametrize(
    ("views", "stand"),
    [
        ([opinion("advice.given", "2026-03-01")], 1),
        ([opinion("paediatric_opinion.given", "2026-03-01", professional="Dr Amos Tull")], 0),
        ([opinion("advice.given", "2025-12-10")], 1),
        ([opinion("advice.given", "2025-12-09")], 0),
        ([opinion("advice.given", "2026-03-01", scope="household")], 0),
        ([VIEW], 1),
        ([VIEW, entry("conference.view_answered", "2026-03-11", details={"about": str(VIEW.id)})], 0),
        ([opinion("note.made", "2026-03-01")], 0),
    ],
)
def test_other_views_stand_beside_it_as_long_as_nothing_answers_them(views: list[EntryShown], stand: int) -> None:
    (found,) = resting([DECISION, *views, entry(RESTS, "2026-03-12", details=NOTE)])
    assert (found.on_one_opinion, len(found.others)) == (True, stand)


def test_what_was_said_last_stands_and_of_a_decision_that_somebody_may_not_read_nothing_is_said() -> None:
    first = entry(RESTS, "2026-03-12", details=NOTE)
    later = entry(RESTS, "2026-03-13", details={"about": str(DECISION.id), "rests_on": "several"})
    assert [one.on_one_opinion for one in resting([DECISION, first, later])] == [False]
    assert resting([first, later]) == []
