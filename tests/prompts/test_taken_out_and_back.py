"""A chronology that was taken out comes back unchanged: into an empty store as the same, into its own as nothing new."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from openpyxl import load_workbook

from keepsight.access.models import Agency
from keepsight.access.queries import the_machine
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.chronology.taking_out import taken_out, written
from keepsight.intake.formats.chronology_exchange.write import WRITERS
from keepsight.people.models import Description, Record
from keepsight.people.queries import children
from keepsight.prompts.actions import receive
from keepsight.prompts.receiving import CHANGED, Received

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
# One of them in the first tier; that each is read as what was written is tried on every format in tests/intake.
FORMATS = [name if name == "csv" else pytest.param(name, marks=pytest.mark.long) for name in ("jsonl", *WRITERS)]
SCHOOL = """Agency:,Marshlight School
Agency code:,marshlight
Sector:,school

Initials,Name,Relationship,Date of birth,NHS number
C1,Ivy Example,Child,04/02/2017,9990000018
MO,Rowan Example,Mother,,

Date,Time,End date,Event,Action,By whom,Voice of the child,Impact,Comment,Told,Date recorded,Level
12/01/2026,,,C1 came in hungry,MASH referral made; NFA,A. Teacher,I was not asked,First of three,Later,GP (13/01/2026),14/01/2026,
?January 2026,,,MO said C1 is often ill,,,,,,,,
2025,,,C1 had moved school before,,,,,,,,
12/01/2026,14:30,,=not a formula,,,,,,,,restricted
20/12/2025,,05/01/2026,C1 absent,,,,,,,,
not known,,,"MO was out of it, he said",,,,,,,,
"""
POLICE = """Agency:,Fennick Police
Agency code:,fennick-police
Sector:,police
Name of child:,Ivy Example
Date of birth:,04/02/2017
NHS number:,9990000018

Date,Time,Kind,Event,Thread
02/02/2026,23:10,missing.reported,Reported missing by her mother,M1
03/02/2026,06:00,missing.found,Found at a friend's,M1
"""


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is undone at its end, as if it were another store."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told(tmp_path: Path) -> None:
    """Ivy's chronology, as two agencies told it."""
    _told(tmp_path)


def _told(folder: Path) -> None:
    for name, words in (("marshlight", SCHOOL), ("fennick-police", POLICE)):
        path = folder / f"{name}.csv"
        path.write_text(words, encoding="utf-8")
        assert receive(path).refused == ()


def ivys_file(folder: Path, name: str) -> Path:
    """Ivy's chronology in a file of that format."""
    (ivy,) = children(the_machine())
    taken = taken_out(the_machine(), ivy.id, chronology(the_machine(), ivy.id), TODAY)
    assert taken
    path = folder / f"chronology.{name}"
    path.write_bytes(written(name, taken, {"Taken out on": "02/03/2026"}))
    return path


def ivys() -> list[EntryShown]:
    """Ivy's entries, oldest first."""
    (ivy,) = children(the_machine())
    return chronology(the_machine(), ivy.id)


def says(entry: EntryShown) -> tuple[object, ...]:
    """All that an entry says to whoever reads it, without the ids of the store it is in."""
    return (
        entry.kind, entry.occurred_from, entry.occurred_to, entry.occurred_at, entry.precision, entry.raw_when,
        entry.recorded_on if entry.recorded_how == "stated" else None, entry.agency, entry.agency_name, entry.sector,
        entry.from_agency_name, entry.told, entry.professional, entry.scope, entry.role,
        tuple((one.name, one.role) for one in entry.about), entry.basis, entry.corroborated, entry.details, entry.narrative,
        entry.child_words, entry.hindsight, entry.significance, entry.guessed_by, entry.level,
    )  # fmt: skip


def together(entries: list[EntryShown]) -> list[list[int]]:
    """Which entries belong together, by their places in the chronology."""
    threads = {one.thread for one in entries if one.thread}
    return sorted([place for place, one in enumerate(entries) if one.thread == thread] for thread in threads)


def state() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Entry, Record, Description, Agency)}


@pytest.mark.parametrize("name", FORMATS)
def test_in_an_empty_store_it_gives_the_same_entries_of_the_same_agencies_about_the_same_people(
    tmp_path: Path, name: str
) -> None:
    with undone():
        _told(tmp_path)
        before, path = ivys(), ivys_file(tmp_path, name)
    assert not Entry.objects.exists()
    assert receive(path, agency="hub").refused == ()
    after = ivys()
    order = [says(one) for one in after]
    assert sorted(map(repr, order)) == sorted(repr(says(one)) for one in before)
    if order == [says(one) for one in before]:
        assert together(after) == together(before)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("agency", ["marshlight", "hub"])
