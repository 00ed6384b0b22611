"""What people are said to be to each other: by which agency, as at which day, and on which days it held.

Part of `queries`: a tie to somebody who is not to be seen is not told, nor what another agency says of a child of whom only
the reader's own agency's word is to be read. Nothing here holds an address.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.sight import Sight
from keepsight.people.in_sight import withheld
from keepsight.people.models import EITHER_WAY, Link, Relationship

FORMER = re.compile(r"\b(ex|former)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What one agency said last of a tie. A day of None: open at that end, or not said. `raw`: its own word for it, or ""."""

    agency: str
    as_at: dt.date
    from_on: dt.date | None
    to_on: dt.date | None
    raw: str

    def holds(self, on: dt.date) -> bool:
        """Whether it says that the tie held on a day."""
        return (self.from_on is None or self.from_on <= on) and (self.to_on is None or self.to_on >= on)


@dataclass(frozen=True, slots=True)
class Tie:
    """That `a` is `kind` to `b`, with everything that is said of it, the latest first. Never without anything said.

    A file's "ex-partner" is a tie of partners too, which is over on whatever day.
    """

    a: UUID
    kind: str
    b: UUID
    said: tuple[Said, ...]

    def holds(self, on: dt.date) -> bool:
        """Whether any agency says that it held on a day."""
        return any(self.is_said_to_hold(one, on) for one in self.said)

    def is_said_to_hold(self, one: Said, on: dt.date) -> bool:
        """Whether one agency's word is that it held on a day."""
        return one.holds(on) and not (self.kind == "partner_of" and FORMER.search(one.raw))


def ties_among(sight: Sight, persons: Collection[UUID]) -> list[Tie]:
    """What is said to hold, or to have held, between any two of these persons, as far as the reader may be told it."""
    links = Link.objects.filter(person__in=set(persons), ended_at=None)
    person_of = dict(links.values_list("record_id", "person_id"))
    told = Relationship.objects.filter(record_a__in=list(person_of), record_b__in=list(person_of))
    latest: dict[tuple[UUID, str, UUID, str], list[Relationship]] = defaultdict(list)
    for one in told.select_related("said_by").order_by("-as_at", "id"):
        of_pair = latest[one.record_a_id, one.kind, one.record_b_id, one.said_by_id]
        if not of_pair or of_pair[0].as_at == one.as_at:
            of_pair.append(one)
    kept_back = withheld(sight) & set(persons)
    found: dict[tuple[UUID, str, UUID], list[Relationship]] = defaultdict(list)
    for one in (one for of_pair in latest.values() for one in of_pair):
        a, b = person_of[one.record_a_id], person_of[one.record_b_id]
        if a != b and (one.said_by_id == sight.agency or not {a, b} & kept_back):
            found[_in_order(a, one.kind, b)].append(one)
    return [Tie(*key, _said(some)) for key, some in sorted(found.items(), key=str)]


def _said(some: Iterable[Relationship]) -> tuple[Said, ...]:
    """What each agency says, once however often it says it: in each of its words."""
    raw: dict[tuple[str, dt.date, dt.date | None, dt.date | None], set[str]] = defaultdict(set)
    for one in some:
        raw[one.said_by.name, one.as_at, one.from_on, one.to_on].add(one.raw.strip())
    said = [Said(*key, "; ".join(sorted(filter(None, words)))) for key, words in raw.items()]
    return tuple(sorted(said, key=lambda one: (-one.as_at.toordinal(), one.agency, str(one.from_on))))


def _in_order(a: UUID, kind: str, b: UUID) -> tuple[UUID, str, UUID]:
    """A tie that holds either way stands once, whoever was named first."""
    return (b, kind, a) if kind in EITHER_WAY and b < a else (a, kind, b)
