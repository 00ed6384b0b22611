"""The chronology to take away: refused to whom it is not for; then exactly the entries shown, and nothing that runs."""

import re
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from keepsight.pages.chronology.rows import rows
from keepsight.pages.export.workbook import HEADINGS, About, workbook
from keepsight.store.models import AuditLine
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in


def address(more: str = "") -> str:
    """Where Wren's chronology is taken away."""
    return f"/children/{child('wren')}/chronology/export/{more}"


def taken(client: Client, more: str = "") -> Workbook:
    """The workbook, opened as a spreadsheet opens it."""
    answer = client.get(address(f"?{more}&download=workbook"))
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address("?download=workbook")).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address("?download=workbook")).status_code == 403


@pytest.mark.parametrize("which", ["linden", None])
def test_a_child_out_of_sight_is_not_found(town: None, which: str | None) -> None:
    of = child(which) if which else NOBODY_S
    assert signed_in("ivo").get(f"/children/{of}/chronology/export/?download=workbook").status_code == 404


@pytest.mark.parametrize("words", ["=1+1", "+44 1945", "-2", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")'])
def test_words_of_a_record_are_never_run_as_a_formula(words: str) -> None:
    """By the cell's own type, and by a quote before what an older spreadsheet would run."""
    told = entry("note.made", "2026-01-02", narrative=words)
    sheet = load_workbook(BytesIO(workbook(rows([told], {}, {told.id}), _about())))["Chronology"]
    cell = sheet.cell(2, 1 + HEADINGS.index("In words"))
    assert cell.data_type == "s"
    assert words.strip() in cell.value
    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))


# ---------------------------------------------------------------- what is taken away


def test_the_workbook_holds_the_entries_that_the_page_showed(town: None) -> None:
    shown = given("ivo", "chronology", query={"what": "health"}, child_id=child("wren"))["rows"]
    book = taken(signed_in("ivo"), "what=health")
    told = list(book["Chronology"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in told] == [str(one.number) for one in shown]
    assert [row[7].split("\n")[0] for row in told if row[7]] == [
        one.text.split("\n")[0] or row[7] for one, row in zip(shown, told, strict=True) if row[7]
    ]


def test_the_file_says_what_it_is_who_took_it_and_what_cannot_be_told(town: None) -> None:
    about = dict(taken(signed_in("ivo"), "show=all")["About this file"].iter_rows(min_row=2, values_only=True))
    total = given("ivo", "chronology", query={"show": "all"}, child_id=child("wren"))["total"]
    assert about["By"] == "Ivo Fairlamb"
    assert about["Entries"] == f"{total} of {total}: all"
    assert "Marshlight School" in about["Cannot be told"]


def test_taking_it_away_is_written_down_with_the_number_of_entries(town: None) -> None:
    book = taken(signed_in("ivo"), "show=all")
    look = AuditLine.objects.latest("seq")
    assert (look.page, look.child, look.answer) == ("export", child("wren"), 200)
    assert look.count == book["Chronology"].max_row - 1 > 0


def test_its_name_and_what_a_spreadsheet_keeps_about_itself_tell_nothing_of_the_child(town: None) -> None:
    answer = signed_in("ivo").get(address("?download=workbook"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chronology.xlsx"'
    with zipfile.ZipFile(BytesIO(answer.content)) as whole:
        kept = "".join(whole.read(name).decode() for name in whole.namelist() if name.startswith("docProps/"))
    assert "Wren" not in kept
    assert "Fairlamb" not in kept
    assert re.search(r"creator[^>]*>Keepsight<", kept)


def test_without_names_the_glossary_holds_roles_alone_and_what_is_left_is_listed(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    answer = client.get(address("?show=all&download=workbook"))
    book = load_workbook(BytesIO(answer.content))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chronology-without-names.xlsx"'
    assert {len(row) for row in book["Who is who"].iter_rows(values_only=True)} == {1}
    assert book["To be looked at"].max_row > 1
    about = dict(book["About this file"].iter_rows(min_row=2, values_only=True))
    assert about["By"] == "not said in a file without names"


def test_it_is_said_before_it_is_taken_what_will_be_in_it(town: None) -> None:
    page = signed_in("ivo").get(address("?what=health")).content.decode()
    assert "those that were asked for" in page
    assert "what=health&amp;download=workbook" in page


def _about() -> About:
    return About("Nell", "", "", "1 of 1", "all", "", (), False, (), ())
