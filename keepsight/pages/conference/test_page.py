"""A conference: refused to whom it is not for, prepared by every agency, nothing concluded over an unanswered view."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from keepsight.access.guarding import set_level
from keepsight.access.queries import the_machine
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.practice.models import Unsaved
from keepsight.practice.professionals.conferences import Conference
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, on, signed_in, user

WORRIES = "She is hungry on Mondays."
CALL = {"act": "call", "day": "20/4/2026", "says": "Is she safe at home?"}


def here() -> str:
    """Where the conference about Wren stands."""
    return f"/children/{child('wren')}/conference/"


def latest(username: str = "mina") -> Conference:
    """The conference about Wren that somebody reads."""
    found = given(username, "conference", child_id=child("wren"))["latest"]
    assert isinstance(found, Conference)
    return found


def view(agency: str, username: str = "mina") -> Any:
    """What an agency brings, as somebody reads it."""
    return latest(username).view_of(agency)


def does(username: str, act: str, **more: str) -> None:
    """Somebody does something on the page, having read what was done last."""
    said = posted(username, act, **more)
    assert signed_in(username).post(here(), said).status_code == 302, refused(username, said)


def posted(username: str, act: str, **more: str) -> dict[str, str]:
    """What a form of the page would post."""
    if act == "call":
        return CALL | more
    of = more.get("agency", "" if act in ("conclude", "postpone") else user(username).agency_id)
    found = latest(username)
    last = found.last if not of else (one.last if (one := found.view_of(of)) else None)
    seen = str(last.id) if last else ""
    return {"act": act, "conference": str(found.id), "seen": seen, "says": "Because."} | more


def refused(username: str, posted: dict[str, str]) -> str:
    """What the page says when it keeps nothing."""
    return str(given(username, "conference", child_id=child("wren"), post=posted)["error"])


def unweighed() -> bool:
    """Whether the pattern holds for Wren as the worker would ask it today."""
    ask([child("wren")], clock.today())
    found = [one for one in prompts_of(the_machine(), child("wren")) if one.pattern == "view-not-weighed"]
    return any(one.standing for one in found)


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    without = ("wilf", "orla", "cass", "dev", "robin", "bea")
    assert {signed_in(name).post(here(), CALL).status_code for name in without} == {403}


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    for path in ("conference/", "conference/pack/"):
        answers = [signed_in("ada").get(f"/children/{of}/{path}") for of in (child("wren"), NOBODY_S)]
        assert [one.status_code for one in answers] == [404, 404]
        assert Client().get(f"/children/{child('wren')}/{path}").status_code == 302


@pytest.mark.parametrize(
    ("username", "changed", "says"),
    [
        ("tobias", {}, "not yours to take"),
        ("mina", {"says": ""}, "why, in your own words"),
        ("mina", {"day": ""}, "the day by when"),
        ("mina", {"day": "soon"}, "Write it like 27/3/2026"),
        ("mina", {"day": "31/3/2026"}, "cannot be promised"),
        ("mina", {"day": "1/4/2027"}, "cannot be promised"),
        ("mina", {"act": "view"}, "no such conference"),
        ("mina", {"act": "view", "conference": str(uuid.uuid4())}, "no such conference"),
    ],
)
def test_a_conference_is_called_by_whose_it_is_with_a_reason_and_a_day(
    town: None, username: str, changed: dict[str, str], says: str
) -> None:
    assert says in refused(username, CALL | changed)
    assert given("mina", "conference", child_id=child("wren"))["latest"] is None


@pytest.mark.parametrize("username", ["mina", "ivo"])
def test_whoever_chairs_and_the_social_worker_call_one_at_a_time(town: None, username: str) -> None:
    does(username, "call")
    assert latest().on == dt.date(2026, 4, 20)
    assert "called already" in refused("mina", CALL)
    does("mina", "postpone", day="27/4/2026")
    assert latest().on == dt.date(2026, 4, 27)


def test_each_page_is_filled_in_with_the_agency_s_own_entries_and_the_prompts_about_its_lane(town: None) -> None:
    does("mina", "call")
    context = given("tobias", "conference", child_id=child("wren"))
    assert context["own"]
    lines = context["filled"]["knows"].splitlines()
    assert 0 < len(lines) <= len(context["own"])
    assert {title for title, _, _ in context["own"]} >= {line.split(": ")[1].split(". ")[0] for line in lines}
    assert context["asked"]


def test_an_agency_that_says_nothing_stands_there_empty_and_is_not_left_out(town: None) -> None:
    does("mina", "call")
    does("tobias", "view", knows="", worries=WORRIES)
    page = signed_in("rafe").get(f"{here()}pack/").content.decode()
    assert WORRIES in page
    assert page.count("Wash Constabulary") == page.count("Marshlight School") >= 7
    assert page.index("Danger and harm") < page.index(WORRIES) < page.index("What makes it harder")
    headings = ["Danger and harm", "What makes it harder", "Safety", "Strengths", "Grey areas"]
    places = [page.index(f">{one}</h2>") for one in headings]
    assert places == sorted(places)


def test_a_view_that_says_nothing_is_refused(town: None) -> None:
    does("mina", "call")
    assert "Something is missing" in refused("tobias", posted("tobias", "view"))


def test_two_people_of_one_agency_see_each_other_s_words_and_lose_none(town: None) -> None:
    does("mina", "call")
    stale = posted("ivo", "view", worries="Mine is other.")
    does("magda", "view", worries=WORRIES)
    page = signed_in("ivo").post(here(), stale).content.decode()
    assert "Somebody else has acted since you opened this page" in page
    assert "Mine is other." in page
    assert WORRIES in page


def test_two_agencies_write_at_once_and_neither_waits_for_the_other(town: None) -> None:
    does("mina", "call")
    ready = posted("ivo", "view", worries="Ours")
    does("tobias", "view", worries=WORRIES)
    assert signed_in("ivo").post(here(), ready).status_code == 302


def test_nothing_is_concluded_over_a_view_and_what_is_not_followed_stands_as_dissent(town: None) -> None:
    does("mina", "call")
    does("tobias", "view", worries=WORRIES, wishes="A section 47 enquiry")
    assert "no answer yet" in refused("mina", posted("mina", "conclude"))
    school = "marshlight-school"
    assert "in part, or not" in refused("mina", posted("mina", "answer", agency=school))
    assert "not yours" in refused("ivo", posted("ivo", "answer", agency=school, weighed="followed"))
    assert "cannot follow" in refused("mina", posted("mina", "answer", agency="wash-constabulary", weighed="followed"))
    does("mina", "answer", agency=school, weighed="not followed")
    assert view(school).dissents
    does("mina", "conclude", day="1/6/2026")
    assert latest().next_on == dt.date(2026, 6, 1)
    page = signed_in("tobias").get(f"{here()}pack/").content.decode()
    assert "Stands as recorded dissent" in page
    assert "Next date: 1 June 2026" in page


@pytest.mark.long
def test_a_view_that_is_changed_is_answered_afresh(town: None) -> None:
    does("mina", "call")
    does("tobias", "view", worries=WORRIES)
    does("mina", "answer", agency="marshlight-school", weighed="followed")
    does("tobias", "view", worries="Every day, not only on Mondays.")
    assert view("marshlight-school").replies == ()
    assert "no answer yet" in refused("mina", posted("mina", "conclude"))


@pytest.mark.long
def test_once_it_is_concluded_nobody_brings_a_view_but_may_see_it_differently(town: None) -> None:
    does("mina", "call")
    does("mina", "conclude")
    assert "is over" in refused("tobias", posted("tobias", "view", worries=WORRIES))
    does("tobias", "differ")
    assert view("marshlight-school").dissents
    assert latest().next_on is None


@pytest.mark.long
def test_the_prompt_is_cleared_by_the_answer_and_returns_when_it_is_taken_back(town: None) -> None:
    does("mina", "call")
    does("mina", "conclude")
    does("tobias", "differ")
    does("rafe", "differ")
    assert not unweighed()
    with on(dt.date(2026, 4, 14)):
        assert unweighed()
        does("mina", "answer", agency="wash-constabulary", weighed="followed")
        assert unweighed()  # the school's still has none
        does("mina", "answer", agency="marshlight-school", weighed="not followed")
        assert not unweighed()
        does("mina", "take_back", agency="marshlight-school")
        assert unweighed()


@pytest.mark.long
def test_what_was_taken_back_keeps_nobody_from_acting_again(town: None) -> None:
    does("mina", "call")
    does("tobias", "view", worries=WORRIES)
    does("tobias", "take_back", agency="marshlight-school")
    assert view("marshlight-school").said is None
    does("tobias", "view", worries="Another way to say it")
    assert view("marshlight-school").said.details["worries"] == "Another way to say it"


def test_of_a_restricted_child_nobody_reads_it_who_is_not_named(town: None) -> None:
    does("mina", "call")
    does("ivo", "view", worries=WORRIES)
    set_level(child("wren"), level="restricted", because="Her mother has fled", by=user("bea"), named=[user("ivo")])
    assert given("tobias", "conference", child_id=child("wren"))["latest"] is None
    assert WORRIES not in signed_in("tobias").get(f"{here()}pack/").content.decode()
    assert given("tobias", "my_work")["conferences"] == []


@pytest.mark.long
def test_it_stands_on_my_work_of_whoever_has_not_prepared_and_of_whoever_chairs(town: None) -> None:
    does("mina", "call")

    def see_it(day: dt.date = dt.date(2026, 4, 1)) -> set[str]:
        with on(day):
            return {name for name in ("ivo", "tobias", "mina", "magda", "ada") if given(name, "my_work")["conferences"]}

    assert see_it() == {"ivo", "tobias", "mina"}
    does("tobias", "view", worries=WORRIES)
    assert see_it() == {"ivo", "mina"}
    assert see_it(dt.date(2026, 4, 21)) == {"ivo", "mina", "magda"}
    does("mina", "answer", agency="marshlight-school", weighed="followed")
    does("mina", "conclude")
    assert see_it() == set()


def test_without_names_no_words_of_anybody_are_shown(town: None) -> None:
    does("mina", "call")
    does("tobias", "view", worries=WORRIES)
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    for path in (here(), f"{here()}pack/"):
        page = client.get(path).content.decode()
        assert WORRIES not in page
        assert "Tobias" not in page
    assert client.post(here(), CALL).status_code == 404


def test_what_was_written_when_signed_out_is_kept_and_offered_again(town: None) -> None:
    does("mina", "call")
    client = signed_in("tobias")
    whose = client.get(here()).content.decode().split('name="whose" value="')[1].split('"')[0]
    form = posted("tobias", "view", worries=WORRIES, whose=whose)
    client.logout()
    assert client.post(here(), form).status_code == 302
    assert WORRIES in signed_in("tobias").get(here()).content.decode()
    does("tobias", "view", worries=WORRIES, whose=whose, refilled="yes")
    with seeing(THE_MACHINE):
        assert not Unsaved.objects.exists()
