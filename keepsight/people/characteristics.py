"""What is on record of children's ethnicity and disability, for figures about many. Part of `queries`.

It is as agencies recorded it, never guessed; where nobody did, that is a value of its own. No child is looked up by it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.people.models import KnownRecord, Link

NOT_SAID = frozenset({"", "REFU", "NOBT"})
"""Codes of the census that say nobody knows: it was refused, or not obtained."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Of one child: every ethnicity that some agency recorded, as written, and whether any recorded a disability.

    No disability on record says either that there is none or that nobody asked: files do not tell these apart.
    """

    ethnicities: frozenset[str]
    disability: bool


def recorded(children: Collection[UUID]) -> dict[UUID, Recorded]:
    """What is on record of each of these children, all of their records together."""
    with seeing(THE_MACHINE):
        links = Link.objects.filter(person__in=list(children), ended_at=None).values_list("record_id", "person_id")
        person_of = dict(links)
        known = KnownRecord.objects.filter(record__in=list(person_of))
        said = list(known.values_list("record_id", "ethnicity", "disabilities"))
    ethnicities: dict[UUID, set[str]] = defaultdict(set)
    disabled = set()
    for record, ethnicity, disabilities in said:
        words = (ethnicity or "").strip()
        if words.upper() not in NOT_SAID:
            ethnicities[person_of[record]].add(words)
        if disabilities:
            disabled.add(person_of[record])
    return {child: Recorded(frozenset(ethnicities[child]), child in disabled) for child in children}
