"""A child's level: refused to everybody but a guardian, without a reason, and where nobody would be left; then it holds at once."""

import pytest
from django.test import Client

from keepsight.access.models import ChildLevel, Involvement
from tests.pages.town_people import NOBODY_S, child, given, signed_in

SAID = {"level": "restricted", "because": "A witness at risk", "named": "osei"}


def here() -> str:
    return f"/guardian/levels/{child('jory')}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(), SAID).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "robin", "wilf", "osei"])
def test_whoever_is_no_guardian_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), SAID).status_code == 403
    assert not ChildLevel.objects.exists()


def test_of_nobody_s_child_there_is_no_such_page(town: None) -> None:
    assert signed_in("bea").get(f"/guardian/levels/{NOBODY_S}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"level": "secret"}, "level"),
        ({"because": " "}, "because"),
        ({"named": "nobody"}, "also"),
        ({"also": "Nobody Known"}, "also"),
        ({"also": "wilf"}, "also"),
    ],
)
def test_what_cannot_be_set_so_is_said_and_nothing_is_kept(town: None, wrong: dict[str, str], field: str) -> None:
    before = Involvement.objects.count()
    assert list(given("bea", "level", post=SAID | wrong, looked_id=child("jory"))["errors"]) == [field]
    assert not ChildLevel.objects.exists()
    assert Involvement.objects.count() == before


def test_a_sealed_child_is_seen_by_whoever_is_named_from_their_next_page_on_and_by_nobody_else(town: None) -> None:
    page = f"/children/{child('jory')}/"
    assert signed_in("ada").get(page).status_code == 200
    assert signed_in("bea").post(here(), SAID | {"level": "sealed"}).status_code == 302
    assert signed_in("osei").get(page).status_code == 200
    assert [signed_in(one).get(page).status_code for one in ("ada", "magda", "leila")] == [404, 404, 404]
    assert signed_in("bea").post(here(), SAID | {"level": "sealed", "named": "ada"}).status_code == 302
    assert signed_in("ada").get(page).status_code == 200
    assert ChildLevel.objects.count() == 1


def test_the_page_says_what_holds_who_set_it_and_who_is_named_and_nothing_of_the_story(town: None) -> None:
    client = signed_in("bea")
    client.post(here(), SAID)
    text = client.get(here()).content.decode()
    for words in ("Restricted: each agency reads its own", "Bea Lindqvist", "A witness at risk", "Osei Hart"):
        assert words in text, words
    assert "prompt" not in text.lower()
