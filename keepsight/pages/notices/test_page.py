"""To hear of: refused to whom it is not for; nobody sees another's, and of a child out of sight no name."""

from dataclasses import replace
from unittest import mock
from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.glass import break_glass, judge_glass
from keepsight.access.models import Notice
from keepsight.chronology.restricting import restrict
from keepsight.pages.notices.page import PACKED
from keepsight.practice.waiting import waiting_for_each
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user
from tests.practice.packed import a_choice, a_pack, open_to
from tests.practice.unmet import NEED, form, here


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/notices/").status_code == 302


@pytest.mark.parametrize("username", ["bea", "wilf", "robin", "dev", "cass", "orla"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/notices/").status_code == 403


def test_nobody_says_for_another_that_they_have_seen(town: None) -> None:
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    theirs = Notice.objects.get(user__username="osei")
    assert signed_in("ada").post("/notices/", {"notice": str(theirs.pk)}).status_code == 404
    assert signed_in("ada").post("/notices/", {"notice": "no notice"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.seen_at is None


def test_whoever_works_with_a_child_hears_that_the_glass_was_broken_and_whoever_broke_it_what_was_made_of_it(
    town: None,
) -> None:
    glass = break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    (heard,) = given("osei", "notices")["notices"]
    assert "Ivo Fairlamb" in heard.says
    assert "Rung by the police at two" in heard.says
    assert given("ivo", "notices")["notices"] == []
    judge_glass(glass.pk, "training", because="The duty worker could be reached", by=user("bea"))
    (judged,) = given("ivo", "notices")["notices"]
    assert "The duty worker could be reached" in judged.says


def test_of_a_child_who_is_out_of_sight_again_the_notice_names_nobody(town: None) -> None:
    glass = break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    judge_glass(glass.pk, "training", because="There was another way", by=user("bea"))
    with mock.patch.object(clock, "now", return_value=glass.until):
        (judged,) = given("ivo", "notices")["notices"]
        page = signed_in("ivo").get("/notices/").content.decode()
    assert (judged.child, judged.href) == ("A child who is no longer in your sight", None)
    assert "There was another way" in page
    assert "Jory" not in page


@pytest.mark.long
def test_whoever_noted_a_need_hears_what_others_did_about_it_and_nobody_else_does(town: None) -> None:
    def does(username: str, step: str, says: str, **more: str) -> None:
        assert signed_in(username).post(here(), form(username, step, says=says, **more)).status_code == 302

    before = summed("ivo")
    assert signed_in("ivo").post(here(), NEED).status_code == 302
    does("magda", "take_up", "A place is bought in.", by_when="1/5/2026")
    (heard,) = given("ivo", "notices")["notices"]
    assert heard.says == "A need that you noted: those who commission answer."
    assert heard.href == here()
    assert "A place is bought in." not in heard.says
    assert summed("ivo") == before + 1
    does("ivo", "stay", "Nobody has rung.")
    assert [len(given(name, "notices")["notices"]) for name in ("ivo", "magda", "tobias")] == [1, 0, 0]
    does("tobias", "meet", "She went on Monday.")
    since = {one.says for one in given("ivo", "notices")["notices"]} - {heard.says}
    assert since == {"A need that you noted: met."}


def test_an_agency_hears_that_its_entries_went_into_a_pack_and_nothing_of_what_else_is_in_it(town: None) -> None:
    theirs, own = (_first_of(name) for name in ("tobias", "ivo"))
    a_pack("ivo", replace(a_choice("ivo"), entries=frozenset({theirs, own})))
    (heard,) = given("tobias", "notices")["notices"]
    assert heard.says == PACKED
    assert heard.href == f"/children/{child('wren')}/packs/"
    assert [given(name, "notices")["notices"] for name in ("ivo", "rafe")] == [[], []]


def test_of_a_pack_that_holds_what_an_agency_restricted_no_other_agency_is_told_that_it_is_there(town: None) -> None:
    theirs, own = (_first_of(name) for name in ("tobias", "magda"))
    restrict(child("wren"), own, holds=True, because="Told", by=user("magda"))
    a_pack("magda", replace(a_choice("magda"), entries=frozenset({theirs, own})))
    assert given("tobias", "notices")["notices"] == []


def _first_of(username: str) -> UUID:
    """The first entry of somebody's own agency that they may put into a pack."""
    return next(one.id for one in open_to(username) if one.agency == user(username).agency_id)


def summed(username: str) -> int:
    """How much, beside prompts, the daily summary says waits for somebody."""
    return next((one.others for one in waiting_for_each(clock.today()) if one.user.username == username), 0)


def test_what_was_seen_is_gone_from_my_work(town: None) -> None:
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    client = signed_in("osei")
    (heard,) = given("osei", "notices")["notices"]
    assert "Rung by the police at two" in client.get("/").content.decode()
    assert client.post("/notices/", {"notice": heard.id}).status_code == 302
    assert given("osei", "notices")["notices"] == []
