"""One file: every row accounted for, each refusal with its reason, and the refused rows to take away and put right."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.intake.models import RefusedRow
from keepsight.intake.queries import ReceiptShown, receipt, refused_rows
from keepsight.pages.page import WITH_FILES, Asking, Download, Page, Shown

PAGE = Page(address="sources/<uuid:receipt_id>/", title="Receipt", who=WITH_FILES)

# A spreadsheet runs a cell that begins with one of these. With an apostrophe before it, it stays text.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A receipt, and the rows it refused as far as the person asking may read them."""

    receipt: ReceiptShown
    refused: Sequence[RefusedRow]


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such receipt that this person may read."""
    found = receipt(asking.sight, asking.address["receipt_id"])
    return Fetched(found, refused_rows(asking.sight, found.id)) if found else None


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The receipt as a page, or its refused rows as a file."""
    if asking.query.get("download") == "refused":
        return Download("refused-rows.csv", "text/csv; charset=utf-8", as_csv(fetched.refused))
    one = fetched.receipt
    return Shown(
        {
            "title": f"Receipt for {one.file_name}",
            "receipt": one,
            "told": told(one),
            "adds_up": one.counted == one.rows,
            "refused": fetched.refused,
            "download": reverse("receipt", kwargs={"receipt_id": one.id}) + "?download=refused",
        }
    )


def told(one: ReceiptShown) -> list[tuple[str, int]]:
    """Where every row went. The parts add up to the rows of the file."""
    return [
        ("Read into the chronology", one.read),
        ("Refused, each with its reason", one.refused),
        ("Already here, so left out", one.duplicates),
        ("Blank", one.blank),
    ]


def as_csv(refused: Sequence[RefusedRow]) -> str:
    """The refused rows as they came, with sheet, row, column and reason in front. No cell can run as a formula."""
    columns = list(dict.fromkeys(name for one in refused for name in one.raw))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_safe(["sheet", "row", "column", "reason", *columns]))
    for one in refused:
        writer.writerow(_safe([one.sheet, one.row, one.column, one.reason, *(one.raw.get(name) for name in columns)]))
    return out.getvalue()


def _safe(cells: Iterable[Any]) -> list[str]:
    said = ["" if cell is None else str(cell) for cell in cells]
    return [f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell for cell in said]
