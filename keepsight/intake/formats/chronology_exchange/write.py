"""Writes drafts as a chronology to take along: the same columns as .csv, as .xlsx and as .docx.

What `read` makes of it are the same drafts again. Every cell is text, and none runs as a formula. Where a workbook's cell
cannot hold an entry's words it refuses, and shortens nothing.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from keepsight.errors import WrongUse
from keepsight.intake.drafts import OURS, DraftAgency, DraftEntry, DraftPerson, DraftRow, DraftTie
from keepsight.intake.formats.chronology_exchange.cells import YES, pairs_cell, people_cell, safe, told_cell
from keepsight.intake.formats.chronology_exchange.fields import (
    AGENCY,
    FROM,
    NUMBER,
    REPLACED,
    ROW,
    SHOWN,
    VERSION,
    WHO,
    heading_of,
)
from keepsight.intake.formats.chronology_exchange.moments import day, words_of
from keepsight.vocabulary import KINDS

CELL_CHARACTERS = 32_767  # what a cell of a workbook holds (Excel specifications and limits)
ON_PAPER = ("date", "agency", "about", "kind", "words", "more", "entry")
WIDE = {"words": 60, "voice": 40, "details": 40, FROM: 30}
WIDTH = 16  # characters
SMALL = Pt(7)
Cells = dict[str, str]


@dataclass(slots=True)
class Told:
    """A chronology laid out: lines about the file, who is who, and a row for each entry, its cells by field."""

    about: list[tuple[str, str]]
    who: list[Cells] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)


def laid_out(drafts: Iterable[object], about: Mapping[str, str], *, hidden: bool = False) -> Told:
    """The drafts as the cells of a table. `about` are lines about the file, by the names that `format.toml` gives them."""
    told = Told([("Keepsight chronology", VERSION), ("Names", REPLACED if hidden else SHOWN), *about.items()])
    by_ref: dict[str, Cells] = {}
    agencies: dict[str, str] = {}
    for draft in drafts:
        match draft:
            case DraftPerson():
                by_ref[draft.ref] = _person(draft)
            case DraftTie():
                by_ref[draft.a_ref] |= _tie(draft)
            case DraftAgency():
                agencies[draft.code] = f"{draft.name} {draft.code}" if draft.name in agencies.values() else draft.name
                told.who.append(_agency(draft, agencies[draft.code]))
            case DraftRow():
                told.rows += (_row(draft, entry, agencies) for entry in draft.entries)
    told.who = [*by_ref.values(), *told.who]
    told.rows = [cells | {NUMBER: str(number)} for number, cells in enumerate(told.rows, 1)]
    return told


def as_csv(told: Told) -> bytes:
    """As a text of lines that a spreadsheet opens, with the mark by which Excel knows its letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([name, safe(words)] for name, words in told.about)
    writer.writerow([])
    writer.writerows(_lines(WHO, told.who))
    writer.writerow([])
    writer.writerows(_lines(ROW, told.rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(told: Told) -> bytes:
    """As a workbook of three sheets. Raises WrongUse where an entry's words are longer than a cell holds."""
    if any(len(words) >= CELL_CHARACTERS for row in told.rows for words in row.values()):
        raise WrongUse(
            "The words of an entry are longer than a cell of a workbook holds",
            next_step="Take the chronology out as .csv, .docx or in Keepsight’s own format.",
        )
    book = Workbook(write_only=True)
    book.properties.creator = "Keepsight"
    _sheet(book, "Chronology", ROW, _lines(ROW, told.rows))
    _sheet(book, "Who is who", WHO, _lines(WHO, told.who))
    _sheet(book, "About this file", (), ([name, safe(words)] for name, words in told.about))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(told: Told) -> bytes:
    """As a Word document: what it is, who is who, and the chronology, a table each."""
    document = Document()
    document.core_properties.author, document.core_properties.title = "Keepsight", "Chronology"
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading("Chronology", level=1)
    _table(document.add_table(0, 2), ([name, safe(words)] for name, words in told.about))
    document.add_heading("Who is who", level=2)
    who = tuple(name for name in WHO if name == "initials" or any(name in one for one in told.who))
    who = who if len(who) > 1 else WHO[:2]
    _table(document.add_table(0, len(who)), _lines(who, told.who), headed=True)
    document.add_heading("What happened", level=2)
    _table(document.add_table(0, len(ON_PAPER)), _lines(ON_PAPER, map(_on_paper, told.rows)), headed=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[Told], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "docx": as_docx}


def _person(person: DraftPerson) -> Cells:
    said = {
        "initials": person.ref,
        "is": (person.role_hint or "other").replace("_", " "),
        "forename": person.forename,
        "surname": person.surname,
        "born": person.born.raw if person.born else None,
        "sex": person.sex,
        "nhs_number": person.nhs_number,
        "upn": person.upn,
    }
    return _said(said)


def _tie(tie: DraftTie) -> Cells:
    words = tie.kind.replace("_", " ")
    return _said({"tie": words, "tie_from": _day(tie.from_on), "tie_until": _day(tie.to_on)})


def _agency(agency: DraftAgency, called: str) -> Cells:
    return _said(
        {
            "initials": called,
            "is": AGENCY,
            "code": agency.code,
            "agency_name": agency.name,
            "sector": agency.sector,
        }
    )


def _row(row: DraftRow, entry: DraftEntry, agencies: Mapping[str, str]) -> Cells:
    ours = (entry.key or "").removeprefix(OURS) if (entry.key or "").startswith(OURS) else None
    said = {
        **words_of(entry.when),
        "agency": entry.agency and agencies.get(entry.agency, entry.agency),
        "about": people_cell(entry.people),
        "kind": KINDS[entry.kind].title,
        "words": entry.narrative,
        "voice": entry.child_words,
        "details": pairs_cell(entry.details.items()),
        "significance": entry.significance,
        "professional": entry.professional,
        "told": told_cell(entry.told),
        "from_agency": entry.from_agency,
        "basis": entry.basis and entry.basis.replace("_", " "),
        "corroborated": None if entry.corroborated is None else YES[entry.corroborated],
        "hindsight": entry.hindsight,
        "recorded": _day(entry.recorded_on),
        "guessed": entry.guessed_by,
        "thread": entry.thread,
        "level": None if entry.level == "standard" else entry.level,
        FROM: row.raw.get(FROM),
        "entry": ours and f"{ours} {entry.was or ''}",
    }
    return _said(said)


def _day(on: date | None) -> str | None:
    return day(on) if on else None


def _said(said: Mapping[str, str | None]) -> Cells:
    return {name: words for name, words in said.items() if words}


def _lines(fields: Sequence[str], rows: Iterable[Cells]) -> Iterator[list[str]]:
    heading = heading_of()
    yield [heading.get(name, name) for name in fields]
    for cells in rows:
        yield [safe(cells.get(name, "")) for name in fields]


def _on_paper(cells: Cells) -> Cells:
    heading = heading_of()
    more = ((heading[name], cells[name]) for name in ROW if name in cells and name in heading and name not in ON_PAPER)
    return {**cells, "more": pairs_cell(more)}


def _sheet(book: Workbook, title: str, fields: Sequence[str], rows: Iterable[list[str]]) -> None:
    sheet = book.create_sheet(title)
    for place, name in enumerate(fields):
        sheet.column_dimensions[chr(ord("A") + place)].width = WIDE.get(name, WIDTH)
    if fields:
        sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([words and _cell(sheet, words, bold=bool(fields) and not number) for words in row])


def _cell(sheet: object, words: str, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"  # a text, whatever it looks like
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _table(table: Any, rows: Iterable[list[str]], *, headed: bool = False) -> None:
    table.style = "Table Grid"
    for number, words in enumerate(rows):
        for place, cell in enumerate(table.add_row().cells):
            run = cell.paragraphs[0].add_run(words[place])
            run.bold = headed and not number
            if headed and number and place >= len(words) - 2:
                run.font.size = SMALL
