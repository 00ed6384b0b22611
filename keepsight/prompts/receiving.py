"""One file on its way through the rooms, batch by batch, inside one transaction."""

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import assert_never

from django.db import connection

from keepsight.access.actions import name_agency
from keepsight.access.models import Agency, User
from keepsight.access.queries import agencies
from keepsight.chronology.actions import Replacing, Source, append_rows, replace_entries, seal_receipt
from keepsight.chronology.held import Corrected, recognise
from keepsight.errors import BrokenPromise, WrongUse
from keepsight.intake.actions import Tally, begin_receipt, fingerprint, keep_document, note_coverage, write_receipt
from keepsight.intake.drafts import (
    Counted,
    Draft,
    DraftAgency,
    DraftFact,
    DraftPassage,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    Refusal,
    Warned,
)
from keepsight.intake.formats.layout import Kept
from keepsight.intake.layouts import kept_layouts
from keepsight.intake.models import Receipt
from keepsight.intake.reading import read
from keepsight.people.actions import call_children, keep_records, keep_ties
from keepsight.people.reused import reused
from keepsight.prompts.agreed import Agreed, agreed
from keepsight.store import clock
from keepsight.vocabulary import SECTORS

BATCH_ROWS = 2_000
AGENCY_CODE = re.compile(r"[a-z0-9_-]{1,60}")  # as a file may describe one that the store does not know
REUSED = "A number that stood for one person stands for another here: nothing of what this file says of the second was taken in"
CHANGED = "this row says otherwise than the entry it was written from: it was taken in as its correction"
OF_ANOTHER = (
    "The number in this row stood for somebody else before, with another NHS number, or another name and birth date. Give them "
    "a number of their own"
)
# Any fixed number will do: it names the lock that lets one file in at a time.
RECEIVING_LOCK = 7_301_127


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file. `refused` and `warnings` name places, never values."""

    file: str
    format: str
    agency: str
    as_at: dt.date
    rows: int
    counted: int
    entries: int
    duplicates: int
    blank: int
    receipt: uuid.UUID
    refused: tuple[dict[str, str | int | None], ...]
    warnings: tuple[dict[str, str | int | None], ...]

    @property
    def refused_rows(self) -> int:
        """How many rows were set aside."""
        return len(self.refused)

    def as_json(self) -> dict[str, object]:
        """As `keepsight receive --json` prints it."""
        return {**asdict(self), "refused": list(self.refused), "warnings": list(self.warnings)}


@dataclass(slots=True)
class Crossing:
    """A file on its way: what is waiting to be appended, and what has been told off so far."""

    path: Path
    said: FileSaid
    sender: Agency
    source: Source
    receipt: Receipt
    progress: Callable[[int], None]
    agreed: Agreed
    holders: Counter[str] = field(default_factory=Counter)  # whose record a row says it is, where it says so
    tally: Tally = field(default_factory=Tally)
    records: dict[str, uuid.UUID] = field(default_factory=dict)
    touched: set[uuid.UUID] = field(default_factory=set)
    covered: tuple[str, ...] = ()  # kinds whose absence the file means something by, on the days it speaks for
    _people: list[DraftPerson] = field(default_factory=list)
    _ties: list[DraftTie] = field(default_factory=list)
    _rows: list[DraftRow] = field(default_factory=list)
    _passages: list[DraftPassage] = field(default_factory=list)
    _facts: list[DraftFact] = field(default_factory=list)
    _others: set[str] = field(default_factory=set)  # refs of those whose number named somebody else before
    _described: dict[str, DraftAgency] = field(default_factory=dict)  # by its code, an agency as the file describes it
    _agencies: dict[str, Agency] = field(default_factory=agencies)

    def take(self, draft: Draft) -> None:
        """Take one draft as it comes from the reader."""
        match draft:
            case DraftPerson():
                self.agreed.meet(draft)
                self._people.append(draft)
            case DraftAgency():
                self._describe(draft)
            case DraftTie():
                self._ties.append(draft)
            case DraftRow():
                self._rows.append(draft)
            case DraftPassage() | DraftFact():
                self._keep_apart(draft)
            case Warned():
                self.warn(draft.says, draft.sheet, draft.row, draft.column)
            case Counted():
                self.tally.counted = draft.rows
            case FileSaid():
                raise BrokenPromise("A format said twice what the file is")
            case _:
                assert_never(draft)
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def _describe(self, agency: DraftAgency) -> None:
        if AGENCY_CODE.fullmatch(agency.code) and agency.sector in SECTORS:
            self._described[agency.code] = agency

    def _keep_apart(self, draft: DraftPassage | DraftFact) -> None:
        if isinstance(draft, DraftPassage):
            self._passages.append(draft)
        else:
            self._facts.append(draft)

    def flush(self) -> None:
        """Keep the records that came, then append the rows that name them."""
        corrected = self._recognise()
        self._set_others_aside()
        for row in self._rows:
            self.tally.note(row)
            self.holders.update(entry.agency for entry in row.entries if entry.agency)
        named = [*self._rows, *(DraftRow(None, 0, (one.draft,)) for one in corrected if one.people is None)]
        people = self.agreed.people(self._people, named)
        self.records |= keep_records(
            self.sender,
            people,
            receipt=self.receipt.id,
            as_at=self.source.as_at,
            file_words=self.receipt.sha256,
        )
        call_children({self.records[ref] for ref in self._called_children()})
        self.touched.update(self.records[person.ref] for person in people)
        keep_ties(
            self.sender, self.agreed.ties(self._ties), self.records, receipt=self.receipt.id, as_at=self.source.as_at
        )
        appended = append_rows(
            self._rows,
            records=self.records,
            source=self.source,
            agency_named=self._named,
        )
        self.tally.entries += appended.entries
        self.tally.duplicates += appended.duplicate_rows
        self.touched |= appended.records
        self._correct(corrected)
        self.progress(self.tally.rows)
        self._people, self._ties, self._rows = [], [], []

    def _recognise(self) -> list[Corrected]:
        """Set apart the rows that the log holds already, and those that correct what it holds, which come back."""
        found = recognise(self._rows, sender=self.sender.code)
        self._rows = [self.agreed.rule(row) for row in found.rows]
        self.tally.duplicates += found.held
        if found.held or found.corrected:
            self.agreed.only_whom_rows_name(self._people)
        return found.corrected

    def _correct(self, corrected: list[Corrected]) -> None:
        """Put what was changed in our own file in the place of what it said there, and name each row on the receipt."""
        replacing = []
        for one in corrected:
            people = one.people or tuple((str(self.records[ref]), role) for ref, role in one.draft.people)
            draft = replace(one.draft, agency=None, people=people)  # type: ignore[arg-type]  # roles, as the log has them
            replacing.append(Replacing(draft, one.replaces, one.identity, one.agency, one.row))
            self.touched |= {uuid.UUID(record) for record, _ in people}
            self.warn(CHANGED, one.row.sheet, one.row.row)
        replace_entries(replacing, source=self.source)
        self.tally.entries += len(replacing)

    def _set_others_aside(self) -> None:
        """Of whom a number names who named somebody else before, nothing is kept: neither the description nor a row."""
        if others := reused(self.sender, self._people):
            self._others |= others
            self.warn(REUSED)
        self._people = [one for one in self._people if one.ref not in self._others]
        self._ties = [one for one in self._ties if not {one.a_ref, one.b_ref} & self._others]
        self._rows = [self._unless_of_others(row) for row in self._rows]

    def _unless_of_others(self, row: DraftRow) -> DraftRow:
        of_others = any(ref in self._others for entry in row.entries for ref, _ in entry.people)
        return replace(row, entries=(), refused=Refusal(None, OF_ANOTHER)) if of_others else row

    def finish(self, weigh: Callable[["Crossing"], None]) -> Receipt:
        """Append what is left, weigh the whole of it, write the receipt, and note which days of what the file covers."""
        self.flush()
        weigh(self)
        self._keep_document()
        write_receipt(self.receipt, self.tally)
        seal_receipt(self.receipt)
        if self.said.covers_from and self.said.covers_to and self.said.covers_to >= self.said.covers_from:
            whose = (
                None
                if self.said.covers == "all"
                else {self.records[ref] for ref in self.said.covers if ref in self.records}
            )
            note_coverage(self.receipt, self.said.delivers, self.said.covers_from, self.said.covers_to, whose)
            self.covered = self.said.delivers
        return self.receipt

    def _keep_document(self) -> None:
        """Keep a document that an agreement lets in, and offer what it says of people who came in with it, of nobody else."""
        if not self.tally.entries and not self.tally.duplicates:
            return
        offered = [one for one in self._facts if all(ref in self.records for ref, _ in one.entry.people)]
        if len(offered) < len(self._facts):
            self.warn("Some of what this record says is about people outside every agreement, and is not offered")
        keep_document(self.receipt, self._passages, offered, records=self.records)

    def received(self) -> Received:
        """What became of the file, for whoever handed it in."""
        receipt, tally = self.receipt, self.tally
        refused = tuple(
            {"sheet": row.sheet, "row": row.row, "column": row.refused.column, "reason": row.refused.reason}
            for row in tally.set_aside
            if row.refused
        )
        return Received(
            self.path.name, receipt.format, self.sender.code, receipt.as_at, tally.rows, receipt.counted, tally.entries,
            tally.duplicates, tally.blank, receipt.id, refused, tuple(tally.warnings),
        )  # fmt: skip

    def warn(self, says: str, sheet: str | None = None, row: int | None = None, column: str | None = None) -> None:
        """Say on the receipt what whoever reads it should know."""
        self.tally.warnings.append({"sheet": sheet, "row": row, "column": column, "says": says})

    def _called_children(self) -> set[str]:
        """The refs of those whom an entry that waits calls a child, whatever their own description says."""
        entries = (entry for row in self._rows for entry in row.entries)
        return {ref for entry in entries for ref, role in entry.people if role == "child"}

    def _named(self, name: str) -> str:
        """The code of the agency whose record a row says it is, by code, name or kind. One we do not know is added, and said."""
        wanted = name.strip().casefold()
        for agency in self._agencies.values():
            if wanted in (agency.code.casefold(), agency.name.casefold(), SECTORS[agency.sector].title.casefold()):
                return agency.code
        code = "-".join(wanted.split())
        said = self._described.get(wanted) or DraftAgency(code, sector_of(code), name.strip())
        agency, _ = name_agency(said.code, name=said.name, sector=said.sector)
        self._agencies[agency.code] = agency
        self.warn("A row names an agency that was not known; it was added under the name the row gives it")
        return agency.code


def one_at_a_time() -> None:
    """Wait for whichever file is on its way in, and keep the others waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECEIVING_LOCK])


