"""Rows of a chronology as a workbook: every cell plain text, so that no word of a record is ever run as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from keepsight.pages.chronology.rows import Row
from keepsight.pages.words import listed
from keepsight.store.spreadsheets import safe

HEADINGS = (
    "No.", "Date", "Written as", "Agency", "On record at", "What happened", "About", "In words", "The child’s words", "Rests on",
    "Child seen", "Result", "Told", "Why it matters", "Comment added later", "Disputed", "Prompts", "From",
)  # fmt: skip
WIDE = {"In words": 60, "The child’s words": 40, "From": 40, "Why it matters": 30, "Disputed": 40}
WIDTH = 16  # characters


@dataclass(frozen=True, slots=True)
class About:
    """What the workbook says of itself. `left` are words that may still tell who is meant, with how often each stands."""

    of: str
    by: str
    at: str
    entries: str
    which: str
    reach: str
    silent: Sequence[str]
    hidden: bool
    glossary: Sequence[tuple[str, str]]
    left: Sequence[tuple[str, int]]


def workbook(rows: Iterable[Row], about: About) -> bytes:
    """The bytes of an .xlsx file: the entries, what this file is, who is who, and what is left to look at."""
    book = Workbook(write_only=True)
    book.properties.creator = "Keepsight"
    add_sheet(book, "Chronology", HEADINGS, map(_cells, rows))
    add_sheet(book, "About this file", ("What", "Says"), _said(about))
    people = ("Without names",) if about.hidden else ("Without names", "On record as")
    add_sheet(
        book, "Who is who", people, ((role,) if about.hidden else (role, names) for role, names in about.glossary)
    )
    if about.hidden:
        add_sheet(
            book,
            "To be looked at",
            ("May tell who is meant", "Times"),
            ((word, str(times)) for word, times in about.left),
        )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _said(about: About) -> list[tuple[str, str]]:
    said = [
        ("Chronology of", about.of),
        ("Taken from Keepsight at", about.at),
        ("By", about.by or "not said in a file without names"),
        ("Entries", f"{about.entries}: {about.which}"),
        (
            "Names",
            "replaced where known; nobody has checked the rest: see “To be looked at”" if about.hidden else "shown",
        ),
        ("The agencies’ files reach to", about.reach),
    ]
    return [*said, *(("Cannot be told", f"{one}. What happened there would not show here.") for one in about.silent)]


def _cells(row: Row) -> tuple[str, ...]:
    details = " ".join(f"{name.capitalize()}: {said}." for name, said in row.details)
    same = f"Told in the same row as entry {row.same_words[1]}." if row.same_words else ""
    guess = f"The kind is our guess, from the words ‘{row.guessed_by}’." if row.guessed_by else ""
    text = " ".join(part for part in (row.text, details, same, guess) if part)
    return (
        str(row.number), row.when, row.raw_when or "", row.agency, row.held_by or "", row.title, row.whose or "", text,
        row.child_words or "", row.basis or "", row.seen, row.result, row.told or "", row.significance or "", row.hindsight or "",
        " ".join(row.disputes), listed([str(number) for number in row.cited_by]), row.source,
    )  # fmt: skip


def add_sheet(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Add a sheet of a heading and rows, each cell a text that nothing runs as a formula."""
    sheet = book.create_sheet(title)
    for place, heading in enumerate(headings):
        sheet.column_dimensions[chr(ord("A") + place)].width = WIDE.get(heading, WIDTH)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, words) for words in row])


def _cell(sheet: object, words: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe(words))
    cell.data_type = "s"  # a text, whatever it looks like
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
