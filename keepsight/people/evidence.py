"""What agencies said of records, as linking compares them: names, births, numbers, and signs of home and family.

Of a home nothing is told but that two records have it in common (`places.sql`), and of a protected one not even that.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from keepsight.access.queries import sealed
from keepsight.people import rows
from keepsight.people.in_sight import now
from keepsight.people.rules import Known

KNOWN = """
SELECT record.id, record.agency_code, record.key, link.person_id, known.forename_words, known.surname_words, known.born_on,
       known.nhs_number, known.upn, childhood.record_id IS NOT NULL, known.expected_on,
       known.expected_on IS NOT NULL AND known.born_from IS NULL, known.sex
FROM people_known AS known
JOIN people_record AS record ON record.id = known.record_id
LEFT JOIN people_childhood AS childhood ON childhood.record_id = record.id
LEFT JOIN people_open_link AS link ON link.record_id = record.id
WHERE known.record_id = ANY (%(ids)s::uuid[])
"""

PARENTS = """
SELECT tie.record_b_id, sign
FROM people_relationship AS tie
JOIN people_description AS said ON said.record_id = tie.record_a_id
CROSS JOIN LATERAL (
  VALUES (tie.record_a_id::text), (said.nhs_number), (CASE WHEN said.forename_words <> '' AND said.surname_words <> ''
                                  THEN said.forename_words || ' ' || said.surname_words END)
) AS signs (sign)
WHERE tie.record_b_id = ANY (%(ids)s::uuid[]) AND tie.kind = 'parent_of' AND sign IS NOT NULL
"""

PLACES = "SELECT record, kind, sign FROM people_places(%(ids)s::uuid[])"

TIES = """
SELECT record_b_id, record_a_id FROM people_relationship WHERE kind = 'parent_of' AND record_b_id = ANY (%(ids)s::uuid[])
UNION SELECT record_a_id, record_b_id FROM people_relationship WHERE kind = 'parent_of' AND record_a_id = ANY (%(ids)s::uuid[])
"""

# Of a sealed child nobody's family is told.
KIN = f"""
WITH tie (record_id, kin_id) AS ({TIES})
SELECT DISTINCT tie.record_id, said.forename_words || ' ' || said.surname_words
FROM tie
JOIN people_description AS said ON said.record_id = tie.kin_id AND said.forename_words <> '' AND said.surname_words <> ''
LEFT JOIN people_open_link AS link ON link.record_id = tie.kin_id
WHERE link.person_id IS NULL OR link.person_id <> ALL (%(sealed)s::uuid[])
"""  # noqa: S608  (our own words)

# Records whose evidence is another since something was said of these: their family's, and others' at a home that proved protected.
ELSEWHERE = f"""
SELECT kin_id FROM ({TIES}) AS tie (record_id, kin_id)
UNION SELECT people_beside_kept(%(ids)s::uuid[])
"""  # noqa: S608  (our own words)


def known(records: Iterable[UUID]) -> list[Known]:
    """What is known of each of these records, as it is compared. A sealed child's is kept apart from all others."""
    ids = set(records)
    if not ids:
        return []
    kept_apart = now(sealed())
    places = _by_record((record, (kind, sign)) for record, kind, sign in rows.told(PLACES, ids))
    kin = _by_record(rows.told(KIN, ids, sealed=rows.array(kept_apart)))
    found = [
        replace(
            Known(record, (agency, key), *said),
            places=places.get(record, frozenset()),
            kin=kin.get(record, frozenset()),
            kept_apart=person in kept_apart,
        )
        for record, agency, key, person, *said in rows.told(KNOWN, ids)
    ]
    return _with_parents(found) if any(one.unborn for one in found) else found


def _with_parents(found: list[Known]) -> list[Known]:
    parents = _by_record(rows.told(PARENTS, {one.record for one in found}))
    return [replace(one, parents=parents.get(one.record, frozenset())) for one in found]


def _by_record(found: Iterable[tuple[Any, ...]]) -> dict[UUID, frozenset[Any]]:
    signs: dict[UUID, set[Any]] = defaultdict(set)
    for record, sign in found:
        signs[record].add(sign)
    return {record: frozenset(said) for record, said in signs.items()}
