"""The second factor: without one a real store opens nothing; a wrong code gives none; no script and no picture is needed."""

import base64
import re

import pytest
from django.test import Client
from django_otp.oath import totp

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.pages.shelf import shelf
from tests.pages.town_people import signed_in

PASSWORD = "a long invented password"
OPEN_TO_THE_UNPROVEN = {"second_factor", "sign_out"}


@pytest.fixture
def sam(db: None) -> User:
    """Somebody in a store that is not the invented town."""
    name_agency("fennick", name="Fennick", sector="other")
    return add_user("sam", name="Sam Bell", agency="fennick", role="administrator", password=PASSWORD)


@pytest.fixture
def browser(sam: User) -> Client:
    """Signed in with a password only."""
    client = Client()
    client.post("/sign-in/", {"username": "sam", "password": PASSWORD})
    return client


def secret(page: str) -> bytes:
    """The secret as the page writes it for a person to type."""
    (letters,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)
    return base64.b32decode(letters.replace(" ", ""))


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/second-factor/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("page", sorted(name for name, one in shelf().items() if "<" not in one.page.address))
def test_a_password_alone_opens_nothing_but_the_way_to_a_second_factor(browser: Client, page: str) -> None:
    answer = browser.get(f"/{shelf()[page].page.address}")
    if page in OPEN_TO_THE_UNPROVEN or shelf()[page].page.public:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.headers["Location"]) == (302, "/second-factor/")


def test_a_wrong_code_gives_no_second_factor_and_keeps_the_secret(browser: Client) -> None:
    first = secret(browser.get("/second-factor/").content.decode())
    answer = browser.post("/second-factor/", {"code": "000000"}).content.decode()
    assert "That is not the code" in answer
    assert secret(answer) == first
    assert browser.get("/").status_code == 302


def test_the_right_code_opens_the_rest_and_shows_recovery_codes_once(browser: Client) -> None:
    key = secret(browser.get("/second-factor/").content.decode())
    answer = browser.post("/second-factor/", {"code": f"{totp(key):06}"}).content.decode()
    assert len(re.findall(r"<code>[a-z2-7-]{29}</code>", answer)) == 8
    assert browser.get("/").status_code == 200
    assert "<code>" not in browser.get("/second-factor/").content.decode()


def test_from_then_on_a_password_alone_signs_nobody_in(browser: Client) -> None:
    key = secret(browser.get("/second-factor/").content.decode())
    browser.post("/second-factor/", {"code": f"{totp(key):06}"})
    other = Client()
    assert other.post("/sign-in/", {"username": "sam", "password": PASSWORD}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_code_that_was_seen_over_a_shoulder_signs_nobody_in(browser: Client) -> None:
    key = secret(browser.get("/second-factor/").content.decode())
    seen = f"{totp(key):06}"
    browser.post("/second-factor/", {"code": seen})
    other = Client()
    assert other.post("/sign-in/", {"username": "sam", "password": PASSWORD, "code": seen}).status_code == 200


def test_the_square_is_drawn_in_the_page_without_script_style_or_address(browser: Client) -> None:
    page = browser.get("/second-factor/").content.decode()
    (square,) = re.findall(r"<svg[^>]*ks-square.*?</svg>", page, re.S)
    assert "style" not in square
    assert "<script" not in square
    assert "href" not in square
    assert "otpauth" not in page


def test_in_the_invented_town_a_password_is_enough_and_the_page_says_so(town: None) -> None:
    assert signed_in("ivo").get("/").status_code == 200
    page = Client().get("/sign-in/").content.decode()
    assert "Everything in here is invented, so your password is enough" in page
    assert 'name="code"' not in page


def test_a_real_store_asks_for_the_code(db: None) -> None:
    page = Client().get("/sign-in/").content.decode()
    assert 'name="code"' in page
    assert "invented" not in page
