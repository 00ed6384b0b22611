"""The agency that holds an entry keeps it for itself and for those named for the child, or no longer. Part of `actions`."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.models import Entry, Restriction
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.store import audit, clock

MAY_RESTRICT = frozenset({"agency_lead"})


def may_restrict(by: User, entry: EntryShown) -> bool:
    """Whether it is for this person to say at which level an entry stands: whoever answers for the agency that holds it.

    What is sealed stays so.
    """
    return by.role in MAY_RESTRICT and entry.agency == by.agency_id and entry.level != "sealed"


@transaction.atomic
@seeing(THE_MACHINE)
def restrict(child: UUID, entry: UUID, *, holds: bool, because: str, by: User) -> Restriction:
    """Keep an entry restricted from the next request on, or (`holds` False) no longer. It holds for every account of the matter.

    Raises WrongUse where it is not for `by` to say, where no reason is given, and where it stands so already.
    """
    read = next((one for one in chronology(sight(by, clock.today()), child) if one.id == entry), None)
    if read is None or not may_restrict(by, read):
        raise WrongUse("This is not yours to say", next_step="A manager of the agency that holds the entry can.")
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say why.")
    identity = Entry.objects.values_list("identity", flat=True).get(pk=entry)
    if holds == is_restricted(identity):
        raise WrongUse("It stands so already", next_step="Open the entry again.")
    made = Restriction.objects.create(identity=identity, holds=holds, because=because.strip(), by=by, at=clock.now())
    audit.note("chronology.restrict" if holds else "chronology.open_again", by=by, child=child, about=f"entry {entry}")
    return made


def is_restricted(identity: UUID) -> bool:
    """Whether the agency that holds a matter keeps it restricted now."""
    last = Restriction.objects.filter(identity=identity).order_by("-id").first()
    return last is not None and last.holds


@dataclass(frozen=True, slots=True)
class LevelSaid:
    """That an entry was restricted, or opened again (`holds` False): by whom, when, and why."""

    holds: bool
    because: str
    by_name: str
    agency_name: str
    at: dt.datetime


def said_of(entry: UUID) -> list[LevelSaid]:
    """What was ever said of the level of an entry's matter, the last first. Whether it is read at all is decided before."""
    with seeing(THE_MACHINE):
        identity = Entry.objects.values_list("identity", flat=True).get(pk=entry)
    rows = Restriction.objects.filter(identity=identity).select_related("by__agency").order_by("-id")
    return [LevelSaid(one.holds, one.because, one.by.name, one.by.agency.name, one.at) for one in rows]
