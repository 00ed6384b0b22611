"""What came in, asked: for people (Sources) and for patterns (coverage)."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min

from keepsight.access.models import Agency
from keepsight.access.sight import Sight
from keepsight.intake.actions import fingerprint
from keepsight.intake.drafts import DraftEntry, DraftFact, from_json
from keepsight.intake.formats import formats
from keepsight.intake.models import (
    ERASED,
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
from keepsight.store.home import files
from keepsight.vocabulary import SECTORS

# Where a matter may come from, or a person sign in from, without ever sending us files.
NOT_AGENCIES = frozenset({"family", "public", "other"})


@dataclass(frozen=True, slots=True)
class Feed:
    """One agency as a feed. Not connected is not the same as nothing recorded.

    `kinds` are those whose absence would mean something from `covered_from` on; `covered_to` is the last day that any
    of its files speaks for.
    """

    agency: str
    agency_name: str
    sector: str
    sector_title: str
    kinds: tuple[str, ...]
    covered_from: dt.date | None
    covered_to: dt.date | None
    last_received_at: dt.datetime | None
    connected: bool


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A receipt, ready to be read."""

    id: UUID
    file_name: str
    agency_name: str
    format_title: str
    as_at: dt.date
    received_at: dt.datetime
    by: str | None
    rows: int
    counted: int
    entries: int
    refused: int
    duplicates: int
    blank: int
    warnings: tuple[dict[str, str | int | None], ...]
    agency: str
    takes_back: bool  # no file that came, but the word that one is taken back
    taken_back: TakenBack | None

    @property
    def read(self) -> int:
        """Rows that became entries, or told of a person."""
        return self.rows - self.refused - self.duplicates - self.blank


@dataclass(frozen=True, slots=True)
class Covered:
    """Days for which a kind was delivered, by an agency of a sector. `record` None: for all its children."""

    agency: str
    sector: str
    kind: str
    from_on: dt.date
    to_on: dt.date
    record: UUID | None


@dataclass(frozen=True, slots=True)
class FactShown:
    """An offered fact: the entry it would be, its passages, and what people said of it, if anything yet.

    `entry_id`: the entry it became when it was confirmed. `because`: why it was declined, though it may be confirmed since.
    """

    id: UUID
    number: int
    entry: DraftEntry
    passages: tuple[int, ...]
    entry_id: UUID | None
    confirmed_by: str
    confirmed_at: dt.datetime | None
    because: str
    declined_by: str
    declined_at: dt.datetime | None

    @property
    def decided(self) -> bool:
        """Whether a person has said anything of it."""
        return self.entry_id is not None or bool(self.because)


def feeds() -> list[Feed]:
    """Every agency known to the store, connected or not, and then every sector from which nobody is connected."""
    senders = Agency.objects.exclude(sector__in=NOT_AGENCIES, receipt__isnull=True).distinct()
    covered = Coverage.objects.filter(receipt__taken_back=None).values("agency_id").annotate(**DELIVERED)
    standing = Receipt.objects.filter(taken_back=None, takes_back=None).values("agency_id").annotate(**HANDED_IN)
    delivered = {one["agency_id"]: one for one in covered}
    files = {one["agency_id"]: one for one in standing}
    known = [_feed(one, delivered.get(one.code, {}), files.get(one.code, {})) for one in senders.order_by("name")]
    heard_of = {feed.sector for feed in known}
    return known + [
        Feed("", sector.title, name, sector.title, (), None, None, None, False)
        for name, sector in SECTORS.items()
        if name not in heard_of | NOT_AGENCIES
    ]


def receipts(sight: Sight) -> list[ReceiptShown]:
    """The receipts that a person may read, newest first: all for those who keep the feeds, else the own agency's."""
    return [_shown(receipt) for receipt in _readable(sight).order_by("-received_at", "-id")]


def receipt(sight: Sight, receipt_id: UUID) -> ReceiptShown | None:
    """One receipt, or None where there is none that this person may read."""
    found = _readable(sight).filter(id=receipt_id).first()
    return _shown(found) if found else None


def refused_rows(sight: Sight, receipt_id: UUID) -> list[RefusedRow]:
    """The rows that were set aside, word for word, in the order of the file. Only for the agency that sent them."""
    own = {} if sight.user_id is None else {"receipt__agency_id": sight.agency}
    return list(RefusedRow.objects.filter(receipt_id=receipt_id, **own).order_by("sheet", "row", "id"))


