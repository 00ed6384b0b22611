"""Hand a file in: it is kept apart and read through, and nothing of it is taken in before a person has seen what it says."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from keepsight.errors import KeepsightError, WrongUse
from keepsight.intake.formats import formats
from keepsight.intake.layouts import kept_layouts
from keepsight.intake.models import Upload
from keepsight.intake.reading import LIMITS
from keepsight.intake.reading.limits import MEGABYTE
from keepsight.intake.senders import MAY_HAND_IN
from keepsight.intake.uploads import keep_upload, own_uploads
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.words import day_as_typed
from keepsight.prompts.handing_in import wake_worker

PAGE = Page(address="sources/hand-in/", title="Hand a file in", who=MAY_HAND_IN, methods=frozenset({"GET", "POST"}))
STATES = {
    "to_check": "being read through",
    "to_lay_out": "waits for whoever handed it in to say which column is what",
    "checked": "waits for somebody to look and say yes",
    "to_receive": "being taken in",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the agency has on its way, and what must be put right in the form."""

    own: Sequence[Upload]
    layouts: Sequence[str]
    as_at: str = ""
    format: str = ""
    error: str = ""
    field: str = "file"


def fetch(asking: Asking) -> Fetched:
    """The form, and what is on its way."""
    assert asking.user is not None  # the door has made sure
    return Fetched(own_uploads(asking.sight), sorted(kept_layouts(asking.user.agency_id)))


def act(asking: Asking) -> Fetched | Elsewhere:
    """Keep the file apart and have it read through; or the form again, with what must be put right."""
    assert asking.user is not None  # the door has made sure
    form = replace(fetch(asking), as_at=asking.posted("as_at"), format=asking.posted("format"))
    try:
        as_at = _as_at(asking)
    except WrongUse as wrong:
        return replace(form, error=str(wrong), field="as_at")
    if form.format and form.format not in dict(_formats(form.layouts)):
        return replace(
            form, format="", error="That is no format which is read here. Choose one of the list.", field="format"
        )
    try:
        name, pieces = _sent(asking)
        kept = keep_upload(name, pieces, as_at=as_at, format_name=form.format, by=asking.user)
    except KeepsightError as wrong:
        return replace(form, error=str(wrong))
    wake_worker(kept)
    return Elsewhere(reverse("handed_in", kwargs={"upload_id": kept.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form, then what is on its way."""
    assert asking.user is not None
    context: dict[str, Any] = {
        "title": "Error: hand a file in" if fetched.error else "Hand a file in",
        "agency": asking.user.agency.name,
        "own": [(one, STATES[one.state], reverse("handed_in", kwargs={"upload_id": one.id})) for one in fetched.own],
        "most": LIMITS.file_bytes // MEGABYTE,
        "today": day_as_typed(asking.today),
        "as_at": fetched.as_at,
        "formats": [
            {"value": name, "text": title, "selected": name == fetched.format}
            for name, title in (("", "Recognised by its content"), *_formats(fetched.layouts))
        ],
        "error": fetched.error,
        "field": fetched.field,
    }
    return Shown(context)


def _formats(layouts: Sequence[str]) -> list[tuple[str, str]]:
    """What may be chosen by hand, by title: the shelf, and what the agency has said of its own tables."""
    shelf = [(one.name, one.title) for one in formats().values()]
    return sorted([*shelf, *((name, name) for name in layouts)], key=lambda one: one[1].casefold())


def _as_at(asking: Asking) -> dt.date | None:
    typed = asking.posted("as_at")
    on = real_day(typed) if typed else None
    if on and on > asking.today:
        raise WrongUse("No file speaks for a day that has not come", next_step="Write the day up to which it runs.")
    return on


def _sent(asking: Asking) -> tuple[str, Iterable[bytes]]:
    """The name of the file that was sent, and its bytes a piece at a time. Raises WrongUse where none arrived."""
    sent = asking.request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        too_large = int(asking.request.META.get("CONTENT_LENGTH") or 0) > LIMITS.file_bytes
        if too_large:
            raise WrongUse(
                f"This file is larger than {LIMITS.file_bytes // MEGABYTE} MB",
                next_step="Hand it in in parts, by year or by team.",
            )
        raise WrongUse("No file was chosen", next_step="Choose the file that your agency wants to hand in.")
    return sent.name, sent.chunks()
