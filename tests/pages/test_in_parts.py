"""A long list in parts: nothing falls between two of them, and what leads to one row leads to where it stands."""

from unittest.mock import patch

import pytest
from django.http import QueryDict
from hypothesis import given as for_any
from hypothesis import strategies as st

from keepsight.pages.in_parts import part_of
from keepsight.pages.story import entry_href
from keepsight.store.models import AuditLine
from tests.pages.town_people import child, given, signed_in


@for_any(total=st.integers(0, 60), at_once=st.integers(1, 9))
def test_the_parts_together_are_the_whole_list_once(total: int, at_once: int) -> None:
    rows = list(range(total))
    first = part_of(total, at_once, QueryDict())
    parts = [part_of(total, at_once, QueryDict(f"part={number}")) for number in range(1, first.of + 1)]
    assert [row for one in parts for row in rows[one.rows]] == rows
    assert all(rows[one.rows] == [*range(one.first - 1, one.last)] for one in parts)
    assert part_of(total, at_once, QueryDict("part=all")).rows == first.rows
    assert rows[part_of(total, at_once, QueryDict("part=all"), may_be_whole=True).rows] == rows


@for_any(total=st.integers(1, 60), at_once=st.integers(1, 9), data=st.data())
def test_the_part_of_a_row_has_that_row(total: int, at_once: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, total - 1))
    assert place in range(total)[part_of(total, at_once, QueryDict("part=1"), place=place).rows]


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("3", 3), ("0", 1), ("-2", 1), ("99", 4), ("²", 1), ("two", 1), ("9" * 5_000, 1)]
)
def test_whatever_an_address_says_there_is_a_part(asked: str, number: int) -> None:
    assert part_of(20, 6, QueryDict(f"part={asked}")).number == number


def test_a_part_leads_to_the_others_and_keeps_what_else_was_asked() -> None:
    links = part_of(90, 6, QueryDict("what=health&part=8&entry=b")).links
    assert [one.get("number", "…") for one in links["items"]] == [1, "…", 6, 7, 8, 9, 10, "…", 15]
    assert (links["previous"]["href"], links["next"]["href"]) == ("?what=health&part=7", "?what=health&part=9")
    assert [one["number"] for one in links["items"] if one.get("current")] == [8]


def test_a_long_chronology_comes_in_parts_that_hold_each_entry_once_under_its_own_number(town: None) -> None:
    of, address = child("wren"), f"/children/{child('wren')}/chronology/"
    whole = given("ivo", "chronology", query={"show": "all"}, child_id=of)["rows"]
    with patch("keepsight.pages.chronology.page.AT_ONCE", 7):
        first = given("ivo", "chronology", query={"show": "all"}, child_id=of)["part"]
        parts = [
            given("ivo", "chronology", query={"show": "all", "part": str(number + 1)}, child_id=of)["rows"]
            for number in range(first.of)
        ]
        page = signed_in("ivo").get(f"{address}?show=all&part=2").content.decode()
    assert len(parts) > 2
    assert [(row.id, row.number) for rows in parts for row in rows] == [(row.id, row.number) for row in whole]
    assert page.count('<tr id="entry-') == AuditLine.objects.latest("seq").count == 7
    assert page.count('aria-current="page" aria-label="Part 2"') + page.count('aria-label="Part 2" aria-current') == 2
    assert "show=all&amp;part=all" in page
    assert page.count('aria-label="Parts of this list"') == page.count('aria-label="Parts of this list, below it"') == 1


def test_what_leads_to_an_entry_of_a_long_chronology_leads_to_its_part(town: None) -> None:
    of = child("wren")
    history = given("ivo", "history", query={"show": "all"}, child_id=of)["groups"]
    last = history[0][2][-1][0]
    with patch("keepsight.pages.chronology.page.AT_ONCE", 7), patch("keepsight.pages.story.AT_ONCE", 7):
        from_history = signed_in("ivo").get(f"/children/{of}/history/?show=all").content.decode()
        page = signed_in("ivo").get(entry_href(of, last.id).partition("#")[0]).content.decode()
    assert f'<tr id="entry-{last.id}"' in page
    assert f"entry={last.id}#entry-{last.id}" in from_history


def test_a_long_history_comes_in_parts_and_its_paper_whole(town: None) -> None:
    of = child("wren")
    whole = given("ivo", "history", query={"show": "all"}, child_id=of)
    lines = [row.number for _, _, lines in whole["groups"] for row, _ in lines]
    with patch("keepsight.pages.history.page.AT_ONCE", 7):
        of_parts = given("ivo", "history", query={"show": "all"}, child_id=of)["part"].of
        told = [
            row.number
            for number in range(of_parts)
            for _, _, some in given("ivo", "history", query={"show": "all", "part": str(number + 1)}, child_id=of)[
                "groups"
            ]
            for row, _ in some
        ]
        signed_in("ivo").get(f"/children/{of}/history/?show=all&download=docx")
    assert of_parts > 2
    assert told == lines
    assert AuditLine.objects.latest("seq").count == len(lines)
