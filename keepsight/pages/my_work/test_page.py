"""My work: each sees what waits on them, and a role that reads no child's story sees no child."""

import datetime as dt
from collections import defaultdict
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.glass import break_glass
from keepsight.chronology.acts import acts_on, threads_about
from keepsight.practice.actions import Said, answer, begin, go_on
from keepsight.practice.professionals.concerns import Worry, raise_concern
from keepsight.practice.threads.table import ADVICE, CONCERN, ONWARD
from keepsight.store import clock
from keepsight.town.story import families
from tests.pages.town_people import child, given, on, signed_in, user, waiting

SURNAMES = {one.surname for family in families() for one in family.children}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/").status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_sees_no_child(town: None, username: str) -> None:
    context = given(username, "my_work")
    assert (context["waiting"], context["others"]) == ([], [])
    page = signed_in(username).get("/").content.decode()
    assert not [name for name in SURNAMES if name in page]


@pytest.mark.parametrize(("username", "page"), [("cass", "Coding"), ("bea", "Records to release"), ("wilf", "Sources")])
def test_a_role_that_reads_no_child_s_story_is_led_to_where_it_works(town: None, username: str, page: str) -> None:
    assert page in dict(given(username, "my_work")["places"])
    assert dict(given("ivo", "my_work")["places"]).get("Coding") is None


def test_a_guardian_reads_what_waits_for_them_and_for_no_other_and_goes_to_it(town: None) -> None:
    assert "Nothing is waiting on you" in signed_in("bea").get("/").content.decode()
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("leila"))
    assert given("tess", "my_work")["guarding"] == [("Broken glass to judge: 1", "/guardian/#glass")]
    assert given("bea", "my_work")["guarding"] == [], "broken in her own agency"


def test_a_practitioner_sees_the_children_they_are_involved_with_and_no_other(town: None) -> None:
    context = given("ivo", "my_work")
    shown = [one.child.id for one in [*context["waiting"], *context["others"]]]
    assert set(shown) == {child("wren"), child("alder")}


def test_what_waits_stands_under_its_child_and_leads_to_the_prompt(town: None) -> None:
    waiting = given("ivo", "my_work")["waiting"]
    assert waiting
    for one in waiting:
        assert all(href == f"/children/{one.child.id}/prompts/{turn.prompt.id}/" for turn, href in one.prompts)


def test_children_stand_in_the_order_of_their_names_never_of_a_score(town: None) -> None:
    names = [one.child.name for one in given("leila", "my_work")["waiting"]]
    assert names == sorted(names)


def test_a_prompt_is_a_manager_s_only_once_it_moved_up_and_still_the_worker_s_then(town: None) -> None:
    def theirs(username: str) -> set[UUID]:
        return {turn.prompt.id for one in given(username, "my_work")["waiting"] for turn, _ in one.prompts}

    asked = theirs("ivo")
    assert asked
    assert not asked & theirs("magda")
    with mock.patch.object(clock, "now", return_value=clock.now() + dt.timedelta(days=14)):
        assert asked <= theirs("ivo")
        assert asked <= theirs("magda")


def test_what_was_answered_waits_for_nobody_and_is_not_hidden(town: None) -> None:
    first, _ = given("ivo", "my_work")["waiting"][0].prompts[0]
    answer(first.prompt, "wrong", Said("The letters went astray."), seen=None, by=user("ivo"))
    context = given("ivo", "my_work")
    assert first.prompt.id not in {turn.prompt.id for one in context["waiting"] for turn, _ in one.prompts}
    assert first.prompt.id in {turn.prompt.id for one in context["besides"] for turn, _ in one.besides}


def waits(username: str, sort: str) -> list[tuple[str, str]]:
    """What waits for somebody of a sort, each as a child's name and a few words."""
    return [(line.child.name, line.text) for line in waiting(username, sort)]


