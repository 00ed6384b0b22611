"""The one place that says what a person may see, and where the rows it rests on are asked."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Least

from keepsight.access.models import (
    Agency,
    Agreement,
    BrokenGlass,
    ChildLevel,
    Conflict,
    DisclosedEntry,
    Involvement,
    RoleCalled,
    SafetyMarker,
    User,
)
from keepsight.access.roles import JUDGES, ROLES, Reach, Role
from keepsight.access.sight import NOBODY, THE_MACHINE, Shared, Sight
from keepsight.store import clock
from keepsight.store.asked_once import once


def sight(user: User, on: dt.date) -> Sight:
    """What `user` may see on the day `on`: the rule, whole. A user who is not active sees nothing.

        active  and  the role  and  no conflict  and  involved, of one's agency, or the glass broken  and  the level  and  shared

    Every fact is a row, read anew at each request, so that what is taken back holds at the next one.
    """
    if not user.is_active:
        return NOBODY
    role = ROLES[user.role]
    if role.reach is Reach.NONE:
        return _of_no_child(user, role)
    involved = list(Involvement.objects.filter(_standing(on), user=user))
    broken = _broken(user)
    children = _of(involved)
    return Sight(
        user_id=user.pk,
        agency=user.agency_id,
        role=role.name,
        reach=role.reach,
        children=children | broken,
        named=_of(one for one in involved if one.up_to in ("restricted", "sealed")) | broken,
        cell=_of(one for one in involved if one.up_to == "sealed"),
        glass=broken - children,
        restricted=_at("restricted"),
        sealed=sealed(),
        conflicts=_conflicts(user),
        shared=_shared(role.name, on),
        disclosed=_disclosed(user.agency_id),
        reads_sources=role.reads_sources,
    )


def the_machine() -> Sight:
    """The sight of the command line and the worker: everything, on the server itself, by whoever runs the server."""
    return THE_MACHINE


@once
def agencies() -> dict[str, Agency]:
    """Every agency by its code."""
    return {agency.code: agency for agency in Agency.objects.order_by("code")}


def called(words: Collection[str]) -> dict[str, str]:
    """The code of each agency that these words name: by its code, its name, or its kind where there is only one of the kind.

    Words that name no agency here are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.words, named.code
            FROM unnest(%s::text[]) AS asked (words)
            JOIN access_agency_called AS named ON named.said = access_called(asked.words)
            """,
            [list(words)],
        )
        return dict(cursor.fetchall())


def involved_users(child: UUID, on: dt.date) -> list[User]:
    """Who works with this child on that day, in the order of their names."""
    return list(
        User.objects.filter(_standing(on, "involvement__"), involvement__child=child, is_active=True)
        .select_related("agency")
        .distinct()
        .order_by("name")
    )


def level_of(children: Iterable[UUID]) -> str:
    """The highest level that was set for any of these ids of one child."""
    levels = _levels()
    said = {levels.get(child, "standard") for child in children}
    return next((level for level in ("sealed", "restricted") if level in said), "standard")


def sealed() -> frozenset[UUID]:
    """Every child whose level is sealed now, by the id under which it was set."""
    return _at("sealed")


def restricted_or_sealed() -> frozenset[UUID]:
    """Every child whose level is not standard now, by the id under which it was set."""
    return frozenset(child for child, level in _levels().items() if level in ("restricted", "sealed"))


def agreements(on: dt.date | None = None) -> QuerySet[Agreement]:
    """Every agreement, or those in force on a day, by agency."""
    found = Agreement.objects.select_related("agency").order_by("agency__name", "from_on", "id")
    if on is None:
        return found
    return found.annotate(last_on=Least("to_on", Min("ended__last_on"))).filter(_standing(on, until="last_on"))


def role_titles(on: dt.date) -> dict[str, str]:
    """What each role is called here on a day: in the partnership's own words where it has said them, else in ours."""
    said = RoleCalled.objects.filter(from_on__lte=on).order_by("from_on", "id").values_list("role", "title")
    return {name: role.title for name, role in ROLES.items()} | dict(said)


def no_agreement() -> bool:
    """Whether nobody has ever made an agreement here: then everything is taken in, and every page says so."""
    return not Agreement.objects.exists()


def safety_markers(children: Iterable[UUID], on: dt.date) -> list[SafetyMarker]:
    """What whoever visits should know first, the newest first."""
    standing = SafetyMarker.objects.filter(child__in=set(children), until__gte=on, taken_back_at=None)
    return list(standing.select_related("by__agency").order_by("-at"))


def _of_no_child(user: User, role: Role) -> Sight:
    """What a role sees that works with no child: nobody. Whoever judges records is told which of them to leave alone.

    Their own family does not exist for them either, in figures.
    """
    seen = Sight(
        user.pk,
        user.agency_id,
        role.name,
        Reach.NONE,
        conflicts=_conflicts(user),
        reads_sources=role.reads_sources,
    )
    return replace(seen, restricted=_at("restricted"), sealed=sealed()) if role.name in JUDGES else seen


def _at(level: str) -> frozenset[UUID]:
    return frozenset(child for child, said in _levels().items() if said == level)


def _conflicts(user: User) -> frozenset[UUID]:
    return frozenset(Conflict.objects.filter(user=user, holds=True).values_list("person", flat=True))


def _of(involved: Iterable[Involvement]) -> frozenset[UUID]:
    return frozenset(one.child for one in involved)


def _broken(user: User) -> frozenset[UUID]:
    now = clock.now()
    return frozenset(BrokenGlass.objects.filter(user=user, at__lte=now, until__gt=now).values_list("child", flat=True))


def _levels() -> dict[UUID, str]:
    """The level of every child for whom one was ever set: the one set last."""
    return dict(ChildLevel.objects.order_by("id").values_list("child", "level"))


def _shared(role: str, on: dt.date) -> frozenset[Shared] | None:
    """What agreements in force share with a role. None: there has never been an agreement, and nothing is kept apart."""
    if no_agreement():
        return None
    standing = [one for one in agreements(on) if role in one.roles]
    return frozenset(
        Shared(one.agency_id, kind, one.shares_from.isoformat() if one.shares_from else None)
        for one in standing
        for kind in one.kinds or [None]
    )


def _disclosed(agency: str) -> frozenset[UUID]:
    return frozenset(DisclosedEntry.objects.filter(disclosure__to_agency=agency).values_list("entry", flat=True))


def _standing(on: dt.date, prefix: str = "", *, until: str = "to_on") -> Q:
    not_over = Q(**{f"{prefix}{until}__isnull": True}) | Q(**{f"{prefix}{until}__gte": on})
    return Q(**{f"{prefix}from_on__lte": on}) & not_over
