"""Briefing papers: only the learning team writes; everybody reads what was cleared, and nothing before."""

import pytest
from django.test import Client

from keepsight.briefings.models import Paper
from tests.pages.town_papers import a_cleared_edition, a_paper, an_edition
from tests.pages.town_people import given, signed_in

OTHERS = ["ivo", "magda", "leila", "mina", "osei", "bea", "wilf", "orla", "dev", "robin"]


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/briefings/").status_code == 302


@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_begins_a_paper_or_sees_one_that_is_worked_on(town: None, username: str) -> None:
    a_paper()
    assert signed_in(username).post("/briefings/", {"title": "Mine"}).status_code == 404
    assert not Paper.objects.filter(title="Mine").exists()
    assert given(username, "briefings")["papers"] == []


def test_an_edition_that_nobody_has_cleared_is_not_offered(town: None) -> None:
    before = given("ivo", "briefings")["cleared"]
    an_edition(public=True)
    an_edition(public=False)
    assert given("ivo", "briefings")["cleared"] == before


def test_a_paper_without_a_title_is_refused(town: None) -> None:
    before = Paper.objects.count()
    page = signed_in("cass").post("/briefings/", {"title": " "})
    assert b"A paper needs a title" in page.content
    assert Paper.objects.count() == before


def test_the_learning_team_begins_a_paper_and_everybody_is_offered_what_was_cleared(town: None) -> None:
    answer = signed_in("cass").post("/briefings/", {"title": "What we learned"})
    paper = Paper.objects.get(title="What we learned")
    assert answer.headers["Location"] == f"/briefings/{paper.id}/"
    edition = a_cleared_edition()
    assert f"/briefings/editions/{edition.id}/read/" in [href for _, href in given("ivo", "briefings")["cleared"]]
