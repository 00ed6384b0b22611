"""Of which children an entry of some kinds was ever on record: one question for all of them. Part of `queries`.

It gives out no entry, no day and no agency. It is for figures, in which nothing counts that is restricted or sealed.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from keepsight.access.sight import THE_MACHINE, seeing


def with_kinds_ever(children: Collection[UUID], kinds: Collection[str]) -> frozenset[UUID]:
    """Those of these children about whom an entry of one of these kinds, in its current account, is on record."""
    with seeing(THE_MACHINE), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT link.person_id
            FROM chronology_current AS entry
            JOIN chronology_entry_person AS person ON person.entry_id = entry.id AND person.role = 'child'
            JOIN people_open_link AS link ON link.record_id = person.record_id
            WHERE entry.kind = ANY (%s) AND entry.level = 'standard' AND link.person_id = ANY (%s::uuid[])
            """,
            [list(kinds), list(children)],
        )
        return frozenset(row[0] for row in cursor.fetchall())
