"""Sorrel was known before she was born: what stands on that record is hers once a person has said so, and only then."""

from datetime import date
from uuid import UUID

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.people.actions import answer_question, end_link
from keepsight.people.models import Link, Question
from keepsight.people.queries import by_nhs_number, children, persons_of, records_of
from keepsight.prompts.actions import receive
from keepsight.town import TownFile, families

pytestmark = pytest.mark.django_db

SORREL = next(one.nhs_number for family in families() for one in family.children if one.forename == "Sorrel") or ""


@pytest.fixture
def steward(sent: list[TownFile]) -> User:
    """The Teasels' files of the hospital and of social care received, and somebody who looks after who is who."""
    theirs = [one for one in sent if "teasel" in one.path.name and one.sector in ("hospital", "social_care")]
    assert {one.format for one in theirs} == {"referral_record", "chronology_table"}
    for one in theirs:
        name_agency(one.agency_code, name=one.agency_name, sector=one.sector)
        receive(one.path, agency=one.agency_code, format_name=one.format, as_at=one.as_at)
    return add_user("wilf", name="Wilf", agency="social-care-999", role="data_steward", password="long enough")


def told(of: UUID) -> set[UUID]:
    """The entries of a child's own chronology."""
    return {entry.id for entry in chronology(the_machine(), of) if entry.scope == "child"}


def the_unborn() -> UUID:
    """The child whom the midwife's form knows by the mother."""
    (one,) = [
        one for one in children(the_machine()) if one.name == "Unborn child of Rosalind Teasel, expected April 2025"
    ]
    assert one.expected_on == date(2025, 4, 22)
    return one.id


@pytest.mark.usefixtures("steward")
def test_the_midwifes_form_makes_a_child_of_its_own_with_what_it_tells() -> None:
    assert the_unborn() != by_nhs_number(SORREL)
    assert len(told(the_unborn())) == 1


def test_a_person_joins_it_to_sorrel_and_takes_it_apart_again(steward: User) -> None:
    unborn, sorrel = the_unborn(), by_nhs_number(SORREL)
    (record,), own = records_of([unborn])[unborn], records_of([sorrel])[sorrel]
    before, hers = told(unborn), told(sorrel)
    assert not before & hers

    theirs = {record, *own}
    (asked,) = Question.objects.filter(record_a__in=theirs, record_b__in=theirs, answered_at=None)
    answer_question(asked.pk, "same", by=steward, because="The midwife says so")
    (joined,) = set(persons_of(theirs).values())
    assert told(joined) == before | hers

    apart = end_link(Link.objects.get(record=record, ended_at=None).pk, by=steward, because="It was her cousin")
    (again,) = set(persons_of(own).values())
    assert (told(apart), told(again)) == (before, hers)
