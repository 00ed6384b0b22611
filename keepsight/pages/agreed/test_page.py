"""Ending or renewing an agreement: refused to whom it is not for and without a reason; then it holds at once, and says who."""

import pytest
from django.test import Client

from keepsight.access.models import Agreement, AgreementEnded
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

WHY = "The school was joined to another"


def agreement(agency: str = "marshlight-school") -> Agreement:
    return Agreement.objects.filter(agency=agency).earliest("made_at")


def here(agency: str = "marshlight-school") -> str:
    return f"/agreements/{agreement(agency).pk}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(), {"do": "end", "because": WHY}).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "wilf", "robin"])
def test_whoever_is_no_guardian_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), {"do": "end", "because": WHY}).status_code == 403
    assert not AgreementEnded.objects.exists()


def test_of_no_agreement_there_is_no_such_page(town: None) -> None:
    assert signed_in("bea").get(f"/agreements/{NOBODY_S}/").status_code == 404


def test_an_agency_with_a_guardian_of_its_own_is_left_to_them(town: None) -> None:
    assert (
        "has an information guardian of its own" in signed_in("bea").get(here("wash-general-hospital")).content.decode()
    )
    post = {"do": "end", "because": WHY}
    shown = given("bea", "agreed", post=post, agreement_id=agreement("wash-general-hospital").pk)
    assert "Another guardian" in shown["errors"]["last"]
    assert signed_in("tess").post(here("wash-general-hospital"), post).status_code == 302


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(town: None) -> None:
    rows = [
        ({"do": "end", "because": " "}, "end-because"),
        ({"do": "end", "because": WHY, "last-day": "31", "last-month": "2", "last-year": "2026"}, "last"),
        ({"do": "end", "because": WHY, "last-day": "1", "last-month": "2", "last-year": "2026"}, "last"),
        ({"do": "renew", "because": ""}, "renew-because"),
        ({"do": "renew", "because": WHY}, "review"),  # by when it is looked at again
        ({"do": "something", "because": WHY}, "end-because"),
    ]
    for post, field in rows:
        shown = given("bea", "agreed", post=post, agreement_id=agreement().pk)
        assert list(shown["errors"]) == [field], (post, shown["errors"])
    assert (AgreementEnded.objects.count(), Agreement.objects.count()) == (0, 8)


def test_ended_at_once_others_read_nothing_by_it_from_their_next_page_on_and_it_says_who_and_why(town: None) -> None:
    page = f"/children/{child('wren')}/chronology/?show=all"
    before = signed_in("ivo").get(page).content.decode().count("Marshlight")
    assert signed_in("bea").post(here(), {"do": "end", "because": WHY}).status_code == 302
    assert signed_in("ivo").get(page).content.decode().count("Marshlight") < before
    shown = signed_in("magda").get("/agreements/").content.decode()
    assert "(ended)" in shown
    assert WHY in shown
    assert "Bea Lindqvist" in shown


def test_renewed_it_goes_on_and_stands_on_the_guardian_s_page_when_it_is_due(town: None) -> None:
    review = {"review-day": "2", "review-month": "4", "review-year": "2026"}
    assert signed_in("bea").post(here(), {"do": "renew", "because": WHY} | review).status_code == 302
    renewed = Agreement.objects.get(made_by=user("bea"))
    assert renewed.renews == agreement()
    assert given("bea", "guardian")["agreements"] == []
    due = {"review-day": "1", "review-month": "4", "review-year": "2026"}
    assert signed_in("bea").post(here("wash-constabulary"), {"do": "renew", "because": WHY} | due).status_code == 302
    assert [name for name, *_ in given("bea", "guardian")["agreements"]] == ["Wash Constabulary"]
