"""A paragraph in a person's own words: refused where a figure is none; kept with who and when; taken back."""

import pytest
from django.test import Client

from keepsight.briefings.models import Edit, Paper
from keepsight.briefings.queries import edits_of
from tests.pages.town_papers import KEY, a_paper, invented_reviews
from tests.pages.town_people import NOBODY_S, given, signed_in


@pytest.fixture
def paper(town: None, monkeypatch: pytest.MonkeyPatch) -> Paper:
    invented_reviews(monkeypatch)
    return a_paper()


def address(paper: Paper, key: str = KEY) -> str:
    return f"/briefings/{paper.id}/words/{key}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(paper: Paper) -> None:
    assert Client().post(address(paper), {"words": "Mine."}).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "mina", "orla", "dev", "robin"])
def test_nobody_else_writes_in_a_paper(paper: Paper, username: str) -> None:
    assert signed_in(username).post(address(paper), {"words": "Mine."}).status_code == 403
    assert not Edit.objects.exists()


def test_a_paragraph_that_is_not_there_answers_so(paper: Paper) -> None:
    client = signed_in("cass")
    assert client.get(address(paper, "luck.evidence")).status_code == 404
    assert client.post(f"/briefings/{NOBODY_S}/words/{KEY}/", {"words": "Mine."}).status_code == 404


def test_a_figure_that_is_none_is_refused_and_what_was_typed_stays(paper: Paper) -> None:
    page = signed_in("cass").post(address(paper), {"words": "Cold, in {luck}."}).content.decode()
    assert "This paragraph has no figure called luck" in page
    assert "Cold, in {luck}." in page
    assert not Edit.objects.exists()


def test_words_are_kept_with_who_wrote_them_and_taken_back(paper: Paper) -> None:
    client = signed_in("cass")
    client.post(address(paper), {"words": "Cold, in {chronic_neglect}."})
    kept = edits_of(paper)[KEY]
    assert (kept.words, kept.by) == ("Cold, in {chronic_neglect}.", "Cass Wetherby")
    assert given("cass", "briefing_words", paper_id=paper.id, key=KEY)["typed"] == kept.words
    client.post(address(paper), {"words": "", "take_back": "yes"})
    assert edits_of(paper) == {}
