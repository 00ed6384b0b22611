"""Reflect: refused where no session can be; each sees the sessions they take part in and no other."""

from django.test import Client

from keepsight.briefings.models import Session
from tests.pages.town_people import given, signed_in

ASKED = {"theme": "chronic_neglect", "audience": "social_worker"}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post("/reflect/", ASKED).status_code == 302


def test_a_theme_that_is_none_is_refused_and_nothing_is_opened(town: None) -> None:
    before = Session.objects.count()
    page = signed_in("ivo").post("/reflect/", {**ASKED, "theme": "luck"})
    assert page.status_code == 200
    assert b"There are no questions on that theme" in page.content
    assert Session.objects.count() == before


def test_a_practitioner_is_offered_nobody_else_and_a_manager_their_own_agency(town: None) -> None:
    assert given("ivo", "reflect")["colleagues"] == []
    offered = {one.username for one in given("magda", "reflect")["colleagues"]}
    assert {"ivo", "ada"} <= offered
    assert "nell" not in offered


def test_a_manager_opens_a_session_for_the_team_and_only_they_find_it(town: None) -> None:
    answer = signed_in("magda").post("/reflect/", {**ASKED, "people": ["ivo", "nell"]})
    session = Session.objects.get(theme=ASKED["theme"])
    assert answer.headers["Location"] == f"/reflect/{session.id}/"
    assert session.id in [one.session.id for one, _ in given("ivo", "reflect")["sessions"]]
    assert given("nell", "reflect")["sessions"] == []
