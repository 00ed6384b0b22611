"""A sheet to write on where there is no connection: meetings with one child, put on record when it is handed in. Part of `actions`.

It bears the child's number in Keepsight and no name, so that a lost laptop tells nobody of whom it speaks but by what was written.
All of a sheet is put on record or nothing; handed in again, what is on record already stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.db import transaction
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import RefusedFile, Where, WrongUse
from keepsight.intake.drafts import DraftRow
from keepsight.intake.reading import LIMITS, read_table
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.limits import MEGABYTE, Limits
from keepsight.practice.child.hearing import MEETING, Heard, hear, refuse_half_told
from keepsight.store import clock

WHOSE = "Which child: leave it as it is"
COLUMNS: Mapping[str, str] = {
    "The day": "on",
    "Did you see the child": "seen",
    "Who else was there": "with_whom",
    "If not seen, why": "why_not",
    "Where": "place",
    "How the child tells": "communicates",
    "The child’s own words": "words",
    "What the child showed": "showed",
    "It was distress": "distressed",
    "What you think it means": "thinks",
    "What you told the child you would do": "promised",
}
"""The headings of the sheet, each with the part of a meeting that is written under it."""

OFFERED: Mapping[str, Mapping[str, str]] = {
    "seen": {"alone": "alone", "with somebody": "with", "no": "not"},
    "distressed": {"yes": "yes", "no": "", "": ""},
}
"""The parts of which a word is chosen: each word that may be written, with what it means."""

ROWS = 20  # for a week of visits to one child, with room; whoever needs more takes another sheet
WIDE, NARROW = 40, 16  # characters: of what is told in sentences, and of the rest
LONG = ("words", "showed", "thinks", "promised")
FILE_LIMITS = Limits(**{**LIMITS.plain(), "file_bytes": MEGABYTE})  # twenty rows in words


@dataclass(frozen=True, slots=True)
class Wrong:
    """What must be put right before the sheet is put on record: in which row and column (None: the whole row), and why."""

    row: int
    column: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Visits:
    """A sheet as it was read: each meeting with its row, or what must be put right."""

    meetings: Sequence[tuple[int, Heard]]
    wrong: Sequence[Wrong]


def blank_sheet(child: UUID) -> bytes:
    """The bytes of an .xlsx file to write meetings with a child on. It names nobody."""
    book = Workbook()
    book.properties.creator = "Keepsight"
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one
    sheet.title = "Visits"
    sheet.append([*COLUMNS, WHOSE])
    for _ in range(ROWS):
        sheet.append([None] * len(COLUMNS) + [str(child)])
    for number, part in enumerate([*COLUMNS.values(), "whose"], start=1):
        _lay_out(sheet, number, part)
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_visits(path: Path, child: Collection[UUID]) -> Visits:
    """The meetings that a sheet at `path` tells of a child, whom these ids stand for.

    Raises RefusedFile for a file that is no such sheet, and for one on which nothing is written.
    """
    rows = read_table(path, limits=FILE_LIMITS)
    heads = {one.strip().casefold(): one for one in rows[0].raw} if rows else {}
    if missing := [one for one in (*COLUMNS, WHOSE) if one.casefold() not in heads]:
        raise RefusedFile(
            f"The file lacks columns with these headings: {', '.join(missing)}",
            next_step="Write on the sheet that this page gives, and leave its headings.",
        )
    written = [one for one in rows[1:] if one.refused or any(_cell(one, heads, name) for name in COLUMNS)]
    if not written:
        raise RefusedFile("Nothing is written on this sheet", where=Where(file=path.name), next_step="Choose another.")
    meetings, wrong = list[tuple[int, Heard]](), list[Wrong]()
    for one in written:
        found = _meeting(one, heads, child)
        if isinstance(found, Wrong):
            wrong.append(found)
        else:
            meetings.append((one.row, found))
    return Visits(meetings, wrong)


@transaction.atomic
@seeing(THE_MACHINE)
def put_visits(child: UUID, entries: Sequence[EntryShown], visits: Visits, *, by: User) -> tuple[int, int]:
    """Put the meetings of a sheet on record. How many were, and how many were already, as `by` reads it in `entries`.

    Raises WrongUse where anything must be put right: then nothing is kept.
    """
    if visits.wrong:
        raise WrongUse("Nothing is on record yet", next_step="Put right what stands below, and hand it in again.")
    told = {_key(one) for one in entries if one.kind in MEETING and one.source.by == by.name}
    new = {key: heard for _, heard in visits.meetings if (key := _key_of(heard)) not in told}
    for heard in new.values():
        hear(child, heard, by=by)
    return len(new), len(visits.meetings) - len(new)


def _lay_out(sheet: Worksheet, number: int, part: str) -> None:
    """A column: as wide as what is told in it, the day as a day, and what may be chosen offered."""
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = WIDE if part in LONG else NARROW
    sheet.cell(1, number).font = Font(bold=True)
    for row in range(1, ROWS + 2):
        sheet.cell(row, number).alignment = Alignment(vertical="top", wrap_text=True)
        if part == "on":
            sheet.cell(row, number).number_format = "dd/mm/yyyy"
    if part in OFFERED:
        words = ",".join(word for word in OFFERED[part] if word)
        offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        offered.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(offered)


def _meeting(row: DraftRow, heads: Mapping[str, str], child: Collection[UUID]) -> Heard | Wrong:
    if row.refused:
        return Wrong(row.row, None, row.refused.reason)
    if _cell(row, heads, WHOSE) not in map(str, child):
        return Wrong(row.row, WHOSE, "This row is not of this child: hand it in on the page of the child whose it is.")
    when = read_date(_cell(row, heads, "The day"), not_after=clock.today()).when
    if when.precision != "day" or when.first is None:
        return Wrong(row.row, "The day", "Write the day on which you were there, such as 27/3/2026.")
    told = {part: _cell(row, heads, heading) for heading, part in COLUMNS.items() if part != "on"}
    for heading, part in COLUMNS.items():
        if part in OFFERED:
            word = told[part].casefold()
            if word not in OFFERED[part]:
                return Wrong(
                    row.row, heading, f"Choose one of what is offered: {', '.join(filter(None, OFFERED[part]))}."
                )
            told[part] = OFFERED[part][word]
    heard = Heard(when.first, **told)
    try:
        refuse_half_told(heard)
    except WrongUse as wrong:
        return Wrong(row.row, None, str(wrong))
    return heard


def _cell(row: DraftRow, heads: Mapping[str, str], heading: str) -> str:
    return row.raw.get(heads[heading.casefold()], "").strip()


def _key(one: EntryShown) -> tuple[object, ...]:
    return one.occurred_to, one.kind, one.child_words or "", one.narrative


def _key_of(heard: Heard) -> tuple[object, ...]:
    """By what a meeting is known again: what the child said and showed that day, or else that the child was seen, or not."""
    if heard.words or heard.showed:
        return heard.on, "child.voice", heard.words, heard.showed
    return heard.on, "child.not_seen" if heard.seen == "not" else "child.seen", "", ""
