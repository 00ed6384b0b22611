"""One review: unpublished ones answer as if they were not there; the learning team alone keeps the register."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from keepsight.reviews.actions import Said, register
from keepsight.reviews.models import Passage, Review, ReviewStep
from tests.pages.town_people import NOBODY_S, given, signed_in


@pytest.fixture
def alder(town: None) -> Review:
    """A review that nobody has published."""
    return register("alder", Said("rapid_review", "Alder"), by=None)


def address(one: Review) -> str:
    return f"/reviews/{one.id}/"


@pytest.mark.parametrize("username", ["ivo", "orla", "dev"])
def test_an_unpublished_review_answers_as_one_that_is_not_there(alder: Review, username: str) -> None:
    client = signed_in(username)
    assert client.get(address(alder)).status_code == client.get(f"/reviews/{NOBODY_S}/").status_code == 404


def test_the_town_s_own_review_says_what_it_was_and_what_it_recommended(town: None) -> None:
    rowan = Review.objects.get(slug="rowan")
    said = given("ivo", "review", review_id=rowan.id)
    assert said["stands"] == "Published"
    assert [late for _, late in said["clocks"]] == [False, False]
    assert len(said["recommended"]) == 2
    assert said["form"] is None
    assert b"Ask me when it&#39;s still today." in signed_in("ivo").get(address(rowan)).content


def test_a_recommendation_is_a_link_only_for_whoever_may_open_it(town: None) -> None:
    rowan = Review.objects.get(slug="rowan")
    links = {
        who: [href for _, _, href in given(who, "review", review_id=rowan.id)["recommended"]] for who in ("ivo", "orla")
    }
    assert links["orla"] == [None, None]
    assert [signed_in("ivo").get(href).status_code for href in links["ivo"]] == [200, 200]


@pytest.mark.parametrize("username", ["ivo", "bea"])
def test_nobody_but_the_learning_team_takes_a_step(town: None, username: str) -> None:
    rowan = Review.objects.get(slug="rowan")
    before = ReviewStep.objects.count()
    answer = signed_in(username).post(
        address(rowan), {"form": "step", "step": "withdrawn", "says": "No.", "after": "6"}
    )
    assert b"Only the learning team" in answer.content
    assert ReviewStep.objects.count() == before


def test_a_step_is_taken_and_one_that_lacks_its_reason_says_so(alder: Review) -> None:
    client = signed_in("cass")
    assert client.post(address(alder), {"form": "step", "step": "notified", "after": "0"}).status_code == 302
    answer = client.post(address(alder), {"form": "step", "step": "criteria_met", "after": "1"})
    assert b"why the criteria are met" in answer.content
    assert b"Somebody else" in client.post(address(alder), {"form": "step", "step": "notified", "after": "0"}).content


def test_a_document_is_read_and_one_that_cannot_be_says_why(alder: Review) -> None:
    client, before = signed_in("cass"), Passage.objects.count()
    assert b"No file was chosen" in client.post(address(alder), {"form": "document", "title": "Report"}).content
    picture = SimpleUploadedFile("report.pdf", b"\x89PNG\r\n\x1a\n")
    assert b"picture" in client.post(address(alder), {"form": "document", "title": "Report", "file": picture}).content
    assert Passage.objects.count() == before
    paper = SimpleUploadedFile("../../report.txt", b"One matter.\n\nAnother matter.\n")
    assert client.post(address(alder), {"form": "document", "title": "Report", "file": paper}).status_code == 302
    assert [one["passages"] for one in given("cass", "review", review_id=alder.id)["documents"]] == [2]


def test_a_review_is_given_to_a_reviewer_until_a_day_and_to_nobody_else(alder: Review) -> None:
    client = signed_in("cass")
    until = {"until-day": "30", "until-month": "4", "until-year": "2026"}
    over = until | {"until-year": "2025"}
    assert signed_in("orla").get(address(alder)).status_code == 404
    for typed, says in (
        ({"reviewer": "ivo"} | until, b"given to somebody"),
        ({"reviewer": "orla"}, b"given to somebody"),
        ({"reviewer": "orla"} | over, b"That day is over"),
    ):
        assert says in client.post(address(alder), {"form": "give"} | typed).content
    assert client.post(address(alder), {"form": "give", "reviewer": "orla"} | until).status_code == 302
    assert signed_in("orla").get(address(alder)).status_code == 200
    assert b"Orla Penhallow, until 30 April 2026" in client.get(address(alder)).content
    assert given("orla", "review", review_id=alder.id)["given"] == []
