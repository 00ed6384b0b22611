"""Signing in: refused alike for a wrong name and a wrong password, and never sent to another server."""

import pytest
from django.test import Client

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.store.models import AuditLine

PASSWORD = "a long invented password"


@pytest.fixture
def sam(db: None) -> User:
    """Somebody who may sign in."""
    name_agency("fennick", name="Fennick", sector="other")
    return add_user("sam", name="Sam Bell", agency="fennick", role="administrator", password=PASSWORD)


@pytest.mark.parametrize(
    ("username", "password"), [("sam", "wrong"), ("nobody", PASSWORD), ("", ""), ("SAM", PASSWORD)]
)
def test_a_wrong_name_and_a_wrong_password_answer_alike(sam: User, username: str, password: str) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"username": username, "password": password})
    assert answer.status_code == 200
    assert "What you entered is not right. Check your user name, your password and the code" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_somebody_who_left_cannot_sign_in(sam: User) -> None:
    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert Client().post("/sign-in/", {"username": "sam", "password": PASSWORD}).status_code == 200


def test_a_form_from_another_site_is_refused(sam: User) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "sam", "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("wanted", "sent_to"),
    [
        ("/sources/", "/sources/"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_goes_on_only_to_an_address_of_this_server(sam: User, wanted: str, sent_to: str) -> None:
    answer = Client().post("/sign-in/", {"username": "sam", "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, sent_to)


def test_signing_in_is_written_down(sam: User) -> None:
    Client().post("/sign-in/", {"username": "sam", "password": PASSWORD})
    look = AuditLine.objects.latest("seq")
    assert (look.user, look.page, look.answer) == (sam.pk, "sign_in", 302)


def test_the_password_never_comes_back(sam: User) -> None:
    answer = Client().post("/sign-in/", {"username": "sam", "password": "Zzcanary wrong"})
    assert b"Zzcanary" not in answer.content
