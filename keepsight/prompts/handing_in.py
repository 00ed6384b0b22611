"""Files that people hand in on pages, moved on by the worker: read through, and once somebody has said yes, taken in.

A file is one transaction, and how far it is stands in a row of its own (`at_work`). A worker that dies leaves the row where it was;
whoever comes next starts the file again, from its beginning and without doubles, because nothing of it was committed.
"""

from dataclasses import asdict
from functools import partial
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from keepsight.errors import BrokenPromise, KeepsightError, Overtaken, UnknownLayout
from keepsight.intake.drafts import DraftRow
from keepsight.intake.formats.headings import REFUSED_BECAUSE
from keepsight.intake.layouts import kept_layouts, laid_out_as
from keepsight.intake.models import Receipt, Upload
from keepsight.intake.reading import read_first
from keepsight.intake.uploads import (
    LAYOUT,
    TABLE,
    beat,
    note_found,
    note_received,
    note_refused,
    note_try,
    note_unknown,
    path_of,
    remove_file,
    waiting,
)
from keepsight.prompts.actions import receive
from keepsight.prompts.at_work import MOST_TRIES, Beat, alone
from keepsight.prompts.doubts import only_with_a_reason
from keepsight.prompts.trying import try_out

DIFFERENT_WORDS = 40  # of a column, so that somebody sees what it is; a column with more of them says no kind
OUR_FAULT = (
    f"Taking this file in was begun {MOST_TRIES} times and never came to its end: a fault of ours. Nothing was changed."
)
TASK = "keepsight.prompts.jobs.carry_out"


def wake_worker(upload: Upload) -> None:
    """Tell the worker, once this transaction has committed, that a file waits for it."""
    app.configure_task(TASK).defer(upload_id=str(upload.id))


def take_up_again() -> int:
    """Move on every file that waits and that nobody works on: what a worker left behind that was killed. How many they were."""
    moved = [one.id for one in waiting() if carry_on(one.id)]
    return len(moved)


def carry_on(upload_id: UUID) -> bool:
    """Move one file on, as far as it goes without a person. Whether there was anything to do, and nobody at it."""
    with alone(upload_id) as mine:
        found = waiting().filter(id=upload_id).first() if mine else None
        if found is None:
            return False
        try:
            _move_on(found)
        except Overtaken:  # let go while it was being worked on: then nothing of it is left
            remove_file(found)
        return True


def _move_on(upload: Upload) -> None:
    if note_try(upload) > MOST_TRIES:
        note_refused(upload, OUR_FAULT)
        remove_file(upload)
        return
    try:
        _check(upload) if upload.state == "to_check" else _take_in(upload)
    except Overtaken:
        raise
    except BrokenPromise as broken:
        note_refused(upload, str(broken))
    except KeepsightError as refused:
        note_refused(upload, str(refused))
    if upload.ended_at:
        remove_file(upload)


def _check(upload: Upload) -> None:
    said = laid_out_as(upload)
    try:
        with Beat(partial(beat, upload.id)) as alive:
            received, found = try_out(
                path_of(upload), agency=upload.agency_id, format_name=upload.format or None, as_at=upload.as_at, by=upload.by,
                progress=alive.tell, proposed=said,
            )  # fmt: skip
    except UnknownLayout:
        if not (table := _table_of(upload)):
            raise
        note_unknown(upload, table)
        return
    said = said or kept_layouts(upload.agency_id).get(received.format)
    if said:  # they may have said it wrongly: then they say it again, and see the columns
        found |= {TABLE: _table_of(upload), LAYOUT: asdict(said)}
    note_found(upload, found, received.rows)


def _table_of(upload: Upload) -> list[tuple[str, list[str]]]:
    """The headings of a table that no format knows, each with some of the different words below it; empty for what is no table."""
    headings, *rows = read_first(path_of(upload)) or [DraftRow(None, 0)]
    return [
        (heading, list(dict.fromkeys(filter(None, (row.raw.get(heading) for row in rows))))[:DIFFERENT_WORDS])
        for heading in headings.raw
        if heading != REFUSED_BECAUSE
    ]


@transaction.atomic
def _take_in(upload: Upload) -> None:
    """The file and the word that it is in are one transaction: there is no moment in which it is the one and not the other."""
    with Beat(partial(beat, upload.id)) as alive:
        received = receive(
            path_of(upload),
            agency=upload.agency_id,
            format_name=(upload.found or {}).get("format"),  # by what somebody has looked at, and by nothing else
            as_at=upload.as_at,
            by=upload.by,
            weigh=only_with_a_reason(upload.confirmed_because),  # another file may have come in since somebody looked
            progress=alive.tell,
        )
    note_received(upload, Receipt.objects.get(id=received.receipt))
