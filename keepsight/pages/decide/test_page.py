"""The front door: who decides, on what history, that whoever comes second sees it, and that it moves up by itself."""

import datetime as dt
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.test import Client

from keepsight import pages
from keepsight.access.queries import the_machine
from keepsight.chronology.contact import in_contact
from keepsight.chronology.queries import chronology
from keepsight.pages.story import Story
from keepsight.pages.words import sent_by
from keepsight.practice.actions import Said, answer, go_on, still_said
from keepsight.practice.models import Unsaved
from keepsight.practice.professionals.concerns import Worry, keep_reason, raise_concern
from keepsight.practice.threads.table import CONCERN
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

SAYS = "She was seen at home on Monday, and the referrals before this one were read."


def here(of: str = "wren") -> str:
    """Where the front door decides about a child."""
    return f"/children/{child(of)}/decide/"


def raised() -> None:
    """The school raises a concern about Wren."""
    raise_concern(child("wren"), Worry(saw="A bruise.", thinks="Not an accident."), by=user("tobias"))


def context(username: str, post: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows somebody."""
    return given(username, "decide", child_id=child("wren"), post=post)


def filled(username: str, step: str = "decide", **said: str) -> dict[str, str]:
    """The form of the latest concern, as somebody fills it in."""
    one = context(username)["found"][0]["one"]
    return {"thread": str(one.id), "seen": str(one.stands.last.id), "step": step, "says": SAYS, "read": "yes", **said}


def does(username: str, step: str = "decide", **said: str) -> None:
    """Somebody takes a step on the page, having read what was done last."""
    posted = filled(username, step, **said)
    assert signed_in(username).post(here(), posted).status_code == 302, context(username, posted)["error"]


def state(username: str = "leila") -> str:
    """Where the latest concern stands."""
    return str(context(username)["found"][0]["one"].stands.state.name)


def test_the_child_s_own_words_stand_beside_the_concern_on_the_page_as_it_is_served(town: None) -> None:
    worry = Worry(saw="A bruise.", thinks="Not an accident.", words="I fell off nothing.")
    raise_concern(child("wren"), worry, by=user("tobias"))
    for name, where in (("leila", here()), ("tobias", here().replace("decide", "concern"))):
        assert "“I fell off nothing.”" in signed_in(name).get(where).content.decode()


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), {}).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    assert [client.get(one).status_code for one in (here(), f"/children/{NOBODY_S}/decide/")] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize("username", ["tobias", "rafe", "anoushka"])
def test_whoever_is_not_at_the_front_door_reads_and_does_not_decide(town: None, username: str) -> None:
    raised()
    assert "decide" not in context(username)["found"][0]["one"].may
    said = context(username, filled(username, outcome="no_further_action"))
    assert "not yours" in said["error"]
    assert state() == "raised"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"outcome": ""}, "what is decided"),
        ({"outcome": "accepted", "says": " "}, "why, in your own words"),
        ({"outcome": "closed"}, "no decision"),
        ({"outcome": "accepted", "thread": str(uuid4())}, "no such concern"),
        ({"outcome": "accepted", "seen": "gossip"}, "no such concern"),
    ],
)
def test_a_decision_without_what_or_why_is_not_kept(town: None, changed: dict[str, str], says: str) -> None:
    raised()
    said = context("ivo", filled("ivo") | changed)
    assert says in said["error"]
    assert state() == "raised"


@pytest.mark.parametrize("username", ["leila", "ivo", "magda", "mina"])
def test_the_front_door_decides_and_its_reason_is_on_record(town: None, username: str) -> None:
    raised()
    does(username, outcome="early_help")
    entry = next(one for one in chronology(the_machine(), child("wren")) if one.kind == "concern.decided")
    assert (entry.details, entry.narrative, entry.mark) == ({"outcome": "early_help"}, SAYS, "decision")
    assert state() == "decided"
    does(username, "tell")
    assert state() == "told"


@pytest.mark.parametrize("outcome", ["no_further_action", "signposted"])
def test_whoever_would_close_reads_the_prompts_without_an_answer_once_and_may_go_on(town: None, outcome: str) -> None:
    raised()
    closing = filled("ivo", outcome=outcome, read="")
    waits = context("ivo", closing)["unanswered"]
    assert {one.prompt.id for one in waits} == {one.prompt.id for one in context("ivo")["standing"]}
    page = signed_in("ivo").post(here(), closing).content.decode()
    assert "Before you close" in page
    assert SAYS in page
    assert state() == "raised"
    assert context("ivo", filled("ivo", read=""))["error"]  # what lacks a decision is said, and interrupted by nothing
    does("ivo", outcome=outcome, read="yes")
    assert state() == "decided"


def test_what_goes_on_is_not_interrupted_nor_what_rests_on_answered_prompts(town: None) -> None:
    raised()
    for one in context("ivo")["standing"]:
        said = Said("Read and known.", asked_of="Nan", by_when=dt.date(2026, 4, 9))
        answer(one.prompt, "not_known", said, seen=None, by=user("ivo"))
    does("ivo", outcome="no_further_action", read="")
    does("leila", outcome="accepted", read="")


def test_there_are_two_interruptions_in_all_of_keepsight_and_no_more() -> None:
    shelf = Path(pages.__file__).parent
    closing = {one.parent.name for one in shelf.glob("*/*.jinja") if "ks-interruption" in one.read_text("utf-8")}
    glass = {one.parent.name for one in shelf.glob("*/page.py") if "break_glass(" in one.read_text("utf-8")}
    assert closing | glass == {"decide", "break_glass"}


def test_a_decision_is_taken_back_by_whoever_made_it(town: None) -> None:
    raised()
    does("ivo", outcome="accepted")
    assert "not yours" in context("leila", filled("leila", "take_back"))["error"]
    does("ivo", "take_back")
    assert state() == "raised"


def test_a_decision_is_made_anew_and_must_be_told_anew(town: None) -> None:
    raised()
    does("ivo", outcome="no_further_action")
    does("ivo", "tell")
    does("leila", outcome="accepted")
    assert state() == "decided"


def test_whoever_decides_second_sees_what_was_decided_and_loses_nothing(town: None) -> None:
    raised()
    before = filled("ivo", outcome="no_further_action")
    does("leila", outcome="accepted", says="A bruise on her arm is not explained.")
    page = signed_in("ivo").post(here(), before)
    assert b"Somebody else has acted since you opened this page" in page.content
    assert SAYS.encode() in page.content
    assert b"A bruise on her arm is not explained." in page.content
    said = context("ivo", before)
    assert said["form"] == before
    assert [one.outcome for one in said["found"][0]["since"]] == ["accepted"]


def test_it_moves_up_by_itself_when_nobody_decides(town: None) -> None:
    raised()
    titles = []
    for day in (dt.date(2026, 4, 2), dt.date(2026, 4, 3), dt.date(2026, 4, 8)):  # Easter lies between
        with mock.patch.object(clock, "now", return_value=dt.datetime.combine(day, dt.time(9), clock.LONDON)):
            titles.append(context("leila")["found"][0]["one"].stands.stage.title)
    assert titles == [
        "The front door", "The managers of children's social care", "The hub coordinator and whoever chairs for the child",
    ]  # fmt: skip


def test_beside_it_stands_the_whole_history_that_the_reader_may_read(town: None) -> None:
    raised()
    said = context("leila")
    asked, home = (*said["before"][0], *said["before"][1]), (*said["home"][0], *said["home"][1])
    entries = chronology(the_machine(), child("wren"))
    assert {one.entry.id for one in asked} == {
        one.id
        for one in entries
        if one.scope == "child"
        and one.kind.split(".")[0] in ("contact", "referral", "concern", "advice", "onward_referral")
    }
    assert {one.entry.id for one in home} == {one.id for one in entries if one.scope == "household"} != set()
    assert len({one.agency for one in asked}) > 1
    assert said["standing"]
    assert said["untold"]
    with mock.patch("keepsight.pages.decide.page.story_of", return_value=Story(child("wren"), [], [])):
        nothing = context("leila")
    assert (nothing["found"], nothing["before"], nothing["home"]) == ([], ([], []), ([], []))


def test_what_was_considered_and_not_raised_waits_for_nobody_and_stands_in_the_history(town: None) -> None:
    keep_reason(child("wren"), "Her nan has taken her in.", by=user("tobias"))
    said = context("leila")
    assert said["found"] == []
    assert "Her nan has taken her in." in [one.entry.narrative for one in said["before"][0]]


def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again(town: None) -> None:
    raised()
    client, form = signed_in("ivo"), filled("ivo", outcome="accepted")
    whose = client.get(here()).content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post(here(), form | {"whose": whose})
    assert state() == "raised"
    assert SAYS in client.get(here()).content.decode()
    client.post(here(), form | {"whose": whose, "refilled": "yes"})
    assert not Unsaved.objects.exists()


def test_without_names_nothing_is_decided_and_no_words_of_anybody_are_shown(town: None) -> None:
    raised()
    does("leila", outcome="accepted")
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert "What was done" in page
    assert not [name for name in ("Tobias", "Wren", "Marshlight School", "Leila") if name in page]
    assert client.post(here(), filled("ivo", outcome="accepted")).status_code == 404


def stands(pattern: str) -> bool:
    """Whether a pattern holds for Wren as the worker would ask it today."""
    ask([child("wren")], clock.today())
    return any(one.standing for one in prompts_of(the_machine(), child("wren")) if one.pattern == pattern)


def test_the_prompt_that_nobody_told_is_cleared_by_the_act_and_returns_when_it_is_taken_back(town: None) -> None:
    raised()
    does("ivo", outcome="no_further_action")
    assert not stands("referrer-not-told")
    with mock.patch.object(clock, "now", return_value=dt.datetime(2026, 4, 8, 9, tzinfo=clock.LONDON)):
        assert stands("referrer-not-told")
        does("leila", "tell")
        assert not stands("referrer-not-told")
        does("leila", "take_back")
        assert stands("referrer-not-told")


@pytest.mark.long
def test_a_concern_of_whoever_has_known_the_child_longest_waits_until_decided_and_again_when_that_is_taken_back(
    town: None,
) -> None:
    assert in_contact(chronology(the_machine(), child("wren")))[0].agency == user("tobias").agency_id
    worry = Worry(saw="A bruise.", thinks="Not an accident.")
    raise_concern(child("wren"), worry, by=user("ivo"))
    with mock.patch.object(clock, "now", return_value=dt.datetime(2026, 4, 30, 9, tzinfo=clock.LONDON)):
        assert not stands("longest-contact-unheard")
    raised()
    assert not stands("longest-contact-unheard")
    with mock.patch.object(clock, "now", return_value=dt.datetime(2026, 4, 30, 9, tzinfo=clock.LONDON)):
        assert stands("longest-contact-unheard")
        does("leila", outcome="accepted")
        assert not stands("longest-contact-unheard")
        does("leila", "take_back")
        assert stands("longest-contact-unheard")


def turned_down(name: str, day: int, outcome: str = "no_further_action") -> UUID:
    """Somebody raises a concern about Juniper on a day of April, and the front door decides on it the same day."""
    with mock.patch.object(clock, "now", return_value=dt.datetime(2026, 4, day, 9, tzinfo=clock.LONDON)):
        thread = raise_concern(child("juniper"), Worry(saw="A bruise.", thinks="Not an accident."), by=user(name))
        decided(thread, outcome)
    return thread


def decided(thread: UUID, outcome: str) -> None:
    """The hub coordinator decides on a concern about Juniper, of which they read what was done last."""
    last = still_said(thread)[-1].id
    go_on(CONCERN, child("juniper"), thread, "decide", Said(SAYS, outcome=outcome), seen=last, by=user("leila"))


def keeps_ending() -> bool:
    """Whether it stands for Juniper that referrals keep ending in no further action."""
    found = prompts_of(the_machine(), child("juniper"))
    return any(one.standing for one in found if one.pattern == "repeat-referrals-no-action")


@pytest.mark.parametrize(("second", "holds"), [("anoushka", True), ("tobias", False)])
def test_concerns_turned_down_here_count_by_the_agency_that_raised_each(town: None, second: str, holds: bool) -> None:
    for name, day in (("tobias", 1), (second, 7), ("tobias", 8)):
        assert not keeps_ending()
        turned_down(name, day)
    assert keeps_ending() is holds


def test_a_concern_that_is_taken_up_after_all_ends_the_prompt(town: None) -> None:
    for name, day in (("tobias", 1), ("anoushka", 7), ("tobias", 8)):
        thread = turned_down(name, day)
    assert keeps_ending()
    with mock.patch.object(clock, "now", return_value=dt.datetime(2026, 4, 9, 9, tzinfo=clock.LONDON)):
        decided(thread, "accepted")
        assert not keeps_ending()


def test_a_decision_says_from_whom_the_matter_came_and_is_still_the_front_door_s_own(town: None) -> None:
    turned_down("tobias", 1)
    entry = next(one for one in chronology(the_machine(), child("juniper")) if one.kind == "concern.decided")
    assert (entry.agency, entry.from_agency_name) == (user("leila").agency_id, "Marshlight School")
    assert sent_by(entry) == entry.agency_name
