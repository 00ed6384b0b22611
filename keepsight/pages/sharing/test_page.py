"""Sharing: refused to whom it is not for; each agency reads its own part, and without names nobody reads a reason."""

import pytest
from django.test import Client

from keepsight.pages.keep_back.test_page import SAID
from tests.pages.town_people import child, signed_in


def here(name: str = "wren") -> str:
    return f"/children/{child(name)}/sharing/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize("username", ["bea", "wilf", "robin", "dev"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_of_a_child_out_of_sight_it_says_what_it_says_of_nobody(town: None) -> None:
    assert signed_in("ivo").get(here("jory")).status_code == 404


def test_without_names_no_reason_is_shown(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"{here()}keep-back/", SAID)
    assert SAID["because"] in client.get(here()).content.decode()
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    page = client.get(here()).content.decode()
    assert SAID["because"] not in page
    assert "Fairlamb shared" not in page


def test_whoever_may_not_share_finds_no_way_to_it(town: None) -> None:
    assert "Decide not to share" in signed_in("ivo").get(here()).content.decode()
    assert "keep-back" not in signed_in("mina").get(here()).content.decode()
