"""Making an agreement: refused to everybody but a guardian and with anything missing; then it stands on the page of agreements."""

from typing import Any

import pytest
from django.test import Client

from keepsight.access.models import Agreement
from tests.pages.town_people import given, signed_in, user

HERE = "/agreements/make/"
SAID: dict[str, Any] = {
    "agency": "marshlight-school",
    "population": "Pupils who are away",
    "purpose": "So that somebody asks where they are",
    "bases": ["public_task", "safeguarding_condition"],
    "which": "some",
    "kinds": ["concern.recorded"],
    "roles": ["practitioner", "hub_coordinator"],
    "ages_under": "18",
    **{"from-day": "1", "from-month": "4", "from-year": "2026"},
    **{"to-day": "31", "to-month": "3", "to-year": "2027"},
    **{"review-day": "1", "review-month": "10", "review-year": "2026"},
}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(HERE, SAID).status_code == 302
    assert Agreement.objects.count() == 8


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "wilf", "robin"])
def test_whoever_is_no_guardian_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(HERE, SAID).status_code == 403
    assert "Make an agreement" not in signed_in(username).get("/agreements/").content.decode()
    assert Agreement.objects.count() == 8


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(town: None) -> None:
    """Each row: what is posted instead, and the field that is named."""
    rows: list[tuple[dict[str, Any], str]] = [
        ({"agency": "wash-general-hospital"}, "agency"),  # it has a guardian of its own
        ({"agency": "nobody"}, "agency"),
        ({"population": " "}, "population"),
        ({"purpose": ""}, "purpose"),
        ({"bases": []}, "bases"),
        ({"bases": ["duty_16LA"]}, "bases"),  # not known to be in force
        ({"which": ""}, "which"),
        ({"kinds": []}, "which"),
        ({"roles": []}, "roles"),
        ({"roles": ["analyst"]}, "roles"),
        ({"ages_under": "ten"}, "ages_under"),
        ({"from-day": "31"}, "from"),
        ({"from-day": "", "from-month": "", "from-year": ""}, "from"),
        ({"to-year": "2025"}, "to"),
        ({"review-year": "2025"}, "review"),
        ({"review-day": "", "review-month": "", "review-year": ""}, "review"),
    ]
    for instead, field in rows:
        shown = given("bea", "agree", post=SAID | instead)
        assert list(shown["errors"]) == [field], (instead, shown["errors"])
        assert shown["said"]["agency"] == instead.get("agency", SAID["agency"])
    answer = signed_in("bea").post(HERE, SAID | {"to-year": "2025"}).content.decode()
    assert "There is a problem" in answer
    assert all(str(typed) in answer for typed in ("Pupils who are away", 'value="2025"'))
    assert Agreement.objects.count() == 8


def test_what_was_agreed_stands_there_with_who_made_it_for_everybody(town: None) -> None:
    assert signed_in("bea").post(HERE, SAID).status_code == 302
    made = Agreement.objects.get(made_by=user("bea"))
    assert (made.kinds, made.roles, made.ages_under) == (["concern.recorded"], SAID["roles"], 18)
    page = signed_in("ivo").get("/agreements/").content.decode()
    for words in ("Pupils who are away, younger than 18", "By Bea Lindqvist", "1 October 2026", "DPA 2018"):
        assert words in page, words
