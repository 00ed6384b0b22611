"""What was written down where there was no connection: a sheet for one child, taken along and handed in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import KeepsightError
from keepsight.pages.child_bar import badges
from keepsight.pages.page import WITH_CHILDREN, Asking, Download, Page, Shown
from keepsight.pages.sent import on_disk
from keepsight.people.queries import ids_of
from keepsight.practice.child.visits import COLUMNS, ROWS, Wrong, blank_sheet, put_visits, read_visits

PAGE = Page(
    address="children/<uuid:child_id>/visits/",
    title="Written without a connection",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's entries; how many meetings of a sheet were put on record, and how many were already (None: none came), or what
    must be put right."""

    entries: Sequence[EntryShown]
    kept: tuple[int, int] | None = None
    error: str | None = None
    wrong: Sequence[Wrong] = ()
    wants_sheet: bool = False


def fetch(asking: Asking) -> Fetched:
    """The page, or the blank sheet that its address asks for."""
    wants = asking.query.get("download") == "sheet" and not asking.by_glass
    return Fetched(chronology(asking.sight, asking.of_child.id), wants_sheet=wants)


def act(asking: Asking) -> Fetched | None:
    """Put on record what a sheet tells. It is read in a process of its own, like any file. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user is not None
    child, fetched = asking.of_child.id, fetch(asking)
    sent = asking.request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        return Fetched(fetched.entries, error="Choose the sheet that you wrote on, of no more than 1 MB")
    wrong: Sequence[Wrong] = ()
    try:
        with on_disk(sent, "visits") as path:
            visits = read_visits(path, ids_of(child))
        wrong = visits.wrong
        return Fetched(fetched.entries, kept=put_visits(child, fetched.entries, visits, by=asking.user))
    except KeepsightError as refused:
        return Fetched(fetched.entries, error=f"{refused} {refused.next_step}".strip(), wrong=wrong)


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The two steps: take a sheet along, hand it in; above them what became of the one that was handed in."""
    if fetched.wants_sheet:
        return Download("visits.xlsx", SHEET, blank_sheet(asking.of_child.id))
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: written without a connection",
        "badges": badges(fetched.entries),
        "kept": fetched.kept,
        "error": fetched.error,
        "wrong": fetched.wrong,
        "columns": COLUMNS,
        "rows": ROWS,
        "here": reverse("visits", kwargs=dict(asking.address)),
    }
    return Shown(context)
