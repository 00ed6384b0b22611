"""Missing: refused to whom it is not for; one time is told once; asked in time, or said; and what waits for it is cleared."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.queries import sight, the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.pages.missing.page import stands
from keepsight.pages.story import Story
from keepsight.practice.child.missing import KINDS, WHEREABOUTS, clock_of, episodes
from keepsight.prompts.queries import prompts_of
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

NOON = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
HELD = {
    "step": "hold", "on": "31/3/2026", "interviewer": "S. Onyango", "independent": "yes", "asked_for": "Nan",
    "words": "I was cold.", "before": "A row.", "during": "Walked.", "after": "Wants to see Nan.",
    "place": "A flat above the arcade", "with_whom": "Two men called Vic",
}  # fmt: skip
USED = {"step": "use", "on": "1/4/2026", "says": "Saturdays at Nan’s.", "quality": "He was listened to."}


def here() -> str:
    """Where the times that Jory was missing stand."""
    return f"/children/{child('jory')}/missing/"


def time() -> dict[str, str]:
    """The last time Jory was missing, as its form names it."""
    last = episodes(chronology(sight(user("ada"), dt.date(2026, 4, 1)), child("jory")))[0][-1]
    return {"episode": str(last.id), "seen": str(last.last)}


def does(username: str, posted: dict[str, str]) -> None:
    """Somebody writes down what came of asking, having read what was told last."""
    answer = signed_in(username).post(here(), time() | posted)
    assert answer.status_code == 302, refused(username, time() | posted)


def refused(username: str, posted: dict[str, str]) -> str:
    """What the page says when it keeps nothing."""
    return str(given(username, "missing", child_id=child("jory"), post=posted)["error"])


def on_record() -> list[EntryShown]:
    """What people put on record of Jory's times missing."""
    return [one for one in chronology(the_machine(), child("jory")) if one.source.by and one.kind in KINDS]


def waits() -> bool:
    """Whether the pattern of a child whom nobody asked holds for Jory."""
    found = prompts_of(the_machine(), child("jory"))
    return any(one.pattern == "missing-without-return-interview" and one.standing for one in found)


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), HELD).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ivo").post(one, HELD) for one in (here(), f"/children/{NOBODY_S}/missing/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"on": "soon"}, "Write it like 27/3/2026"),
        ({"on": "2/4/2027"}, "from the child’s return to today"),
        ({"on": "27/2/2026"}, "from the child’s return to today"),
        ({"interviewer": ""}, "who asked the child"),
        ({"independent": "perhaps"}, "independent"),
        ({"step": "use"}, "cannot follow"),
        ({"step": "decline", "says": "No."}, "cannot follow"),
        ({"step": "decline_again"}, "in your own words"),
        ({"step": "gossip"}, "no such return"),
        ({"episode": str(NOBODY_S)}, "no such return"),
        ({"episode": ""}, "no such return"),
        ({"step": "take_back"}, "not yours to take back"),
    ],
)
def test_what_is_half_told_or_cannot_follow_is_not_kept(town: None, changed: dict[str, str], says: str) -> None:
    assert says in refused("ada", time() | HELD | changed)
    assert on_record() == []


def test_the_prompt_is_cleared_by_the_interview_and_returns_when_it_is_taken_back(town: None) -> None:
    assert waits()
    does("ada", HELD)
    assert not waits()
    _take_back("return_interview.held")
    assert waits()
    does("ada", HELD)  # the same words again are a new act
    assert not waits()


def test_jory_s_first_no_is_no_answer_and_a_second_one_is(town: None) -> None:
    shown = given("ada", "missing", child_id=child("jory"))["found"][0]
    assert "offer it again" in shown["stands"]
    assert shown["late"]
    does("osei", {"step": "decline_again", "on": "30/3/2026", "says": "Nothing to say to you."})
    assert not waits()
    assert [one.details["tried_again"] for one in on_record()] == ["yes"]
    _take_back("return_interview.offered", by="osei")
    assert waits()


