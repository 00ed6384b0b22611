"""Where coding begins: refused to whom it is not for; a reviewer finds their review alone; files go out whole."""

import pytest
from django.test import Client

from keepsight.reviews.actions import Said, register
from keepsight.themes.exchange import read_codebook, read_project
from tests.pages.town_people import given, signed_in


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/coding/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "wilf", "bea", "dev", "robin"])
def test_a_role_that_does_not_code_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/coding/").status_code == 403


def test_a_reviewer_does_not_find_a_review_that_was_not_given_to_them(town: None) -> None:
    register("other", Said(kind="rapid_review", title="Another"), by=None)
    assert "Another" not in [one["title"] for one in given("orla", "coding")["reviews"]]
    assert "Another" in [one["title"] for one in given("cass", "coding")["reviews"]]


def test_a_file_that_nobody_offers_is_not_found(town: None) -> None:
    assert signed_in("cass").get("/coding/?download=everything").status_code == 404


def test_the_project_and_the_codebook_come_back_as_they_went(town: None) -> None:
    project = read_project(signed_in("cass").get("/coding/?download=project").content)
    codes = read_codebook(signed_in("cass").get("/coding/?download=codebook").content)
    assert project.misfits == ()
    assert sum(len(one.selections) for one in project.project.sources) > 0
    assert codes == project.project.codes
