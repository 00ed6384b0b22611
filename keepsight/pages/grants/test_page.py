"""Roles asked for: only a guardian answers, never for oneself; what was granted can be used at once."""

import pytest
from django.test import Client

from keepsight.access.accounts import ask_for_role
from keepsight.access.models import RoleGrant
from tests.pages.town_people import signed_in, user


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/roles/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "robin", "wilf"])
def test_nobody_but_the_guardian_may_even_look(town: None, username: str) -> None:
    grant = ask_for_role(user("dev"), "hub_coordinator")
    assert signed_in(username).post("/roles/", {"grant": grant.pk, "answer": "grant"}).status_code == 403
    assert user("dev").role == "analyst"


@pytest.mark.parametrize("post", [{}, {"grant": "x", "answer": "grant"}, {"grant": "1", "answer": "perhaps"}])
def test_what_is_no_answer_changes_nothing(town: None, post: dict[str, str]) -> None:
    ask_for_role(user("dev"), "hub_coordinator")
    assert "There is a problem" in signed_in("bea").post("/roles/", post).content.decode()
    assert RoleGrant.objects.filter(answered_at=None).count() == 1


def test_the_guardian_cannot_grant_herself_a_role(town: None) -> None:
    grant = ask_for_role(user("bea"), "hub_coordinator")
    assert (
        "There is a problem"
        in signed_in("bea").post("/roles/", {"grant": grant.pk, "answer": "grant"}).content.decode()
    )
    assert user("bea").role == "guardian"


def test_a_role_is_given_by_two_people_and_the_guardian_is_told_of_it(town: None) -> None:
    grant = ask_for_role(user("dev"), "hub_coordinator")
    bea = signed_in("bea")
    page = bea.get("/roles/").content.decode()
    assert "Dev Marchbank" in page
    assert "Every child at the front door, across agencies." in page
    assert bea.post("/roles/", {"grant": grant.pk, "answer": "grant"}).status_code == 302
    assert user("dev").role == "hub_coordinator"
    assert "granted by Bea Lindqvist" in bea.get("/roles/").content.decode()