def test_people_and_places_stand_apart_and_reach_nobody_who_may_not_read_what_is_restricted(town: None) -> None:
    does("ada", HELD)
    apart, held = sorted(on_record(), key=lambda one: one.kind)
    assert (apart.kind, apart.level, apart.details["place"]) == (WHEREABOUTS, "restricted", HELD["place"])
    assert held.level == "standard"
    assert "place" not in held.details
    assert (held.child_words, held.details["asked_for"]) == (HELD["words"], "Nan")
    assert HELD["place"] in signed_in("ada").get(here()).content.decode()
    page = signed_in("rafe").get(here()).content.decode()
    assert HELD["before"] in page
    assert HELD["place"] not in page


def test_what_was_learned_goes_into_the_plan_with_how_it_was_done(town: None) -> None:
    does("ada", HELD)
    plan = next(iter(given("ada", "missing", child_id=child("jory"))["plans"]), (None, ""))[0]
    does("ada", USED | ({"into": str(plan)} if plan else {}))
    used = next(one for one in on_record() if one.kind == "return_interview.used")
    held = next(one for one in on_record() if one.kind == "return_interview.held")
    assert (used.narrative, used.details["quality"], used.details["about"]) == (
        USED["says"], USED["quality"], str(held.id),
    )  # fmt: skip
    assert (
        "what was learned goes into the plan" in given("ada", "missing", child_id=child("jory"))["found"][0]["stands"]
    )


def test_whoever_comes_second_sees_what_was_done_and_loses_nothing(town: None) -> None:
    before = time()
    does("ada", {"step": "decline_again", "on": "30/3/2026", "says": "Nothing to say to you."})
    page = signed_in("osei").post(here(), before | HELD).content.decode()
    assert "Somebody else has acted since you opened this page" in page
    assert HELD["before"] in page
    assert "Nothing to say to you." in page
    assert [one.kind for one in on_record()] == ["return_interview.offered"]


def test_nobody_takes_back_what_somebody_else_wrote(town: None) -> None:
    does("ada", HELD)
    held = next(one for one in on_record() if one.kind == "return_interview.held")
    back = {"step": "take_back", "entry": str(held.id), "thread": str(held.thread), "says": "No."}
    assert "not yours" in refused("osei", time() | back)


def test_without_names_nothing_is_written(town: None) -> None:
    client = signed_in("ada")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(here(), time() | HELD).status_code == 404
    assert client.get(here()).status_code == 200


def test_whoever_reads_of_no_return_reads_of_no_interview_of_it(town: None) -> None:
    with mock.patch("keepsight.pages.missing.page.story_of", return_value=Story(child("jory"), [], [])):
        assert given("ada", "missing", child_id=child("jory"))["found"] == []


def test_the_hours_run_from_the_hour_and_from_the_day_where_none_is_known() -> None:
    at = entry("missing.found", "2026-03-01", occurred_at=NOON - dt.timedelta(hours=72))
    known, day_only = clock_of(at), clock_of(entry("missing.found", "2026-03-01"))
    assert known
    assert day_only
    assert not known.over(NOON)
    assert known.over(NOON + dt.timedelta(minutes=1))
    assert not day_only.over(NOON + dt.timedelta(hours=11))
    assert day_only.over(NOON + dt.timedelta(hours=12))
    assert "To be asked by 4 Mar 2026, 12:00." in stands("back", known, over=False)
    assert "were over on" in stands("declined", known, over=True)
    assert "over" not in stands("held", known, over=True)
    assert clock_of(None) is None
    assert clock_of(entry("missing.found", None)) is None
    assert clock_of(entry("missing.found", "2010-03-01")) is None


def _take_back(kind: str, by: str = "ada") -> None:
    one = next(one for one in on_record() if one.kind == kind)
    does(by, {"step": "take_back", "entry": str(one.id), "thread": str(one.thread), "says": "It was another child."})
