"""The history of a child and the family: refused to whom it is not for; numbered as the chronology is, and no more exact."""

import io

import pytest
from django.test import Client
from docx import Document

from keepsight.access.queries import sight
from keepsight.access.sight import seeing
from keepsight.chronology.queries import chronology
from keepsight.pages.chronology.rows import Row
from keepsight.pages.history.page import is_history
from keepsight.store import clock
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user


def here(key: str = "wren") -> str:
    """Where a child's history stands."""
    return f"/children/{child(key)}/history/"


def told(username: str, key: str = "wren") -> list[Row]:
    """Every line that somebody reads."""
    context = given(username, "history", child_id=child(key), query={"show": "all"})
    return [row for _, _, lines in context["groups"] for row, _ in lines]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    nobody = here().replace(str(child("wren")), str(NOBODY_S))
    assert [signed_in("ada").get(one).status_code for one in (here(), nobody)] == [404, 404]
    assert Client().get(here()).status_code == 302


def test_every_line_bears_the_number_that_it_has_in_the_chronology(town: None) -> None:
    seen = sight(user("ivo"), clock.today())
    with seeing(seen):
        entries = chronology(seen, child("wren"))
    lines = told("ivo")
    assert {row.id for row in lines} == {one.id for one in entries if is_history(one)}
    assert all(entries[row.number - 1].id == row.id for row in lines)
    numbers = [row.number for row in lines]
    assert numbers != list(range(1, len(numbers) + 1))  # something of the chronology is no history


def test_the_first_look_is_at_what_somebody_said_matters_and_the_rest_is_a_click_away(town: None) -> None:
    context = given("ivo", "history", child_id=child("wren"))
    first = [row for _, _, lines in context["groups"] for row, _ in lines]
    assert 0 < len(first) < len(told("ivo"))
    assert all(row.significance or row.same_words for row in first)
    assert "?show=all" in signed_in("ivo").get(here()).content.decode()


def test_a_date_is_no_more_exact_than_it_was_told(town: None) -> None:
    page = signed_in("ivo").get(f"{here()}?show=all").content.decode()
    vague = [row for row in told("ivo") if row.raw_when]
    assert vague
    assert all(row.raw_when and f"written ‘{row.raw_when}’" in page for row in vague)


@pytest.mark.parametrize(
    ("kind", "history"),
    [
        ("injury.recorded", True),
        ("referral.decided", True),
        ("child.voice", True),
        ("child.answered", True),
        ("prompt.answered", False),
        ("decision.weighed", False),
        ("supervision.held", False),
        ("document.received", False),
        ("note.made", False),
    ],
)
def test_what_people_made_of_it_here_is_no_history(kind: str, history: bool) -> None:
    assert is_history(entry(kind, None)) == history


def test_the_word_document_says_the_same(town: None) -> None:
    answer = signed_in("ivo").get(f"{here()}?show=all&download=docx")
    assert "wren" not in answer["Content-Disposition"].lower()
    tables = Document(io.BytesIO(answer.content)).tables
    numbers = [int(row.cells[0].text) for table in tables for row in table.rows[1:]]
    assert numbers == [row.number for row in told("ivo")]


def test_without_names_the_file_names_nobody_either(town: None) -> None:
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    answer = client.get(f"{here()}?show=all&download=docx")
    words = " ".join(
        cell.text for table in Document(io.BytesIO(answer.content)).tables for row in table.rows for cell in row.cells
    )
    assert words
    for name in ("Wren", "Hazel", "Larkspur", "Dane"):
        assert name not in words, name
