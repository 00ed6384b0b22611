"""The life of a broken glass, on a clock of our own: random histories against a plain account of what should hold, and sabotage.

broken  -> one child, read for four hours, by nobody else; it ends by itself
judged  -> once, by a guardian of another agency, never by whoever broke it
overdue -> after five working days every guardian is told; it never closes by itself
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepsight.access import glass
from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import BrokenGlass, User
from keepsight.access.queries import sight
from keepsight.errors import WrongUse
from keepsight.store import clock

pytestmark = pytest.mark.django_db

BEGINS = dt.datetime(2026, 1, 5, 8, 30, tzinfo=clock.LONDON)  # a Monday with no bank holiday for three months
CHILDREN = (uuid4(), uuid4())
# Each step: what is done, by whom, and to what: a child, the how-manieth glass, or how many hours go by.
BREAKERS = ("school_worker", "police_worker", "school_guardian")
GUARDIANS = ("school_guardian", "police_guardian", "hub_guardian")
Step = tuple[str, str, int]
STEPS = st.one_of(
    st.tuples(st.just("break"), st.sampled_from(BREAKERS), st.integers(0, 1)),
    st.tuples(st.just("judge"), st.sampled_from((*GUARDIANS, "school_worker")), st.integers(0, 3)),
    st.tuples(st.just("wait"), st.just(""), st.sampled_from((1, 3, 4, 23, 24, 72))),
    st.tuples(st.just("escalate"), st.just(""), st.just(0)),
)


@dataclass
class Broken:
    """A broken glass as somebody with a calendar would keep it."""

    id: UUID
    by: str
    child: UUID
    at: dt.datetime
    judged: bool = False
    escalated: bool = False

    @property
    def overdue_from(self) -> dt.date:
        """The day after the fifth working day."""
        day, left = self.at.date(), 5
        while left:
            day += dt.timedelta(days=1)
            left -= day.weekday() < 5
        return day + dt.timedelta(days=1)


@dataclass
class Life:
    """What has been done so far, and the time it is."""

    now: dt.datetime = BEGINS
    broken: list[Broken] = field(default_factory=list)


@pytest.fixture
def staff() -> dict[str, User]:
    """Workers and guardians of two agencies, and a guardian of a third."""
    made = {}
    for agency, sector in (("school", "school"), ("police", "police"), ("hub", "other")):
        name_agency(agency, sector=sector)
        for role, word in (("practitioner", "worker"), ("guardian", "guardian")):
            name = f"{agency}_{word}"
            made[name] = add_user(name, name=name, agency=agency, role=role, password="long enough to be one")
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=14))
def test_whatever_is_done_in_whatever_order_the_rule_of_the_glass_holds(
    staff: dict[str, User], steps: list[Step]
) -> None:
    play(staff, steps)


LIFE: list[Step] = [
    ("break", "school_worker", 0),
    ("break", "school_guardian", 1),
    ("judge", "school_worker", 0),
    ("judge", "school_guardian", 0),
    ("judge", "school_guardian", 1),
    ("wait", "", 3),
    ("wait", "", 1),
    ("escalate", "", 0),
    ("wait", "", 72),
    ("wait", "", 72),
    ("escalate", "", 0),
    ("wait", "", 72),
    ("escalate", "", 0),
    ("judge", "hub_guardian", 0),
    ("judge", "police_guardian", 0),
]


def test_one_whole_life_of_a_glass(staff: dict[str, User]) -> None:
    play(staff, LIFE)


def _five_hours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(glass, "HOURS", 5)


def _own_agency_judges(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(glass, "to_judge", lambda by: BrokenGlass.objects.filter(judgement=None).exclude(user=by))


def _judged_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(glass, "to_judge", lambda by: BrokenGlass.objects.exclude(user__agency=by.agency_id))


def _anybody_judges(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(glass, "only_a_guardian", lambda by: None)
    patch.setattr(glass, "to_judge", lambda by: BrokenGlass.objects.filter(judgement=None))


def _never_escalated(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(glass, "escalate_overdue", lambda on: 0)


def _a_week_too_long(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(glass, "WORKING_DAYS_TO_JUDGE", 7)


@pytest.mark.parametrize(
    "sabotage",
    [_five_hours, _own_agency_judges, _judged_again, _anybody_judges, _never_escalated, _a_week_too_long],
)
def test_each_sabotage_is_found(
    staff: dict[str, User], monkeypatch: pytest.MonkeyPatch, sabotage: Callable[[pytest.MonkeyPatch], None]
) -> None:
    sabotage(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        play(staff, LIFE)


def play(staff: dict[str, User], steps: list[Step]) -> None:
    """Do the steps one after another, and see after each that the store stands as the calendar says. Then undo them all."""
    life = Life()
    with mock.patch.object(clock, "now", side_effect=lambda: life.now), transaction.atomic():
        for step in steps:
            _do(staff, life, step)
            _holds(staff, life)
        transaction.set_rollback(True)


def _do(staff: dict[str, User], life: Life, step: Step) -> None:
    what, who, number = step
    if what == "break":
        made = glass.break_glass(CHILDREN[number], category="missing", reason="Rung at two in the night", by=staff[who])
        life.broken.append(Broken(made.pk, who, CHILDREN[number], life.now))
    elif what == "judge" and number < len(life.broken):
        _judge(staff[who], life.broken[number])
    elif what == "wait":
        life.now += dt.timedelta(hours=number)
    elif what == "escalate":
        _escalate(life)


def _judge(by: User, one: Broken) -> None:
    agency = one.by.split("_")[0]
    allowed = by.role == "guardian" and by.agency_id != agency and not one.judged
    if allowed:
        glass.judge_glass(one.id, "justified", because="It was right", by=by)
        one.judged = True
    else:
        with pytest.raises(WrongUse), transaction.atomic():
            glass.judge_glass(one.id, "justified", because="It was right", by=by)


def _escalate(life: Life) -> None:
    new = [one for one in life.broken if life.now.date() >= one.overdue_from and not (one.judged or one.escalated)]
    assert glass.escalate_overdue(life.now.date()) == len(new)
    for one in new:
        one.escalated = True


def _holds(staff: dict[str, User], life: Life) -> None:
    for name, user in staff.items():
        opened = {one.child for one in life.broken if one.by == name and life.now < one.at + dt.timedelta(hours=4)}
        seen = sight(user, life.now.date())
        assert (seen.glass, seen.children) == (opened, opened), name
    for name in GUARDIANS:
        waits = {one.id for one in life.broken if not one.judged and one.by.split("_")[0] != name.split("_")[0]}
        assert {one.pk for one in glass.to_judge(staff[name])} == waits
    kept = {one.pk: (one.judgement is not None, one.escalated_at is not None) for one in BrokenGlass.objects.all()}
    assert kept == {one.id: (one.judged, one.escalated) for one in life.broken}
