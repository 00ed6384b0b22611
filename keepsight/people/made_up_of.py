"""The records that make up a person: whose they are, what each calls them, since when, by what rule or on whose word.

Part of `queries`: a record that is not to be read is not told.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from keepsight.people.models import Judgement, KnownRecord, Link, Record, TakenBack
from keepsight.people.shown import name_of


@dataclass(frozen=True, slots=True)
class Part:
    """One record as it stands under a person. `by`: who joined it, None for a rule; `why` in words that name no value."""

    record: UUID
    agency: str
    name: str | None
    born_on: dt.date | None
    since: dt.datetime
    by: str | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartedFrom:
    """A record that stood under a person and went from it: from when to when, and why. `agency` None: not to be read.

    `by_rule`: nobody parted it; what is known of it changed, as where a number is put right.
    """

    record: UUID
    agency: str | None
    since: dt.datetime
    until: dt.datetime
    because: str
    by_rule: bool


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody of an agency said of some records: that they are the same person, or are not, when, and whose they are.

    `agencies`: of those records that are to be read.
    """

    id: UUID
    same: bool
    at: dt.datetime
    by: str
    agencies: tuple[str, ...]


def parts_of(person: UUID) -> list[Part]:
    """What makes up the person now, by agency."""
    links = Link.objects.filter(person=person, ended_at=None).select_related("by_user__agency")
    link_of = {link.record_id: link for link in links}
    known = KnownRecord.objects.filter(record__in=list(link_of)).select_related("record__agency")
    found = [_part(link_of[one.record_id], one) for one in known]
    return sorted(found, key=lambda one: (one.agency, str(one.record)))


def parted_from(persons: Collection[UUID]) -> list[PartedFrom]:
    """What stood under one of these ids and was parted by somebody, or went by rule to somebody else; the last first.

    A person all of whose records went to one other is not parted: hence by rule only what stands under none of the ids now.
    """
    ended = Link.objects.filter(person__in=persons).exclude(ended_at=None)
    stand = Link.objects.filter(person__in=persons, ended_at=None).values("record")
    links = list(ended.exclude(ended_by="rule", record__in=stand).order_by("-ended_at", "id"))
    shown = Record.objects.filter(pk__in=[link.record_id for link in links])
    agency_of = dict(shown.values_list("id", "agency__name"))
    return [
        PartedFrom(
            link.record_id,
            agency_of.get(link.record_id),
            link.made_at,
            link.ended_at,
            link.ended_because or "",
            link.ended_by == "rule",
        )
        for link in links
        if link.ended_at
    ]


def acts_of(person: UUID, agency: str) -> list[Act]:
    """What people of that agency said of the person's records and did not take back, the last first."""
    theirs = list(Link.objects.filter(person=person, ended_at=None).values_list("record_id", flat=True))
    said = Judgement.objects.filter(said_by__agency=agency).exclude(act__in=TakenBack.objects.values("act"))
    acts = said.filter(Q(record_a__in=theirs) | Q(record_b__in=theirs)).values("act")
    found: dict[UUID, list[Judgement]] = defaultdict(list)
    for one in said.filter(act__in=acts).select_related("said_by").order_by("-id"):
        found[one.act].append(one)
    return [_act(some) for some in found.values()]


def said_of(act: UUID) -> frozenset[UUID]:
    """The records of which something was said in that act."""
    pairs = Judgement.objects.filter(act=act).values_list("record_a_id", "record_b_id")
    return frozenset(record for pair in pairs for record in pair)


def _act(said: list[Judgement]) -> Act:
    records = {record for one in said for record in (one.record_a_id, one.record_b_id)}
    agencies = Record.objects.filter(pk__in=records).values_list("agency__name", flat=True)
    first = said[0]
    by = first.said_by.name if first.said_by else ""
    return Act(first.act, first.same, first.said_at, by, tuple(sorted(set(agencies))))


def _part(link: Link, known: KnownRecord) -> Part:
    by = f"{link.by_user.name}, {link.by_user.agency.name}" if link.by_user else None
    return Part(
        record=link.record_id,
        agency=known.record.agency.name,
        name=name_of([known]),
        born_on=known.born_on,
        since=link.made_at,
        by=by,
        why=tuple(link.evidence),
    )
