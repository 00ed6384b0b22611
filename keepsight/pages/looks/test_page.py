"""Who has looked at a child: refused to whoever does not work with the child; nobody is left out; nothing of the child is told."""

import pytest
from django.test import Client

from keepsight.pages.looking import what
from tests.pages.town_people import child, given, signed_in


def address(key: str = "wren") -> str:
    return f"/children/{child(key)}/looks/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea", "magda", "leila"])
def test_a_role_that_works_with_no_family_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403


def test_a_child_one_does_not_work_with_answers_as_nobody(town: None) -> None:
    assert signed_in("ivo").get(address("linden")).status_code == 404


def test_everybody_who_looked_stands_there_with_page_role_agency_and_ground(town: None) -> None:
    signed_in("anoushka").get(f"/children/{child('wren')}/")
    signed_in("leila").get(f"/children/{child('wren')}/chronology/")
    signed_in("ada").get(f"/children/{child('wren')}/")
    looks = given("ivo", "looks", child_id=child("wren"))["looks"]
    assert [(one["name"], one["role"], one["why"]) for one in looks] == [
        ("Ada Brandreth", "Practitioner", "was not shown anything"),
        ("Leila Thackray", "Hub coordinator", "the front door sees every child"),
        ("Dr Anoushka Pell", "Practitioner", "worked with the child since 1 April 2026"),
    ]
    assert all(one["agency"] for one in looks)
    assert looks[0]["what"] == "Overview"
    assert str(looks[1]["what"]).startswith("Chronology, ")


def test_what_was_taken_away_says_so(town: None) -> None:
    signed_in("anoushka").get(f"/children/{child('wren')}/chronology/export/?download=workbook")
    (look,) = given("ivo", "looks", child_id=child("wren"))["looks"]
    assert str(look["what"]).startswith("took away a file from Chronology to take away, ")


def test_looks_at_another_child_are_not_among_them(town: None) -> None:
    signed_in("ivo").get(f"/children/{child('alder')}/")
    assert given("ivo", "looks", child_id=child("wren"))["looks"] == []


def test_a_page_that_is_gone_is_still_named() -> None:
    from keepsight.access.looks import LookShown
    from keepsight.store.clock import now

    assert what(LookShown(now(), "", "", "", "look", "a_page_of_old", 0, "")) == "a_page_of_old"
