"""When an agency last held an entry of a kind about each of some children: one question for all of them. Part of `queries`.

It gives out a day and an id, and only of entries that the child's own chronology would show to the same person.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.queries import readable
from keepsight.intake.drafts import When
from keepsight.people import in_sight


@dataclass(frozen=True, slots=True)
class Last:
    """The last entry of a kind about a child, and when it happened."""

    entry: UUID
    when: When
    until: dt.date


def last_of_kind(sight: Sight, children: Collection[UUID], kind: str) -> dict[UUID, Last]:
    """By child, the last entry of a kind that is about the child and that the reader's own agency holds; none: left out.

    Entries without a day are left out too, and those that this person may not read. However many children: as many statements.
    """
    rows = _of_kind(sight, list(children), kind)
    may_read = readable([row[:2] for row in rows])
    return {
        child: Last(entry, When(first, last, precision, raw, at), last)
        for child, entry, first, last, precision, raw, at in rows
        if entry in may_read
    }


def _of_kind(sight: Sight, children: list[UUID], kind: str) -> list[tuple[Any, ...]]:
    """The rows of those entries, the last of each child last. The first hand of sight; the database is the second."""
    asked: dict[str, Any] = {"children": children, "kind": kind, "agency": sight.agency}
    asked |= {"cell": list(in_sight.now(sight.cell)), "hidden": list(in_sight.hidden(sight))}
    with seeing(THE_MACHINE), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT link.person_id, entry.id, entry.occurred_from, entry.occurred_to, entry.precision, words.raw_when,
                   entry.occurred_at
            FROM chronology_current AS entry
            JOIN chronology_words AS words ON words.entry_id = entry.id
            JOIN chronology_entry_person AS person ON person.entry_id = entry.id AND person.role = 'child'
            JOIN people_open_link AS link ON link.record_id = person.record_id
            WHERE entry.kind = %(kind)s AND entry.agency_id = %(agency)s AND link.person_id = ANY (%(children)s::uuid[])
              AND entry.occurred_to IS NOT NULL
              AND (entry.level <> 'sealed' OR link.person_id = ANY (%(cell)s::uuid[]))
              AND NOT EXISTS (
                SELECT 1 FROM chronology_entry_person AS beside
                JOIN people_open_link AS whose ON whose.record_id = beside.record_id
                WHERE beside.entry_id = entry.id AND whose.person_id = ANY (%(hidden)s::uuid[])
              )
            ORDER BY entry.occurred_to, entry.received_at, entry.seq
            """,
            asked,
        )
        return list(cursor.fetchall())
