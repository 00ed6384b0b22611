"""Records that go from a person: whoever was shown something of that person while they stood there is told. Part of `actions`.

However it came about: somebody parts two, takes an act back, or a number is put right and what joined them holds no more.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.looks import saw_between
from keepsight.access.models import User
from keepsight.access.sharing import tell_of_parting
from keepsight.people.models import Link
from keepsight.people.queries import ids_of
from keepsight.store import clock


@dataclass(frozen=True, slots=True)
class Parting:
    """That a person's records are one person's no longer.

    `ids`: all that led to the person until then. `link`: of those that end the one made first, which was `since`.
    """

    person: UUID
    ids: frozenset[UUID]
    link: UUID
    since: dt.datetime


def partings(before: Mapping[UUID, UUID], after: Mapping[UUID, UUID]) -> list[Parting]:
    """Who loses records while others stay or go elsewhere, by whom each record is about before and after. Ask it before links end.

    Where all of a person's records go to one other, nothing is parted.
    """
    records: dict[UUID, set[UUID]] = defaultdict(set)
    for record, person in before.items():
        records[person].add(record)
    parted = {one for one, theirs in records.items() if len({after[record] for record in theirs}) > 1}
    leaving = [record for one in parted for record in records[one] if after[record] != one]
    first: dict[UUID, Link] = {}
    for link in Link.objects.filter(record__in=leaving, ended_at=None).order_by("made_at", "id") if leaving else ():
        first.setdefault(link.person_id, link)
    return [Parting(one, frozenset(ids_of(one)), link.pk, link.made_at) for one, link in sorted(first.items())]


def tell(parted: Iterable[Parting], *, by: User | None) -> None:
    """Tell whoever looked. `by`: whoever parted them, who knows; None for a rule."""
    for one in parted:
        saw = [each.user for each in saw_between(one.ids, one.since, clock.now())]
        if saw:
            tell_of_parting(one.person, one.link, list(User.objects.filter(pk__in=saw)), by=by)
