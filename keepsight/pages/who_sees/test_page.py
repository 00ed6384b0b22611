"""Who may see what: not without signing in; then every role in plain words."""

from django.test import Client

from keepsight.access.roles import ROLES
from tests.pages.town_people import given


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/who-may-see/").status_code == 302


def test_every_role_is_there_with_what_it_sees(town: None) -> None:
    assert [one.name for one in given("ivo", "who_sees")["roles"]] == list(ROLES)
