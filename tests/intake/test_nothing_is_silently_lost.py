"""What a table can hide is read rightly, or named: hidden rows, merged cells, lost digits, formulas, marks, letters."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftRow, FileSaid, Warned
from keepsight.intake.formats import SHELF
from keepsight.intake.reading import read

CHILD = [["Name of child", "Ada Wren"], ["Date of birth", "01/02/2015"], []]
TODAY = date(2026, 1, 1)


def at(*parts: int) -> datetime:
    """A moment as a spreadsheet keeps it: a wall clock without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def saved(tmp_path: Path, rows: list[list[object]], change: Callable[[Worksheet], None] | None = None) -> list[Draft]:
    """The drafts of a workbook of these rows, after a change to its sheet."""
    book = openpyxl.Workbook()
    for row in CHILD + rows:
        book.active.append(row)
    if change:
        change(book.active)
    book.save(tmp_path / "table.xlsx")
    return list(read(tmp_path / "table.xlsx", today=TODAY))


def typed(tmp_path: Path, text: str | bytes) -> list[Draft]:
    """The drafts of a text table below the child's name."""
    above = "Name of child,Ada Wren\n"
    content = text if isinstance(text, bytes) else (above + text).encode()
    (tmp_path / "table.csv").write_bytes(content)
    return list(read(tmp_path / "table.csv", today=TODAY))


def rows_of(drafts: list[Draft]) -> list[DraftRow]:
    rows = [draft for draft in drafts if isinstance(draft, DraftRow)]
    assert drafts[-1] == Counted(len(rows))
    return rows


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for row in rows_of(drafts) for entry in row.entries]


def warned(drafts: list[Draft]) -> list[tuple[int | None, str | None, str]]:
    return [(draft.row, draft.column, draft.says) for draft in drafts if isinstance(draft, Warned)]


# ---------------------------------------------------------------- workbooks


def test_a_workbook_and_a_text_table_of_the_same_rows_become_the_same(tmp_path: Path) -> None:
    sample = SHELF / "chronology_table" / "sample.csv"
    book = openpyxl.Workbook()
    for line in sample.read_text("utf-8").splitlines():
        (cells,) = csv.reader([line])
        book.active.append([cell or None for cell in cells])
    book.save(tmp_path / "sample.xlsx")
    from_text = [draft for draft in read(sample) if isinstance(draft, DraftRow) and not draft.blank]
    from_book = [draft for draft in read(tmp_path / "sample.xlsx") if isinstance(draft, DraftRow) and not draft.blank]
    assert [row.entries for row in from_book] == [row.entries for row in from_text]
    assert [(row.row, row.refused) for row in from_book] == [(row.row, row.refused) for row in from_text]


@pytest.mark.parametrize(
    ("value", "look", "raw", "first", "precision"),
    [
        (date(2016, 5, 22), "dd/mm/yyyy", "22/05/2016", date(2016, 5, 22), "day"),
        (date(2016, 5, 22), "d mmm", "22/05/2016", date(2016, 5, 22), "day"),
        (at(2016, 5, 22, 14, 30), "dd/mm/yyyy hh:mm", "22/05/2016 14:30", date(2016, 5, 22), "minute"),
        (at(2016, 5, 22), "dd/mm/yyyy hh:mm", "22/05/2016", date(2016, 5, 22), "day"),
        (date(2016, 5, 1), "mmm-yy", "May 2016", date(2016, 5, 1), "month"),
        (date(2016, 1, 1), "yyyy", "2016", date(2016, 1, 1), "year"),
        (42512, "General", "42512", date(2016, 5, 22), "day"),
        ("22/05/2016", "@", "22/05/2016", date(2016, 5, 22), "day"),
    ],
)
def test_a_date_cell_says_no_more_than_it_shows(
    tmp_path: Path, value: object, look: str, raw: str, first: date, precision: str
) -> None:
    def show(sheet: Worksheet) -> None:
        sheet["A5"].number_format = look

    (entry,) = entries(saved(tmp_path, [["Date", "Event"], [value, "Letter"]], show))
    assert (entry.when.raw, entry.when.first, entry.when.precision) == (raw, first, precision)


def test_a_workbook_that_counts_from_1904_gives_the_same_days(tmp_path: Path) -> None:
    def from_1904(sheet: Worksheet) -> None:
        sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    (entry,) = entries(saved(tmp_path, [["Date", "Event"], [date(2016, 5, 22), "Letter"]], from_1904))
    assert entry.when.first == date(2016, 5, 22)


def test_a_time_in_its_own_cell_joins_its_day(tmp_path: Path) -> None:
    (entry,) = entries(saved(tmp_path, [["Date", "Time", "Event"], [date(2016, 7, 22), time(9, 5), "Letter"]]))
    assert entry.when.at is not None
    assert f"{entry.when.at:%H:%M %Z}" == "09:05 BST"


