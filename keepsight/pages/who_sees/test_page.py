"""Who may see what: not without signing in; then every role in plain words, called as the partnership calls it."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.guarding import call_role
from keepsight.access.models import RoleCalled
from keepsight.access.roles import ROLES
from keepsight.store import clock
from tests.pages.town_people import given, signed_in, user


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/who-may-see/").status_code == 302


def test_every_role_is_there_with_what_it_sees(town: None) -> None:
    assert [one.name for one in given("ivo", "who_sees")["roles"]] == list(ROLES)


@pytest.mark.parametrize("username", ["ivo", "magda", "robin", "leila"])
def test_nobody_but_a_guardian_says_what_a_role_is_called(town: None, username: str) -> None:
    client = signed_in(username)
    assert client.post("/who-may-see/", {"role": "practitioner", "title": "Lead practitioner"}).status_code == 404
    assert "What a role is called here" not in client.get("/who-may-see/").content.decode()
    assert not RoleCalled.objects.exists()


@pytest.mark.parametrize("post", [{"role": "king", "title": "King"}, {"role": "practitioner", "title": " "}])
def test_what_is_no_role_or_no_name_changes_nothing(town: None, post: dict[str, str]) -> None:
    assert given("bea", "who_sees", post=post)["error"]
    assert not RoleCalled.objects.exists()


def test_a_role_is_called_by_the_partnership_s_own_name_from_its_day_on_and_sees_what_it_saw(town: None) -> None:
    bea = signed_in("bea")
    call = {"role": "hub_coordinator", "title": "Team Around the Family lead"}
    assert bea.post("/who-may-see/", call).status_code == 302
    page = signed_in("leila").get("/who-may-see/").content.decode()
    assert page.count("Team Around the Family lead") >= 3  # in the head of the page, in the sentence and in the table
    assert "Every child at the front door, across agencies." in page
    call_role("hub_coordinator", "Something later", from_on=clock.today() + dt.timedelta(days=9), by=user("bea"))
    assert "Something later" not in signed_in("leila").get("/who-may-see/").content.decode()
    with mock.patch.object(clock, "now", return_value=clock.now() + dt.timedelta(days=9)):
        assert "Something later" in signed_in("leila").get("/who-may-see/").content.decode()
