"""My work: each sees what waits on them, and a role that reads no child's story sees no child."""

import datetime as dt
from unittest import mock
from uuid import UUID

import pytest
from django.test import Client

from keepsight.practice.actions import Said, answer
from keepsight.store import clock
from keepsight.town.story import families
from tests.pages.town_people import child, given, signed_in, user

SURNAMES = {one.surname for family in families() for one in family.children}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/").status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_sees_no_child(town: None, username: str) -> None:
    context = given(username, "my_work")
    assert (context["waiting"], context["others"]) == ([], [])
    page = signed_in(username).get("/").content.decode()
    assert not [name for name in SURNAMES if name in page]


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