def read_in(
    path: Path,
    *,
    agency: str | None,
    format_name: str | None = None,
    as_at: dt.date | None,
    by: User | None,
    progress: Callable[[int], None],
    seen: Callable[[Draft], None] = lambda draft: None,
    proposed: Kept | None = None,
    weigh: Callable[[Crossing], None] = lambda crossing: None,
) -> Crossing:
    """The file, read and appended, its receipt written; nobody is linked yet, and nothing asked. `seen` is told each draft, and
    `weigh` the whole of it once every row is counted: it may refuse the file, or add to what its receipt says.

    It waits for whichever file is on its way in only once the reader has recognised it and said what it is, which most formats can
    say of no file that they have not gone through: until then nothing is asked of the log, and no other file waits for this one.

    The layouts that `agency` has said of its own tables are known beside the shelf. `proposed`: it is read by this one, which
    nobody has kept yet.
    """
    kept = kept_layouts(agency) if agency else {}
    if proposed:
        kept, format_name = {proposed.name: proposed}, proposed.name
    drafts = read(path, format=format_name, as_at=as_at, today=clock.today(), kept=kept.values())
    said = next(drafts)
    if not isinstance(said, FileSaid):
        raise BrokenPromise("A format did not begin by saying what the file is")
    one_at_a_time()
    crossing = begin(path, said, agency=agency, by=by, received_at=clock.now(), progress=progress)
    for draft in drafts:
        seen(draft)
        crossing.take(draft)
    crossing.finish(weigh)
    return crossing


