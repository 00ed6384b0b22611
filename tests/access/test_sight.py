"""Who may see which children."""

import datetime as dt
import uuid

import pytest

from keepsight.access.actions import add_user, involve, name_agency
from keepsight.access.queries import sight
from keepsight.access.roles import ROLES, Reach
from keepsight.errors import WrongUse

DAY = dt.date(2026, 3, 2)
CHILD = uuid.UUID(int=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    name_agency("health-visiting", sector="health_visiting")
    return add_user("ann", name="Ann Invented", agency="health-visiting", role="practitioner", password="long enough")


def test_an_unknown_role_or_kind_of_agency_is_refused():
    with pytest.raises(WrongUse):
        name_agency("somewhere", sector="a place")
    name_agency("police", sector="police")
    with pytest.raises(WrongUse):
        add_user("bob", name="Bob", agency="police", role="spectator", password="long enough")


def test_somebody_who_is_not_active_sees_nothing(worker):
    involve(worker, CHILD, from_on=DAY, source="a test")
    worker.is_active = False
    assert sight(worker, DAY).children == frozenset()


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (dt.date(2026, 3, 1), False),  # the day before it begins
        (dt.date(2026, 3, 2), True),
        (dt.date(2026, 3, 9), True),  # its last day
        (dt.date(2026, 3, 10), False),
    ],
)
def test_involvement_holds_from_its_first_day_to_its_last(worker, day, seen):
    involve(worker, CHILD, from_on=DAY, to_on=dt.date(2026, 3, 9), source="a test")
    assert (CHILD in sight(worker, day).children) is seen


def test_involvement_that_nobody_ends_ends_by_itself(worker):
    involve(worker, CHILD, from_on=DAY, source="a test")
    assert CHILD in sight(worker, DAY + dt.timedelta(days=90)).children
    assert CHILD not in sight(worker, DAY + dt.timedelta(days=91)).children


@pytest.mark.parametrize("role", sorted(name for name, role in ROLES.items() if role.reach is Reach.NONE))
def test_roles_without_children_see_none_even_when_involved(role):
    name_agency("police", sector="police")
    user = add_user("cy", name="Cy", agency="police", role=role, password="long enough")
    involve(user, CHILD, from_on=DAY, source="a test")
    assert sight(user, DAY).children == frozenset()