def test_a_formula_without_its_value_is_named(tmp_path: Path) -> None:
    drafts = saved(tmp_path, [["Date", "Event", "Action"], ["1/2/19", "Letter", "=1+1"]])
    assert [(row, column) for row, column, says in warned(drafts) if "no stored value" in says] == [(5, "Action")]


def test_a_formula_that_ended_in_an_error_is_kept_and_named(tmp_path: Path) -> None:
    drafts = saved(tmp_path, [["Date", "Event", "Action"], ["1/2/19", "Letter", "#N/A"]])
    assert "#N/A" in entries(drafts)[0].narrative
    assert (5, "Action", "a formula here ended in an error") in warned(drafts)


def test_a_number_of_nineteen_digits_is_named_and_not_rounded_into_words(tmp_path: Path) -> None:
    drafts = saved(tmp_path, [["Date", "Event", "Our reference"], ["1/2/19", "Letter", 1234567890123456789]])
    assert any("more digits than a spreadsheet keeps" in says for _, _, says in warned(drafts))
    assert "e+" not in str(rows_of(drafts)[0].raw).lower()


def test_a_reference_keeps_its_leading_zeros(tmp_path: Path) -> None:
    def pad(sheet: Worksheet) -> None:
        sheet["C6"].number_format = "0000000"

    table = [["Date", "Event", "Our reference"], ["1/2/19", "Letter", "0070071"], ["2/2/19", "Letter", 70072]]
    drafts = saved(tmp_path, table, pad)
    assert [row.raw["Our reference"] for row in rows_of(drafts)] == ["0070071", "0070072"]


