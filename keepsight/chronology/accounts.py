"""The accounts of each matter as the log keeps them: when each was stated, and which a person put in another's place."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a matter. `stated`: the days as of which it was stated, in order; `corrects`: whose place it was put in.

    `content` is the hash by which one of two stands that were stated as of the same day.
    """

    entry: UUID
    matter: UUID
    content: UUID
    corrects: UUID | None
    stated: tuple[dt.date, ...]


def accounts(entries: Collection[UUID]) -> list[Account]:
    """These entries as accounts of their matters, of those that this transaction has opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry.id, entry.identity, entry.content_hash, entry.supersedes_id,
                   ARRAY (SELECT as_at FROM chronology_entry_stated WHERE entry_id = entry.id ORDER BY as_at)
            FROM chronology_entry AS entry
            WHERE entry.id = ANY (%s)
            """,
            [list(entries)],
        )
        return [
            Account(entry, matter, content, corrects, tuple(stated))
            for entry, matter, content, corrects, stated in cursor.fetchall()
        ]
