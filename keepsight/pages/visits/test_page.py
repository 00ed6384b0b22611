"""A sheet for visits: whose it is, what is refused, and that all of it is put on record or nothing, once."""

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.practice.child.hearing import MEETING
from keepsight.practice.child.visits import COLUMNS, ROWS, WHOSE, blank_sheet
from tests.pages.town_people import NOBODY_S, child, signed_in

DAY = {"The day": dt.date(2026, 3, 30), "Did you see the child": "alone"}
SAID = DAY | {
    "The child’s own words": "I like it when nan is there.",
    "What the child showed": "She smiled.",
    "It was distress": "no",
    "What you think it means": "Nan is somebody she trusts.",
    "What you told the child you would do": "Ask whether nan can come more often.",
}
NOT_SEEN = {"The day": "31/3/2026", "Did you see the child": "No", "If not seen, why": "Nobody opened."}


def here(of: str = "wren") -> str:
    """Where a sheet about a child is taken and handed in."""
    return f"/children/{child(of)}/visits/"


def sheet(*rows: Mapping[str, object], of: str = "wren") -> io.BytesIO:
    """The sheet as it is taken, with these rows written on it."""
    book = load_workbook(io.BytesIO(blank_sheet(child(of))))
    for number, said in enumerate(rows, start=2):
        for heading, words in said.items():
            book["Visits"].cell(number, [*COLUMNS, WHOSE].index(heading) + 1).value = words
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "visits.xlsx"
    return out


def hands_in(username: str, file: io.BytesIO, of: str = "wren") -> Any:
    """What the page answers whoever hands a sheet in."""
    return signed_in(username).post(here(of), {"file": file})


def meetings() -> list[EntryShown]:
    """What is on record of meetings with Wren on the days of these tests."""
    found = chronology(the_machine(), child("wren"))
    return [one for one in found if one.kind in MEETING and one.occurred_to and one.occurred_to >= dt.date(2026, 3, 30)]


def says(answer: Any) -> str:
    """What a page says, its spaces made plain."""
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("username", ["wilf", "orla", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert hands_in(username, sheet(SAID)).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    assert hands_in("ada", sheet(SAID)).status_code == 404
    assert signed_in("ada").post(f"/children/{NOBODY_S}/visits/", {"file": sheet(SAID)}).status_code == 404
    assert Client().get(f"{here()}?download=sheet").status_code == 302


@pytest.mark.long
@pytest.mark.parametrize(
    ("row", "row_and_column", "why"),
    [
        (SAID | {"The day": ""}, "Row 2, The day", "such as 27/3/2026"),
        (SAID | {"The day": "last week"}, "Row 2, The day", "such as 27/3/2026"),
        (SAID | {"The day": "March 2026"}, "Row 2, The day", "such as 27/3/2026"),
        (SAID | {"The day": "2/4/2026"}, "Row 2", "has not come yet"),
        (SAID | {"Did you see the child": ""}, "Row 2, Did you see the child", "Choose one of what is offered"),
        (SAID | {"Did you see the child": "with somebody"}, "Row 2", "who else was there"),
        (SAID | {"It was distress": "a bit"}, "Row 2, It was distress", "Choose one of what is offered"),
        (SAID | {"Did you see the child": "no", "If not seen, why": "Out"}, "Row 2", "you did not see the child"),
        (SAID | {WHOSE: ""}, f"Row 2, {WHOSE}", "not of this child"),
        (SAID | {WHOSE: str(NOBODY_S)}, f"Row 2, {WHOSE}", "not of this child"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_of_the_sheet_is_kept(
    town: None, row: dict[str, object], row_and_column: str, why: str
) -> None:
    page = says(hands_in("ivo", sheet(row, NOT_SEEN)))
    assert f"<li>{row_and_column}: " in page
    assert why in page
    assert "I like it when nan is there" not in page
    assert meetings() == []


def test_a_sheet_of_another_child_is_refused_and_a_file_that_is_no_sheet_says_what_to_do(town: None) -> None:
    assert "hand it in on the page of the child whose it is" in says(hands_in("ivo", sheet(SAID, of="jory")))
    other = io.BytesIO(b"Date,Event\n2/3/2026,Visit\n")
    other.name = "other.csv"
    assert "Write on the sheet that this page gives" in says(hands_in("ivo", other))
    assert "Nothing is written on this sheet" in says(hands_in("ivo", sheet()))
    assert "Choose the sheet that you wrote on" in says(signed_in("ivo").post(here()))
    assert meetings() == []


def test_what_was_written_is_on_record_of_its_own_day_once_and_may_be_taken_back(town: None) -> None:
    assert "2 meetings are on record now" in says(hands_in("ivo", sheet(SAID, NOT_SEEN)))
    told = {one.kind: one for one in meetings()}
    assert set(told) == {"child.seen", "child.voice", "child.not_seen"}
    voice = told["child.voice"]
    assert (voice.occurred_to, voice.child_words) == (dt.date(2026, 3, 30), "I like it when nan is there.")
    assert (voice.narrative, voice.significance) == ("She smiled.", "Nan is somebody she trusts.")
    assert told["child.not_seen"].details["reason"] == "Nobody opened."
    again = says(hands_in("ivo", sheet(SAID, NOT_SEEN, SAID | {"The day": "1/4/2026"})))
    assert "1 meeting is on record now.</strong> 2 others were on record already" in again
    assert len(meetings()) == 5
    assert "Take back what you wrote here" in signed_in("ivo").get(f"/children/{child('wren')}/voice/").content.decode()


def test_the_sheet_names_nobody_and_offers_what_may_be_chosen(town: None) -> None:
    answer = signed_in("ivo").get(f"{here()}?download=sheet")
    assert "visits.xlsx" in answer.headers["Content-Disposition"]
    taken = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))["Visits"]
    cells = [cell.value for row in taken.iter_rows() for cell in row if cell.value is not None]
    assert cells == [*COLUMNS, WHOSE, *[str(child("wren"))] * ROWS]
    assert sorted(one.formula1 for one in taken.data_validations.dataValidation) == [
        '"alone,with somebody,no"',
        '"yes,no"',
    ]


def test_a_table_saved_as_text_is_taken_too(town: None) -> None:
    lines = [";".join([*COLUMNS, WHOSE]), f"30/03/2026;alone;;;;;I like nan.;;;;;{child('wren')}"]
    sent = io.BytesIO("\n".join(lines).encode())
    sent.name = "visits.csv"
    assert "1 meeting is on record now" in says(hands_in("ivo", sent))


def test_without_names_nothing_is_handed_in(town: None) -> None:
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(here(), {"file": sheet(SAID)}).status_code == 404
    assert "Show names to hand a sheet in" in client.get(here()).content.decode()


def test_a_cell_that_would_run_is_words_like_any_other(town: None) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append([*COLUMNS, WHOSE])
    book.active.append(
        ["30/3/2026", "alone", "", "", "", "", "+44 is her nan’s number", "", "", "", "", str(child("wren"))]
    )
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "visits.xlsx"
    hands_in("ivo", out)
    assert "+44 is her nan’s number" in {one.child_words for one in meetings()}
