"""What one file told is taken back: in place of each entry that no other file tells, one that says so. Part of `actions`.

Nothing is removed. The entry that takes it back is of the same matter, so what was told stays readable beneath it. It is stated as
at the beginning of all days: any account of the matter that another file gave, or will give, goes before it.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import connection, transaction

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.actions import RETRACTED, Replacing, Source, replace_entries, seal_receipt
from keepsight.chronology.models import Entry, EntryPerson
from keepsight.intake.drafts import DraftEntry, Role, When
from keepsight.intake.models import Receipt

BEFORE_ALL = dt.date(1, 1, 1)
ENTRIES_AT_ONCE = 500


@transaction.atomic
@seeing(THE_MACHINE)
def told_by_it_alone(receipt: Receipt) -> list[UUID]:
    """The entries that a file states and no other file that still stands, and that nobody has corrected: in their own order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry.id FROM chronology_entry AS entry
            WHERE entry.id IN (SELECT entry_id FROM chronology_entry_stated WHERE receipt_id = %(receipt)s)
              AND NOT EXISTS (SELECT FROM chronology_entry AS correction WHERE correction.supersedes_id = entry.id)
              AND NOT EXISTS (
                SELECT FROM chronology_entry_stated AS stated
                LEFT JOIN intake_taken_back AS back ON back.receipt_id = stated.receipt_id
                WHERE stated.entry_id = entry.id AND back.id IS NULL
                  AND stated.receipt_id IS DISTINCT FROM %(receipt)s
              )
            ORDER BY entry.seq
            """,
            {"receipt": receipt.id},
        )
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
@seeing(THE_MACHINE)
def retract(
    entries: Sequence[UUID], *, because: str, receipt: Receipt, progress: Callable[[int], None] = lambda entries: None
) -> frozenset[UUID]:
    """Take these entries back, each by an entry with `receipt` that says why; the records that they are about.

    `progress` is told how many are taken back, as often as some more are.
    """
    touched: set[UUID] = set()
    source = Source(receipt.agency_id, BEFORE_ALL, receipt.received_at, receipt, receipt.by)
    for begins in range(0, len(entries), ENTRIES_AT_ONCE):
        some = entries[begins : begins + ENTRIES_AT_ONCE]
        people: dict[UUID, list[tuple[str, Role]]] = {}
        for entry, record, role in EntryPerson.objects.filter(entry__in=some).values_list("entry", "record", "role"):
            people.setdefault(entry, []).append((str(record), role))  # type: ignore[arg-type]  # the log keeps no other words
            touched.add(record)
        found = Entry.objects.in_bulk(some)
        taking = [_taking_back(found[one], people.get(one, []), because, receipt.as_at) for one in some]
        replace_entries(taking, source=source)
        progress(begins + len(some))
    seal_receipt(receipt)
    return frozenset(touched)


def _taking_back(entry: Entry, people: list[tuple[str, Role]], because: str, on: dt.date) -> Replacing:
    draft = DraftEntry(
        RETRACTED,
        When(entry.occurred_from, entry.occurred_to, entry.precision, at=entry.occurred_at),  # type: ignore[arg-type]  # a text here
        tuple(people),
        recorded_on=on,
        details={"retracted_entry": str(entry.id)},
        narrative=because,
        level=entry.level,  # type: ignore[arg-type]  # a text here
    )
    return Replacing(draft, entry.id, entry.identity, entry.agency_id)
