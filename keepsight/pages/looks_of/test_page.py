"""Who has looked at a child, for a guardian: refused to everybody else, and never a way into the child's story."""

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
    assert "worked with the child since 1 April 2026" in page
    assert WREN.nhs_number
    assert WREN.nhs_number not in page
    assert bea.get(f"/children/{child('wren')}/").status_code == 403
