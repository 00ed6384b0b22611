"""Find a child: refused to whom it is not for; names never stand in an address; out of sight only whom to ask."""

import pytest
from django.test import Client

from keepsight.pages.find.page import Asked, errors_of
from keepsight.store.models import AuditLine
from keepsight.town.story import families
from tests.pages.town_people import NUMBERS, child, given, signed_in

NHS = {"nhs_number": NUMBERS["jory"]}
CHILDREN = {one.key: one for family in families() for one in family.children}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post("/find/", NHS).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post("/find/", NHS).status_code == 403


def test_what_stands_in_the_address_is_never_searched_for(town: None) -> None:
    assert given("ivo", "find", query={"name": CHILDREN["wren"].forename})["searched"] is False


def test_a_name_finds_no_child_out_of_sight(town: None) -> None:
    linden = CHILDREN["linden"]
    context = given("ivo", "find", post={"name": f"{linden.forename} {linden.surname}"})
    assert (context["children"], context["elsewhere"]) == ([], ())


def test_an_exact_search_says_which_agencies_to_ask_and_nothing_more(town: None) -> None:
    context = given("ivo", "find", post=NHS)
    assert context["children"] == []
    assert [one.agency_name for one in context["elsewhere"]]
    page = signed_in("ivo").post("/find/", NHS).content.decode()
    assert all(one.agency_name.replace("'", "&#39;") in page for one in context["elsewhere"])
    assert CHILDREN["jory"].surname not in page
    assert str(child("jory")) not in page


def test_a_child_whose_address_is_protected_answers_as_unknown(town: None) -> None:
    asked, unknown = {"nhs_number": NUMBERS["linden"]}, {"nhs_number": "9990000026"}
    assert given("ivo", "find", post=asked)["elsewhere"] == given("ivo", "find", post=unknown)["elsewhere"] == ()


def test_a_search_is_written_down(town: None) -> None:
    signed_in("ivo").post("/find/", NHS)
    look = AuditLine.objects.latest("seq")
    assert (look.page, look.child, look.answer) == ("find", None, 200)


@pytest.mark.parametrize("by", ["name", "number", "birth"])
def test_a_child_in_sight_is_found_by_name_number_or_birth_date(town: None, by: str) -> None:
    wren = CHILDREN["wren"]
    assert wren.born
    asked = {
        "name": {"name": wren.forename[:3]},
        "number": {"nhs_number": NUMBERS["wren"]},
        "birth": {"born-day": str(wren.born.day), "born-month": str(wren.born.month), "born-year": str(wren.born.year)},
    }[by]
    found = given("ivo", "find", post=asked)["children"]
    assert f"/children/{child('wren')}/" in [one["href"] for one in found]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (Asked(), ["name"]),
        (Asked(day="31", month="2", year="2019"), ["born"]),
        (Asked(day="3"), ["born"]),
        (Asked(nhs_number="123"), ["nhs_number"]),
        (Asked(name="Nell", nhs_number="999 123 4567"), []),
    ],
)
def test_a_search_that_cannot_be_made_says_what_to_put_right(asked: Asked, fields: list[str]) -> None:
    assert list(errors_of(asked)) == fields
