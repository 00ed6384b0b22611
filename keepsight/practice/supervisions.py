"""What somebody may read of supervision beside the log, and when children were last thought about. Part of `queries`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from keepsight.access.models import User
from keepsight.access.sight import Sight
from keepsight.chronology.queries import chronology, with_open_involvement
from keepsight.chronology.shown import EntryShown
from keepsight.clocks.windows import Window, last_day
from keepsight.people.queries import children
from keepsight.people.shown import ChildShown
from keepsight.practice.models import KeptApart
from keepsight.practice.supervising import HELD

WITHIN = Window.parse("42 days")
"""How long ago the last supervision about a child may lie: local practice, not law."""
LEADS = "agency_lead"


@dataclass(frozen=True, slots=True)
class LastHeld:
    """A child with whom social care is involved, and an agency's last supervision about it; None: none on record."""

    child: ChildShown
    entry: EntryShown | None
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
    found = [_last_held(seen, child, today) for id, child in known.items() if id in involved]
    return sorted(found, key=lambda one: one.child.name)


def _last_held(seen: Sight, child: ChildShown, today: dt.date) -> LastHeld:
    held = [
        one
        for one in chronology(seen, child.id)
        if one.kind == HELD and one.scope == "child" and one.agency == seen.agency and one.occurred_to
    ]
    last = max(held, key=lambda one: (one.occurred_to or dt.date.min, one.received_at), default=None)
    until = last_day(WITHIN, last.occurred_to) if last and last.occurred_to else None
    return LastHeld(child, last, until is not None and until >= today)
