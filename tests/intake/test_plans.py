"""A plan is data: a wrong one is refused by name before any file is read, a right one needs no code."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf, RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.intake.formats import SHELF, Format, formats, load
from keepsight.intake.formats.recognising import recognise
from keepsight.intake.reading import read
from keepsight.intake.reading.commas import Commas
from keepsight.intake.reading.guard import guard
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.source import Source

TODAY = date(2026, 1, 1)
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"


def handed_in(tmp_path: Path, text: str, *, as_at: date | None = date(2025, 3, 31)) -> list[Draft]:
    """The drafts of a text table, whose rows two counters agree on."""
    (tmp_path / "table.csv").write_text(text, "utf-8")
    drafts = list(read(tmp_path / "table.csv", as_at=as_at, today=TODAY))
    assert drafts[-1] == Counted(sum(isinstance(draft, DraftRow) for draft in drafts))
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for draft in drafts if isinstance(draft, DraftRow) for entry in draft.entries]


def warned(drafts: list[Draft]) -> list[tuple[int | None, str | None, str]]:
    return [(draft.row, draft.column, draft.says) for draft in drafts if isinstance(draft, Warned)]


def refused(drafts: list[Draft]) -> list[tuple[int, str | None]]:
    return [(draft.row, draft.refused.column) for draft in drafts if isinstance(draft, DraftRow) and draft.refused]


# ---------------------------------------------------------------- a plan that is wrong


def said_otherwise(tmp_path: Path, name: str, words: str, instead: str) -> Path:
    """A copy of a format whose plan says something once otherwise. Its folder."""
    folder = Path(shutil.copytree(SHELF / name, tmp_path / name))
    said = (folder / "format.toml").read_text("utf-8")
    assert words in said
    (folder / "format.toml").write_text(said.replace(words, instead, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("words", "instead", "says"),
    [
        ('on = "review.on"', 'on = "review.day"', "no column becomes review.day"),
        ('needs = ["child.local_id", "review.on"', 'needs = ["child.local_id", "review.no"', "becomes review.no"),
        ('kind = "care_review.held"', 'kind = "care_review.hold"', "there is no kind care_review.hold"),
        ("details = { took_part =", "details = { taken_part =", "care_review.held has no detail taken_part"),
        ('milestone = "matched"', 'milestone = "met"', "does not allow met as milestone"),
        ('beside = { professional = "worker.id" }', 'beside = { worker = "worker.id" }', "has no worker beside it"),
        ('[meanings."review.code"]', '[meanings."review.cod"]', "no column becomes review.cod, whose meanings"),
        ('becomes = "worker.reason"', 'becomes = "worker.why"', "no column becomes worker.reason"),
        (
            'name = "DUC"',
            'name = "D"\nbecomes = "asylum.why"\n[[column]]\nname = "DUC"',
            "becomes asylum.why, which nothing",
        ),
        ("H5 = {", "H6 = {", "years are said of h6, which no column holds or no meaning knows"),
        ('[years."child.sex"]', '[years."child.sort"]', "years are said of child.sort"),
        ('title = "Header"', 'title = "Header"\npeople = { child = "kid" }', "kid is no role"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused_by_name(tmp_path, words, instead, says):
    with pytest.raises(BrokenShelf, match=f"ssda903 .*{says}"):
        load(said_otherwise(tmp_path, "ssda903", words, instead))


@pytest.mark.parametrize(
    ("words", "instead", "says"),
    [
        ('by = "care.id"', 'by = "care.no"', "no column becomes care.no, which a join reads"),
        ('gives = ["send.id"]', 'gives = ["send.no"]', "no column becomes send.no, which a join reads"),
        ('lacks = ["assessment.ended"]', 'lacks = ["assessment.end"]', "no column becomes assessment.end"),
        ('from = "link.value"', 'from = "link.words"', "no column becomes link.words"),
        ('fills = { "referral.nfa"', 'fills = { "referral.no"', "no column becomes referral.no"),
    ],
)
def test_a_join_that_names_what_is_not_there_is_refused_by_name(tmp_path, words, instead, says):
    with pytest.raises(BrokenShelf, match=f"ssd .*{says}"):
        load(said_otherwise(tmp_path, "ssd", words, instead))


# ---------------------------------------------------------------- which plan a table is read by

PLANNED = {name: one for name, one in formats().items() if one.plan}


def known_as(path: Path, shelf: dict[str, Format], name: str | None = None) -> str:
    """The name of the format that a file is recognised as."""
    with path.open("rb") as file:
        size = path.stat().st_size
        source = Source(file, size, guard(file, size, Limits()), Limits())
        assert isinstance(source.table, Commas)
        with source.table.text:
            return recognise(source, shelf, name).name


@pytest.mark.parametrize("name", sorted(PLANNED))
def test_the_headings_that_a_table_needs_are_enough_to_know_it_by_among_all_formats(tmp_path, name):
    one = PLANNED[name]
    for table in one.plan.tables if one.plan else ():
        headings = [next(column.name for column in one.columns if column.becomes == field) for field in table.needs]
        (tmp_path / "headings.csv").write_text(",".join(headings) + "\n", "utf-8")
        assert known_as(tmp_path / "headings.csv", formats()) == name, table.title


def test_a_table_that_two_plans_fit_alike_is_read_by_neither_until_somebody_says(tmp_path):
    for name in ("here", "there"):
        shutil.copytree(SHELF / "ssda903", tmp_path / "shelf" / name)
    (tmp_path / "table.csv").write_text(MISSING + "7,,M,05/06/2024,\n", "utf-8")
    with pytest.raises(RefusedFile, match="more than one layout alike") as refusal:
        known_as(tmp_path / "table.csv", formats(tmp_path / "shelf"))
    assert "--format here or there" in str(refusal.value.next_step)
    assert known_as(tmp_path / "table.csv", formats(tmp_path / "shelf"), "there") == "there"


# ---------------------------------------------------------------- rows that cannot be read


def test_a_row_that_names_no_child_is_set_aside_though_it_has_a_birth_date(tmp_path):
    drafts = handed_in(tmp_path, MISSING + ",01/02/2012,M,05/06/2024,06/06/2024\n7,01/02/2012,M,05/06/2024,\n")
    assert refused(drafts) == [(2, None)]
    assert [draft.ref for draft in drafts if isinstance(draft, DraftPerson)] == ["local_id:7"]


def test_a_row_without_the_date_its_table_needs_is_set_aside_at_that_column_with_its_words(tmp_path):
    drafts = handed_in(tmp_path, MISSING + "7,01/02/2012,M,,06/06/2024\n8,01/02/2012,M,,\n")
    assert refused(drafts) == [(3, "MIS_START")]
    (row,) = [draft for draft in drafts if isinstance(draft, DraftRow) and draft.refused]
    assert row.raw == {"CHILD": "8", "DOB": "01/02/2012", "MISSING": "M"}


def test_a_date_that_cannot_be_read_keeps_its_words_and_no_day(tmp_path):
    drafts = handed_in(tmp_path, MISSING + "7,01/02/2012,M,31/06/2024,\n")
    (entry,) = entries(drafts)
    assert (entry.when.first, entry.when.precision, entry.when.raw) == (None, "unknown", "31/06/2024")
    assert [column for _, column, says in warned(drafts) if "no such day" in says] == ["MIS_START"]


def test_no_message_quotes_a_value_of_the_row(tmp_path):
    drafts = handed_in(tmp_path, MISSING + "7,31/31/2012,Quern,31/06/2024,Quern\n,Quern,Quern,Quern,\n")
    told = [says for _, _, says in warned(drafts)]
    told += [row.refused.reason for row in drafts if isinstance(row, DraftRow) and row.refused]
    assert told
    assert not [says for says in told if "Quern" in says or "31/" in says]


def test_a_column_that_no_table_knows_is_named_and_stays_in_the_rows_words(tmp_path):
    drafts = handed_in(tmp_path, "CHILD,DOB,MISSING,MIS_START,MIS_END,COLOUR\n7,01/02/2012,M,05/06/2024,,red\n")
    assert [(row, column) for row, column, says in warned(drafts) if "no table knows" in says] == [(1, "F")]
    assert [draft.raw["COLOUR"] for draft in drafts if isinstance(draft, DraftRow)] == ["red"]


# ---------------------------------------------------------------- what absence may mean


def test_a_file_that_says_no_day_delivers_nothing_and_says_so(tmp_path):
    drafts = handed_in(tmp_path, MISSING + "7,01/02/2012,M,05/06/2024,\n", as_at=None)
    assert isinstance(drafts[0], FileSaid)
    assert (drafts[0].delivers, drafts[0].covers_from) == ((), None)
    assert any("say the day with --as-at" in says for _, _, says in warned(drafts))


def test_only_the_tables_that_are_there_are_delivered(tmp_path):
    drafts = handed_in(tmp_path, MISSING + "7,01/02/2012,M,05/06/2024,\n")
    assert isinstance(drafts[0], FileSaid)
    assert drafts[0].delivers == ("missing.reported", "missing.found", "away.reported", "away.returned")
    assert (drafts[0].covers_from, drafts[0].covers_to) == (date(2024, 4, 1), date(2025, 3, 31))


# ---------------------------------------------------------------- one matter, told more than once


def test_two_accounts_of_one_matter_are_both_kept_whatever_their_order(tmp_path):
    rows = ["7,01/02/2012,M,05/06/2024,06/06/2024\n", "7,01/02/2012,M,5/6/2024,09/06/2024\n"]
    forth, back = (handed_in(tmp_path, MISSING + "".join(order)) for order in (rows, rows[::-1]))
    told = [{(entry.key, entry.when.raw) for entry in entries(drafts)} for drafts in (forth, back)]
    assert told[0] == told[1]
    assert len({entry.key for entry in entries(forth)}) == 4
    assert any("two different things of one matter" in says for _, _, says in warned(forth))


def test_the_same_matter_in_a_later_file_has_the_same_key_however_its_day_is_written(tmp_path):
    first = handed_in(tmp_path, MISSING + "7,01/02/2012,M,05/06/2024,\n")
    later = handed_in(tmp_path, MISSING + "7,01/02/2012,M,2024-06-05,09/06/2024\n", as_at=date(2026, 3, 31))
    assert entries(first)[0].key == entries(later)[0].key


def test_a_person_is_all_that_the_rows_say_of_them(tmp_path):
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,F,01/02/2012,WBRI,,,\n"
    drafts = handed_in(tmp_path, MISSING + "7,,M,05/06/2024,\n" + header)
    (person,) = [draft for draft in drafts if isinstance(draft, DraftPerson)]
    assert (person.sex, person.born.first if person.born else None) == ("female", date(2012, 2, 1))
