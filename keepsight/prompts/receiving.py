"""One file on its way through the rooms, batch by batch, inside one transaction."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import assert_never

from keepsight.access.actions import name_agency
from keepsight.access.models import Agency, User
from keepsight.access.queries import agencies
from keepsight.chronology.actions import Source, append_rows, seal_receipt
from keepsight.errors import BrokenPromise, WrongUse
from keepsight.intake.actions import Tally, begin_receipt, fingerprint, keep_document, note_coverage, write_receipt
from keepsight.intake.drafts import (
    Counted,
    Draft,
    DraftFact,
    DraftPassage,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    Warned,
)
from keepsight.intake.models import Receipt
from keepsight.people.actions import call_children, keep_records, keep_ties
from keepsight.prompts.agreed import Agreed, agreed
from keepsight.vocabulary import SECTORS

BATCH_ROWS = 2_000


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
    tally: Tally = field(default_factory=Tally)
    records: dict[str, uuid.UUID] = field(default_factory=dict)
    touched: set[uuid.UUID] = field(default_factory=set)
    covered: tuple[str, ...] = ()  # kinds whose absence the file means something by, on the days it speaks for
    _people: list[DraftPerson] = field(default_factory=list)
    _ties: list[DraftTie] = field(default_factory=list)
    _rows: list[DraftRow] = field(default_factory=list)
    _passages: list[DraftPassage] = field(default_factory=list)
    _facts: list[DraftFact] = field(default_factory=list)
    _agencies: dict[str, Agency] = field(default_factory=agencies)

    def take(self, draft: Draft) -> None:
        """Take one draft as it comes from the reader."""
        match draft:
            case DraftPerson():
                self.agreed.meet(draft)
                self._people.append(draft)
            case DraftTie():
                self._ties.append(draft)
            case DraftRow():
                row = self.agreed.rule(draft)
                self.tally.note(row)
                self._rows.append(row)
            case DraftPassage():
                self._passages.append(draft)
            case DraftFact():
                self._facts.append(draft)
            case Warned():
                self._warn(draft.says, draft.sheet, draft.row, draft.column)
            case Counted():
                self.tally.counted = draft.rows
            case FileSaid():
                raise BrokenPromise("A format said twice what the file is")
            case _:
                assert_never(draft)
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Keep the records that came, then append the rows that name them."""
        people = self.agreed.people(self._people, self._rows)
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
        self.progress(self.tally.rows)
        self._people, self._ties, self._rows = [], [], []

    def finish(self) -> Receipt:
        """Append what is left, write the receipt, and note which days of what the file covers."""
        self.flush()
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
            self._warn("Some of what this record says is about people outside every agreement, and is not offered")
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
            tally.duplicates, tally.blank, refused, tuple(tally.warnings),
        )  # fmt: skip

    def _warn(self, says: str, sheet: str | None = None, row: int | None = None, column: str | None = None) -> None:
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
        agency, _ = name_agency(code, name=name.strip(), sector=sector_of(code))
        self._agencies[agency.code] = agency
        self._warn("A row names an agency that was not known; it was added under the name the row gives it")
        return agency.code


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
    source = Source(agency=sender.code, as_at=as_at, received_at=received_at, receipt=receipt, by=by)
    crossing = Crossing(path, said, sender, source, receipt, progress, agreed(sender.code, received_at.date()))
    if added:
        crossing._warn("This agency was not known to the store and was added")
    return crossing


def sector_of(code: str) -> str:
    """The kind of agency that a code says it is: `police` or `police-north` is police. Else `other`."""
    words = code.replace("-", "_")
    fitting = [sector for sector in SECTORS if words == sector or words.startswith(f"{sector}_")]
    return max(fitting, key=len, default="other")
