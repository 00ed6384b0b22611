"""Excel workbooks (.xlsx), read as a stream of what a person sees.

We read the parts of the archive ourselves because the libraries lose, without a word, what a chronology can hang on:
a formula without its stored value, digits beyond the fifteenth, a month that was typed as a month, a hidden row, merged
cells. Here each is read rightly or noted on its row. Nothing is computed: formulas, macros and links are never run.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException

from keepsight.errors import RefusedFile, Where
from keepsight.intake.reading.cells import Look, look_of, number_as_seen
from keepsight.intake.reading.commas import too_large
from keepsight.intake.reading.guard import cut_short
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.markup import ParseError, closing_elements, local_name
from keepsight.intake.reading.tables import Row, Sheet, column_letters
from keepsight.intake.reading.workbook_beside import beside

CHUNK_BYTES = 1 << 20
LONGEST_MERGE_TAG = 200  # characters; kept from one chunk to the next
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
CELL_REF = re.compile(r"([A-Z]{1,3})(\d+)")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ParseError, ValueError, NotImplementedError)

MACROS = "this workbook holds macros, which were not run"
NO_STORED_VALUE = (
    "a formula here has no stored value, so there was nothing to read: open the workbook, save it, send it again"
)
FORMULA_ERROR = "a formula here ended in an error"
MERGED = "cells are merged here, and their words were read for every row they span"


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells merged down a column: from the row `top` to the row `bottom`, shown in `column`."""

    top: int
    bottom: int
    column: int


