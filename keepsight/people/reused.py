"""A number of an agency's own that comes to name somebody else. Part of `queries`.

A record holds one person for good, and such a number is its key: what a file says of the second would be joined to the first.
"""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from keepsight.access.models import Agency
from keepsight.intake.drafts import DraftPerson
from keepsight.people.keys import own_key
from keepsight.people.rules import Known, somebody_else
from keepsight.people.standard import exact_day, name_words, nhs_number

# What a file said that was taken back counts too: its record still holds whom it named.
SAID_BEFORE = """
SELECT record.id, record.key, said.forename_words, said.surname_words,
       CASE WHEN said.born_precision IN ('day', 'minute') AND said.born_from = said.born_to THEN said.born_from END,
       said.nhs_number
FROM people_record AS record
JOIN people_description AS said ON said.record_id = record.id
WHERE record.agency_code = %s AND record.key IN (SELECT jsonb_array_elements_text(%s))
"""
NOBODY = UUID(int=0)  # a description that no record holds yet


def reused(agency: Agency, drafts: Sequence[DraftPerson]) -> frozenset[str]:
    """The refs of those whom the agency's own number names, though it named somebody else before, or further up in the file."""
    numbered = {draft.ref: key for draft in drafts if draft.local_id and (key := own_key(draft))}
    known: dict[str, list[Known]] = {}
    for key, one in _said_before(agency, set(numbered.values())):
        known.setdefault(key, []).append(one)
    others = set()
    for draft in drafts:
        if draft.ref in numbered:
            before, now = known.setdefault(numbered[draft.ref], []), _known(draft)
            if somebody_else(before, now):
                others.add(draft.ref)
            else:
                before.append(now)
    return frozenset(others)


def _said_before(agency: Agency, keys: set[str]) -> list[tuple[str, Known]]:
    with connection.cursor() as cursor:
        cursor.execute(SAID_BEFORE, [agency.pk, json.dumps(sorted(keys))])
        return [
            (key, Known(record, (agency.pk, key), forename, surname, born_on, number))
            for record, key, forename, surname, born_on, number in cursor.fetchall()
        ]


def _known(draft: DraftPerson) -> Known:
    return Known(
        NOBODY,
        ("", ""),
        name_words(draft.forename),
        name_words(draft.surname),
        exact_day(draft.born),
        nhs_number(draft.nhs_number),
    )
