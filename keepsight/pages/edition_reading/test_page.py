"""A public edition: not there before it is cleared, nor if it is internal; then for everybody, in three shapes."""

import pytest
from django.test import Client

from tests.briefings.invented import REVIEWS
from tests.pages.town_papers import a_cleared_edition, an_edition
from tests.pages.town_people import NOBODY_S, signed_in


def address(edition_id: object) -> str:
    return f"/briefings/editions/{edition_id}/read/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address(a_cleared_edition().id)).status_code == 302


@pytest.mark.parametrize("username", ["cass", "ivo", "dev"])
def test_an_edition_that_is_not_cleared_and_one_that_is_internal_answer_like_none(town: None, username: str) -> None:
    ids = [an_edition(public=True).id, an_edition(public=False).id, NOBODY_S]
    answers = [signed_in(username).get(f"{address(one)}?download=pdf").status_code for one in ids]
    assert answers == [404, 404, 404]


def test_everybody_reads_a_cleared_edition_and_it_names_no_review(town: None) -> None:
    page = signed_in("ivo").get(address(a_cleared_edition().id)).content.decode()
    assert "Public edition" in page
    assert "3 of 5 reviews" in page
    assert not [one.name for one in REVIEWS if one.name in page]


@pytest.mark.parametrize(("suffix", "begins"), [("docx", b"PK"), ("html", b"<!DOCTYPE"), ("pdf", b"%PDF")])
def test_a_cleared_edition_is_taken_away_in_three_shapes(town: None, suffix: str, begins: bytes) -> None:
    answer = signed_in("ivo").get(f"{address(a_cleared_edition().id)}?download={suffix}")
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="briefing.{suffix}"'
