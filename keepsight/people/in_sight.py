"""Sight turned into persons, as they are now: who is seen, who does not exist for somebody, whose record is held back.

Access keeps ids; persons are joined and parted. What was said of an id holds for whoever holds its records now, so a link
that a machine made opens nothing that one of the two sides kept closed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from keepsight.access.queries import agreements, no_agreement
from keepsight.access.roles import Reach
from keepsight.access.sight import Sight
from keepsight.people.models import Link
from keepsight.store.asked_once import once


def current(persons: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who each person is now: itself, or, of a person who was joined to others, whoever holds its last records."""
    asked = frozenset(persons)
    return _current(asked) if asked else {}


@once
def _current(asked: frozenset[UUID]) -> dict[UUID, frozenset[UUID]]:
    standing = set(Link.objects.filter(person__in=asked, ended_at=None).values_list("person_id", flat=True))
    now = {person: frozenset({person}) if person in standing else frozenset[UUID]() for person in asked}
    if retired := asked - standing:
        now |= _heirs(retired)
    return now


def now(persons: Iterable[UUID]) -> frozenset[UUID]:
    """All of these persons, as they are now."""
    return frozenset[UUID]().union(*current(persons).values())


def one_now(person: UUID) -> UUID:
    """Who a person is now, where it was joined to another since; itself, where nobody holds its records any more."""
    return next(iter(now([person])), person)


@once
def hidden(sight: Sight) -> frozenset[UUID]:
    """Persons who do not exist for whoever asks: family and their children, and children whose level keeps them out."""
    if sight.everything:
        return frozenset()
    kept = now(sight.sealed) - now(sight.cell)
    if sight.reach is Reach.ALL:
        kept |= now(sight.restricted) - now(sight.children)
    return kept | family(sight.conflicts)


def family(persons: Iterable[UUID]) -> frozenset[UUID]:
    """These persons, and every child in whose household one of them ever stood."""
    themselves = now(persons)
    return themselves | _in_the_homes_of(themselves) if themselves else themselves


@once
def _in_the_homes_of(themselves: frozenset[UUID]) -> frozenset[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id FROM people_homes WHERE person_id = ANY (%s)", [list(themselves)])
        return frozenset(child for (child,) in cursor.fetchall())


@once
def withheld(sight: Sight) -> frozenset[UUID]:
    """Restricted children of whom the person reads only what their own agency holds."""
    return frozenset() if sight.everything else now(sight.restricted) - now(sight.named)


@once
def seen(sight: Sight) -> frozenset[UUID] | None:
    """The children in sight, as they are now. None: every child who is not `hidden`."""
    if sight.everything or sight.reach is Reach.ALL:
        return None
    involved = now(sight.children)
    if sight.reach is Reach.AGENCY:
        own = Link.objects.filter(ended_at=None, record__agency=sight.agency)
        involved |= frozenset(own.values_list("person_id", flat=True))
    return involved - hidden(sight)


def within(sight: Sight, persons: Iterable[UUID] | None) -> set[UUID]:
    """Which of these persons (None: of all) are children in sight."""
    may_see = seen(sight)
    wanted = may_see if persons is None else set(persons) if may_see is None else may_see & set(persons)
    return children_among(wanted) - hidden(sight)


def child_now(sight: Sight, person: UUID) -> UUID | None:
    """The child in sight whom an id means now: itself, or the one it was joined to since. None: nobody, or out of sight."""
    who = current([person])[person]
    return next(iter(within(sight, who)), None) if len(who) == 1 else None


def children_among(persons: Iterable[UUID] | None) -> set[UUID]:
    """Which of these persons (None: of all) some file or entry called a child."""
    return set(_children_among(None if persons is None else frozenset(persons)))


@once
def _children_among(persons: frozenset[UUID] | None) -> frozenset[UUID]:
    children = Link.objects.filter(ended_at=None, record__childhood__isnull=False)
    if persons is not None:
        children = children.filter(person__in=persons)
    return frozenset(children.values_list("person_id", flat=True).distinct())


def covered(persons: Iterable[UUID], on: dt.date) -> set[UUID]:
    """Which of these children some agreement in force covers: an agency that made one has a record of the child, young enough.

    All of them, where nobody has ever made an agreement.
    """
    if no_agreement():
        return set(persons)
    found: set[UUID] = set()
    for one in agreements(on):
        theirs = Link.objects.filter(person__in=set(persons), ended_at=None, record__agency=one.agency_id)
        if one.ages_under is not None:
            # Somebody surely too old on that day is left out; an age that is not known keeps nobody out.
            latest = dt.date(on.year - one.ages_under, on.month, min(on.day, 28))
            theirs = theirs.exclude(record__description__born_to__lte=latest)
        found |= set(theirs.values_list("person_id", flat=True))
    return found


def _heirs(retired: frozenset[UUID]) -> dict[UUID, frozenset[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT past.person_id, now.person_id
            FROM people_link AS past
            JOIN people_open_link AS now ON now.record_id = past.record_id
            WHERE past.person_id = ANY (%s)
              AND past.ended_at = (SELECT max(ended_at) FROM people_link WHERE person_id = past.person_id)
            """,
            [list(retired)],
        )
        heirs: dict[UUID, set[UUID]] = defaultdict(set)
        for person, heir in cursor.fetchall():
            heirs[person].add(heir)
    return {person: frozenset(found) for person, found in heirs.items()}
