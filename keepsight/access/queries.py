"""The one place that says what a person may see."""

import datetime as dt
from uuid import UUID

from django.db.models import Q

from keepsight.access.models import Agency, Involvement, User
from keepsight.access.roles import ROLES, Reach
from keepsight.access.sight import Sight


def sight(user: User, on: dt.date) -> Sight:
    """What `user` may see on the day `on`. A user who is not active sees nothing."""
    role = ROLES[user.role]
    return Sight(
        user_id=user.pk,
        agency=user.agency_id,
        role=role.name,
        children=_children(user, role.reach, on) if user.is_active else frozenset(),
        of_agency=user.agency_id if user.is_active and role.reach is Reach.AGENCY else None,
        reads_sources=user.is_active and role.reads_sources,
    )


def the_machine() -> Sight:
    """The sight of the command line and the worker: everything, on the server itself, by whoever runs the server."""
    every_level = frozenset({"standard", "restricted", "sealed"})
    return Sight(None, "", "administrator", None, every_level, every_level, reads_sources=True)


def agencies() -> dict[str, Agency]:
    """Every agency by its code."""
    return {agency.code: agency for agency in Agency.objects.order_by("code")}


def involved_users(child: UUID, on: dt.date) -> list[User]:
    """Who works with this child on that day, in the order of their names."""
    return list(
        User.objects.filter(_standing(on, "involvement__"), involvement__child=child, is_active=True)
        .select_related("agency")
        .distinct()
        .order_by("name")
    )


def _children(user: User, reach: Reach, on: dt.date) -> frozenset[UUID] | None:
    if reach is Reach.ALL:
        return None
    if reach is Reach.NONE:
        return frozenset()
    return frozenset(Involvement.objects.filter(_standing(on), user=user).values_list("child", flat=True))


def _standing(on: dt.date, prefix: str = "") -> Q:
    not_over = Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": on})
    return Q(**{f"{prefix}from_on__lte": on}) & not_over
