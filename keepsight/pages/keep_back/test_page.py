"""Decide not to share: refused to whom it is not for, and by answers that speak for sharing; it comes back with new evidence."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.models import NotShared
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import documents
from keepsight.pages.document.page import CONFIRM
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in

ANSWERS = {"helps_the_child": "no", "risk_of_sharing": "no", "law_forbids": "no"}
SAID = {"to": "wash-constabulary", "because": "Nothing here is for them", **ANSWERS}


def here(name: str = "wren") -> str:
    return f"/children/{child(name)}/sharing/keep-back/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(), SAID).status_code == 302


@pytest.mark.parametrize("username", ["mina", "bea", "wilf", "robin"])
def test_a_role_that_does_not_share_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), SAID).status_code == 403
    assert not NotShared.objects.exists()


def test_of_a_child_out_of_sight_nothing_is_decided(town: None) -> None:
    assert signed_in("ivo").post(here("jory"), SAID).status_code == 404


@pytest.mark.parametrize("lacks", [*SAID])
def test_a_question_that_is_not_answered_is_asked_again(town: None, lacks: str) -> None:
    assert lacks in given("ivo", "keep_back", post=SAID | {lacks: ""}, child_id=child("wren"))["errors"]
    assert not NotShared.objects.exists()


def test_answers_that_speak_for_sharing_keep_no_decision(town: None) -> None:
    answers = {"helps_the_child": "yes", "risk_of_sharing": "no", "law_forbids": "no"}
    page = signed_in("ivo").post(here(), SAID | answers).content.decode()
    assert "the information is to be shared" in page
    assert not NotShared.objects.exists()


def test_the_questions_are_those_in_force_and_the_page_says_which_are_not(town: None) -> None:
    page = signed_in("ivo").get(here()).content.decode()
    assert "Could what you hold help another agency to keep this child safe or well?" in page
    assert "section 16LA, as inserted" in page
    assert "not known to be in force" in page


def test_a_decision_is_read_by_its_own_agency_alone(town: None) -> None:
    assert signed_in("ivo").post(here(), SAID).status_code == 302
    for username, reads in (("ivo", True), ("magda", True), ("rafe", False), ("tobias", False)):
        page = signed_in(username).get(f"/children/{child('wren')}/sharing/").content.decode()
        assert ("Nothing here is for them" in page) == reads, username


def test_it_comes_back_on_my_work_when_something_new_is_read_and_goes_once_it_was_seen(town: None) -> None:
    client = signed_in("ivo")
    client.post(here(), SAID)
    assert "Something new came in" not in client.get("/").content.decode()
    wren = child("wren")
    form = next(one for one in documents(the_machine(), wren) if one.file_name == "contact-form-homework-club.docx")
    with mock.patch.object(clock, "now", return_value=clock.now() + dt.timedelta(minutes=5)):
        client.post(f"/children/{wren}/documents/{form.id}/", {"fact-2": CONFIRM})
    assert "Something new came in" in client.get("/").content.decode()
    assert "Came back" in client.get(f"/children/{wren}/sharing/").content.decode()
    (notice,) = given("ivo", "notices")["notices"]
    assert client.post("/notices/", {"notice": notice.id}).status_code == 302
    assert "Something new came in" not in client.get("/").content.decode()
