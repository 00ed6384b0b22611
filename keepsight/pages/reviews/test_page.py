"""The register: refused to whom it is not for; each number opens what it counts; what cannot be kept says why."""

import pytest
from django.test import Client

from keepsight.reviews.models import Review
from tests.pages.town_people import given, signed_in

ADDRESS = "/reviews/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "robin"])
def test_a_role_that_reads_no_reviews_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("username", "typed", "says"),
    [
        ("cass", {"title": "", "kind": "rapid_review"}, "needs a title"),
        ("cass", {"title": "Alder", "kind": ""}, "No kind"),
        ("cass", {"title": "Alder", "kind": "rapid_review", "year": "12"}, "no year"),
        ("cass", {"title": "Rowan", "kind": "rapid_review"}, "short name"),
        ("ivo", {"title": "Alder", "kind": "rapid_review"}, "Only the learning team"),
    ],
)
def test_what_cannot_be_entered_says_why_and_enters_nothing(
    town: None, username: str, typed: dict[str, str], says: str
) -> None:
    before = Review.objects.count()
    answer = signed_in(username).post(ADDRESS, typed)
    assert says in answer.content.decode()
    assert Review.objects.count() == before


def test_the_learning_team_enters_a_review_and_only_it_reads_it_yet(town: None) -> None:
    answer = signed_in("cass").post(ADDRESS, {"title": "Alder 2026", "kind": "rapid_review", "year": "2026"})
    assert answer.status_code == 302
    assert "Alder 2026" in [one["title"] for one in given("cass", "reviews")["rows"]]
    assert "Alder 2026" not in [one["title"] for one in given("ivo", "reviews")["rows"]]


def test_each_number_of_a_filter_opens_so_many(town: None) -> None:
    said = given("ivo", "reviews")
    assert said["all"] == len(said["rows"])
    for name, _, options in said["filters"]:
        for value, _, count in options:
            assert len(given("ivo", "reviews", query={name: value})["rows"]) == count
