"""Signing out: never by following a link, and nothing of the session is left."""

from django.test import Client

from tests.pages.town_people import signed_in


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post("/sign-out/").status_code == 302


def test_following_a_link_signs_nobody_out(town: None) -> None:
    client = signed_in("ivo")
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/sources/").status_code == 200


def test_the_button_ends_the_session(town: None) -> None:
    client = signed_in("ivo")
    answer = client.post("/sign-out/")
    assert answer.headers["Location"] == "/sign-in/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/sources/").status_code == 302