class Workbook:
    """A workbook as a Table."""

    def __init__(self, file: BinaryIO, limits: Limits, *, macros: bool = False) -> None:
        self.limits = limits
        self.cells_left = limits.cells
        with _sound():
            self.archive = zipfile.ZipFile(file)
            self.parts = set(self.archive.namelist())
            self.worksheets = {one for one in self.parts if one.startswith("xl/worksheets/") and one.endswith(".xml")}
            book = self._tree("xl/workbook.xml")
            self.from_1904 = any(local_name(one) == "workbookPr" and _true(one.get("date1904")) for one in book)
            self.looks = self._looks()
            self.shared = self._shared()
            self.listed = [one for one in book.iter() if local_name(one) == "sheet"]
            self.targets = self._targets()
            self.saved_on = self._saved_on()
            self.notes = (*((MACROS,) if macros else ()), *beside(self.archive))

    def sheets(self) -> Iterator[Sheet]:
        """Each worksheet with its rows; a hidden one is read like any other, and says so."""
        listed_parts = [(listed, self._part(listed)) for listed in self.listed]
        self._refuse_lost_sheets([part for _, part in listed_parts])
        for listed, part in listed_parts:
            if part not in self.worksheets:
                continue  # a chart sheet holds no rows
            name = listed.get("name") or "?"
            hidden = listed.get("state", "visible") != "visible"
            notes = ("this sheet is hidden in the workbook, and was read",) if hidden else ()
            yield Sheet(name, self._rows(name, part), notes + self._hidden_columns(part))

    def _part(self, listed: Element) -> str:
        return self.targets.get(next((text for key, text in listed.items() if key.endswith("}id")), ""), "")

    def _refuse_lost_sheets(self, listed: list[str]) -> None:
        """A sheet that is kept and not listed would be lost, and one that is listed twice would be told twice."""
        if any(listed.count(part) != 1 for part in self.worksheets) or not self.parts.issuperset(listed):
            raise RefusedFile(
                "This workbook does not list its sheets as it keeps them, each once",
                next_step="Open it, look whether every sheet is there, save it again as .xlsx, and send the new copy.",
            )

    def _rows(self, sheet: str, part: str) -> Iterator[Row]:
        with _sound(sheet):
            merges = self._merges(part)
            shown: dict[Merge, str] = {}
            last = 0
            for element in self._elements(part, "row"):
                row = self._row(element, last)
                self._keep_within(sheet, row, last)
                last = row.number
                yield _with_merges(row, merges, shown)

    def _row(self, element: Element, last: int) -> Row:
        number = int(element.get("r") or last + 1)
        cells: dict[int, str] = {}
        notes: list[tuple[int | None, str]] = []
        column = -1
        for cell in element:
            place = CELL_REF.match(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            text, note = self._text(cell)
            if text := text.strip():
                cells[column] = text
            if note:
                notes.append((column, note))
        self.cells_left -= len(cells)
        if cells and _true(element.get("hidden")):
            notes.append((None, "this row is hidden in the workbook, and was read"))
        return Row(number, cells, tuple(notes))

    def _text(self, cell: Element) -> tuple[str, str | None]:
        """What a cell shows, and what is odd about it (None: nothing)."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_words(cell)), None
        value = next((one.text or "" for one in cell if local_name(one) == "v"), None)
        if not value:  # a formula may have an empty text for its value, and then says so ("str")
            return "", NO_STORED_VALUE if kind != "str" and any(local_name(one) == "f" for one in cell) else None
        if kind == "s":
            return self.shared[int(value)], None
        if kind == "b":
            return ("TRUE" if _true(value) else "FALSE"), None
        if kind == "n":
            return number_as_seen(value, self.looks.get(cell.get("s", "0"), Look.PLAIN), from_1904=self.from_1904)
        return value, FORMULA_ERROR if kind == "e" else None

    def _keep_within(self, sheet: str, row: Row, last: int) -> None:
        widest = max(row.cells, default=0)
        if row.cells and (row.number - last > self.limits.empty_rows or widest >= self.limits.columns):
            raise RefusedFile(
                "One cell stands far outside the table",
                where=Where(sheet=sheet, row=row.number, column=column_letters(widest)),
                next_step="Delete everything below and to the right of the table, save it, and send it again.",
            )
        if row.number > self.limits.rows or self.cells_left < 0:
            raise too_large(row.number)

    def _merges(self, part: str) -> list[Merge]:
        """Every merge that spans rows. They are listed after the rows, so the part is read through once for them."""
        found, rest = [], b""
        with self.archive.open(part) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                chunk = rest + chunk
                for left, top, _, bottom in MERGE.findall(chunk):
                    if int(bottom) > int(top):
                        found.append(Merge(int(top), int(bottom), _column(left.decode())))
                rest = chunk[-LONGEST_MERGE_TAG:]
        return sorted(set(found), key=lambda merge: (merge.top, merge.column))

    def _hidden_columns(self, part: str) -> tuple[str, ...]:
        with _sound(), self.archive.open(part) as stream:
            for element in closing_elements(stream):
                name = local_name(element)
                if name in ("row", "sheetData"):
                    break
                if name == "col" and _true(element.get("hidden")):
                    return ("some columns are hidden in the workbook, and were read",)
        return ()

    def _elements(self, part: str, name: str) -> Iterator[Element]:
        """Each element of that name, emptied once it has been taken."""
        with self.archive.open(part) as stream:
            for element in closing_elements(stream):
                if local_name(element) == name:
                    yield element
                    element.clear()

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.parts:
            return []
        return ["".join(_words(one)) for one in self._elements("xl/sharedStrings.xml", "si")]

    def _looks(self) -> dict[str, Look | int]:
        """How each style shows a number: style index (as text) to its Look, plain ones left out."""
        if "xl/styles.xml" not in self.parts:
            return {}
        styles = self._tree("xl/styles.xml")
        codes = {
            one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter() if local_name(one) == "numFmt"
        }
        formats = [one for group in styles if local_name(group) == "cellXfs" for one in group]
        return {str(place): look_of(one.get("numFmtId", "0"), codes) for place, one in enumerate(formats)}

    def _targets(self) -> dict[str, str]:
        relations = self._tree("xl/_rels/workbook.xml.rels")
        targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
        return {name: part.lstrip("/") if part.startswith("/") else f"xl/{part}" for name, part in targets.items()}

    def _saved_on(self) -> date | None:
        if "docProps/core.xml" not in self.parts:
            return None
        said = [one.text or "" for one in self._tree("docProps/core.xml") if local_name(one) == "modified"]
        try:
            return date.fromisoformat(said[0][:10]) if said else None
        except ValueError:
            return None

    def _tree(self, part: str) -> Element:
        with self.archive.open(part) as stream:
            *_, root = closing_elements(stream)
            return root


@contextmanager
def _sound(sheet: str | None = None) -> Iterator[None]:
    """Turns every way in which an archive can be broken into one refusal."""
    try:
        yield
    except DefusedXmlException as error:
        raise RefusedFile(
            "A part of this workbook defines a document type or entities, which no spreadsheet writes",
            where=Where(sheet=sheet),
            next_step="Open it, save it again as .xlsx, and send the new copy.",
        ) from error
    except BROKEN as error:
        raise cut_short() from error


def _with_merges(row: Row, merges: list[Merge], shown: dict[Merge, str]) -> Row:
    """The row with the words of cells merged from above; a row with nothing of its own stays blank."""
    while merges and merges[0].top <= row.number:
        merge = merges.pop(0)
        if merge.top == row.number and merge.column in row.cells:
            shown[merge] = row.cells[merge.column]
    for merge in [one for one in shown if one.bottom < row.number]:
        del shown[merge]
    extra = {one.column: text for one, text in shown.items() if one.top < row.number and one.column not in row.cells}
    if not extra or not row.cells:
        return row
    notes = row.notes + tuple((column, MERGED) for column in extra)
    return Row(row.number, row.cells | extra, notes, row.broken)


def _words(element: Element) -> Iterable[str]:
    """The text of a string and its runs; the phonetic guide (`rPh`) that some writers add is no part of it."""
    for one in element:
        name = local_name(one)
        if name == "t":
            yield one.text or ""
        elif name != "rPh":
            yield from _words(one)


def _true(text: str | None) -> bool:
    return text in ("1", "true", "True")


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
