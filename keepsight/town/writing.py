"""Writes every agency's files into a folder, in the order in which the agencies hand them in.

The same day gives the same bytes. The school's files stop five months before the story ends, and nothing says so but
their dates: that silence is part of the story.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from keepsight.town import layouts
from keepsight.town.above import (
    ALL_CHILDREN,
    about_child,
    about_file,
    about_referral,
    family_key,
    names_of,
    patient_key,
    school_key,
)
from keepsight.town.agencies import AGENCIES
from keepsight.town.annex import write_annex
from keepsight.town.census import reference_dates, write_census
from keepsight.town.documents import write_document
from keepsight.town.forms import write_form
from keepsight.town.layouts import Column, Told, told
from keepsight.town.sheets import Cell, Table, as_text, write_csv, write_workbook
from keepsight.town.shift import STORY_BEGINS_ON, STORY_ENDS_ON, moved_by
from keepsight.town.story import Family, families

SCHOOL_LAST_SENT_ON = date(2025, 10, 24)  # in the story's own calendar
SENT_BEFORE = timedelta(days=2)  # the surgery and the clinic send theirs on the Friday before the story ends

MONTHLY_RUNS = (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28))  # of the lists; in the story's own calendar

CHRONOLOGY_TABLE, CIN_CENSUS, ANNEX_A, REFERRAL_RECORD = "chronology_table", "cin_census", "annex_a", "referral_record"
ATTENDANCE, VIRTUAL_SCHOOL, PROTECTION_MEETINGS = "attendance", "virtual_school", "protection_meetings"


@dataclass(frozen=True, slots=True)
class TownFile:
    """One file handed in: where it is, whose it is, the day it speaks for, and its format (None: to be recognised)."""

    path: Path
    agency_code: str
    agency_name: str
    sector: str
    as_at: date
    format: str | None


def write_town(out: Path, until: date) -> list[TownFile]:
    """Write the town's files under `out`, the story ending on the last Sunday on or before `until`.

    Returns the files in the order handed in. Folders are made; a file already there is written over.
    """
    by = moved_by(until)
    return sorted(_every_file(Desk(out, families(by), by)), key=lambda file: file.as_at)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files are written: the folder, the town as it stands in time, and how far the story has moved."""

    out: Path
    town: tuple[Family, ...]
    by: timedelta

    @property
    def ends_on(self) -> date:
        """The day the story ends."""
        return STORY_ENDS_ON + self.by

    def place(self, agency: str, name: str) -> Path:
        """A file of an agency, in a folder of its own."""
        (self.out / agency).mkdir(parents=True, exist_ok=True)
        return self.out / agency / name

    def about(self, agency: str, covers: str, as_at: date) -> list[list[Cell]]:
        """The lines above a table of an agency."""
        return about_file(AGENCIES[agency], covers, STORY_BEGINS_ON + self.by, as_at)


def _every_file(desk: Desk) -> Iterator[TownFile]:
    yield from _school(desk, SCHOOL_LAST_SENT_ON + desk.by)
    yield from _registers(desk, SCHOOL_LAST_SENT_ON + desk.by)
    yield from _censuses(desk)
    yield from _monthly_lists(desk)
    yield from _referral_records(desk)
    yield _workbook(
        desk, "health_visiting", "contacts-register.xlsx", layouts.HEALTH_VISITING, desk.ends_on - SENT_BEFORE
    )
    yield _csv(desk, "gp", "appointments.csv", layouts.GP, desk.ends_on - SENT_BEFORE)
    yield _csv(desk, "police", "notices-and-incidents.csv", layouts.POLICE, desk.ends_on)
    yield _csv(desk, "hospital", "emergency-and-clinics.csv", layouts.HOSPITAL, desk.ends_on)
    yield _workbook(desk, "camhs", "contacts.xlsx", layouts.CAMHS, desk.ends_on)
    yield from _adult_mental_health(desk, desk.ends_on)
    yield from _social_care(desk, desk.ends_on)
    yield from _virtual_school(desk, desk.ends_on)
    yield from _meetings(desk, desk.ends_on)
    yield from _forms(desk)


def _school(desk: Desk, as_at: date) -> Iterator[TownFile]:
    """A workbook for each pupil of whom there is anything to tell."""
    for family in desk.town:
        for child in family.children:
            lines = [line for line in _lines([family], "school") if line.child is child]
            if lines:
                above = [*desk.about("school", child.forename, as_at), *about_child(child, "school"), []]
                sheet = _table("Chronology", layouts.SCHOOL, lines, [*above, *school_key(family, child)])
                path = desk.place("school", f"{child.surname}-{child.forename}.xlsx".lower())
                write_workbook(path, [sheet], as_at)
                yield _sent(path, as_at)


def _registers(desk: Desk, as_at: date) -> Iterator[TownFile]:
    """What the school's program for registers gives out: over each time how often a child was there, and who came and went."""
    for name, columns in layouts.REGISTERS.items():
        yield _listed(desk, desk.place("school", f"{name}.csv"), columns, as_at, ATTENDANCE)


def _virtual_school(desk: Desk, as_at: date) -> Iterator[TownFile]:
    """What the council's virtual school lists of the schools of children who are looked after."""
    yield _listed(desk, desk.place("social_care", "quality.csv"), layouts.QUALITY, as_at, VIRTUAL_SCHOOL)