@pytest.mark.long
def test_a_concern_waits_at_the_front_door_then_comes_back_to_whoever_raised_it(town: None) -> None:
    raise_concern(child("wren"), Worry(saw="A bruise.", thinks="Not an accident."), by=user("tobias"))
    everybody = ("ivo", "leila", "tobias", "rafe", "magda", "ada", "wilf")
    assert {name for name in everybody if waits(name, "front_door")} == {"ivo", "leila"}
    ((who, says),) = waits("leila", "front_door")
    assert says == "raised by Marshlight School"
    with on(dt.date(2026, 4, 3)):
        assert {name for name in everybody if waits(name, "front_door")} == {"ivo", "leila", "magda"}
    (thread,) = threads_about([child("wren")], "concern.raised")
    seen = acts_on([thread])[thread][-1].id
    decide = Said("Known, and seen on Monday.", outcome="no_further_action")
    told = go_on(CONCERN, child("wren"), thread, "decide", decide, seen=seen, by=user("leila"))
    assert {name for name in everybody if waits(name, "came_back")} == {"tobias"}
    assert waits("tobias", "came_back") == [(who, "no further action, not known yet to Marshlight School")]
    go_on(CONCERN, child("wren"), thread, "tell", Said(), seen=told, by=user("tobias"))
    assert not [name for name in everybody if waits(name, "came_back") or waits(name, "front_door")]
    with on(dt.date(2026, 4, 30)):
        assert not [name for name in everybody if waits(name, "came_back") or waits(name, "front_door")]


@pytest.mark.long
def test_advice_waits_for_whoever_asked_and_whoever_may_give_it_and_a_referral_for_whoever_made_it(town: None) -> None:
    asks = Said("Is a bruise there by chance likely?", asked_of="The GP", adviser="gp")
    begin(ADVICE, child("wren"), "ask", asks, by=user("tobias"))
    begin(ONWARD, child("wren"), "refer", Said("She wakes at night.", asked_of="Counselling"), by=user("ivo"))
    everybody = ("ivo", "leila", "tobias", "rafe", "anoushka", "magda")
    assert {name for name in everybody if waits(name, "advice")} == {"tobias", "anoushka"}
    assert {name for name in everybody if waits(name, "onward")} == {"ivo"}
    with on(dt.date(2026, 5, 30)):
        assert {name for name in everybody if waits(name, "advice")} == {"tobias", "leila", "anoushka"}
        assert {name for name in everybody if waits(name, "onward")} == {"ivo", "magda", "leila"}


def test_what_somebody_may_not_read_does_not_wait_for_them(town: None) -> None:
    raise_concern(child("wren"), Worry(saw="A bruise.", thinks="Not an accident."), by=user("tobias"))
    with mock.patch("keepsight.practice.matters.chronologies", return_value=defaultdict(list)):
        assert waits("leila", "front_door") == []


def told_by(pages: list[dict[str, Any]]) -> tuple[list[UUID], list[tuple[str, UUID, str]]]:
    """The prompts that wait, and what else does, on several pages of My work."""
    prompts = [turn.prompt.id for page in pages for one in page["waiting"] for turn, _ in one.prompts]
    others = [
        (sort.name, line.child.id, line.text) for page in pages for sort in page["followed"] for line in sort.lines
    ]
    return sorted(prompts), sorted(others)


def test_whoever_sees_many_children_is_shown_all_that_waits_a_part_at_a_time(town: None) -> None:
    raise_concern(child("wren"), Worry(saw="A bruise.", thinks="Not an accident."), by=user("tobias"))
    whole = given("leila", "my_work")
    here = "keepsight.pages.my_work.page"
    with mock.patch(f"{here}.LISTED_AT_MOST", 1), mock.patch(f"{here}.AT_ONCE", 2):
        parts = given("leila", "my_work")["part"].of
        pages = [given("leila", "my_work", query={"part": str(number + 1)}) for number in range(parts)]
        page = signed_in("leila").get("/").content.decode()
    assert parts > 2
    assert told_by(pages) == told_by([whole])
    assert all(told_by([whole]))
    assert pages[0]["followed"], "what is more than a prompt comes first"
    assert 'aria-label="Part 2"' in page
