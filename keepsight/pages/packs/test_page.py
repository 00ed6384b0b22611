"""The packs about a child: refused to whom it is not for, hidden without names; then each with what it is for and who has it."""

import pytest

from tests.pages.town_people import child, signed_in
from tests.practice.packed import a_pack


def here() -> str:
    return f"/children/{child('wren')}/packs/"


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_without_names_no_pack_is_listed(town: None) -> None:
    a_pack("ivo")
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    assert "interim care order" not in client.get(here()).content.decode()


def test_each_edition_is_listed_with_its_decision_and_whoever_shares_nothing_makes_none(town: None) -> None:
    client = signed_in("ivo")
    assert "None that you may read" in client.get(here()).content.decode()
    pack = a_pack("ivo")
    a_pack("ivo", of=pack)
    page = client.get(here()).content.decode()
    assert page.count("interim care order") == len(["edition 1", "edition 2"])
    assert page.count("a later edition takes its place") == 1
    assert "Make a pack" in page
    assert "Make a pack" not in signed_in("mina").get(here()).content.decode()