def test_a_hidden_row_is_read_and_named(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[5].hidden = True

    drafts = saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"]], hide)
    assert len(entries(drafts)) == 1
    assert (5, None, "this row is hidden in the workbook, and was read") in warned(drafts)


def test_a_hidden_column_is_read_and_named(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["B"].hidden = True

    drafts = saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"]], hide)
    assert len(entries(drafts)) == 1
    assert (None, None, "some columns are hidden in the workbook, and were read") in warned(drafts)


def test_a_hidden_sheet_is_read_and_named(tmp_path: Path) -> None:
    def another(sheet: Worksheet) -> None:
        hidden = sheet.parent.create_sheet("Older")
        hidden.sheet_state = "hidden"
        for row in (["Date", "Event"], ["3/4/18", "Letter"]):
            hidden.append(row)

    drafts = saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"]], another)
    assert [row.sheet for row in rows_of(drafts)] == ["Sheet", "Older"]
    assert (None, None, "this sheet is hidden in the workbook, and was read") in warned(drafts)


def test_words_of_cells_merged_downwards_belong_to_every_row_they_span(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A5:A6")
        sheet.merge_cells("C5:C6")

    table = [["Date", "Event", "By whom"], ["1/2/19", "Letter", "HV1"], [None, "Another letter", None]]
    drafts = saved(tmp_path, table, merge)
    assert [(one.when.first, one.professional) for one in entries(drafts)] == [(date(2019, 2, 1), "HV1")] * 2
    assert any("cells are merged here" in says for _, _, says in warned(drafts))


def test_a_row_merged_with_nothing_of_its_own_stays_blank(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A5:A6")
        sheet.merge_cells("B5:B6")
        sheet["C6"].font = Font(bold=True)

    drafts = saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"], [None, None, None]], merge)
    assert len(entries(drafts)) == 1


def test_words_under_no_heading_are_named_and_kept(tmp_path: Path) -> None:
    drafts = saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter", None, "a note in the margin"]])
    assert rows_of(drafts)[0].raw["D"] == "a note in the margin"
    assert [(row, column) for row, column, says in warned(drafts) if "no heading" in says] == [(5, "D")]


def test_a_sheet_without_headings_is_set_aside_row_by_row(tmp_path: Path) -> None:
    def another(sheet: Worksheet) -> None:
        notes = sheet.parent.create_sheet("Notes")
        notes.append(["Remember to ring the school"])
        notes.append([])
        notes.append(["and the GP", "again", "soon"])

    drafts = saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"]], another)
    refused = [(row.sheet, row.row) for row in rows_of(drafts) if row.refused]
    assert refused == [("Notes", 1), ("Notes", 3)]


def test_rich_text_is_read_whole_and_its_reading_aid_left_out(tmp_path: Path) -> None:
    saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"]])
    rich = b"<r><rPr><b/></rPr><t>Was </t></r><r><t>not</t></r><r><t> brought</t></r><rPh><t>aid</t></rPh>"
    changed = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "table.xlsx") as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<t[^>]*>Letter</t>", rich, old.read(name)))
    (tmp_path / "table.xlsx").write_bytes(changed.getvalue())
    (entry,) = entries(list(read(tmp_path / "table.xlsx", today=TODAY)))
    assert (entry.narrative, entry.kind) == ("Was not brought", "appointment.not_brought")


def test_the_day_a_workbook_was_saved_is_the_day_it_speaks_for_unless_it_or_the_sender_says_otherwise(
    tmp_path: Path,
) -> None:
    def save_on(sheet: Worksheet) -> None:
        sheet.parent.properties.modified = at(2023, 7, 1)

    table = [["Date", "Event"], ["1/2/19", "Letter"]]
    first = saved(tmp_path, table, save_on)[0]
    assert isinstance(first, FileSaid)
    book = openpyxl.load_workbook(tmp_path / "table.xlsx")
    assert first.as_at == book.properties.modified.date()
    asked = next(read(tmp_path / "table.xlsx", as_at=date(2022, 1, 1)))
    assert isinstance(asked, FileSaid)
    assert asked.as_at == date(2022, 1, 1)


def test_strings_that_a_workbook_keeps_apart_from_its_cells_are_read_and_counted(tmp_path: Path) -> None:
    saved(tmp_path, [["Date", "Event"], ["1/2/19", "Letter"]])
    strings: list[bytes] = []

    def apart(cell: re.Match[bytes]) -> bytes:
        strings.append(cell[2])
        return b'<c%s t="s"><v>%d</v></c>' % (cell[1], len(strings) - 1)

    changed = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "table.xlsx") as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb'<c([^>]*?) t="inlineStr"[^>]*><is>(.*?)</is></c>', apart, part)
            new.writestr(name, part)
        new.writestr("xl/sharedStrings.xml", b"<sst>%s</sst>" % b"".join(b"<si>%s</si>" % one for one in strings))
    (tmp_path / "table.xlsx").write_bytes(changed.getvalue())
    drafts = list(read(tmp_path / "table.xlsx", today=TODAY))
    assert len(strings) >= 8
    assert [one.narrative for one in entries(drafts)] == ["Letter"]


# ---------------------------------------------------------------- text tables


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_usual_separator_and_line_end_is_read(tmp_path: Path, separator: str, ends: str) -> None:
    lines = ["Name,Date,Event", "Ada Wren,1/2/19,Letter", "Ada Wren,2/2/19,Letter"]
    drafts = typed(tmp_path, ends.join(line.replace(",", separator) for line in lines).encode())
    assert [one.when.first for one in entries(drafts)] == [date(2019, 2, 1), date(2019, 2, 2)]


def test_a_cell_over_several_lines_is_one_row(tmp_path: Path) -> None:
    drafts = typed(tmp_path, 'Date,Event\n1/2/19,"Letter sent.\nShe said ""no"", twice.\n\nFiled."\n2/2/19,Call\n')
    assert [row.row for row in rows_of(drafts)] == [3, 4]
    assert entries(drafts)[0].narrative == 'Letter sent.\nShe said "no", twice.\n\nFiled.'


def test_inches_inside_a_cell_are_no_quotation(tmp_path: Path) -> None:
    drafts = typed(tmp_path, 'Date,Event\n1/2/19,A 5" bruise and a 6" one\n2/2/19,Call\n')
    assert len(rows_of(drafts)) == 2


def test_a_row_whose_cells_cannot_be_told_apart_is_set_aside_alone(tmp_path: Path) -> None:
    drafts = typed(tmp_path, 'Date,Event\n1/2/19,"Letter" sent\n2/2/19,Call\n')
    refused = [row for row in rows_of(drafts) if row.refused]
    assert [row.row for row in refused] == [3]
    assert len(entries(drafts)) == 1


def test_blank_lines_are_blank_rows(tmp_path: Path) -> None:
    drafts = typed(tmp_path, "Date,Event\n1/2/19,Letter\n\n,,\n   \n2/2/19,Call\n\n")
    assert [row.row for row in rows_of(drafts) if row.blank] == [4, 5, 6, 8]


def test_headings_that_come_again_are_no_rows(tmp_path: Path) -> None:
    drafts = typed(tmp_path, "Date,Event\n1/2/19,Letter\nDate,Event\n2/2/19,Call\n")
    assert [row.row for row in rows_of(drafts)] == [3, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_letters_are_read_in_the_encoding_they_were_written_in(tmp_path: Path, encoding: str) -> None:
    words = "Zoë said “it’s naïve” – £20 for café"
    drafts = typed(tmp_path, f"Name,Date,Event\nZoë Brontë,1/2/19,{words}\n".encode(encoding))
    assert entries(drafts)[0].narrative == words


def test_one_apostrophe_from_windows_is_enough(tmp_path: Path) -> None:
    drafts = typed(tmp_path, "Name,Date,Event\nAda Wren,1/2/19,Child’s letter\n".encode("cp1252"))
    assert entries(drafts)[0].narrative == "Child’s letter"


def test_letters_that_can_be_read_in_two_ways_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="more than one way"):
        typed(tmp_path, b"Name,Date,Event\nZo\x9c Wren,1/2/19,Letter\n")


def test_a_narrative_of_half_a_million_letters_is_read_whole(tmp_path: Path) -> None:
    drafts = typed(tmp_path, f"Date,Event\n1/2/19,{'word ' * 100_000}\n")
    assert len(entries(drafts)[0].narrative) == 499_999
