"""Practise judging: refused to whoever does not judge; what is so is told once it was answered, and not before."""

import pytest
from django.test import Client

from keepsight.people.practising import PAIRS
from tests.pages.town_people import given, signed_in

ADDRESS = "/same-person/practise/"
FIRST, SECOND = list(PAIRS.values())[:2]


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "orla", "cass", "dev", "robin"])
def test_whoever_does_not_judge_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(ADDRESS, {"pair": FIRST.key, "said": "same"}).status_code == 403
    assert Client().get(ADDRESS).status_code == 302


def test_without_an_answer_the_page_says_so_and_stays_with_the_pair(town: None) -> None:
    context = given("wilf", "practise", post={"pair": FIRST.key, "said": ""})
    assert "Choose one of the three answers" in context["error"]
    assert (context["pair"], context["count"]) == (FIRST, 0)


def test_what_is_so_is_told_once_it_was_answered_and_to_nobody_else(town: None) -> None:
    wilf = signed_in("wilf")
    assert FIRST.tells not in wilf.get(ADDRESS).content.decode()
    assert wilf.post(ADDRESS, {"pair": FIRST.key, "said": "same"}).status_code == 302
    context = given("wilf", "practise")
    assert (context["last"]["tells"], context["last"]["right"], context["pair"]) == (FIRST.tells, False, SECOND)
    assert context["mine"][0] == "0 of 1 answer as it is"
    assert "one child’s harm" in context["mine"][1]
    assert given("leila", "practise")["last"] is None


def test_every_pair_comes_once_and_then_there_is_none(town: None) -> None:
    wilf = signed_in("wilf")
    for pair in PAIRS:
        assert given("wilf", "practise")["pair"].key == pair
        wilf.post(ADDRESS, {"pair": pair, "said": "cannot_tell"})
    context = given("wilf", "practise")
    assert (context["pair"], context["count"], len(context["earlier"])) == (None, len(PAIRS), len(PAIRS) - 1)
    assert f"You have answered all {len(PAIRS)} pairs." in wilf.get(ADDRESS).content.decode()
