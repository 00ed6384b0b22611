"""Assurance: measures, requests and training, for those who have a part in it."""

import datetime as dt

import pytest
from django.test import Client

from keepsight.access.models import Agency
from keepsight.assurance.actions import count_training, keep_measure, request_assurance
from keepsight.assurance.models import Measure
from tests.pages.town_people import given, signed_in

ADDRESS = "/assurance/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "robin"])
def test_a_role_that_has_no_part_in_it_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403


def test_what_is_measured_asked_and_taught_stands_there(town: None) -> None:
    social_care = Agency.objects.get(sector="social_care")
    keep_measure(
        Measure(title="Referred again", pattern="re-referral", counts="began", per="month", from_on=dt.date(2025, 1, 1),
                better="lower"),
        by=None,
    )  # fmt: skip
    request_assurance(social_care, asks="Show ten letters.", due_on=dt.date(2026, 3, 1), recommendation=None, by=None)
    count_training(
        social_care, about="Hearing children", counted_on=dt.date(2026, 2, 1), trained=7, should_be=9, by=None
    )
    said = given("cass", "assurance")
    assert "Referred again" in [one["title"] for one in said["measures"]]
    assert [(one["stands"], one["overdue"]) for one in said["requests"] if one["asks"] == "Show ten letters."] == [
        ("Asked", True)
    ]
    assert (7, 9) in [(one.trained, one.should_be) for one in said["training"]]
    assert b"Show ten letters." in signed_in("cass").get(ADDRESS).content
