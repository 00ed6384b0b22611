"""Who has looked at a child, for a guardian: refused to everybody else, and never a way into the child's story."""

import re

import pytest
from django.test import Client

from keepsight.town.story import families
from tests.pages.town_people import NOBODY_S, child, signed_in

WREN = next(one for family in families() for one in family.children if one.key == "wren")


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(f"/unusual/{child('wren')}/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "wilf", "robin", "dev"])
def test_nobody_but_the_guardian_may_look(town: None, username: str) -> None:
    assert signed_in(username).get(f"/unusual/{child('wren')}/").status_code == 403


def test_a_child_at_whom_nobody_looked_and_a_child_who_does_not_exist_answer_alike(town: None) -> None:
    bea = signed_in("bea")
    assert bea.get(f"/unusual/{NOBODY_S}/").status_code == bea.get(f"/unusual/{child('wren')}/").status_code == 404


def test_the_guardian_sees_who_looked_and_nothing_of_the_story(town: None) -> None:
    signed_in("ivo").get(f"/children/{child('wren')}/")
    bea = signed_in("bea")
    page = bea.get(f"/unusual/{child('wren')}/").content.decode()
    assert "Ivo Fairlamb" in page
    assert "Worked with the child since 1 April 2026" in page
    assert WREN.nhs_number
    assert WREN.nhs_number not in page
    assert bea.get(f"/children/{child('wren')}/").status_code == 403


def test_a_level_is_offered_of_whoever_has_one_and_of_no_adult_whose_records_were_held_side_by_side(town: None) -> None:
    wilf, bea = signed_in("wilf"), signed_in("bea")
    for pair in set(re.findall(r'href="(/same-person/[^"]+)"', wilf.get("/same-person/").content.decode())):
        assert wilf.get(pair).status_code == 200
    listed = re.findall(r'href="(/unusual/[0-9a-f-]{36}/)"', bea.get("/unusual/").content.decode())
    leads = [re.findall(r'href="(/guardian/levels/[^"]+)"', bea.get(one).content.decode()) for one in listed]
    assert {len(some) for some in leads} == {0, 1}, "some of them are adults"
    assert {bea.get(one).status_code for some in leads for one in some} == {200}
