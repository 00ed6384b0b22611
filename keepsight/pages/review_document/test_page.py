"""A document's passages: each with its number and its place to cite, for those who may read its review."""

import pytest

from keepsight.reviews.actions import Said, register
from keepsight.reviews.documents import add_document
from keepsight.reviews.models import ReviewDocument
from tests.pages.town_people import NOBODY_S, given, signed_in


def address(key: object) -> str:
    return f"/reviews/documents/{key}/"


def test_a_document_of_an_unpublished_review_answers_as_one_that_is_not_there(town: None, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_text("One matter.")
    review = register("alder", Said("rapid_review", "Alder"), by=None)
    added = add_document(tmp_path / "a.txt", review=review, title="Report", by=None)
    client = signed_in("ivo")
    assert client.get(address(added.version.document_id)).status_code == 404
    assert client.get(address(NOBODY_S)).status_code == 404


@pytest.mark.parametrize("username", ["wilf", "robin"])
def test_a_role_that_reads_no_reviews_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address(NOBODY_S)).status_code == 403


def test_every_passage_stands_once_with_a_place_to_cite(town: None) -> None:
    report = ReviewDocument.objects.get(review__slug="rowan")
    passages = given("ivo", "review_document", document_id=report.id)["passages"]
    assert 40 <= len(passages) <= 80
    page = signed_in("ivo").get(address(report.id)).content.decode()
    assert all(f'id="passage-{one.number}"' in page for one in passages)
