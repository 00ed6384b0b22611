"""That a child's chronology was taken out as a file, for what, and why. Part of `actions` and `queries`.

Once a file has left, nothing here can call it back: so whoever takes one says beforehand what it is for, and the guardian reads it.
"""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from keepsight.access.guarding import said
from keepsight.access.models import TakenOut, User
from keepsight.errors import WrongUse
from keepsight.store import audit, clock

REASON_LETTERS = 15  # as for breaking the glass: fewer say nothing


@dataclass(frozen=True, slots=True)
class Taking:
    """What somebody takes out: in which format, with names or without, of which days (None: open at that end), for what and why."""

    format: str
    with_names: bool
    since: dt.date | None
    until: dt.date | None
    purpose: str
    because: str


@transaction.atomic
def note_taken_out(child: UUID, taking: Taking, *, entries: Collection[UUID], by: User) -> TakenOut:
    """Note that `by` takes out these entries of a child. Raises WrongUse without a purpose and a reason, and for no entries."""
    if not taking.purpose.strip():
        raise WrongUse("Say what it is for")
    if taking.since and taking.until and taking.until < taking.since:
        raise WrongUse("The days end before they begin", next_step="Enter the earlier day first.")
    because = said(taking.because, least=REASON_LETTERS)
    if not entries:
        raise WrongUse("There is no entry in those days that leaves by a file", next_step="Choose other days.")
    audit.note("access.take_out", by=by, child=child, count=len(entries))
    return TakenOut.objects.create(
        child=child,
        format=taking.format,
        with_names=taking.with_names,
        since=taking.since,
        until=taking.until,
        entries=len(entries),
        entries_hash=hashlib.sha256(" ".join(sorted(map(str, entries))).encode()).digest(),
        purpose=taking.purpose.strip(),
        because=because,
        at=clock.now(),
        by=by,
    )


def taken_out_of(child: UUID) -> list[TakenOut]:
    """Each time the chronology of a child was taken out as a file, the last first. Only for a guardian."""
    return list(TakenOut.objects.filter(child=child).select_related("by__agency").order_by("-at"))