def _meetings(desk: Desk, as_at: date) -> Iterator[TownFile]:
    """What the council's conference service lists of the meetings that protect children, and who took part."""
    for name, columns in layouts.MEETINGS.items():
        yield _listed(desk, desk.place("social_care", f"{name}.csv"), columns, as_at, PROTECTION_MEETINGS)


def _listed(desk: Desk, path: Path, columns: Mapping[str, str], as_at: date, format: str) -> TownFile:
    """A list of children, a table of the name that a family's file gives its rows."""
    agency = AGENCIES[path.parent.name]
    above: list[list[Cell]] = [
        ["Agency", agency.name], ["Agency code", agency.code], ["As at", as_at],
        ["Period from", STORY_BEGINS_ON + desk.by], ["Period to", as_at],
    ]  # fmt: skip
    rows = [row for family in desk.town for row in layouts.registered(family, path.stem, columns)]
    write_csv(path, Table(path.stem, (*layouts.PUPIL, *columns), rows, above))
    return _sent(path, as_at, format)


def _censuses(desk: Desk) -> Iterator[TownFile]:
    for reference in reference_dates(desk.town, desk.ends_on):
        path = desk.place("social_care", f"cin-census-{reference.isoformat()}.xml")
        write_census(path, desk.town, reference)
        yield _sent(path, reference, CIN_CENSUS)


def _forms(desk: Desk) -> Iterator[TownFile]:
    """Forms in words, each as the agency was sent it."""
    for family in desk.town:
        for form in family.forms:
            path = desk.place(form.agency, f"{form.name}.docx")
            write_form(path, form.text, form.on)
            yield _sent(path, form.on, REFERRAL_RECORD)


def _social_care(desk: Desk, as_at: date) -> Iterator[TownFile]:
    """A workbook for each family it knows: initials mean somebody else in every family."""
    for family in desk.town:
        if lines := list(_lines([family], "social_care")):
            above = [*desk.about("social_care", names_of(family.children), as_at), [], *family_key(family)]
            path = desk.place("social_care", f"{family.name}-chronology.xlsx".lower())
            write_workbook(path, [_table("Chronology", layouts.SOCIAL_CARE, lines, above)], as_at)
            yield _sent(path, as_at)


def _monthly_lists(desk: Desk) -> Iterator[TownFile]:
    for as_at in (run + desk.by for run in MONTHLY_RUNS):
        path = desk.place("social_care", f"annex-a-{as_at.isoformat()}.xlsx")
        write_annex(path, desk.town, as_at)
        yield _sent(path, as_at, ANNEX_A)


def _referral_records(desk: Desk) -> Iterator[TownFile]:
    """A form for each referral that somebody wrote in Word, in the folder of whoever received it."""
    for family in desk.town:
        for one in family.records:
            path = desk.place(one["agency"], f"referral-{family.name}-{one['on'].isoformat()}.docx".lower())
            write_document(path, "Referral to children's social care", about_referral(family, one), one["on"])
            yield _sent(path, one["on"], REFERRAL_RECORD)


def _adult_mental_health(desk: Desk, as_at: date) -> Iterator[TownFile]:
    """A Word document for each patient who has children: what was written of the grown-up, and whose parent they are."""
    agency = "adult_mental_health"
    for family in desk.town:
        if lines := list(_lines([family], agency)):
            above = desk.about(agency, names_of(family.children), as_at)
            words = [f"{label}: {as_text(cell)}" for label, cell in above]
            columns = layouts.ADULT_MENTAL_HEALTH
            rows: list[Sequence[Cell]] = [layouts.headings(columns), *layouts.rows(columns, lines)]
            path = desk.place(agency, f"{family.name}-chronology.docx".lower())
            write_document(path, "Chronology of care", [*words, patient_key(family), rows], as_at)
            yield _sent(path, as_at)


def _workbook(desk: Desk, agency: str, name: str, columns: tuple[Column, ...], as_at: date) -> TownFile:
    path = desk.place(agency, name)
    above = desk.about(agency, ALL_CHILDREN, as_at)
    write_workbook(path, [_table("Register", columns, _lines(desk.town, agency), above)], as_at)
    return _sent(path, as_at)


def _csv(desk: Desk, agency: str, name: str, columns: tuple[Column, ...], as_at: date) -> TownFile:
    path = desk.place(agency, name)
    above = desk.about(agency, ALL_CHILDREN, as_at)
    write_csv(path, _table(path.stem, columns, _lines(desk.town, agency), above))
    return _sent(path, as_at)


def _lines(town: Iterable[Family], agency: str) -> Iterator[Told]:
    """The lines of one agency by their days; one without a plain day stays behind the line above it."""
    dated: list[tuple[date, Told]] = []
    for family in town:
        day = date.min
        for line in (line for line in family.lines if line.agency == agency):
            day = line.on if isinstance(line.on, date) else day
            dated.append((day, told(family, line)))
    return (line for _, line in sorted(dated, key=lambda pair: pair[0]))


def _table(name: str, columns: tuple[Column, ...], lines: Iterable[Told], above: list[list[Cell]]) -> Table:
    return Table(name, layouts.headings(columns), layouts.rows(columns, lines), above)


def _sent(path: Path, as_at: date, format: str = CHRONOLOGY_TABLE) -> TownFile:
    agency = AGENCIES[path.parent.name]
    return TownFile(path, agency.code, agency.name, agency.sector, as_at, format)
