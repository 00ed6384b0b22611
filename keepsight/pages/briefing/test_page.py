"""A paper: refused to whom it is not for; live figures, people's words, and flags where the two have parted."""

import pytest
from django.test import Client

from keepsight.briefings.models import Edit, Edition, Paper
from keepsight.store.clock import now
from tests.pages.town_papers import KEY, a_paper, invented_reviews
from tests.pages.town_people import NOBODY_S, given, signed_in, user


@pytest.fixture
def paper(town: None, monkeypatch: pytest.MonkeyPatch) -> Paper:
    invented_reviews(monkeypatch)
    return a_paper()


def words(paper: Paper, said: str, **figures: str) -> None:
    Edit.objects.create(paper=paper, key=KEY, words=said, figures=figures, by=user("cass"), at=now())


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(paper: Paper) -> None:
    assert Client().get(f"/briefings/{paper.id}/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "mina", "osei", "bea", "wilf", "orla", "dev", "robin"])
def test_nobody_else_reads_a_paper_that_is_worked_on(paper: Paper, username: str) -> None:
    assert signed_in(username).get(f"/briefings/{paper.id}/").status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_paper_that_is_not_there_answers_so(paper: Paper, method: str) -> None:
    assert getattr(signed_in("cass"), method)(f"/briefings/{NOBODY_S}/").status_code == 404


def test_a_paper_of_the_town_counts_the_reviews_of_its_register(town: None) -> None:
    page = signed_in("cass").get(f"/briefings/{a_paper().id}/").content.decode()
    assert "The register holds no review yet" not in page
    assert "Rowan" in page


def test_figures_stand_with_their_lists_and_claims_with_their_notes(paper: Paper) -> None:
    page = signed_in("cass").get(f"/briefings/{paper.id}/").content.decode()
    for said in ("3 of 5 reviews", "Child Ashlar; Child Burnet; Child Osier", "page 9, paragraph 3", 'href="#note-1"'):
        assert said in page


def test_words_beside_a_figure_that_has_changed_and_numbers_typed_by_hand_are_flagged(paper: Paper) -> None:
    words(paper, "In 4 homes it was cold.", chronic_neglect="4 of 6 reviews")
    page = signed_in("cass").get(f"/briefings/{paper.id}/").content.decode()
    assert "In 4 homes it was cold." in page
    assert "it said “4 of 6 reviews”, it is “3 of 5 reviews”" in page
    assert "Typed by hand, and recomputed by nobody: 4." in page
    assert "Written by Cass Wetherby" in page


def test_words_whose_paragraph_is_gone_are_shown_as_without_a_place(paper: Paper) -> None:
    Edit.objects.create(paper=paper, key="gone.evidence", words="Kept.", figures={}, by=user("cass"), at=now())
    assert [edit.words for _, edit in given("cass", "briefing", paper_id=paper.id)["homeless"]] == ["Kept."]


@pytest.mark.parametrize(("chosen", "public"), [("public", True), ("internal", False), ("", False)])
def test_an_edition_is_internal_unless_it_is_asked_to_be_public(paper: Paper, chosen: str, public: bool) -> None:
    answer = signed_in("cass").post(f"/briefings/{paper.id}/", {"for": chosen})
    edition = Edition.objects.get(paper=paper)
    assert answer.headers["Location"] == f"/briefings/editions/{edition.id}/"
    assert edition.public is public
