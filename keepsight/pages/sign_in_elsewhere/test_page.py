"""Signing in through an agency's own provider, a real one in this process: whom it lets in, and everybody whom it does not."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import requests
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User as Somebody
from oidc_provider_mock import run_server_in_thread

from keepsight.access.accounts import lock, reset
from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import KnownElsewhere, User
from keepsight.store.models import AuditLine

TWICE = {"amr": ["pwd", "mfa"]}
PEOPLE = [
    Somebody(sub="8841", claims={"preferred_username": "sam", **TWICE}),
    Somebody(sub="once", claims={"preferred_username": "sam", "amr": ["pwd"]}),
    Somebody(sub="silent", claims={"preferred_username": "sam"}),
    Somebody(sub="stranger", claims={"preferred_username": "nobody-here", **TWICE}),
    Somebody(sub="nameless", claims=TWICE),
    Somebody(sub="9999", claims={"preferred_username": "sam", **TWICE}),  # a newcomer who was given Sam's old name
    Somebody(sub="acr", claims={"preferred_username": "sam", "acr": "urn:two"}),
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address."""
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def sam(db: None, provider: str, settings: LazySettings) -> User:
    """Somebody with an account here, and the provider in the settings."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = provider, "keepsight", "secret"
    settings.OIDC_NAME = "Fennick Council"
    name_agency("fennick", name="Fennick", sector="other")
    return add_user("sam", name="Sam Bell", agency="fennick", role="administrator", password="a long invented password")


def said_there(browser: Client, subject: str, address: str = "/sign-in/elsewhere/") -> str:
    """Where the provider sends a browser back to, once somebody has said there who they are."""
    sent = browser.get(address)
    assert sent.status_code == 302
    answer = requests.post(sent.headers["Location"], data={"sub": subject}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def came_back(browser: Client, back: str) -> Any:
    """What the browser is answered in the end: first a page that asks for itself again, from here."""
    first = browser.get(back)
    assert first.status_code == 200
    assert "_auth_user_id" not in browser.session
    then = first.headers["Refresh"].removeprefix("0; url=")
    assert f'href="{then}"' in unescape(first.content.decode())
    return browser.get(then)


def signs_in(subject: str, **where: str) -> tuple[Client, Any]:
    """Somebody's browser, and what it was answered in the end."""
    browser = Client()
    return browser, came_back(browser, said_there(browser, subject, **where))


def test_where_nobody_has_set_it_up_there_is_no_way_there(db: None) -> None:
    assert "is not set up" in Client().get("/sign-in/elsewhere/?state=x&code=y").content.decode()
    assert "elsewhere" not in Client().get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("stranger", "nobody has an open account here"),
        ("nameless", "nobody has an open account here"),
        ("once", "did not ask you for a second proof"),
        ("silent", "did not ask you for a second proof"),
        ("acr", "did not ask you for a second proof"),
    ],
)
def test_whoever_has_no_account_or_proved_it_once_is_not_signed_in_and_no_account_is_made(
    sam: User, subject: str, why: str
) -> None:
    browser, answer = signs_in(subject)
    assert (answer.status_code, why in answer.content.decode()) == (200, True)
    assert "_auth_user_id" not in browser.session
    assert list(User.objects.values_list("username", flat=True)) == ["sam"]
    assert not KnownElsewhere.objects.exists()


def test_who_is_locked_here_is_not_let_in_by_the_provider(sam: User) -> None:
    signs_in("8841")
    lock(sam)
    browser, answer = signs_in("8841")
    assert "nobody has an open account here" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_newcomer_with_somebody_s_old_name_is_not_taken_for_them_until_the_account_is_reset(sam: User) -> None:
    assert signs_in("8841")[1].status_code == 302
    assert "nobody has an open account here" in signs_in("9999")[1].content.decode()
    reset(sam)
    assert signs_in("9999")[1].status_code == 302


def test_what_was_meant_for_another_browser_opens_nothing(sam: User) -> None:
    mine, victim = Client(), Client()
    back = said_there(mine, "8841")
    answer = came_back(victim, back)
    assert "does not belong to this browser" in answer.content.decode()
    assert "_auth_user_id" not in victim.session


def test_what_opened_once_opens_nothing_again(sam: User) -> None:
    browser = Client()
    back = said_there(browser, "8841")
    assert came_back(browser, back).status_code == 302
    browser.session.flush()
    assert "does not belong to this browser" in browser.get(f"{back}&here=1").content.decode()


def test_whoever_refuses_at_the_provider_is_told_to_start_again(sam: User) -> None:
    answer = Client().get("/sign-in/elsewhere/?error=access_denied&state=x&here=1")
    assert "Start again" in answer.content.decode()


@pytest.mark.parametrize("path", ["/sign-in/elsewhere/", "/sign-in/elsewhere/?code=x&state=y&here=1"])
def test_a_provider_that_is_gone_is_a_plain_page_and_the_other_way_in_stays(
    sam: User, settings: LazySettings, path: str
) -> None:
    settings.OIDC_ISSUER = "http://localhost:1"
    answer = Client().get(path)
    assert answer.status_code == 200
    assert re.search("does not answer just now|does not belong to this browser", answer.content.decode())
    assert "Sign in with your user name" in answer.content.decode()
    signed = Client().post("/sign-in/", {"username": "sam", "password": "a long invented password"})
    assert signed.status_code == 302


def test_a_token_that_another_provider_issued_is_not_believed(sam: User, settings: LazySettings) -> None:
    browser = Client()
    back = said_there(browser, "8841")
    settings.OIDC_CLIENT_ID = "somebody-else"
    assert "does not belong to this browser" in came_back(browser, back).content.decode()


def test_who_has_an_account_and_proved_it_twice_is_signed_in_where_they_were_going(sam: User) -> None:
    account = reverse("account")
    browser, answer = signs_in("8841", address=f"/sign-in/elsewhere/?next={account}")
    assert (answer.status_code, answer.headers["Location"]) == (302, account)
    assert browser.session["_auth_user_id"] == str(sam.pk)
    assert browser.get(account).status_code == 200  # no second factor of ours is asked for
    lines = list(AuditLine.objects.order_by("seq").values_list("act", "page", "user"))
    assert ("access.sign_in", None, sam.pk) in lines
    assert ("look", "sign_in_elsewhere", sam.pk) in lines


def test_one_is_sent_only_to_this_server(sam: User) -> None:
    _, answer = signs_in("8841", address="/sign-in/elsewhere/?next=https://elsewhere.example/")
    assert answer.headers["Location"] == "/"


def test_a_partnership_says_which_words_of_its_provider_mean_proved_twice(sam: User, settings: LazySettings) -> None:
    settings.OIDC_ACR = frozenset({"urn:two"})
    assert signs_in("acr")[1].status_code == 302


def test_signing_out_shows_the_way_out_of_the_provider_too(sam: User, provider: str) -> None:
    browser, _ = signs_in("8841")
    out = browser.post("/sign-out/")
    assert "_auth_user_id" not in browser.session
    page = unescape(browser.get(out.headers["Location"]).content.decode())
    assert f'href="{provider}/oauth2/end_session?client_id=keepsight&post_logout_redirect_uri=' in page
    browser.post("/sign-in/", {"username": "sam", "password": "a long invented password"})
    assert browser.post("/sign-out/").headers["Location"] == "/sign-in/"
