"""What the trained model says of the records in the store, without changing any. Links are still made by `linking`, by rule.

Of homes it is told which are the same and never where (`places.sql`). Records of sealed children are kept apart.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from django.db import connection, transaction

from keepsight.access.queries import sealed
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.errors import WrongUse
from keepsight.people.adopted import in_force
from keepsight.people.in_sight import now
from keepsight.people.matching.bulk import match
from keepsight.people.matching.guards import Weighed
from keepsight.people.matching.model import Settings
from keepsight.people.matching.standardising import TOLD, standardise
from keepsight.people.matching.training import LEAST_TO_TRAIN_ON, train
from keepsight.people.models import Judgement, TakenBack
from keepsight.people.said import Said, holding
from keepsight.store import audit

TOLD_OF = """
WITH tie AS (
  SELECT record_b_id AS record_id, record_a_id AS kin_id FROM people_relationship WHERE kind = 'parent_of'
  UNION SELECT record_a_id, record_b_id FROM people_relationship WHERE kind = 'parent_of'
),
family AS (
  SELECT tie.record_id, array_agg(DISTINCT said.forename_words || ' ' || said.surname_words) AS kin
  FROM tie
  JOIN people_description AS said ON said.record_id = tie.kin_id AND said.forename_words <> '' AND said.surname_words <> ''
  JOIN people_open_link AS link ON link.record_id = tie.kin_id AND link.person_id <> ALL (%(sealed)s::uuid[])
  GROUP BY tie.record_id
),
home AS MATERIALIZED (
  SELECT record AS record_id,
         (array_agg(sign ORDER BY as_at DESC, sign) FILTER (WHERE kind = 'door'))[1] AS door,
         (array_agg(sign ORDER BY as_at DESC, sign) FILTER (WHERE kind = 'postcode'))[1] AS post
  FROM people_places(ARRAY (SELECT id FROM people_record)) GROUP BY record
)
SELECT record.id::text AS record, record.agency_code AS agency, known.forename, known.surname, known.born_on,
       CASE WHEN known.born_from IS NULL THEN known.expected_on END AS expected_on, known.sex, known.nhs_number, known.upn,
       home.door AS uprn, NULL AS address, home.post AS postcode, known.address_protected,
       childhood.record_id IS NOT NULL AS is_child, link.person_id = ANY (%(sealed)s::uuid[]) AS kept_apart, family.kin
FROM people_known AS known
JOIN people_record AS record ON record.id = known.record_id
LEFT JOIN people_childhood AS childhood ON childhood.record_id = record.id
LEFT JOIN people_open_link AS link ON link.record_id = record.id
LEFT JOIN family ON family.record_id = record.id
LEFT JOIN home ON home.record_id = record.id
ORDER BY record.agency_code, record.key
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of the records in the store: how many were laid side by side, how many persons they would be, and what would be asked.

    `linked`: records that would share a person with another. `left`: pairs that nothing is done with, by the rule that says so.
    """

    records: int
    persons: int
    linked: int
    groups: tuple[frozenset[str], ...]
    questions: tuple[Weighed, ...]
    left: dict[str, int]

    def asked_by(self) -> list[tuple[str, int]]:
        """How many questions each rule would ask, the most first."""
        return Counter(one.rule for one in self.questions).most_common()


@transaction.atomic
@seeing(THE_MACHINE)
def compare_everyone(settings: Settings | None = None, engine: str = "duckdb") -> Comparison:
    """Lay all records side by side; say what would be linked, asked and left, by the model in force or another. Changes nothing.

    `engine`: what weighs them, as `bulk.match` takes it.
    """
    matched = match(_told(), judged=_judged(), settings=settings or in_force().settings, engine=engine)
    parted = matched.parted
    linked = sum(len(group) for group in parted.groups if len(group) > 1)
    audit.note("people.compare_everyone", by=None, count=matched.records)
    return Comparison(matched.records, len(parted.groups), linked, parted.groups, parted.questions, dict(parted.left))


@transaction.atomic
@seeing(THE_MACHINE)
def train_on_everyone(day: dt.date) -> Settings:
    """A model whose weights are worked out from the records in the store, with the record of the run.

    Raises WrongUse where there are too few records to learn anything from.
    """
    with duckdb.connect() as duck:
        records = standardise(duck, _told())
        if records < LEAST_TO_TRAIN_ON:
            raise WrongUse(
                f"{records} records are too few to train on",
                next_step=f"Use the shipped model until there are {LEAST_TO_TRAIN_ON:,}.",
            )
        audit.note("people.train_on_everyone", by=None, count=records)
        return train(duck, on="the records of a store", day=day)


def _told() -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(TOLD_OF, {"sealed": list(now(sealed()))})
        names = [column.name for column in cursor.description]
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return pa.Table.from_pylist([row | {"kept_apart": bool(row["kept_apart"])} for row in rows], schema=TOLD)


def _judged() -> dict[frozenset[str], bool]:
    """What was last said of each pair of records, and was not taken back."""
    rows = Judgement.objects.values_list("record_a_id", "record_b_id", "same", "id", "act")
    said = (Said(frozenset((a, b)), same, number, act) for a, b, same, number, act in rows)
    held = holding(said, set(TakenBack.objects.values_list("act", flat=True)))
    return {frozenset(map(str, pair)): judged.same for pair, judged in held.items()}