def test_in_its_own_store_it_is_known_again_and_nothing_is_doubled(
    told: None, tmp_path: Path, name: str, agency: str
) -> None:
    path = ivys_file(tmp_path, name)
    before = state()
    received = receive(path, agency=agency)
    assert (received.entries, received.refused) == (0, ())
    assert received.duplicates == len(ivys()) == before["Entry"]
    assert state() == {**before, "Agency": Agency.objects.count()}


# ---------------------------------------------------------------- changed by hand, as people do in a workbook


def test_a_changed_cell_corrects_the_entry_and_the_receipt_names_the_row(told: None, tmp_path: Path) -> None:
    received = edited(tmp_path, {"C1 absent": {"In words": "C1 absent, and unwell"}}, agency="marshlight")
    assert [one["says"] for one in received.warnings if one["row"]] == [CHANGED] * received.entries
    corrected = [one for one in ivys() if "and unwell" in one.narrative]
    assert len(corrected) == received.entries == 1
    assert [one.narrative.partition("\n")[0] for one in corrected[0].earlier] == ["C1 absent"]
    assert {one.name for one in corrected[0].about} == {"Ivy Example"}


def test_a_row_that_was_added_is_a_new_entry_of_the_same_child_and_the_rest_is_known_again(
    told: None, tmp_path: Path
) -> None:
    before = len(ivys())
    row = {
        "Date": dt.date(2026, 2, 3), "Agency": "Marshlight School", "About": "Ivy Example", "What happened": "Note",
        "In words": "Added by hand",
    }  # fmt: skip
    received = edited(tmp_path, {}, add=row, agency="marshlight")
    assert (received.entries, received.refused, received.duplicates) == (1, (), before)
    (added,) = (one for one in ivys() if one.narrative == "Added by hand")
    assert (len(ivys()), added.occurred_from, added.precision) == (before + 1, dt.date(2026, 2, 3), "day")
    assert len(children(the_machine())) == 1


@pytest.mark.parametrize(
    ("words", "change", "agency", "why"),
    [
        ("Reported missing", {"In words": "Never missing"}, "marshlight", "another agency's record"),
        ("came in hungry", {"End date": "01/01/2026"}, "marshlight", "ends before it begins"),
        ("came in hungry", {"Agency": None}, "marshlight", "does not say whose record it is"),
    ],
)
def test_what_may_not_be_changed_is_refused_by_row_and_nothing_is_lost(
    told: None, tmp_path: Path, words: str, change: dict[str, str | None], agency: str, why: str
) -> None:
    before = [says(one) for one in ivys()]
    received = edited(tmp_path, {words: change}, agency=agency)
    assert received.entries == 0
    assert [why in str(one["reason"]) for one in received.refused] == [True] * len(received.refused) != []
    assert [says(one) for one in ivys()] == before


def test_a_row_whose_entry_was_corrected_meanwhile_is_refused_and_the_correction_stands(
    told: None, tmp_path: Path
) -> None:
    path = ivys_file(tmp_path, "xlsx")
    edited(tmp_path, {"C1 absent": {"In words": "C1 was ill"}}, agency="marshlight", path=path)
    received = edited(tmp_path, {"C1 was ill": {"In words": "C1 was late"}}, agency="marshlight", path=path)
    assert ["corrected this entry since" in str(one["reason"]) for one in received.refused] == [True]
    assert "C1 was ill" in {one.narrative for one in ivys()}


def test_the_marks_are_what_keeps_a_file_from_being_doubled(
    told: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: nobody knows a row again, and everything is there twice."""
    path, before = ivys_file(tmp_path, "csv"), len(ivys())
    monkeypatch.setattr("keepsight.chronology.held._known", lambda ids: {})
    receive(path, agency="hub")
    assert len(ivys()) > before


def edited(
    folder: Path,
    changes: dict[str, dict[str, str | None]],
    *,
    agency: str,
    add: dict[str, object] | None = None,
    path: Path | None = None,
) -> Received:
    """What becomes of Ivy's workbook, in which somebody changed cells of the rows that hold some words, or added a row."""
    path = path or ivys_file(folder, "xlsx")
    book = load_workbook(path)
    sheet = book["Chronology"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for words, cells in changes.items():
            if words in str(sheet.cell(row, place["In words"]).value):
                for heading, value in cells.items():
                    sheet.cell(row, place[heading]).value = value
    for heading, value in (add or {}).items():
        sheet.cell(sheet.max_row + (heading == "Date"), place[heading]).value = value
    book.save(path)
    return receive(path, agency=agency)
