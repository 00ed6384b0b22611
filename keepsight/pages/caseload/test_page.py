"""Who works with whom: refused to everybody but a lead; said, taken back and handed in, it holds from the next page on."""

import io

import pytest
from django.test import Client

from keepsight.access.actions import add_user
from keepsight.access.models import Involvement, User
from keepsight.people.models import Record
from keepsight.people.queries import records_of
from tests.pages.town_people import child, given, signed_in, user

HERE = "/caseload/"


def number(key: str) -> str:
    """A child's number at social care."""
    records = Record.objects.filter(pk__in=records_of([child(key)])[child(key)], agency="social-care-999")
    return next(one.key.removeprefix("id:") for one in records if one.key.startswith("id:"))


def said(key: str = "jory", **instead: str) -> dict[str, str]:
    days = {"from-day": "1", "from-month": "4", "from-year": "2026"}
    return {"do": "say", "staff": "ivo", "child": number(key), **days} | instead


def file(*rows: str) -> io.BytesIO:
    sent = io.BytesIO("\n".join(["staff,child,from,to", *rows]).encode())
    sent.name = "caseload.csv"
    return sent


def opens(username: str, key: str) -> int:
    return signed_in(username).get(f"/children/{child(key)}/").status_code


@pytest.fixture
def second(town: None) -> User:
    """A second social worker, who works with nobody yet."""
    return add_user(
        "una", name="Una Reed", agency="social-care-999", role="practitioner", password="long enough to be one"
    )


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(HERE, said()).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "bea", "wilf", "robin"])
def test_whoever_is_no_lead_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(HERE, said()).status_code == 403
    assert opens("ivo", "jory") == 404


@pytest.mark.long
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(town: None) -> None:
    before = Involvement.objects.count()
    for instead, field in (
        ({"staff": "tobias"}, "staff"),
        ({"staff": "magda"}, "staff"),
        ({"child": "X999"}, "child"),
        ({"child": ""}, "child"),
        ({"from-day": "31"}, "from"),
        ({"from-day": "", "from-month": "", "from-year": ""}, "from"),
        ({"to-day": "1", "to-month": "3", "to-year": "2026"}, "to"),
    ):
        shown = given("magda", "caseload", post=said(**instead))
        assert list(shown["errors"]) == [field], (instead, shown["errors"])
        assert shown["said"]["child"] == said(**instead)["child"]
    assert Involvement.objects.count() == before


def test_said_on_the_page_they_see_the_child_and_taken_back_they_do_not_from_their_next_page_on(town: None) -> None:
    magda = signed_in("magda")
    answer = magda.post(HERE, said())
    assert answer.status_code == 302
    page = magda.get(answer.headers["Location"]).content.decode()
    assert "Ivo Fairlamb works with 3 children" in page
    assert "since 1 April 2026, until 30 June 2026" in page
    assert opens("ivo", "jory") == 200
    takes = {"do": "take", "user": str(user("ivo").pk), "of_child": str(child("jory"))}
    assert magda.post(HERE, takes).status_code == 302
    assert opens("ivo", "jory") == 404
    assert "do not work with that child" in given("magda", "caseload", post=takes)["errors"]["staff"]


@pytest.mark.long
def test_a_file_that_is_none_or_lacks_a_column_or_would_end_most_is_refused_and_nothing_changes(town: None) -> None:
    before = sorted(Involvement.objects.values_list("id", "to_on"))
    magda = signed_in("magda")
    empty = io.BytesIO(b"child\nC1\n")
    empty.name = "caseload.csv"
    for sent, says in (
        ({}, "Choose a file"),
        ({"file": empty}, "lacks columns"),
        ({"file": file(f"ivo,{number('wren')},2026-03-02,")}, "would end, as the file does not name them"),
    ):
        assert says in magda.post(HERE, {"do": "file", **sent}).content.decode()
    assert sorted(Involvement.objects.values_list("id", "to_on")) == before


@pytest.mark.long
def test_a_file_is_taken_and_what_was_refused_stands_by_row_and_column_without_its_words(second: User) -> None:
    rows = (f"una,{number('wren')},2026-03-02,", "una,C-0815,2026-03-02,", f"ivo,{number('wren')},2026-03-02,")
    page = signed_in("magda").post(HERE, {"do": "file", "sure": "yes", "file": file(*rows)}).content.decode()
    assert "1 began" in page
    assert "Row 3, child: No child of your agency has this number" in page
    assert "C-0815" not in page
    assert (opens("una", "wren"), opens("ivo", "wren"), opens("ivo", "alder")) == (200, 200, 404)
    assert opens("tobias", "wren") == 200  # of another agency, whose lead says so
