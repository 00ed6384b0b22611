"""The records that each agency sends, counted: numbers that check, what became of linking, how long pairs wait. Part of `queries`.

In no count is a child who is restricted or sealed, whose address is protected, or who does not exist for whoever asks. Small
counts are held back. The three counts of one agency's records have one sum, and no sum over agencies is told, so nothing that is
held back of one agency can be had from another; where the sum itself would have to be held back, nothing is told of that agency.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from keepsight.access.models import Agency
from keepsight.access.queries import restricted_or_sealed, the_machine
from keepsight.access.roles import Reach
from keepsight.access.sight import Sight, seeing
from keepsight.people import in_sight
from keepsight.store.suppression import RULE, Rule, suppress

NUMBERS = ("valid", "not valid", "not given")
BANDS = ("joined", "asked", "left")
WAITS = ("a week at most", "up to four weeks", "longer")
WEEK, FOUR_WEEKS = 7, 28  # days. Local judgement, to be looked at again with a partnership: files come monthly at best

# What each record of a child ever said: a number that checks beats one that does not.
RECORDS = """
WITH known AS (
  SELECT link.record_id, link.person_id, record.agency_code,
         COALESCE(bool_or(said.nhs_number IS NOT NULL), false) AS nhs, COALESCE(bool_or(said.raw ? 'nhs_number'), false) AS nhs_raw,
         COALESCE(bool_or(said.upn IS NOT NULL), false) AS upn, COALESCE(bool_or(said.raw ? 'upn'), false) AS upn_raw
  FROM people_childhood AS childhood
  JOIN people_record AS record ON record.id = childhood.record_id
  JOIN people_open_link AS link ON link.record_id = record.id
  LEFT JOIN people_description AS said ON said.record_id = record.id
  WHERE link.person_id <> ALL (%(apart)s)
  GROUP BY link.record_id, link.person_id, record.agency_code
)
SELECT agency_code,
       CASE WHEN nhs THEN 0 WHEN nhs_raw THEN 1 ELSE 2 END,
       CASE WHEN upn THEN 0 WHEN upn_raw THEN 1 ELSE 2 END,
       CASE WHEN EXISTS (SELECT 1 FROM people_open_link AS other
                         WHERE other.person_id = known.person_id AND other.record_id <> known.record_id) THEN 0
            WHEN EXISTS (SELECT 1 FROM people_question AS question
                         WHERE question.answered_at IS NULL
                           AND known.record_id IN (question.record_a_id, question.record_b_id)) THEN 1
            ELSE 2 END,
       count(*)
FROM known
GROUP BY 1, 2, 3, 4
"""
WAITING = """
SELECT record.agency_code,
       CASE WHEN question.asked_at >= %(week)s THEN 0 WHEN question.asked_at >= %(month)s THEN 1 ELSE 2 END,
       count(DISTINCT question.id)
FROM people_question AS question
JOIN people_open_link AS link ON link.record_id IN (question.record_a_id, question.record_b_id)
JOIN people_record AS record ON record.id = link.record_id
WHERE question.answered_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM people_open_link AS apart
                  WHERE apart.record_id IN (question.record_a_id, question.record_b_id) AND apart.person_id = ANY (%(apart)s))
GROUP BY 1, 2
"""
PROTECTED = """
SELECT DISTINCT link.person_id FROM people_description AS said
JOIN people_open_link AS link ON link.record_id = said.record_id
WHERE said.address_protected
"""

Counts = tuple[int, ...]
Printed = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """Of one agency, as it may be printed: its children's records by NUMBERS (twice) and BANDS, its pairs by WAITS.

    Each is followed by its sum. None: held back. `nhs_share` and `upn_share`: per cent that check, None where too few to say.
    """

    agency: str
    name: str
    nhs: Printed
    upn: Printed
    bands: Printed
    waits: Printed
    nhs_share: int | None
    upn_share: int | None


def sent_by_each(sight: Sight, today: dt.datetime) -> list[Sent]:
    """Each agency that has records of children, by name; for whoever answers for one agency, only that."""
    found, waiting = _counted(sight, today)
    own = sight.agency if sight.reach is Reach.AGENCY else None
    names = dict(Agency.objects.filter(code__in=found).values_list("code", "name"))
    told = [as_printed(code, names[code], found[code], waiting.get(code, (0, 0, 0))) for code in names]
    return sorted((one for one in told if own in (None, one.agency)), key=lambda one: one.name)


def as_printed(code: str, name: str, tables: Mapping[str, Counts], waits: Counts, *, rule: Rule = RULE) -> Sent:
    """One agency's counts with what is small, and what would give it away, held back."""
    held = {kind: _held_back(counts, rule) for kind, counts in tables.items()}
    if any(counts[-1] is None for counts in held.values()):
        held = {kind: (None,) * (len(counts) + 1) for kind, counts in tables.items()}
    return Sent(
        code,
        name,
        held["nhs"],
        held["upn"],
        held["bands"],
        _held_back(waits, rule),
        _share(held["nhs"], rule),
        _share(held["upn"], rule),
    )


def _held_back(counts: Counts, rule: Rule) -> Printed:
    return suppress([counts], rule=rule).printed()[0]


def _share(printed: Printed, rule: Rule) -> int | None:
    """Whole per cent of the first of these in their sum, rounded down: what is not quite all is not said to be all."""
    part, whole = printed[0], printed[-1]
    if part is None or whole is None or rule.hides_share(part, whole):
        return None
    return part * 100 // whole


def _counted(sight: Sight, now: dt.datetime) -> tuple[dict[str, dict[str, Counts]], dict[str, Counts]]:
    with seeing(the_machine()), connection.cursor() as cursor:
        cursor.execute(PROTECTED)
        apart = {person for (person,) in cursor.fetchall()}
        apart |= in_sight.now(restricted_or_sealed()) | in_sight.hidden(sight)
        since = {"week": now - dt.timedelta(days=WEEK), "month": now - dt.timedelta(days=FOUR_WEEKS)}
        cursor.execute(RECORDS, {"apart": list[UUID](apart)})
        records = cursor.fetchall()
        cursor.execute(WAITING, {"apart": list[UUID](apart), **since})
        waits = cursor.fetchall()
    found = {
        code: {kind: _sums(records, code, column, 3) for kind, column in (("nhs", 1), ("upn", 2), ("bands", 3))}
        for code in {row[0] for row in records}
    }
    return found, {code: _sums(waits, code, 1, 3) for code in {row[0] for row in waits}}


def _sums(rows: Iterable[Sequence[Any]], code: str, column: int, of: int) -> Counts:
    """How many of an agency's stand at each place of a column; the last column counts."""
    sums = [0] * of
    for row in rows:
        if row[0] == code:
            sums[row[column]] += row[-1]
    return tuple(sums)
