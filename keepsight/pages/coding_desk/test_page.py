"""The coding desk: refusals, the blind reader, suggestions after a reading, and two people on one passage."""

import pytest
from django.test import Client

from keepsight.reviews.actions import Said, register
from keepsight.reviews.models import ReviewDocument
from keepsight.store import clock
from keepsight.themes.actions import save_passage
from keepsight.themes.models import Coding, Suggestion, SuggestionDecided
from tests.pages.town_coding import a_passage, the_document
from tests.pages.town_people import NOBODY_S, given, signed_in, user


def address(begins: str = "Over two years") -> str:
    return f"/coding/{the_document()}/?passage={a_passage(begins).number}"


def codes(begins: str, username: str) -> set[str]:
    found = Coding.objects.filter(passage=a_passage(begins), by=user(username), ended_at__isnull=True)
    return set(found.values_list("code", flat=True))


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "wilf", "bea", "dev"])
def test_a_role_that_does_not_code_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403


def test_a_document_of_a_review_not_given_to_a_reviewer_is_not_found(town: None) -> None:
    review = register("other", Said(kind="rapid_review", title="Another"), by=None)
    other = ReviewDocument.objects.create(review=review, title="Other", added_at=clock.now())
    assert signed_in("orla").get(f"/coding/{other.id}/").status_code == 404
    assert signed_in("orla").get(f"/coding/{NOBODY_S}/").status_code == 404


def test_a_blind_reader_is_shown_no_suggestion_and_nobody_else(town: None) -> None:
    page = given(
        "orla", "coding_desk", document_id=the_document(), query={"passage": str(a_passage("There had").number)}
    )
    assert (page["suggested"], page["others"]) == ([], [])
    assert Suggestion.objects.filter(passage=a_passage("There had")).exists()


def test_the_words_that_made_a_suggestion_are_marked_in_place(town: None) -> None:
    shown = signed_in("cass").get(address("There had")).content.decode()
    assert '<mark class="ks-mark-trigger">no further action</mark>' in shown


def test_saving_keeps_the_boxes_that_are_ticked(town: None) -> None:
    page = given("cass", "coding_desk", document_id=the_document(), query={"passage": str(a_passage("Over").number)})
    said = {
        "do": "save",
        "codes": ["neglect", "isolation"],
        "judged": "failing",
        "opened_at": page["fetched"].opened_at,
    }
    assert signed_in("cass").post(address(), said).status_code == 302
    assert codes("Over two years", "cass") == {"neglect", "isolation"}


def test_a_save_on_what_somebody_else_has_changed_is_shown_and_keeps_nothing(town: None) -> None:
    passage = a_passage("The mother's partner")
    page = given("cass", "coding_desk", document_id=the_document(), query={"passage": str(passage.number)})
    opened = page["fetched"].opened_at
    save_passage(passage=passage, given=[], memo="", opened_at=opened, by=user("leila"))
    before = codes(passage.words, "cass")
    said = {"do": "save", "codes": ["isolation"], "judged": "failing", "opened_at": opened, "memo": "mine"}
    answer = signed_in("cass").post(address(passage.words), said)
    assert answer.status_code == 200
    assert b"saved this passage after you opened it" in answer.content
    assert b"mine</textarea>" in answer.content
    assert codes(passage.words, "cass") == before


def test_a_suggestion_of_another_passage_cannot_be_accepted_here(town: None) -> None:
    elsewhere = Suggestion.objects.filter(passage=a_passage("There is little")).first()
    assert elsewhere
    signed_in("cass").post(address("There had"), {"do": f"accept:{elsewhere.id}"})
    assert not SuggestionDecided.objects.filter(suggestion=elsewhere).exists()


@pytest.mark.parametrize("do", ["accept:nonsense", "read:nonsense", "nothing", "", "save:extra"])
def test_a_button_that_nobody_offered_changes_nothing(town: None, do: str) -> None:
    before = Coding.objects.count()
    assert signed_in("cass").post(address(), {"do": do}).status_code == 302
    assert Coding.objects.count() == before
