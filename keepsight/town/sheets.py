"""Writes tables as agencies send them, CSV and Excel workbooks, the same bytes every time for the same rows.

A workbook carries the moment it was saved, twice over; both are set to the day it speaks for. Knows nothing of
children: rows and cells in, a file out.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | date | None

DAY = "%d/%m/%Y"
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the earliest an archive can name
NARROWEST, WIDEST = 10, 60  # characters


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, the headings and the rows, and the rows that stand above them, parted by an empty one."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[Sequence[Cell]] = ()


def write_csv(path: Path, table: Table) -> None:
    """The headings and rows as Excel saves them in Britain: commas, dd/mm/yyyy, a byte order mark, CRLF."""
    text = io.StringIO(newline="")
    above = [*table.above, []] if table.above else []
    csv.writer(text).writerows([as_text(cell) for cell in row] for row in [*above, table.headings, *table.rows])
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def write_workbook(path: Path, tables: Iterable[Table], saved_on: date) -> None:
    """The sheets as an .xlsx with real date cells, saved as if on `saved_on`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    saved = io.BytesIO()
    book.save(saved)
    path.write_bytes(settled(saved.getvalue(), saved_on))


def as_text(cell: Cell) -> str:
    """A cell as it is typed: a day as dd/mm/yyyy, nothing as nothing."""
    return cell.strftime(DAY) if isinstance(cell, date) else cell or ""


def _fill(sheet: Worksheet, table: Table) -> None:
    for row in table.above:
        sheet.append(list(row))
    if table.above:
        sheet.append([])
    sheet.append(list(table.headings))
    heading_row = sheet.max_row
    for row in table.rows:
        sheet.append([cell or None for cell in row])
    _dress(sheet, heading_row, table)


def _dress(sheet: Worksheet, heading_row: int, table: Table) -> None:
    for place, heading in enumerate(table.headings, 1):
        longest = max([len(heading), *(len(as_text(row[place - 1])) for row in table.rows if place <= len(row))])
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, NARROWEST), WIDEST)
        sheet.cell(heading_row, place).font = Font(bold=True)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
    sheet.freeze_panes = sheet.cell(heading_row + 1, 1)


def settled(saved: bytes, saved_on: date) -> bytes:
    """The same archive with no trace of the moment it was written."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                moment = datetime.combine(saved_on, datetime.min.time()).strftime("%Y-%m-%dT%H:%M:%SZ")
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", moment.encode(), part)
            new.writestr(zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP), part, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
