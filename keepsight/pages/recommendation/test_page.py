"""One recommendation: whose step it is, what a step must say, and what two people see who act at once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from keepsight.access.models import Agency
from keepsight.assurance.actions import Recommended, recommend, take_step
from keepsight.assurance.models import Action, Recommendation, Request, Step
from tests.pages.town_people import NOBODY_S, given, signed_in

DUE = {"due-day": "1", "due-month": "9", "due-year": "2026"}


@pytest.fixture
def made(town: None) -> Recommendation:
    owner = Agency.objects.get(sector="social_care")
    said = Recommended("Letters are read aloud before they are sent.", "system", "local", owner, dt.date(2025, 5, 1))
    return recommend(said, by=None)


def address(one: Recommendation) -> str:
    return f"/recommendations/{one.id}/"


def send(username: str, one: Recommendation, **form: Any) -> Any:
    return signed_in(username).post(address(one), {key.replace("_", "-"): words for key, words in form.items()})


def step(username: str, one: Recommendation, name: str, *, says: str = "", after: int = 0) -> Any:
    return send(username, one, form="step", thing=str(one.id), step=name, says=says, after=str(after))


@pytest.mark.parametrize("username", ["wilf", "orla", "robin"])
def test_a_role_that_has_no_part_in_it_is_refused(made: Recommendation, username: str) -> None:
    assert signed_in(username).get(address(made)).status_code == 403
    assert step(username, made, "accepted").status_code == 403


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(made: Recommendation) -> None:
    assert Client().get(address(made)).status_code == 302


def test_a_recommendation_that_is_not_there_answers_so(town: None) -> None:
    assert signed_in("cass").get(f"/recommendations/{NOBODY_S}/").status_code == 404


@pytest.mark.parametrize("username", ["ivo", "cass", "leila"])
def test_a_step_is_refused_to_whoever_does_not_own_it(made: Recommendation, username: str) -> None:
    assert given(username, "recommendation", recommendation_id=made.id)["form"] is None
    assert b"not yours to take" in step(username, made, "accepted").content
    assert not Step.objects.filter(recommendation=made).exists()


def test_a_step_that_must_say_why_keeps_what_was_typed_and_says_what_lacks(made: Recommendation) -> None:
    answer = step("magda", made, "declined")
    assert b"why it was declined" in answer.content
    assert b"<title>Error: " in answer.content


def test_the_owner_accepts_plans_and_does_and_the_learning_team_asks(made: Recommendation) -> None:
    assert step("magda", made, "accepted").status_code == 302
    assert send("magda", made, form="action", says="A reader each week.", **DUE).status_code == 302
    assert send("cass", made, form="request", agency="social-care", says="Show ten.", **DUE).status_code in (200, 302)
    agency = Agency.objects.get(sector="social_care").code
    assert send("cass", made, form="request", agency=agency, says="Show ten letters.", **DUE).status_code == 302
    action = Action.objects.get(recommendation=made)
    assert action.due_on == dt.date(2026, 9, 1)
    assert Request.objects.filter(recommendation=made, asks="Show ten letters.").count() == 1
    page = signed_in("magda").get(address(made)).content.decode()
    assert "A reader each week." in page
    assert "Where it stands: accepted" in page


@pytest.mark.parametrize(("form", "username"), [("action", "cass"), ("request", "magda"), ("something", "magda")])
def test_what_is_not_this_person_s_to_do_is_refused(made: Recommendation, form: str, username: str) -> None:
    answer = send(username, made, form=form, says="Something.", agency="x", **DUE)
    assert b"not yours to do here" in answer.content
    assert not Action.objects.filter(recommendation=made).exists()


def test_a_day_that_is_none_is_said(made: Recommendation) -> None:
    answer = send("magda", made, form="action", says="A reader.", **DUE | {"due-month": "13"})
    assert b"No calendar has that day" in answer.content


def test_the_second_of_two_people_who_act_at_once_is_told(made: Recommendation) -> None:
    take_step(made, "accepted", after=0, by=None)
    assert b"Somebody else has taken a step" in step("magda", made, "declined", says="No.").content
