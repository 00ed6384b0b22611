"""What somebody may read of supervision beside the log, and when children were last thought about. Part of `queries`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from keepsight.access.models import User
from keepsight.access.sight import Sight
from keepsight.chronology.lately import Last, last_of_kind
from keepsight.chronology.queries import with_open_involvement
from keepsight.clocks.windows import Window, last_day
from keepsight.people.queries import children
from keepsight.people.shown import ChildShown
from keepsight.practice.models import KeptApart
from keepsight.practice.professionals.supervising import HELD

WITHIN = Window.parse("42 days")
"""How long ago the last supervision about a child may lie: local practice, not law."""
LEADS = "agency_lead"


@dataclass(frozen=True, slots=True)
class LastHeld:
    """A child with whom social care is involved, and an agency's last supervision about it; None: none on record."""

    child: ChildShown
    last: Last | None
    in_time: bool


def kept_apart(user: User, threads: Collection[UUID]) -> dict[UUID, list[KeptApart]]:
    """What this person may read of what was kept apart, by the supervision's thread: their own, and as a lead their agency's."""
    theirs = Q(by=user) | Q(agency=user.agency_id) if user.role == LEADS else Q(by=user)
    found: dict[UUID, list[KeptApart]] = defaultdict(list)
    for one in KeptApart.objects.filter(theirs, thread__in=threads).select_related("by").order_by("kept_at"):
        found[one.thread].append(one)
    return dict(found)


def last_held(seen: Sight, today: dt.date) -> list[LastHeld]:
    """For each child in sight with whom social care is involved, the last supervision that the reader's agency has on record.

    In the order of the children's names: no order here is a score.
    """
    known = {one.id: one for one in children(seen)}
    involved = with_open_involvement(list(known), today)
    asked = [child for id, child in known.items() if id in involved]
    held = last_of_kind(seen, [one.id for one in asked], HELD)
    found = [LastHeld(one, held.get(one.id), _in_time(held.get(one.id), today)) for one in asked]
    return sorted(found, key=lambda one: one.child.name)


def _in_time(last: Last | None, today: dt.date) -> bool:
    until = last_day(WITHIN, last.until) if last else None
    return until is not None and until >= today
