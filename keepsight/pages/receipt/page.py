"""One file: every row accounted for, each refusal with its reason, the refused rows to take away and put right, and the whole
file to be taken back by the agency that sent it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.intake.formats.headings import REFUSED_BECAUSE, plain
from keepsight.intake.models import Receipt, RefusedRow, TakingBack
from keepsight.intake.queries import ReceiptShown, receipt, refused_rows
from keepsight.intake.senders import MAY_HAND_IN
from keepsight.intake.taking_back import ask_to_take_back, last_asked
from keepsight.pages.page import WITH_FILES, Asking, Download, Elsewhere, Page, Shown
from keepsight.pages.working import AGAIN_AFTER, silent
from keepsight.prompts.taking_back import wake_worker
from keepsight.store.spreadsheets import quoted

PAGE = Page(address="sources/<uuid:receipt_id>/", title="Receipt", who=WITH_FILES, methods=frozenset({"GET", "POST"}))

COLUMN_LETTERS = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A receipt, the rows it refused, and whether it is being taken back, as far as the person asking may read them."""

    receipt: ReceiptShown
    refused: Sequence[RefusedRow]
    asked: TakingBack | None
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such receipt that this person may read."""
    found = receipt(asking.sight, asking.address["receipt_id"])
    if found is None:
        return None
    own = asking.sight.agency == found.agency
    return Fetched(found, refused_rows(asking.sight, found.id), last_asked(found.id) if own else None)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Ask for the whole file to be taken back."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    assert asking.user is not None  # the door has made sure
    try:
        receipt_of = Receipt.objects.get(id=fetched.receipt.id)
        wake_worker(ask_to_take_back(receipt_of, because=asking.posted("because"), by=asking.user))
    except WrongUse as wrong:
        return replace(fetched, error=str(wrong))
    return Elsewhere(reverse("receipt", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The receipt as a page, or its refused rows as a file."""
    if asking.query.get("download") == "refused":
        return Download("refused-rows.csv", "text/csv; charset=utf-8", as_csv(fetched.refused))
    one, asked = fetched.receipt, fetched.asked
    going_on = asked is not None and asked.ended_at is None
    still = asking.query.get("still") == "yes"
    return Shown(
        {
            "title": f"{'Error: ' if fetched.error else ''}Receipt for {one.file_name}",
            "error": fetched.error,
            "here": reverse("receipt", kwargs={"receipt_id": one.id}),
            "takes_back": not going_on and _may_take_back(asking, one),
            "asked": asked,
            "going_on": going_on,
            "still": still,
            "silent": asked is not None and silent(asked),
            "receipt": one,
            "told": told(one),
            "adds_up": one.counted == one.rows,
            "refused": fetched.refused,
            "download": reverse("receipt", kwargs={"receipt_id": one.id}) + "?download=refused",
        },
        again_after=AGAIN_AFTER if going_on and not still else None,
    )


def _may_take_back(asking: Asking, one: ReceiptShown) -> bool:
    if one.takes_back or one.taken_back or asking.user is None:
        return False
    return asking.user.role in MAY_HAND_IN and asking.user.agency_id == one.agency


def told(one: ReceiptShown) -> list[tuple[str, int]]:
    """Where every row went. The parts add up to the rows of the file."""
    return [
        ("Read into the chronology", one.read),
        ("Refused, each with its reason", one.refused),
        ("Already here, so left out", one.duplicates),
        ("Blank", one.blank),
    ]


def as_csv(refused: Sequence[RefusedRow]) -> str:
    """The refused rows as they came, under their own headings, with the reason beside each: to be put right and handed in again.

    The rows of each sheet are a table of their own, one below the other. No cell can run as a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for _, of_sheet in groupby(refused, key=lambda one: one.sheet):
        rows = list(of_sheet)
        columns = _headings(rows)
        writer.writerow(_safe([*columns, REFUSED_BECAUSE]))
        for one in rows:
            writer.writerow(_safe([*(one.raw.get(name) for name in columns), _because(one)]))
    return out.getvalue()


def _headings(rows: Sequence[RefusedRow]) -> list[str]:
    """Of all rows, and of the columns that were refused for being empty. A reason that names a column by its letter names none."""
    said = dict.fromkeys(name for one in rows for name in one.raw)
    wanted = (one.column for one in rows if one.column and not COLUMN_LETTERS.fullmatch(one.column))
    return [name for name in dict.fromkeys([*said, *wanted]) if plain(name) != plain(REFUSED_BECAUSE)]


def _because(one: RefusedRow) -> str:
    place = ", ".join(filter(None, (one.sheet, f"row {one.row}", one.column and f"column {one.column}")))
    return f"{one.reason} ({place})"


def _safe(cells: Iterable[Any]) -> list[str]:
    return ["" if cell is None else quoted(str(cell)) for cell in cells]
