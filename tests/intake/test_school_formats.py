"""What schools send: the census, the register, the log of incidents. Marks and codes by hand-kept tables."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.intake.reading import read

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "school-census"
public = pytest.mark.skipif(not PUBLIC.is_dir(), reason=f"the public samples are not at {PUBLIC}: see their INDEX.md")


def read_whole(path: Path) -> list[Draft]:
    drafts = list(read(path, today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def by_row(tmp_path: Path, headings: str, rows: list[str]) -> list[list[DraftEntry]]:
    (tmp_path / "table.csv").write_text("\n".join((headings, *rows, "")), "utf-8")
    return [list(draft.entries) for draft in read_whole(tmp_path / "table.csv") if isinstance(draft, DraftRow)]


# ---------------------------------------------------------------- the register

# Each mark of the register, by hand: "" tells nothing, for the child was there or nobody was asked to come.
MARKS = {
    "/": "", "\\": "", "L": "", "U": "away", "N": "away", "O": "away", "G": "away", "C": "away", "C1": "away", "E": "away",
    "I": "away", "M": "away", "R": "away", "S": "away", "T": "away", "B": "", "D": "", "K": "", "V": "", "W": "", "Q": "",
    "X": "", "Y3": "", "Z": "", "#": "", "u": "away",
}  # fmt: skip


def test_only_a_mark_of_absence_is_an_absence(tmp_path):
    rows = [f'Marnie Sedge,11/02/2014,{day + 1:02}/10/2024,"{mark}"' for day, mark in enumerate(MARKS)]
    told = by_row(tmp_path, "Pupil name,Date of birth,Absence date,Mark", rows)
    assert ["away" if row else "" for row in told] == list(MARKS.values())
    assert {entry.kind for row in told for entry in row} == {"school.absence"}


def test_attendance_over_a_term_is_told_of_the_term_and_of_no_day(tmp_path):
    headings = "UPN,Term begins,Term ends,Possible sessions,Authorised absences,Unauthorised absences"
    (((entry,)),) = by_row(tmp_path, headings, ["A823432119001,02/09/2024,20/12/2024,140,0,71"])
    assert (entry.when.first, entry.when.last, entry.when.precision) == (date(2024, 9, 2), date(2024, 12, 20), "range")
    assert entry.details == {"possible": 140, "authorised": 0, "unauthorised": 71, "attended": "under_half"}


SESSIONS = "pupilonrolltableid,NativeId,termlysessiondetailsonrolltableid,sourceid,sessions,attendancereason"


def test_sessions_by_mark_are_counted_as_missed_with_leave_or_without_on_no_day(tmp_path):
    told = by_row(tmp_path, SESSIONS, [f'p1,FEN1,t{at},ret-7,{at + 1}.0,"{mark}"' for at, mark in enumerate(MARKS)])
    assert ["away" if row else "" for row in told] == list(MARKS.values())
    found = {entry.narrative: entry for row in told for entry in row}
    assert {entry.kind for entry in found.values()} == {"school.attendance"}
    assert {entry.when.precision for entry in found.values()} == {"unknown"}
    assert found["O"].details == {"unauthorised": list(MARKS).index("O") + 1, "school": "FEN1"}
    assert found["I"].details == {"authorised": list(MARKS).index("I") + 1, "school": "FEN1"}


def test_sessions_without_a_mark_or_a_number_are_set_aside_and_those_of_a_stated_term_are_of_its_days(tmp_path):
    above = "Period from,02/09/2024\nPeriod to,20/12/2024"
    (tmp_path / "table.csv").write_text(
        "\n".join((above, SESSIONS, "p1,F,t1,r,9.0,", "p1,F,t2,r,,U", "p1,F,t3,r,9.0,U", "")), "utf-8"
    )
    rows = [draft for draft in read_whole(tmp_path / "table.csv") if isinstance(draft, DraftRow)]
    assert [row.refused is not None for row in rows] == [True, True, False]
    (entry,) = rows[2].entries
    assert (entry.when.first, entry.when.last, entry.when.precision) == (date(2024, 9, 2), date(2024, 12, 20), "range")


# ---------------------------------------------------------------- the log of incidents


def test_an_incident_written_down_later_keeps_both_days(tmp_path):
    headings = "Pupil name,Date of birth,Incident date,Date recorded,Category,Incident"
    (((entry,)),) = by_row(tmp_path, headings, ["Marnie Sedge,11/02/2014,16/09/2024,18/09/2024,Hunger,No breakfast"])
    assert (entry.when.first, entry.recorded_on) == (date(2024, 9, 16), date(2024, 9, 18))


def test_many_actions_of_one_incident_are_one_incident_and_each_action(tmp_path):
    headings = "Pupil name,Date of birth,Incident number,Incident date,Category,Incident,Action,Action date"
    row = "Marnie Sedge,11/02/2014,I-1,16/09/2024,Hunger,No breakfast"
    told = by_row(tmp_path, headings, [f"{row},Rang home,16/09/2024", f"{row},Rang again,16/09/2024"])
    keys = Counter((entry.kind, entry.key) for entries in told for entry in entries)
    assert sorted((kind, count) for (kind, _), count in keys.items()) == [
        ("concern.answered", 1), ("concern.answered", 1), ("concern.recorded", 2)
    ]  # fmt: skip
    assert len({entry.thread for entries in told for entry in entries}) == 1


def test_other_children_named_in_a_log_are_in_no_entry(tmp_path):
    headings = "Pupil name,Date of birth,Incident date,Category,Incident,Linked students"
    (told,) = by_row(tmp_path, headings, ["Marnie Sedge,11/02/2014,16/09/2024,Bullying,In the yard,Rowan Quill"])
    assert told
    assert "Quill" not in repr(told)


# ---------------------------------------------------------------- the census


def test_the_number_of_a_row_means_nothing_outside_its_return(tmp_path):
    headings = "pupilnolongeronrolltableid,NativeId,sourceid,startdate,sessions,reason1,category"
    rows = ["p-1,S1,ret-1,2024-Oct-08 00:00:00,4,PP,SUSP", "p-1,S1,ret-2,2024-Oct-08 00:00:00,4,PP,SUSP"]
    first, second = by_row(tmp_path, headings, rows)
    assert first[0].people != second[0].people


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLIC / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@public
def test_the_public_sample_of_exclusions_tells_what_another_count_of_it_says():
    rows, drafts = (
        rows_of("2024_autumn_termlyexclusionsoffroll.csv"),
        read_whole(PUBLIC / "2024_autumn_termlyexclusionsoffroll.csv"),
    )
    kinds = {"FIXD": "school.suspended", "LNCH": "school.lunch_exclusion", "PERM": "school.excluded"}
    told = [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]
    needs = Counter({"additional_needs.recorded": sum(row["senprovision"] in set("KES") for row in rows)})
    assert Counter(entry.kind for entry in told) == Counter(kinds[row["category"]] for row in rows) + needs
    assert {entry.when.precision for entry in told} == {"day"}
    assert [entry.when.first for entry in told[:2]] == [date(2024, 9, 9), date(2024, 12, 7)]


@public
def test_the_public_sample_of_pupils_tells_who_joined_and_left():
    rows, drafts = (
        rows_of("2024_autumn_pupilnolongeronroll.csv"),
        read_whole(PUBLIC / "2024_autumn_pupilnolongeronroll.csv"),
    )
    assert isinstance(drafts[0], FileSaid)
    told = Counter(entry.kind for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries)
    assert told["school.joined"] == sum(bool(row["entrydate"]) for row in rows)
    assert told["school.left"] == sum(bool(row["leavingdate"]) for row in rows)
    assert told["school.attendance"] == sum(bool(row["termlysessionspossible"]) for row in rows)
    people = [draft for draft in drafts if isinstance(draft, DraftPerson)]
    assert len(people) == len({(row["sourceid"], row["pupilnolongeronrolltableid"]) for row in rows})
    assert not [draft for draft in drafts if isinstance(draft, Warned) and "no table knows" in draft.says]
