"""A file is kept, its receipt written, its refused rows set aside, and what it covers noted."""

import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import IntegrityError, transaction

from keepsight.access.models import Agency, User
from keepsight.errors import BrokenPromise, Where, WrongUse
from keepsight.intake.drafts import DraftFact, DraftPassage, DraftRow, passages_hash, to_json
from keepsight.intake.models import (
    TAKEN_BACK,
    Coverage,
    Document,
    FactDecision,
    OfferedFact,
    Passage,
    Receipt,
    RefusedRow,
    TakenBack,
)
from keepsight.intake.senders import refuse_to_take_back
from keepsight.store import audit, clock
from keepsight.store.home import files

READ_AT_ONCE = 1 << 20  # bytes


@dataclass(slots=True)
class Tally:
    """The rows of one file as they are told off, one by one. What a receipt says, before it is written."""

    rows: int = 0
    entries: int = 0
    refused: int = 0
    duplicates: int = 0
    blank: int = 0
    counted: int | None = None
    warnings: list[dict[str, str | int | None]] = field(default_factory=list)
    set_aside: list[DraftRow] = field(default_factory=list)

    def note(self, row: DraftRow) -> None:
        """Count a row as it was read: refused and blank rows here, the others once they are appended."""
        self.rows += 1
        self.blank += row.blank
        if row.refused:
            self.refused += 1
            self.set_aside.append(row)


def fingerprint(path: Path) -> str:
    """The file's SHA-256, in hexadecimal, read a piece at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as handed_in:
        while piece := handed_in.read(READ_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()


def keep_file(path: Path, sha256: str) -> None:
    """Keep the file as it was handed in, under its hash, on the disk before this returns.

    Written beside its place and renamed into it, so that a file under its hash is always whole.
    """
    place = files() / sha256
    if place.exists():
        return
    passing = place.with_suffix(f".{uuid.uuid4().hex}")
    with path.open("rb") as handed_in, open(os.open(passing, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as kept:
        while piece := handed_in.read(READ_AT_ONCE):
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    passing.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_receipt(receipt: Receipt, tally: Tally) -> Receipt:
    """Write the receipt with its refused rows.

    Raises BrokenPromise, and so undoes the file, where a second count of its rows does not agree with the first.
    """
    if tally.rows != tally.counted:
        raise BrokenPromise(
            f"Two ways of counting the rows disagree: {tally.rows} were read, {tally.counted} are there",
            where=Where(file=receipt.file_name),
            next_step="Nothing was changed. Please report this with a copy of the file's layout, not of its content.",
        )
    receipt.rows, receipt.counted, receipt.entries = tally.rows, tally.counted, tally.entries
    receipt.refused, receipt.duplicates, receipt.blank = tally.refused, tally.duplicates, tally.blank
    receipt.warnings = tally.warnings
    receipt.save(force_insert=True)
    RefusedRow.objects.bulk_create(
        RefusedRow(
            receipt=receipt,
            sheet=row.sheet,
            row=row.row,
            column=row.refused.column,
            reason=row.refused.reason,
            raw=row.raw,
        )
        for row in tally.set_aside
        if row.refused
    )
    audit.note("intake.receive", by=receipt.by, about=f"receipt {receipt.id}", count=receipt.entries)
    return receipt


def note_coverage(
    receipt: Receipt, kinds: Iterable[str], from_on: dt.date, to_on: dt.date, records: Iterable[uuid.UUID] | None
) -> None:
    """Note that this file delivers `kinds` for these days: for all the agency's children (None), or for `records`."""
    whose = [None] if records is None else list(records)
    same = Coverage.objects.filter(agency=receipt.agency, from_on=from_on, to_on=to_on, receipt__taken_back=None)
    known = set(same.values_list("kind", "record"))
    Coverage.objects.bulk_create(
        [
            Coverage(agency=receipt.agency, receipt=receipt, kind=kind, from_on=from_on, to_on=to_on, record=record)
            for kind in dict.fromkeys(kinds)
            for record in whose
            if (kind, record) not in known
        ]
    )


def note_taken_back(receipt: Receipt, *, entries: int, because: str, by: User) -> Receipt:
    """Note that a file is taken back, and why; the receipt of the `entries` that will say so, as many as there are of them.

    Raises WrongUse as `refuse_to_take_back` does.
    """
    refuse_to_take_back(receipt, because=because, by=by)
    now = clock.now()
    made = Receipt.objects.create(
        agency=receipt.agency, by=by, received_at=now, file_name=receipt.file_name, sha256=receipt.sha256, size=0,
        format=TAKEN_BACK, format_version="1", as_at=now.date(), rows=entries, counted=entries, entries=entries, refused=0,
        duplicates=0, blank=0,
    )  # fmt: skip
    TakenBack.objects.create(receipt=receipt, receipt_of=made, because=because.strip(), by=by, at=now)
    audit.note("intake.take_back", by=by, about=f"receipt {receipt.id}", count=entries)
    return made


def keep_document(
    receipt: Receipt,
    passages: Sequence[DraftPassage],
    facts: Iterable[DraftFact],
    *,
    records: Mapping[str, uuid.UUID],
) -> None:
    """Keep a document whole, passage by passage, with the facts it offers. Where it is kept already, nothing changes.

    `records` gives the record of each ref: a ref means nothing outside its file.
    """
    if not passages:
        return
    document, added = Document.objects.get_or_create(
        agency=receipt.agency, passages_hash=passages_hash(passages), defaults={"receipt": receipt}
    )
    if added:
        Passage.objects.bulk_create(
            Passage(
                document=document, number=one.number, sheet=one.sheet, row=one.row, label=one.label, words=one.words
            )
            for one in passages
        )
        OfferedFact.objects.bulk_create(
            OfferedFact(document=document, number=one.number, draft=_about_records(one, records)) for one in facts
        )


def note_decision(fact: OfferedFact, *, by: User, entry: uuid.UUID | None = None, because: str = "") -> None:
    """Note what a person said of an offered fact: the entry it became, or why it became none.

    Raises WrongUse where somebody has said so before, be it a moment ago.
    """
    try:
        with transaction.atomic():
            FactDecision.objects.create(fact=fact, entry_id=entry, because=because, by=by, at=clock.now())
            audit.note("intake.note_decision", by=by, about=f"fact {fact.pk}")
    except IntegrityError as wrong:
        raise WrongUse(
            "Somebody has decided on this fact already", next_step="Open the record again to see what they said."
        ) from wrong


def _about_records(fact: DraftFact, records: Mapping[str, uuid.UUID]) -> dict[str, object]:
    people = tuple((str(records[ref]), role) for ref, role in fact.entry.people)
    kept: dict[str, object] = json.loads(to_json(replace(fact, entry=replace(fact.entry, people=people))))
    return kept


def begin_receipt(
    path: Path,
    sha256: str,
    *,
    agency: Agency,
    by: User | None,
    received_at: dt.datetime,
    as_at: dt.date,
    format_name: str,
    format_version: str,
) -> Receipt:
    """A receipt not yet written: its id is needed by the entries that will point to it."""
    return Receipt(
        agency=agency,
        by=by,
        received_at=received_at,
        file_name=path.name,
        sha256=sha256,
        size=path.stat().st_size,
        format=format_name,
        format_version=format_version,
        as_at=as_at,
    )
