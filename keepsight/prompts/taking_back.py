"""A whole file is taken back: what it alone told is said to be taken back, what it covered is covered no more, and the patterns are
asked again. Handed in again, it is taken in again.

It is one transaction. On a page somebody asks for it and the worker does it; one that dies leaves the file standing whole, and
the next one begins anew.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.queries import children_touched
from keepsight.chronology.retracting import retract, told_by_it_alone
from keepsight.chronology.sharing import bring_back
from keepsight.errors import KeepsightError
from keepsight.intake.actions import note_taken_back
from keepsight.intake.models import Coverage, Receipt, TakingBack
from keepsight.intake.senders import refuse_to_take_back
from keepsight.intake.taking_back import beat, note_begun, note_done, note_refused, waiting
from keepsight.prompts.actions import waiting_for
from keepsight.prompts.at_work import MOST_TRIES, Beat, alone
from keepsight.prompts.kept import ask
from keepsight.prompts.receiving import one_at_a_time

OUR_FAULT = f"Taking it back was begun {MOST_TRIES} times and never came to its end: a fault of ours. The file stands as before."
TASK = "keepsight.prompts.jobs.carry_back"


@transaction.atomic
@seeing(THE_MACHINE)
def take_back(
    receipt: Receipt, *, because: str, by: User, progress: Callable[[int], None] = lambda entries: None
) -> int:
    """Take a file back, in one transaction. How many entries were taken back: those that no other file tells.

    Raises WrongUse as `refuse_to_take_back` does. Then nothing has changed.
    """
    refuse_to_take_back(receipt, because=because, by=by)
    one_at_a_time()
    entries = told_by_it_alone(receipt)
    kinds = set(Coverage.objects.filter(receipt=receipt).values_list("kind", flat=True))
    made = note_taken_back(receipt, entries=len(entries), because=because, by=by)
    records = retract(entries, because=because.strip(), receipt=made, progress=progress)
    children = children_touched(records)
    ask(children | waiting_for(kinds, receipt.agency.sector), made.as_at)
    bring_back(children, since=made.received_at)
    return len(entries)


def wake_worker(asked: TakingBack) -> None:
    """Tell the worker, once this transaction has committed, that a file waits to be taken back."""
    app.configure_task(TASK).defer(asked_id=str(asked.id))


def take_up_again() -> int:
    """Take back every file that waits for it and that nobody is at: what a killed worker left behind. How many they were."""
    done = [one.id for one in waiting() if carry_back(one.id)]
    return len(done)


def carry_back(asked_id: UUID) -> bool:
    """Take one file back, as somebody asked. Whether there was anything to do, and nobody at it."""
    with alone(asked_id) as mine:
        found = waiting().filter(id=asked_id).first() if mine else None
        if found is None:
            return False
        if note_begun(found, len(told_by_it_alone(found.receipt))) > MOST_TRIES:
            note_refused(found, OUR_FAULT)
            return True
        try:
            _do(found)
        except KeepsightError as refused:
            note_refused(found, str(refused))
        return True


@transaction.atomic
def _do(asked: TakingBack) -> None:
    """The file is taken back and its asking ended in one transaction: there is no moment between the two."""
    with Beat(partial(beat, asked.id)) as alive:
        entries = take_back(asked.receipt, because=asked.because, by=asked.by, progress=alive.tell)
    note_done(asked, entries)
