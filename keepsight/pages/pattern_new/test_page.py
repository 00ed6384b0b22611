"""A question of this partnership's own: refused to whom it is not for and where it cannot be asked; it asks nothing yet."""

import pytest
from django.test import Client

from keepsight.prompts.in_force import sheets
from keepsight.prompts.models import PatternVersion
from tests.pages.town_people import signed_in

ADDRESS = "/new-pattern/?shape=count"
SAYS = {
    "title": "Hungry and not brought",
    "question": "Was this child not brought, and hungry, within two months?",
    "sentence": "{measure} signs between {first} and {last}.",
    "unit": "signs",
    "what_else": "It was one thing told twice.",
    "what_clears_it": "Somebody sees the child.",
    "questions": "Who has asked the child?",
    "theme": "childs_voice",
    "restricted": "no",
    "scope": "child",
    "of-1": "appointment.not_brought",
    "of-2": "concern.recorded",
    "at_least": "2",
    "within": "61 days",
    "agencies": "2",
}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(ADDRESS, SAYS).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "wilf", "orla", "cass", "dev", "robin"])
def test_a_role_that_changes_no_pattern_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(ADDRESS, SAYS).status_code == 403
    assert not PatternVersion.objects.exists()


@pytest.mark.parametrize("query", ["of=re-referral", "of=nobody-asks-this"])
def test_a_pattern_of_the_library_or_that_nobody_has_written_is_not_written_otherwise_here(
    town: None, query: str
) -> None:
    assert signed_in("magda").get(f"/new-pattern/?{query}").status_code == 404


def test_without_a_shape_the_shapes_are_offered_and_nothing_is_written(town: None) -> None:
    page = signed_in("magda").get("/new-pattern/").content.decode()
    assert "?shape=awaited" in page
    assert "?shape=change" in page
    assert "What an assessment leaves out" in page
    assert signed_in("magda").post("/new-pattern/?shape=gossip", SAYS).status_code == 404


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"of-1": "", "of-2": ""}, "names nothing"),
        ({"title": ""}, "Title is empty"),
        ({"agencies": "9"}, "can never be"),
    ],
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(town: None, otherwise: dict[str, str], why: str) -> None:
    answer = signed_in("magda").post(ADDRESS, SAYS | otherwise).content.decode()
    assert why in answer
    assert SAYS["question"] in answer
    assert not PatternVersion.objects.exists()


def test_it_is_written_once_by_its_title_and_written_otherwise_as_its_next_version(town: None) -> None:
    where = signed_in("magda").post(ADDRESS, SAYS).headers["Location"]
    assert where == "/patterns/hungry-and-not-brought/#versions"
    assert "There is a pattern with this title already" in signed_in("leila").post(ADDRESS, SAYS).content.decode()
    again = "/new-pattern/?of=hungry-and-not-brought"
    assert 'value="61 days"' in signed_in("leila").get(again).content.decode()
    assert signed_in("leila").post(again, SAYS | {"at_least": "3", "agencies": ""}).status_code == 302
    assert list(PatternVersion.objects.order_by("number").values_list("by__username", flat=True)) == ["magda", "leila"]
    assert "hungry-and-not-brought" not in sheets()


def test_what_an_assessment_leaves_out_is_asked_for_with_the_word_it_would_use(town: None) -> None:
    omission = {"event-1": "assessment.completed", "held-1": "substance_use.recorded", "within": "24 months"}
    magda, address = signed_in("magda"), "/new-pattern/?shape=omission"
    assert "An assessment would say of choice 1" in magda.get(address).content.decode()
    assert "without the word" in magda.post(address, SAYS | omission).content.decode()
    assert not PatternVersion.objects.exists()
    assert magda.post(address, SAYS | omission | {"held-1-as": "adult_substance_use"}).status_code == 302
    version = PatternVersion.objects.get()
    assert version.says["held"] == [{"kind": "substance_use.recorded", "as": "adult_substance_use"}]
    again = magda.get(f"/new-pattern/?of={version.pattern}").content.decode()
    assert 'value="adult_substance_use" selected' in again
