"""Pairs that wait: refused to whom they are not for; then in the order of asking, and nothing of how likely a pair is."""

from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.guarding import set_level
from keepsight.people.judging import Judged, judge
from keepsight.people.models import Opinion, Question
from keepsight.people.queries import persons_of
from tests.pages.town_pairs import SOCIAL_CARE, SURGERY, a_pair
from tests.pages.town_people import given, signed_in, user

HERE = "/same-person/"


def shown(username: str) -> set[UUID]:
    """The questions that somebody is shown as waiting."""
    groups = given(username, "same_person")["groups"]
    return {UUID(one["href"].split("/")[-2]) for group in groups for one in group}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(HERE).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "bea", "mina", "osei", "cass", "robin"])
def test_a_role_that_judges_no_records_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(HERE).status_code == 403


def test_a_pair_is_shown_to_whoever_may_read_both_records_and_to_nobody_else(town: None) -> None:
    asked, own = a_pair(), a_pair(agencies=(SOCIAL_CARE, SOCIAL_CARE), forename="Topaz", surname="Larkin")
    assert {asked, own} <= shown("leila") & shown("wilf")
    assert shown("magda") & {asked, own} == {own}


def test_of_a_sealed_child_no_pair_waits_for_anybody_who_is_not_of_the_cell(town: None) -> None:
    asked = a_pair()
    record = Question.objects.get(pk=asked).record_a_id
    before = given("leila", "same_person")["count"]
    set_level(persons_of([record])[record], "sealed", because="For the test", by=user("bea"), named=[user("rafe")])
    assert given("leila", "same_person")["count"] == before - 1
    assert asked not in shown("leila") | shown("wilf")


def test_whose_turn_it_is_is_said_and_what_the_other_judge_said_is_not(town: None) -> None:
    asked = a_pair()

    def turn(username: str) -> str:
        lines = [one for group in given(username, "same_person")["groups"] for one in group]
        return str(next(one["turn"] for one in lines if str(asked) in one["href"]))

    assert turn("leila") == "Waits for you"
    judge(asked, Judged("same", "I rang both of them"), by=user("leila"))
    assert (turn("leila"), turn("wilf")) == ("Waits for another judge", "Waits for you")
    judge(asked, Judged("different", "They are cousins"), by=user("wilf"))
    assert turn("leila") == turn("wilf") == "The judges do not say the same"
    judge(asked, Judged("ask_agency", "Nobody knows", SURGERY, "Is it one child?"), by=user("wilf"))
    assert turn("leila") == "Waits for Lantern Street Surgery, which is being asked"


def test_pairs_stand_in_the_order_of_asking_and_nothing_says_how_likely_they_are(town: None) -> None:
    a_pair()
    a_pair(forename="Topaz", surname="Larkin")
    groups = given("wilf", "same_person")["groups"]
    firsts = [group[0]["asked_at"] for group in groups]
    assert firsts == sorted(firsts)
    assert all(set(one) == {"href", "sides", "asked_at", "turn", "mine"} for group in groups for one in group)


def test_nothing_accepts_pairs_in_bulk(town: None) -> None:
    one, other = a_pair(), a_pair(forename="Topaz", surname="Larkin")
    client = signed_in("leila")
    queue = client.get(HERE).content.decode()
    assert f'href="{HERE}{one}/"' in queue
    assert "checkbox" not in queue
    assert f'action="{HERE}' not in queue
    assert client.post(HERE, {"question": [str(one), str(other)], "said": "same", "because": "All"}).status_code == 405
    said = {
        "act": "judge",
        "said": "different",
        "because": "Cousins",
        "question": str(other),
        "question_id": str(other),
    }
    assert client.post(f"{HERE}{one}/", said).status_code == 302
    assert set(Opinion.objects.values_list("question", flat=True)) == {one}
