"""What police and the conferences on domestic abuse send: notifications, times missing with hours, cases."""

from datetime import date
from pathlib import Path

from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.intake.reading import read


def handed_in(tmp_path: Path, text: str) -> list[Draft]:
    (tmp_path / "table.csv").write_text(text, "utf-8")
    drafts = list(read(tmp_path / "table.csv", today=date(2026, 1, 1)))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


# ---------------------------------------------------------------- notifications

NOTICE = "Police reference,Incident date,Kind,Grading,Child name,DOB\n"
# Words for the grade, by hand; None: it is kept in the row's words, and is no grade.
GRADES = {"Red": "high", "AMBER": "medium", "green": "low", "H": "high", "Standard": "low", "S": "low", "purple": None}


def test_a_grade_means_what_forces_mean_by_it_and_nothing_else_is_one(tmp_path):
    rows = [f"P{place},01/09/2024,PPN,{grade},Rowan Quill,03/09/2012\n" for place, grade in enumerate(GRADES)]
    drafts = handed_in(tmp_path, NOTICE + "".join(rows))
    assert [entry.details.get("grade") for entry in entries(drafts)] == list(GRADES.values())
    assert [draft.row for draft in drafts if isinstance(draft, Warned) and draft.column == "Grading"] == [8]


def test_a_notification_of_a_sort_that_nobody_knows_is_still_a_notification(tmp_path):
    drafts = handed_in(tmp_path, NOTICE + "P1,01/09/2024,Hunch,red,Rowan Quill,03/09/2012\n")
    assert [(entry.kind, entry.details["sort"]) for entry in entries(drafts)] == [("police.notified", "Hunch")]


# ---------------------------------------------------------------- missing

MISSING = "Missing ref,Child name,DOB,Date missing,Time missing,Date returned,Time returned,Risk"


def test_hours_are_kept_and_where_none_is_said_a_day_stays_a_day(tmp_path):
    rows = "\nM1,Rowan Quill,03/09/2012,05/08/2024,21:30,06/08/2024,,High\n"
    told = [(entry.kind, entry.when.precision) for entry in entries(handed_in(tmp_path, MISSING + rows))]
    assert told == [("missing.reported", "minute"), ("missing.found", "day")]


def test_a_list_without_a_column_for_the_interview_says_nothing_of_interviews(tmp_path):
    above = "Period from,01/07/2024\nPeriod to,30/09/2024\n"
    row = "M1,Rowan Quill,03/09/2012,05/08/2024,,06/08/2024,,High"
    bare = handed_in(tmp_path, f"{above}{MISSING}\n{row}\n")[0]
    asked = handed_in(tmp_path, f"{above}{MISSING},RHI done\n{row},\n")[0]
    assert isinstance(bare, FileSaid)
    assert isinstance(asked, FileSaid)
    assert bare.delivers == ("missing.reported", "missing.found")
    assert asked.delivers == ("missing.reported", "missing.found", "return_interview.held")


def test_an_answer_that_no_word_knows_is_neither_accepted_nor_declined(tmp_path):
    row = "M1,Rowan Quill,03/09/2012,05/08/2024,,06/08/2024,,High,07/08/2024,Perhaps"
    drafts = handed_in(tmp_path, f"{MISSING},RHI offered,RHI accepted\n{row}\n")
    (offered,) = [entry for entry in entries(drafts) if entry.kind == "return_interview.offered"]
    assert offered.details == {}


# ---------------------------------------------------------------- cases of domestic abuse

CASES = "MARAC ref,Referral date,Referring agency,Meeting date,Victim name,Victim DOB,Perpetrator name,Child name,Child DOB\n"


def test_everything_of_a_case_is_restricted_and_each_has_their_part(tmp_path):
    row = "C1,12/08/2024,Police,22/08/2024,Della Sedge,02/05/1990,Corin Vane,Marnie Sedge,11/02/2014\n"
    told = entries(handed_in(tmp_path, CASES + row))
    assert {entry.level for entry in told} == {"restricted"}
    assert [role for _, role in told[0].people] == ["child", "parent", "adult_of_concern"]


def test_nobody_is_known_by_a_row_that_was_set_aside(tmp_path):
    row = "C1,12/08/2024,Police,22/08/2024,Della Sedge,02/05/1990,Corin Vane,,\n"
    drafts = handed_in(tmp_path, CASES + row)
    assert [draft.refused is not None for draft in drafts if isinstance(draft, DraftRow)] == [True]
    assert not [draft for draft in drafts if isinstance(draft, DraftPerson)]
