"""Levels: refused to everybody but a guardian; a child is found only when named exactly, and never a guardian's own family."""

import pytest
from django.test import Client

from keepsight.access.guarding import answer_conflict, propose_conflict
from tests.pages.town_people import NUMBERS, child, given, signed_in, user


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post("/guardian/levels/", {"nhs_number": NUMBERS["jory"]}).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "robin", "wilf", "osei"])
def test_whoever_is_no_guardian_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post("/guardian/levels/", {"nhs_number": NUMBERS["jory"]}).status_code == 403


def test_half_a_name_finds_nobody(town: None) -> None:
    assert "name" in given("bea", "levels", post={"name": "Jory"})["errors"]
    assert given("bea", "levels", post={"nhs_number": "9990000026"})["unknown"]


def test_a_guardian_s_own_family_is_not_there(town: None) -> None:
    conflict = propose_conflict(user("bea"), child("jory"), why="the same name")
    assert conflict is not None
    answer_conflict(conflict.pk, holds=True, by=user("tess"))
    assert given("bea", "levels", post={"nhs_number": NUMBERS["jory"]})["unknown"]
    assert signed_in("bea").get(f"/guardian/levels/{child('jory')}/").status_code == 404


def test_a_child_named_exactly_leads_to_its_level(town: None) -> None:
    answer = signed_in("bea").post("/guardian/levels/", {"nhs_number": NUMBERS["jory"]})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/guardian/levels/{child('jory')}/")
