"""To hear of: refused to whom it is not for; nobody sees another's, and of a child out of sight no name."""

from unittest import mock

import pytest
from django.test import Client

from keepsight.access.glass import break_glass, judge_glass
from keepsight.access.models import Notice
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user


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


def test_what_was_seen_is_gone_from_my_work(town: None) -> None:
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    client = signed_in("osei")
    (heard,) = given("osei", "notices")["notices"]
    assert "Rung by the police at two" in client.get("/").content.decode()
    assert client.post("/notices/", {"notice": heard.id}).status_code == 302
    assert given("osei", "notices")["notices"] == []
