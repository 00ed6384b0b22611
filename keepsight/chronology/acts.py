"""What people did here, thread by thread, and what lies behind the entries of a prompt. Part of `queries`.

Both are read past what a person may see, for the rules of the room that asks: it must have decided already that whoever asks may
read the thread, and shows nobody what lies behind an entry.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.intake.drafts import Level, Role
from keepsight.store.by_index import by_index


@dataclass(frozen=True, slots=True)
class Act:
    """An entry that somebody who had signed in put on a thread, as it stands now. `at` is when they did, `on` the day it is of."""

    id: UUID
    thread: UUID
    kind: str
    at: dt.datetime
    by: int
    by_name: str
    role: str
    agency: str
    agency_name: str
    level: Level
    details: dict[str, Any]
    narrative: str
    child_words: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Behind:
    """When an entry came, whom it is about, and who wrote it: a name as the record says it, or who signed in.

    `level` is the one it stands at now, which the agency that holds it may keep closer than when it came.
    """

    received_at: dt.datetime
    level: Level
    persons: frozenset[UUID]
    professional: str
    by: int | None


_DETAILS = 10  # where they stand in a row


def acts_on(threads: Collection[UUID]) -> dict[UUID, list[Act]]:
    """What people did on each thread, in the order in which they did it. A thread on which nobody acted is left out."""
    with seeing(THE_MACHINE), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry.id, entry.thread, entry.kind, entry.received_at, maker.id, maker.name, maker.role, agency.code,
                   agency.name, entry.level, words.details, words.narrative, COALESCE(words.child_words, ''), entry.occurred_from
            FROM chronology_current AS entry
            JOIN chronology_words AS words ON words.entry_id = entry.id
            JOIN access_user AS maker ON maker.id = entry.by_id
            JOIN access_agency AS agency ON agency.code = entry.agency_id
            WHERE entry.thread = ANY (%s) ORDER BY entry.received_at, entry.seq
            """,
            [list(threads)],
        )
        rows = cursor.fetchall()
    found: dict[UUID, list[Act]] = defaultdict(list)
    for row in rows:
        act = Act(*row)
        found[act.thread].append(replace(act, details=json.loads(row[_DETAILS])))
    return dict(found)


def behind(entries: Collection[UUID]) -> dict[UUID, Behind]:
    """What lies behind these entries, those that are not in the log left out."""
    with seeing(THE_MACHINE), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry.id, entry.received_at,
                   CASE
                     WHEN entry.level = 'standard'
                       AND EXISTS (SELECT 1 FROM chronology_restricted AS kept WHERE kept.identity = entry.identity)
                     THEN 'restricted' ELSE entry.level
                   END,
                   ARRAY (
                     SELECT link.person_id FROM chronology_entry_person AS person
                     JOIN people_open_link AS link ON link.record_id = person.record_id WHERE person.entry_id = entry.id
                   ),
                   words.professional, entry.by_id
            FROM chronology_entry AS entry JOIN chronology_words AS words ON words.entry_id = entry.id
            WHERE entry.id = ANY (%s::uuid[])
            """,
            [list(entries)],
        )
        return {
            entry: Behind(at, level, frozenset(persons), professional or "", by)
            for entry, at, level, persons, professional, by in cursor.fetchall()
        }


def people_in(entry: UUID) -> list[tuple[UUID, Role]]:
    """The records that an entry is about, each with its role."""
    with seeing(THE_MACHINE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id, role FROM chronology_entry_person WHERE entry_id = %s ORDER BY role, record_id", [entry]
        )
        return list(cursor.fetchall())


def threads_about(children: Collection[UUID], *kinds: str) -> dict[UUID, UUID]:
    """The threads that somebody began here with an entry of such a kind, each with the child it is about, the oldest first."""
    with seeing(THE_MACHINE), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry.thread, link.person_id
            FROM chronology_current AS entry
            JOIN chronology_entry_person AS person ON person.entry_id = entry.id AND person.role = 'child'
            JOIN people_open_link AS link ON link.record_id = person.record_id
            WHERE link.person_id = ANY (%s) AND entry.kind = ANY (%s) AND entry.by_id IS NOT NULL AND entry.thread IS NOT NULL
            ORDER BY entry.received_at, entry.seq
            """,
            [list(children), list(kinds)],
        )
        return dict(cursor.fetchall())


EVERYBODY: Mapping[str, str] = MappingProxyType({})


def told_of(
    children: Collection[UUID], kinds: Mapping[str, dt.date | None], *, by_another_than: Mapping[str, str] = EVERYBODY
) -> dict[str, list[UUID]]:
    """By kind, those of these children about whom an entry of it is on record, in the order of their ids.

    Each kind stands with the first day that it may be of, None: any; what is of no known day counts whatever day is asked for.
    Whoever told it counts, but for the agency that `by_another_than` names with a kind.
    """
    found: dict[str, list[UUID]] = {kind: [] for kind in kinds}
    with seeing(THE_MACHINE), connection.cursor() as cursor, by_index(cursor):
        cursor.execute(
            """
            -- What was told comes first, by its kind and day: beside whoever sees thousands of children it is little.
            WITH told AS MATERIALIZED (
              SELECT entry.id, asked.kind
              FROM unnest(%s::text[], %s::date[], %s::text[]) AS asked (kind, since, not_by)
              CROSS JOIN LATERAL (
                SELECT id, agency_id FROM chronology_entry
                WHERE kind = asked.kind AND occurred_to >= COALESCE(asked.since, '-infinity')
                UNION ALL
                SELECT id, agency_id FROM chronology_entry WHERE kind = asked.kind AND occurred_to IS NULL
              ) AS entry
              WHERE entry.agency_id IS DISTINCT FROM asked.not_by
            )
            SELECT DISTINCT told.kind, link.person_id
            FROM told
            JOIN chronology_current AS entry ON entry.id = told.id
            JOIN chronology_entry_person AS person ON person.entry_id = told.id AND person.role = 'child'
            JOIN people_open_link AS link ON link.record_id = person.record_id
            WHERE link.person_id = ANY (%s) ORDER BY link.person_id
            """,
            [list(kinds), list(kinds.values()), [by_another_than.get(one) for one in kinds], list(children)],
        )
        for kind, child in cursor.fetchall():
            found[kind].append(child)
    return found