def begin(
    path: Path,
    said: FileSaid,
    *,
    agency: str | None,
    by: User | None,
    received_at: dt.datetime,
    progress: Callable[[int], None],
) -> Crossing:
    """A file about to cross. Raises WrongUse where neither the file nor the caller says whose it is."""
    code = agency or said.agency_code
    if code is None:
        raise WrongUse("The file does not say which agency it comes from", next_step="Say so with --agency CODE.")
    sender, added = name_agency(code, name=said.agency_name, sector=said.agency_sector or sector_of(code))
    as_at = said.as_at or received_at.date()
    receipt = begin_receipt(
        path,
        fingerprint(path),
        agency=sender,
        by=by,
        received_at=received_at,
        as_at=as_at,
        format_name=said.format,
        format_version=said.format_version,
    )
    receipt.tables = dict(said.tables)
    source = Source(agency=sender.code, as_at=as_at, received_at=received_at, receipt=receipt, by=by)
    crossing = Crossing(path, said, sender, source, receipt, progress, agreed(sender.code, received_at.date()))
    if added:
        crossing.warn("This agency was not known to the store and was added")
    return crossing


def sector_of(code: str) -> str:
    """The kind of agency that a code says it is: `police` or `police-north` is police. Else `other`."""
    words = code.replace("-", "_")
    fitting = [sector for sector in SECTORS if words == sector or words.startswith(f"{sector}_")]
    return max(fitting, key=len, default="other")
