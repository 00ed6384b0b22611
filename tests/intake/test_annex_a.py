"""The workbook of lists for an inspection: known by headings, read without guessing, unknown kept apart from no."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.intake.formats import SHELF, formats
from keepsight.intake.formats.annex_a.lists import LISTS
from keepsight.intake.formats.annex_a.rows import months_before
from keepsight.intake.formats.annex_a.spellings import SPELLINGS, meant, source_code
from keepsight.intake.formats.headings import plain
from keepsight.intake.reading import read

RUN = date(2025, 6, 30)
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "annex-a" / "Annex_A.xlsx"
COLUMNS = formats()["annex_a"].columns
CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth")
IVY = ("77", "b) Female", "a) WBRI", date(2014, 5, 6))


def workbook(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def one_list(path: Path, headings: Sequence[str], *rows: Sequence[object], title: str = "Sheet1") -> list[Draft]:
    book = workbook(path / "lists.xlsx", (title, [(*CHILD, *headings), *((*IVY, *row) for row in rows)]))
    return list(read(book, as_at=RUN, today=RUN))


def entries(drafts: Sequence[Draft]) -> list[DraftEntry]:
    return [entry for row in drafts if isinstance(row, DraftRow) for entry in row.entries]


def told(drafts: Sequence[Draft]) -> list[tuple[str, dict[str, object]]]:
    return [(entry.kind, dict(entry.details)) for entry in entries(drafts)]


# ---------------------------------------------------------------- refusals


def test_a_workbook_without_a_single_list_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match="content"):
        list(read(workbook(tmp_path / "no.xlsx", ("List 1", [("Colour", "Number"), ("red", 1)])), as_at=RUN))


def test_a_row_without_an_identifier_or_its_date_is_set_aside_in_place(tmp_path):
    headings = (*CHILD, "Date of Contact", "Contact Source")
    rows = [headings, (None, *IVY[1:], date(2025, 5, 1), "6"), (*IVY, "soon", "6"), (*IVY, None, "6")]
    drafts = list(read(workbook(tmp_path / "l.xlsx", ("Contacts", rows)), as_at=RUN))
    refused = [(row.row, row.refused.column) for row in drafts if isinstance(row, DraftRow) and row.refused]
    assert refused == [(2, "Child Unique ID"), (3, "Date of Contact"), (4, "Date of Contact")]
    assert not entries(drafts)


def test_what_is_known_of_those_who_hope_to_adopt_is_neither_an_entry_nor_kept(tmp_path):
    headings = ("Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Date enquiry received")
    contacts = ("Contacts", [(*CHILD, "Date of Contact", "Contact Source"), (*IVY, date(2025, 5, 1), "6")])
    adopters = ("List 11", [headings, ("A1", "F1", "a) Male", "a) WBRI", date(2024, 1, 1))])
    drafts = list(read(workbook(tmp_path / "l.xlsx", contacts, adopters), as_at=RUN))
    (adopter,) = [row for row in drafts if isinstance(row, DraftRow) and row.sheet == "List 11"]
    assert (adopter.entries, adopter.refused, adopter.raw) == ((), None, {})
    assert not [one for one in drafts if isinstance(one, DraftPerson) and one.ref == "A1"]
    assert any("adopt" in one.says for one in drafts if isinstance(one, Warned))


def test_no_message_holds_a_word_of_a_childs_record(tmp_path):
    drafts = one_list(tmp_path, ("Date of Contact", "Contact Source"), (date(2025, 5, 1), "Quagmire the neighbour"))
    said = " ".join(one.says for one in drafts if isinstance(one, Warned))
    assert said
    assert "Quagmire" not in said


# ---------------------------------------------------------------- the lists and their columns


def test_a_list_is_known_by_its_headings_whatever_its_sheet_is_called_and_wherever_they_stand(tmp_path):
    above = [("Monthly lists",), ()]
    rows = [*above, ("Contact Source", "DATE  OF CONTACT ", *CHILD), ("6", date(2025, 5, 1), *IVY)]
    drafts = list(read(workbook(tmp_path / "l.xlsx", ("List 7", rows)), as_at=RUN))
    assert [entry.kind for entry in entries(drafts)] == ["contact.received"]
    assert drafts[-1] == Counted(1)


def test_two_lists_on_one_sheet_are_two_lists(tmp_path):
    rows = [
        (*CHILD, "Date of Contact", "Contact Source"), (*IVY, date(2025, 5, 1), "6"),
        (*CHILD, "Date of referral", "Referral Source", "Referral NFA?"), (*IVY, date(2025, 5, 2), "6", "NFA"),
    ]  # fmt: skip
    drafts = list(read(workbook(tmp_path / "l.xlsx", ("All", rows)), as_at=RUN))
    assert [entry.kind for entry in entries(drafts)] == ["contact.received", "referral.received", "referral.decided"]
    assert drafts[-1] == Counted(2)


def test_a_column_that_no_list_knows_is_named_by_its_letter_and_not_read(tmp_path):
    drafts = one_list(tmp_path, ("Date of Contact", "Contact Source", "Mood"), (date(2025, 5, 1), "6", "sad"))
    assert [one.column for one in drafts if isinstance(one, Warned)] == ["G"]


def test_every_field_that_a_column_becomes_is_used_by_a_list_or_a_person():
    source = "".join(file.read_text("utf-8") for file in (SHELF / "annex_a").glob("*.py"))
    assert [column.becomes for column in COLUMNS if column.becomes and f'"{column.becomes}"' not in source] == []


def test_every_list_has_a_mark_that_no_other_has():
    marks = [one.mark for one in LISTS]
    assert len(set(marks)) == len(marks) == 11
    assert set(marks) <= {column.becomes for column in COLUMNS}


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public Annex A sample is not on this machine")
def test_the_public_workbooks_every_column_is_mapped_or_ignored_with_a_reason():
    known = {plain(word): column for column in COLUMNS for word in (column.name, *column.words)}
    headings = [cell for sheet in openpyxl.load_workbook(SAMPLE) for cell in next(sheet.values) if cell]
    assert len(headings) > 150
    assert [heading for heading in headings if plain(heading) not in known] == []
    assert all(known[plain(heading)].becomes or known[plain(heading)].ignored for heading in headings)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public Annex A sample is not on this machine")
def test_the_public_workbook_comes_in_with_every_row_counted():
    drafts = list(read(SAMPLE, as_at=date(2021, 3, 16)))
    rows = [one for one in drafts if isinstance(one, DraftRow)]
    assert drafts[-1] == Counted(len(rows)) == Counted(59)
    assert not [row for row in rows if row.refused]
    assert {row.sheet for row in rows} == {f"List {number}" for number in range(1, 12)}


# ---------------------------------------------------------------- what words mean


@pytest.mark.parametrize(
    ("words", "tables", "means"),
    [
        ("a) Yes", ("answer",), "yes"), ("1 - Yes", ("answer",), "yes"), ("TRUE", ("answer",), "yes"),
        ("b. No", ("answer",), "no"), ("0", ("answer",), "no"),
        ("U", ("answer", "nothing_further"), "unknown"), ("c) Unknown", ("answer",), "unknown"),
        ("NFA", ("answer", "nothing_further"), "yes"), ("Further action", ("answer", "nothing_further"), "no"),
        ("Unborn", ("answer", "child_seen"), "unknown"), ("Child not seen", ("answer", "child_seen"), "no"),
        ("Child not seen alone", ("answer", "child_seen"), "unknown"),
        ("Seen", ("seen_alone",), "seen"), ("Child seen alone", ("seen_alone",), "alone"),
        ("Child not seen alone", ("seen_alone",), "visited"), ("Unborn", ("seen_alone",), "visited"),
        ("Offered and Declined (by YP)", ("interview", "answer"), "declined"),
        ("Not Offered (Missing Again)", ("interview", "answer"), "not_offered"),
        ("perhaps", ("answer",), None),
    ],
)  # fmt: skip
def test_words_mean_what_the_table_says_and_nothing_else(words, tables, means):
    assert meant(words, *tables) == means


@pytest.mark.parametrize(
    ("words", "code"),
    [("q) 6: Police", "6"), ("2A", "2A"), ("p1) 5D: LA services", "5D"), ("1a: individual", "1A"), ("Police", "6"),
     ("u) 10: Unknown", "10"), ("School", "2A"), ("11", None), ("7 sisters", "7"), ("the lady next door", None)],
)  # fmt: skip
def test_a_source_is_known_by_its_code_or_its_words(words, code):
    assert source_code(words) == code


def test_no_spelling_means_two_things_in_one_table():
    for table, meanings in SPELLINGS.items():
        spellings = [plain(one) for words in meanings.values() for one in words]
        assert len(spellings) == len(set(spellings)), table


def test_a_contact_has_no_outcome_that_could_be_read(tmp_path):
    assert told(one_list(tmp_path, ("Date of Contact", "Contact Source"), (date(2025, 5, 1), "6"))) == [
        ("contact.received", {})
    ]


@pytest.mark.parametrize("words", ["U", "b) No", None, "who knows"])
def test_a_referral_without_a_yes_is_not_decided_unless_another_list_shows_what_followed(tmp_path, words):
    drafts = one_list(
        tmp_path, ("Date of referral", "Referral Source", "Referral NFA?"), (date(2025, 5, 1), "6", words)
    )
    assert [kind for kind, _ in told(drafts)] == ["referral.received"]


@pytest.mark.parametrize(("began", "accepted"), [(date(2025, 4, 30), False), (date(2025, 5, 1), True)])
def test_a_referral_was_accepted_where_work_began_on_its_day_or_later(tmp_path, began, accepted):
    referrals = [(*CHILD, "Date of referral", "Referral Source", "Referral NFA?"), (*IVY, date(2025, 5, 1), "6", "No")]
    in_need = [(*CHILD, "CIN Start Date", "Primary Need Code"), (*IVY, began, "N1")]
    drafts = list(read(workbook(tmp_path / "l.xlsx", ("R", referrals), ("N", in_need)), as_at=RUN))
    decided = [entry for entry in entries(drafts) if entry.kind == "referral.decided"]
    assert [entry.details for entry in decided] == ([{"outcome": "accepted"}] if accepted else [])


def test_no_further_action_is_decided_on_a_day_that_the_list_does_not_hold(tmp_path):
    drafts = one_list(
        tmp_path, ("Date of referral", "Referral Source", "Referral NFA?"), (date(2025, 5, 1), "6", "a) Yes")
    )
    received, decided = entries(drafts)
    assert (decided.details, decided.when.precision) == ({"outcome": "no_further_action"}, "uncertain")
    assert decided.thread == received.thread


@pytest.mark.parametrize(
    ("words", "details"),
    [("Yes", {"child_seen": "yes"}), ("b) No", {"child_seen": "no"}), ("Unborn", {}), ("Child not seen alone", {}),
     ("c) Unknown", {}), (None, {})],
)  # fmt: skip
def test_who_is_not_born_and_what_is_not_known_are_not_a_child_not_seen(tmp_path, words, details):
    headings = (
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
    )
    drafts = one_list(tmp_path, headings, (date(2025, 4, 1), words, date(2025, 5, 1)))
    assert told(drafts) == [("assessment.started", {}), ("assessment.completed", details)]


@pytest.mark.parametrize(
    ("words", "kind", "details"),
    [("a) Yes", "child.seen", {"alone": "yes"}), ("Seen", "child.seen", {}), ("Child not seen", "child.not_seen", {}),
     ("b) No", "visit.made", {}), ("Child not seen alone", "visit.made", {}), ("Unborn", "visit.made", {}),
     (None, "visit.made", {}), ("No Visit - new in last month", None, {})],
)  # fmt: skip
def test_a_statutory_visit_says_of_the_child_only_what_stands_beside_it(tmp_path, words, kind, details):
    headings = (
        "Child Protection Plan Start Date", "Date of the Last Statutory Visit", "Was the Child Seen Alone?",
    )  # fmt: skip
    drafts = one_list(tmp_path, headings, (date(2025, 4, 1), date(2025, 6, 1), words))
    assert told(drafts)[1:] == ([(kind, details)] if kind else [])


@pytest.mark.parametrize(
    ("offered", "accepted", "answers"),
    [
        ("a) Yes", "a) Yes", [{"answer": "accepted"}]),
        ("a) Yes", "b) No", [{"answer": "declined"}]),
        ("Offered and Declined (by YP)", "a) Yes", [{"answer": "declined"}]),
        ("Offered and Accepted", None, [{"answer": "accepted"}]),
        ("a) Yes", None, [{}]),
        ("Not Offered (Unable to make contact)", None, []),
        ("b) No", None, []),
        (None, None, []),
    ],
)
def test_an_interview_that_was_declined_never_reads_as_accepted(tmp_path, offered, accepted, answers):
    headings = (
        "Date Started to be Looked After",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?",
    )
    drafts = one_list(tmp_path, headings, (date(2025, 1, 2), offered, accepted))
    interviews = [entry for entry in entries(drafts) if entry.kind.startswith("return_interview")]
    assert [entry.details for entry in interviews] == answers
    assert {entry.kind for entry in interviews} <= {"return_interview.offered"}
    assert all(entry.when.precision == "range" for entry in interviews)


def test_a_case_that_closed_to_early_help_was_stepped_down_with_its_reason(tmp_path):
    headings = ("CIN Start Date", "CIN Closure Date", "Reason for Closure")
    kinds = [kind for kind, _ in told(one_list(tmp_path, headings, (date(2025, 1, 2), date(2025, 5, 1), "RC9")))]
    assert kinds == ["involvement.opened", "involvement.closed", "involvement.stepped_down"]
    kinds = [kind for kind, _ in told(one_list(tmp_path, headings, (date(2025, 1, 2), date(2025, 5, 1), "RC8")))]
    assert kinds == ["involvement.opened", "involvement.closed"]


def test_what_is_on_record_of_an_adoption_is_restricted():
    sample = read(SHELF / "annex_a" / "sample.xlsx", as_at=RUN)
    levels = {entry.kind: entry.level for entry in entries(list(sample)) if entry.kind.startswith("adoption")}
    assert levels == {"adoption.decided": "restricted", "adoption.progressed": "restricted"}


# ---------------------------------------------------------------- what an absence means


def said(drafts: Sequence[Draft]) -> FileSaid:
    assert isinstance(drafts[0], FileSaid)
    return drafts[0]


def test_absence_means_something_only_of_lists_that_are_there_for_a_day_that_was_said(tmp_path):
    drafts = one_list(tmp_path, ("Date of Contact", "Contact Source"), (date(2025, 5, 1), "6"))
    assert (said(drafts).covers_from, said(drafts).covers_to) == (date(2024, 12, 30), RUN)
    assert said(drafts).delivers == ("contact.received",)
    unsaid = list(read(tmp_path / "lists.xlsx", today=RUN))
    assert (said(unsaid).covers_from, said(unsaid).delivers) == (None, ())
    assert any("--as-at" in one.says for one in unsaid if isinstance(one, Warned))


def test_what_the_lists_hold_only_in_part_is_never_said_to_be_delivered():
    """A decision to accept is not held, nor any visit or review but the last."""
    in_part = {
        "referral.decided",
        "child.seen",
        "visit.made",
        "care_review.held",
        "conference.held",
        "section47.decided",
    }
    assert not in_part & set(formats()["annex_a"].delivers)
    assert set(formats()["annex_a"].delivers) == {kind for one in LISTS for kind in one.delivers}


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [(date(2025, 8, 31), 6, date(2025, 2, 28)), (date(2024, 8, 31), 6, date(2024, 2, 29)),
     (date(2025, 3, 16), 6, date(2024, 9, 16)), (date(2025, 1, 1), 12, date(2024, 1, 1))],
)  # fmt: skip
def test_six_months_before_the_end_of_a_month_is_the_end_of_another(day, months, before):
    assert months_before(day, months) == before


def test_the_formats_own_page_says_nothing_twice():
    file = tomllib.loads((SHELF / "annex_a" / "format.toml").read_text("utf-8"))
    words = [plain(word) for column in file["column"] for word in (column["name"], *column.get("words", []))]
    assert sorted({word for word in words if words.count(word) > 1}) == []