def files_not_here() -> list[UUID]:
    """Receipts whose file is not in the store's folder, or not as it was handed in: each is read whole. Erased ones are none."""
    named = Receipt.objects.exclude(file_name=ERASED).order_by("received_at", "id").values_list("sha256", "id")
    first = {sha256: receipt for sha256, receipt in reversed(list(named))}
    return [receipt for sha256, receipt in first.items() if not _as_handed_in(files() / sha256, sha256)]


def coverage() -> list[Covered]:
    """All that feeds have delivered, and nobody has taken back."""
    standing = Coverage.objects.filter(receipt__taken_back=None)
    rows = standing.values_list("agency_id", "agency__sector", "kind", "from_on", "to_on", "record").distinct()
    return [Covered(*row) for row in rows]


def document(document_id: UUID) -> Document | None:
    """A document with its receipt. Whether somebody may read it is decided where entries are read."""
    return Document.objects.select_related("receipt", "agency").filter(id=document_id).first()


def passages(document_id: UUID) -> list[Passage]:
    """The passages of a document, in its order."""
    return list(Passage.objects.filter(document_id=document_id).order_by("number"))


def facts(document_id: UUID) -> list[FactShown]:
    """The facts that a document offers, in its order, each with what people said of it."""
    offered = OfferedFact.objects.filter(document_id=document_id).prefetch_related("decisions__by").order_by("number")
    return [_fact(one, list(one.decisions.all())) for one in offered]


def cited_passages(entries: Collection[UUID]) -> dict[UUID, tuple[UUID, tuple[int, ...]]]:
    """Of each of these entries that a person made of an offered fact: the document, and the passages it rests on."""
    made = FactDecision.objects.filter(entry_id__in=list(entries)).select_related("fact")
    return {
        one.entry_id: (one.fact.document_id, tuple(one.fact.draft["passages"]))
        for one in made
        if one.entry_id is not None
    }


def _readable(sight: Sight):  # type: ignore[no-untyped-def]
    found = Receipt.objects.select_related("agency", "by", "taken_back__by")
    return found if sight.reads_sources else found.filter(agency_id=sight.agency)


DELIVERED = {"first": Min("from_on"), "last": Max("to_on"), "kinds": ArrayAgg("kind", distinct=True, order_by="kind")}
HANDED_IN = {"received": Max("received_at"), "as_at": Max("as_at")}


def _as_handed_in(path: Path, sha256: str) -> bool:
    return path.exists() and fingerprint(path) == sha256


def _feed(agency: Agency, delivered: Mapping[str, Any], files: Mapping[str, Any]) -> Feed:
    return Feed(
        agency.code,
        agency.name,
        agency.sector,
        SECTORS[agency.sector].title,
        tuple(delivered.get("kinds", ())),
        delivered.get("first"),
        max((day for day in (delivered.get("last"), files.get("as_at")) if day), default=None),
        files.get("received"),
        bool(files),
    )


def _fact(offered: OfferedFact, decisions: list[FactDecision]) -> FactShown:
    draft = from_json(json.dumps(offered.draft))
    assert isinstance(draft, DraftFact)
    confirmed = next((one for one in decisions if one.entry_id), None)
    declined = next((one for one in decisions if one.because), None)
    return FactShown(
        offered.id,
        offered.number,
        draft.entry,
        draft.passages,
        confirmed.entry_id if confirmed else None,
        confirmed.by.name if confirmed else "",
        confirmed.at if confirmed else None,
        declined.because if declined else "",
        declined.by.name if declined else "",
        declined.at if declined else None,
    )


def _shown(receipt: Receipt) -> ReceiptShown:
    known = formats().get(receipt.format)
    return ReceiptShown(
        receipt.id,
        receipt.file_name,
        receipt.agency.name,
        known.title if known else receipt.format[:1].upper() + receipt.format[1:],
        receipt.as_at,
        receipt.received_at,
        receipt.by.name if receipt.by else None,
        receipt.rows,
        receipt.counted,
        receipt.entries,
        receipt.refused,
        receipt.duplicates,
        receipt.blank,
        tuple(receipt.warnings),
        receipt.agency_id,
        receipt.format == TAKEN_BACK,
        getattr(receipt, "taken_back", None),
    )
