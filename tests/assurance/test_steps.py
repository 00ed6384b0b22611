"""Done is not changed: every allowed step and every refused one, whose each is, and two people at once."""

import datetime as dt
import itertools

import pytest
from django.db import DatabaseError, connection, transaction

from keepsight.access.actions import name_agency
from keepsight.access.models import Agency, User
from keepsight.assurance.actions import (
    Recommended,
    count_training,
    plan_action,
    recommend,
    request_assurance,
    take_step,
)
from keepsight.assurance.models import Recommendation, Step
from keepsight.assurance.queries import recommendation, said_before, standing
from keepsight.assurance.steps import BEGINNING, OF_ACTIONS, OF_RECOMMENDATIONS, OF_REQUESTS, Table, check
from keepsight.errors import WrongUse

pytestmark = pytest.mark.django_db
TABLES = {"recommendation": OF_RECOMMENDATIONS, "action": OF_ACTIONS, "request": OF_REQUESTS}
TODAY = dt.date(2026, 4, 1)


@pytest.fixture
def social_care() -> Agency:
    return name_agency("social-care", name="Fennick Children's Services", sector="social_care")[0]


@pytest.fixture
def made(social_care: Agency) -> Recommendation:
    return recommendation_of(social_care)


def recommendation_of(
    owner: Agency, says: str = "Every child back from missing is asked within three days.", **more: object
) -> Recommendation:
    said = {"level": "system", "reach": "local", "made_on": dt.date(2025, 6, 2), "codes": ["missing"]} | more
    return recommend(Recommended(says=says, owner=owner, **said), by=None)  # type: ignore[arg-type]


def person(agency: Agency, role: str) -> User:
    return User.objects.create(username=f"{role}-{agency.code}", name="Somebody", agency=agency, role=role)


@pytest.mark.parametrize("name", TABLES)
def test_each_step_that_may_follow_does_and_no_other(name: str) -> None:
    table: Table = TABLES[name]
    for before, step in itertools.product(table, [*table, "no_such_step"]):
        if step in table[before].then:
            check(table, before, step, "Because.")
        else:
            with pytest.raises(WrongUse, match="cannot follow"):
                check(table, before, step, "Because.")


@pytest.mark.parametrize("name", TABLES)
def test_each_table_begins_and_leads_everywhere_and_nowhere_strange(name: str) -> None:
    table: Table = TABLES[name]
    reached, ahead = {BEGINNING}, [BEGINNING]
    while ahead:
        ahead = [step for at in ahead for step in table[at].then if step not in reached]
        reached |= set(ahead)
    assert reached == set(table)


@pytest.mark.parametrize(
    "step", [step for table in TABLES.values() for step, allowed in table.items() if allowed.must_say]
)
def test_a_step_that_must_say_why_is_refused_without(step: str) -> None:
    table = next(table for table in TABLES.values() if step in table and table[step].must_say)
    before = next(one for one in table if step in table[one].then)
    with pytest.raises(WrongUse, match="Say "):
        check(table, before, step, "  ")


def test_who_owns_it_acts_and_the_learning_team_judges(made: Recommendation, social_care: Agency) -> None:
    police = name_agency("police", name="Wash Constabulary", sector="police")[0]
    lead, stranger, learning = (
        person(social_care, "agency_lead"), person(police, "agency_lead"), person(police, "learning_team"),
    )  # fmt: skip
    for other in (stranger, learning):
        with pytest.raises(WrongUse, match="not yours"):
            take_step(made, "accepted", after=0, by=other)
    take_step(made, "accepted", after=0, by=lead)
    take_step(made, "done", says="The new rota.", after=1, by=lead)
    with pytest.raises(WrongUse, match="not yours"):
        take_step(made, "changed", says="We say so.", after=2, by=lead)
    take_step(made, "changed", says="Nine quarters of the chart.", after=2, by=learning)
    shown = recommendation(made.id, TODAY)
    assert shown is not None
    assert shown.standing.title == "Practice changed"


def test_the_second_of_two_people_who_act_at_once_is_told(made: Recommendation) -> None:
    take_step(made, "accepted", after=0, by=None)
    with pytest.raises(WrongUse, match="Somebody else"):
        take_step(made, "declined", says="No.", after=0, by=None)
    assert Step.objects.count() == 1


def test_an_action_is_overdue_until_it_is_over(made: Recommendation, social_care: Agency) -> None:
    action = plan_action(made, says="A rota at weekends.", owner=social_care, due_on=dt.date(2026, 3, 31), by=None)
    before = recommendation(made.id, TODAY)
    assert before is not None
    assert before.overdue == 1
    take_step(action, "done", says="The rota of April.", after=0, by=None)
    after = recommendation(made.id, TODAY)
    assert after is not None
    assert after.overdue == 0


def test_a_request_is_answered_then_judged(made: Recommendation, social_care: Agency) -> None:
    asked = request_assurance(
        social_care, asks="Show ten interviews.", due_on=dt.date(2026, 5, 1), recommendation=made, by=None
    )
    with pytest.raises(WrongUse, match="cannot follow"):
        take_step(asked, "assured", says="Looks fine.", after=0, by=None)
    take_step(asked, "answered", says="Ten are in the folder.", after=0, by=None)
    take_step(asked, "partly_assured", says="Two were held late.", after=1, by=None)
    assert standing(asked).title == "Partly assured"


@pytest.mark.parametrize(
    ("says", "owner", "codes", "reason"),
    [
        ("Something else altogether.", "social-care", ["missing"], "the same agency, about the same thing"),
        ("Something else altogether.", "police", ["missing"], None),
        ("Every child who was missing is asked within three days.", "police", [], "in much the same words"),
        ("Every agency looks at its letters.", "police", [], None),
    ],
)
def test_what_was_said_before_is_found_and_says_why(
    social_care: Agency, says: str, owner: str, codes: list[str], reason: str | None
) -> None:
    name_agency("police", name="Wash Constabulary", sector="police")
    earlier = recommendation_of(Agency.objects.get(code=owner), says, codes=codes, made_on=dt.date(2022, 1, 1))
    found = said_before(recommendation_of(social_care))
    assert found == ([(earlier, reason)] if reason else [])


@pytest.mark.parametrize("changes", ["UPDATE assurance_step SET step = 'changed'", "DELETE FROM assurance_step"])
def test_what_was_done_is_never_rewritten(made: Recommendation, changes: str) -> None:
    take_step(made, "declined", says="No.", after=0, by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(changes)


def test_more_people_trained_than_there_are_is_refused(social_care: Agency) -> None:
    with pytest.raises(WrongUse, match="More people"):
        count_training(social_care, about="Return interviews", counted_on=TODAY, trained=9, should_be=8, by=None)
