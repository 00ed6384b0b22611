"""What came in, asked: for people (Sources) and for patterns (coverage)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min

from keepsight.access.models import Agency
from keepsight.access.sight import Sight
from keepsight.intake.formats import formats
from keepsight.intake.models import Coverage, Receipt, RefusedRow
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


def feeds() -> list[Feed]:
    """Every agency known to the store, connected or not, and then every sector from which nobody is connected."""
    senders = Agency.objects.exclude(sector__in=NOT_AGENCIES, receipt__isnull=True).distinct()
    known = [_feed(agency) for agency in senders.order_by("name")]
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


def coverage() -> list[Covered]:
    """All that feeds have delivered."""
    rows = Coverage.objects.values_list("agency_id", "agency__sector", "kind", "from_on", "to_on", "record").distinct()
    return [Covered(*row) for row in rows]


def _readable(sight: Sight):  # type: ignore[no-untyped-def]
    found = Receipt.objects.select_related("agency", "by")
    return found if sight.reads_sources else found.filter(agency_id=sight.agency)


def _feed(agency: Agency) -> Feed:
    covered = Coverage.objects.filter(agency=agency)
    days = covered.aggregate(first=Min("from_on"), last=Max("to_on"))
    kinds = tuple(covered.order_by("kind").values_list("kind", flat=True).distinct())
    files = Receipt.objects.filter(agency=agency).aggregate(received=Max("received_at"), as_at=Max("as_at"))
    up_to = max((day for day in (days["last"], files["as_at"]) if day), default=None)
    return Feed(
        agency.code,
        agency.name,
        agency.sector,
        SECTORS[agency.sector].title,
        kinds,
        days["first"],
        up_to,
        files["received"],
        files["received"] is not None,
    )


def _shown(receipt: Receipt) -> ReceiptShown:
    known = formats().get(receipt.format)
    return ReceiptShown(
        receipt.id,
        receipt.file_name,
        receipt.agency.name,
        known.title if known else receipt.format,
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
    )
