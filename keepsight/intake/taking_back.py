"""That somebody asks for a whole file to be taken back, until the worker has done so. Part of `actions`.

The undo itself is one transaction of the worker's (`prompts.taking_back`). Here stands only that it was asked for and how far it
is, so that whoever asked may close the page, and a worker that dies leaves it to the next one.
"""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from keepsight.access.models import User
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt, TakingBack
from keepsight.intake.senders import refuse_to_take_back
from keepsight.store import audit, clock


@transaction.atomic
def ask_to_take_back(receipt: Receipt, *, because: str, by: User) -> TakingBack:
    """Ask for a file to be taken back by the worker.

    Raises WrongUse as `refuse_to_take_back` does, and where somebody has asked for it already; then nothing is asked.
    """
    refuse_to_take_back(receipt, because=because, by=by)
    try:
        with transaction.atomic():
            asked = TakingBack.objects.create(receipt=receipt, because=because.strip(), by=by, at=clock.now())
    except IntegrityError as wrong:
        raise WrongUse("This is being taken back already", next_step="Open the receipt again.") from wrong
    audit.note("intake.ask_to_take_back", by=by, about=f"receipt {receipt.id}")
    return asked


def note_begun(asked: TakingBack, total: int) -> int:
    """Note that the worker begins with `total` entries; how often it has begun."""
    _note(asked, tries=asked.tries + 1, done=0, total=total, beat_at=clock.now())
    return asked.tries


def beat(asked_id: UUID, done: int) -> bool:
    """Note that the worker still lives, and how many entries it has taken back. Whether it is still wanted."""
    return TakingBack.objects.filter(id=asked_id, ended_at=None).update(beat_at=clock.now(), done=done) == 1


def note_done(asked: TakingBack, entries: int) -> None:
    """Note, in the transaction that takes it back, that so many entries were."""
    _note(asked, ended_at=clock.now(), done=entries)


def note_refused(asked: TakingBack, because: str) -> None:
    """Note that it could not be taken back, and why: the file stands as before."""
    _note(asked, ended_at=clock.now(), done=0, refused_because=because)


def waiting() -> QuerySet[TakingBack]:
    """What the worker has to take back, the longest waiting first."""
    return TakingBack.objects.filter(ended_at=None).select_related("receipt__agency", "by").order_by("at", "id")


def last_asked(receipt_id: UUID) -> TakingBack | None:
    """What was last asked of a file: on its way, done, or refused with the reason. None where nobody asked."""
    return TakingBack.objects.filter(receipt_id=receipt_id).order_by("-at", "-id").first()


def _note(asked: TakingBack, **said: str | int | dt.datetime) -> None:
    for name, value in said.items():
        setattr(asked, name, value)
    asked.save(update_fields=list(said))
