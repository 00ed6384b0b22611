"""The chronology taken out: refused to whom it is not for, and without its reasons; then a file that says no more than it may."""

import csv
import io
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from keepsight.access.models import TakenOut
from keepsight.errors import RefusedFile
from keepsight.pages.take_out.page import FORMATS
from keepsight.prompts.actions import receive
from keepsight.store.models import AuditLine
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

WHY = {"purpose": "The rapid review on 3 June", "because": "The review panel has no sign-in here"}
FORM = {"format": "csv", "names": "with", **WHY}


def address(of: object) -> str:
    return f"/children/{of}/chronology/take-out/"


def taken(username: str = "ivo", **form: str) -> bytes:
    """The file that somebody takes out of Wren's chronology."""
    answer = signed_in(username).post(address(child("wren")), FORM | form)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content


def rows(content: bytes) -> list[dict[str, str]]:
    """The entries of a file taken out as .csv, by heading."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    head = next(place for place, line in enumerate(lines) if "Keepsight entry" in line)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


def words_of(name: str, content: bytes) -> str:
    """Every word of a file, whatever its format."""
    if name == "xlsx":
        book = load_workbook(BytesIO(content))
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    if name == "docx":
        document = Document(BytesIO(content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*cells, *(one.text for one in document.paragraphs)])
    return content.decode()


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(address(child("wren")), FORM).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "cass", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(address(child("wren")), FORM).status_code == 403
    assert not TakenOut.objects.exists()


@pytest.mark.parametrize("which", ["linden", None])
def test_a_child_out_of_sight_is_not_found(town: None, which: str | None) -> None:
    assert signed_in("ivo").post(address(child(which) if which else NOBODY_S), FORM).status_code == 404


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"format": ""}, "Choose a format"),
        ({"format": "exe"}, "Choose a format"),
        ({"names": ""}, "Choose whether with names or without"),
        ({"purpose": " "}, "Say what it is for"),
        ({"because": "because"}, "A reason of at least 15 letters is needed"),
        ({"since-day": "31", "since-month": "2", "since-year": "2026"}, "No calendar has that day"),
        (
            {
                f"{which}-{part}": value
                for which, year in (("since", "2026"), ("until", "1990"))
                for part, value in (("day", "1"), ("month", "1"), ("year", year))
            },
            "The days end before they begin",
        ),
    ],
)
def test_without_what_it_is_for_and_why_nothing_leaves(town: None, form: dict[str, str], says: str) -> None:
    answer = signed_in("ivo").post(address(child("wren")), FORM | form)
    assert "Content-Disposition" not in answer.headers
    assert says in answer.content.decode()
    assert not TakenOut.objects.exists()


def test_with_names_hidden_only_a_file_without_names_is_offered(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    page = client.get(address(child("wren"))).content.decode()
    assert 'value="with"' not in page
    assert "Wren" not in page
    assert "Content-Disposition" not in client.post(address(child("wren")), FORM).headers


# ---------------------------------------------------------------- what leaves


@pytest.mark.parametrize("name", FORMATS)
def test_without_names_no_name_and_no_number_by_which_anybody_is_known_is_in_the_file(town: None, name: str) -> None:
    content = taken(format=name, names="without")
    said = words_of(name, content)
    for word in ("Wren", "Tolliver", "Fennick", "Fairlamb", "Marshlight"):
        assert word not in said
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", said), "an id is a name for whoever has the store"
    assert "Child A" in said
    assert re.search(r"(Parent|Carer|Sibling) 1", said)


def test_without_names_it_is_refused_when_it_is_handed_in_again(town: None, tmp_path: Path) -> None:
    path = tmp_path / "chronology-without-names.csv"
    path.write_bytes(taken(names="without"))
    with pytest.raises(RefusedFile, match="without names"):
        receive(path, agency="social-care-999")


def test_with_names_every_entry_that_the_reader_sees_is_in_it_once_with_its_precision(town: None) -> None:
    shown = given("ivo", "chronology", query={"show": "all"}, child_id=child("wren"))["rows"]
    told = rows(taken())
    assert [row["Keepsight entry"].split(" ")[0] for row in told] == [str(one.id) for one in shown]
    assert {row["Date"] for row in told if row["Date"].startswith(("?", "about"))}, (
        "the town has days nobody is sure of"
    )


def test_only_the_days_that_were_asked_for_leave(town: None) -> None:
    days = {"since-day": "1", "since-month": "3", "since-year": "2026"}
    every, some = ({row["Keepsight entry"].split(" ")[0] for row in rows(taken(**form))} for form in ({}, days))
    assert set() < some < every


def test_a_file_taken_out_and_handed_in_again_changes_nothing(town: None, tmp_path: Path) -> None:
    path = tmp_path / "chronology.jsonl"
    path.write_bytes(taken(format="jsonl"))
    received = receive(path, agency="social-care-999")
    assert (received.entries, received.refused, received.duplicates) == (0, (), received.rows)


def test_what_it_was_for_and_why_is_kept_and_a_guardian_reads_it(town: None) -> None:
    content = taken(format="jsonl")
    entries = sum('"is":"DraftRow"' in line for line in content.decode().splitlines())
    (kept,) = TakenOut.objects.all()
    assert (kept.child, kept.by, kept.format, kept.with_names, kept.entries) == (
        child("wren"), user("ivo"), "jsonl", True, entries,
    )  # fmt: skip
    lines = AuditLine.objects.order_by("-seq")[:2]
    assert {(one.act, one.child, one.count) for one in lines} == {
        ("export", child("wren"), entries),
        ("access.take_out", child("wren"), entries),
    }
    page = signed_in("bea").get(f"/unusual/{child('wren')}/").content.decode()
    assert WHY["purpose"] in page
    assert WHY["because"] in page


def test_the_file_does_not_say_why_it_left_nor_its_name_of_whom_it_tells(town: None) -> None:
    answer = signed_in("ivo").post(address(child("wren")), FORM)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chronology.csv"'
    assert WHY["purpose"] in answer.content.decode()
    assert WHY["because"] not in answer.content.decode()


def test_a_sealed_entry_does_not_leave_though_its_reader_sees_it(town: None) -> None:
    content = taken("rafe", format="jsonl")
    levels = [
        entry.get("level") for line in content.decode().splitlines() for entry in json.loads(line).get("entries", [])
    ]
    assert "sealed" not in levels
