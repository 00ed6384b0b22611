"""Family and network: refused to whom it is not for; everybody once, in list and picture; what is missing is said plainly."""

import re
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.people.queries import children
from tests.pages.town_people import NOBODY_S, child, given, signed_in

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
FENNICK, SCHOOL = "Fennick Children's Services", "Marshlight School"


def here(key: str = "wren") -> str:
    """Where the family of a child of the town stands."""
    return f"/children/{child(key)}/family/"


def shown(username: str, key: str = "wren") -> dict[str, Any]:
    """What the page is told for somebody."""
    return given(username, "family", child_id=child(key))


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    addresses = (here(), f"/children/{NOBODY_S}/family/")
    assert [signed_in("ada").get(one).status_code for one in addresses] == [404, 404]
    assert Client().get(here()).status_code == 302


def test_the_family_is_told_with_who_said_it_and_as_at_which_day(town: None) -> None:
    context = shown("ivo")
    assert [(one.name, says) for one, says in context["kin"]] == [
        ("Hazel Larkspur", f"mother, known to {SCHOOL}"),
        ("Hazel Larkspur", f"mother, 30 years, known to {FENNICK}"),
        ("Dane Corrow", f"partner of a parent, known to {FENNICK}"),
        (
            "Wren Larkspur",
            f"the child, 9 years, known to Lantern Street Surgery, {SCHOOL}, {FENNICK} and Wash Constabulary",
        ),
        (
            "Alder Larkspur",
            f"brother, 13 months, known to Fennick Health Visiting, Lantern Street Surgery and {FENNICK}",
        ),
    ]
    partner = next(one for one in context["ties"] if "is a partner of" in one["says"])
    assert {"Dane Corrow", "Hazel Larkspur"} == set(partner["says"].split(" is a partner of "))
    assert (partner["days"], partner["agency"], partner["as_at"]) == ("no day said", FENNICK, "29 Mar 2026")
    assert partner["raw"] == "Partner of MO? He says a friend, or an uncle. Not confirmed"


def test_who_is_missing_from_the_record_is_said_in_words_and_in_the_picture(town: None) -> None:
    context = shown("ivo")
    assert context["missing"] == (
        "No father recorded.",
        "No file says with whom the child lives today.",
        "Hazel Larkspur may be one person: 2 records bear one name, and nobody has said that they are the same.",
        "Of 2 people here no file says when they were born.",
    )
    assert "No father recorded" in str(context["drawing"])


def test_agencies_are_told_by_what_they_told_and_by_the_child_s_own_words(town: None) -> None:
    services = {one["name"]: one for one in shown("ivo")["services"]}
    assert list(services) == sorted(services)
    assert services[SCHOOL]["heard"][0].startswith("At night I put my hand on the door.")
    assert services["Fennick Health Visiting"]["says"][-1].startswith("a file says that it was told of something")
    assert services["Fennick Library"]["heard"] is None


def test_every_child_of_the_town_has_everybody_once_and_nobody_s_postcode(town: None) -> None:
    lead = signed_in("leila")
    seen = 0
    for one in children(the_machine()):
        answer = lead.get(f"/children/{one.id}/family/")
        if answer.status_code == 200:
            seen += 1
            page = answer.content.decode()
            assert not POSTCODE.search(page), one.name
            assert page.count('ks-kin__card--child"') == 1, one.name
    assert seen > 20


def test_without_names_nobody_is_named_and_no_agency(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide", "back": "names"})
    page = client.get(here()).content.decode().split("<main")[1].split("</main>")[0]
    assert "is a parent of Child A" in page
    assert not [one for one in ("Wren", "Larkspur", "Hazel", "Dane", "Corrow", "Fennick", "Marshlight") if one in page]
