"""Who has looked, asked of the audit: at one child, and of late at all of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from keepsight.access.models import Agency, Involvement, User
from keepsight.access.roles import ROLES, Reach
from keepsight.access.unusual import WORK_WITHIN, Looked
from keepsight.store.models import AuditLine

EXPORT = "export"  # the act of taking a file away
MOST = 500  # lines of one child that a page shows; the page says how many there are in all


@dataclass(frozen=True, slots=True)
class LookShown:
    """One look at a child as a person reads it. `why` says on what ground it was allowed, or that it was not."""

    at: dt.datetime
    name: str
    agency: str
    role: str
    act: str
    page: str
    count: int
    why: str


def looks_at(children: Iterable[UUID]) -> tuple[list[LookShown], int]:
    """The last looks at a child (with the ids it had before it was joined to others), the newest first, and how many in all."""
    lines = AuditLine.objects.filter(child__in=list(children), page__isnull=False)
    last = list(lines.order_by("-seq")[:MOST])
    users = User.objects.in_bulk({line.user for line in last if line.user})
    agencies = dict(Agency.objects.values_list("code", "name"))
    works = _involvements({line.child for line in last if line.child})
    return [_shown(line, users, agencies, works) for line in last], lines.count()


@dataclass(frozen=True, slots=True)
class Saw:
    """Somebody who was shown something of a child in a stretch of time: how often, when last, and what, with how often each.

    `pages`: what was done ("look", "export", "post"), on which page, how often, what was taken away first.
    """

    user: int
    name: str
    looks: int
    last: dt.datetime
    pages: tuple[tuple[str, str, int], ...]


def saw_between(children: Iterable[UUID], since: dt.datetime, until: dt.datetime) -> list[Saw]:
    """Who was shown something of a child (by all the ids it had) in that time, in the order of their names."""
    shown = AuditLine.objects.filter(
        child__in=list(children),
        page__isnull=False,
        user__isnull=False,
        answer__lt=REFUSED_FROM,
        at__range=(since, until),
    )
    counted = shown.values("user", "act", "page").annotate(looks=Count("seq"), last=Max("at"))
    of_each: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in counted:
        of_each[one["user"] or 0].append(dict(one))
    users = User.objects.select_related("agency").in_bulk(list(of_each))
    found = [_saw(user, of_each[pk]) for pk, user in users.items()]
    return sorted(found, key=lambda one: one.name)


def _saw(user: User, counted: Sequence[Mapping[str, Any]]) -> Saw:
    """What was taken away first, then page by page, the oftenest first."""
    pages = sorted(
        ((one["act"], one["page"], one["looks"]) for one in counted),
        key=lambda one: (one[0] != EXPORT, -one[2], one[1]),
    )
    looks, last = sum(one["looks"] for one in counted), max(one["last"] for one in counted)
    return Saw(user.pk, f"{user.name}, {user.agency.name}", looks, last, tuple(pages))


def looks_since(since: dt.datetime) -> list[Looked]:
    """Every look at a child since then, refused ones too, each with whether it was idle."""
    lines = AuditLine.objects.filter(at__gte=since, child__isnull=False, user__isnull=False)
    looks = list(lines.filter(page__isnull=False).order_by("seq"))
    worked = _worked(lines.filter(page__isnull=True))
    works = _involvements({line.child for line in looks if line.child})
    return [_looked(line, works, worked) for line in looks]


Spell = tuple[dt.date, dt.date | None, str]
Works = dict[tuple[int, UUID], list[Spell]]


def _involvements(children: set[UUID]) -> Works:
    works: Works = defaultdict(list)
    rows = Involvement.objects.filter(Q(child__in=children))
    for user, child, first, last, source, said_at in rows.values_list(
        "user_id", "child", "from_on", "to_on", "source", "said_at"
    ):
        # Said later than it began, it explains no look from before it was said.
        works[user, child].append((max(first, said_at.date()) if said_at else first, last, source))
    return works


def _spell(line: AuditLine, works: Works) -> Spell | None:
    """The spell of work with the child in which the look fell."""
    on = line.at.date()
    spells = works.get((line.user or 0, line.child), []) if line.child else []
    return next((one for one in spells if one[0] <= on and (one[1] is None or on <= one[1])), None)


def _worked(acts: Iterable[AuditLine]) -> dict[tuple[int, UUID], list[dt.datetime]]:
    """When each person did something about each child, as the audit has it."""
    worked: dict[tuple[int, UUID], list[dt.datetime]] = defaultdict(list)
    for act in acts:
        if act.user and act.child:
            worked[act.user, act.child].append(act.at)
    return worked


def _looked(line: AuditLine, works: Works, worked: dict[tuple[int, UUID], list[dt.datetime]]) -> Looked:
    assert line.user
    assert line.child
    after = worked.get((line.user, line.child), [])
    return Looked(
        line.seq, line.at, line.user, line.child, line.page or "", line.answer or 0,
        involved=_spell(line, works) is not None,
        worked=any(line.at <= at <= line.at + WORK_WITHIN for at in after),
    )  # fmt: skip


def _shown(line: AuditLine, users: dict[int, User], agencies: dict[str, str], works: Works) -> LookShown:
    user, role = users.get(line.user or 0), ROLES.get(line.role or "")
    return LookShown(
        at=line.at,
        name=user.name if user else "somebody who had not signed in",
        agency=agencies.get(line.agency or "", ""),
        role=role.title if role else "",
        act=line.act,
        page=line.page or "",
        count=line.count,
        why=_why(line, works),
    )


REFUSED_FROM = 400  # HTTP: from here on, nothing was shown


def _why(line: AuditLine, works: Works) -> str:
    """The ground on which this person saw the child then."""
    if (line.answer or 0) >= REFUSED_FROM:
        return "was not shown anything"
    if spell := _spell(line, works):
        return f"worked with the child since {spell[0].day} {spell[0]:%B %Y}"
    role = ROLES.get(line.role or "")
    grounds = {Reach.AGENCY: "their agency has a record of the child", Reach.ALL: "the front door sees every child"}
    return grounds.get(role.reach, "no ground on record") if role else "no ground on record"
