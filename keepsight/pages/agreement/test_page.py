"""Agreement: refused to whom it is not for, withheld from a blind reader who has not finished, and told a code at a time."""

import pytest
from django.test import Client

from tests.pages.town_coding import the_document
from tests.pages.town_people import NOBODY_S, given, signed_in


def address() -> str:
    return f"/coding/{the_document()}/agreement/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "wilf", "dev"])
def test_a_role_that_does_not_code_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403


def test_a_document_that_is_not_there_is_not_found(town: None) -> None:
    assert signed_in("cass").get(f"/coding/{NOBODY_S}/agreement/").status_code == 404


def test_a_blind_reader_who_has_not_finished_is_told_nothing(town: None) -> None:
    page = given("orla", "agreement", document_id=the_document())
    assert (page["withheld"], page["pairs"]) == (True, [])


def test_each_code_is_told_with_the_passages_where_the_two_part(town: None) -> None:
    (pair,) = given("cass", "agreement", document_id=the_document())["pairs"]
    rows = {row["title"]: row for row in pair["rows"]}
    neglect, history = rows["Chronic neglect"], rows["Cumulative harm"]
    assert (neglect["told"].both, neglect["apart"]) == (1, [])
    assert (history["told"].only_b, len(history["apart"])) == (1, 1)
    assert neglect["told"].rare
    assert neglect["alike"] == ("1.00", "too few to say how sure")
