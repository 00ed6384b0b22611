"""Who was what to a child on a day."""

import datetime as dt

import pytest
from django.db import connection

from keepsight.access.actions import name_agency
from keepsight.intake.drafts import DraftPerson, DraftTie, When
from keepsight.people.actions import keep_records, keep_ties, link_records
from keepsight.people.models import Relationship
from keepsight.people.queries import household, persons_of

JANUARY, JUNE = dt.date(2026, 1, 31), dt.date(2026, 6, 30)
SPRING = dt.date(2026, 3, 1)

pytestmark = pytest.mark.django_db

OF_AGE = When(dt.date(2008, 2, 1), dt.date(2008, 2, 1), "day")  # eighteen on 1 February 2026
PEOPLE = [
    DraftPerson("ivy", "child", local_id="1", forename="Ivy"),
    DraftPerson("bram", "child", local_id="2", forename="Bram"),
    DraftPerson("kit", "child", local_id="3", forename="Kit"),
    DraftPerson("lee", "child", local_id="4", forename="Lee", born=OF_AGE),
    DraftPerson("mum", local_id="5", forename="Sarah"),
    DraftPerson("dad", local_id="6", forename="Tom"),
    DraftPerson("gran", local_id="7", forename="Joan"),
    DraftPerson("boyfriend", local_id="8", forename="Rob"),
]


def told(*ties: DraftTie, agency: str = "school", as_at: dt.date = JANUARY) -> dict:
    """Hand in a file of these people and ties. Who is who."""
    sender, _ = name_agency(agency, sector="other")
    records = keep_records(sender, PEOPLE, receipt=None, as_at=as_at)
    keep_ties(sender, ties, records, receipt=None, as_at=as_at)
    link_records(records.values())
    persons = persons_of(records.values())
    return {ref: persons[record] for ref, record in records.items()}


def at_home(who: dict, ref: str = "ivy", on: dt.date = SPRING) -> dict[str, str]:
    """Role by name, of the household of one child on a day."""
    return {member.name: member.role for member in household([who[ref]], on)[who[ref]]}


def tie(a: str, kind: str, b: str, from_on: dt.date | None = None, to_on: dt.date | None = None) -> DraftTie:
    return DraftTie(a, kind, b, from_on, to_on, raw=f"{a} {kind} {b}")


MOTHER = tie("mum", "parent_of", "ivy")


@pytest.mark.parametrize(
    ("ties", "roles"),
    [
        ([], {}),
        ([MOTHER], {"Sarah": "parent"}),
        ([tie("gran", "cares_for", "ivy")], {"Joan": "carer"}),
        ([tie("bram", "sibling_of", "ivy")], {"Bram": "sibling"}),
        ([MOTHER, tie("mum", "parent_of", "bram")], {"Sarah": "parent", "Bram": "sibling"}),
        ([tie("kit", "lives_with", "ivy")], {"Kit": "sibling"}),
        ([tie("ivy", "lives_with", "gran"), tie("kit", "lives_with", "gran")], {"Joan": "other", "Kit": "sibling"}),
        ([tie("lee", "lives_with", "ivy")], {"Lee": "other"}),
        ([MOTHER, tie("boyfriend", "partner_of", "mum")], {"Sarah": "parent", "Rob": "partner"}),
        ([MOTHER, tie("mum", "lives_with", "ivy"), tie("mum", "cares_for", "ivy")], {"Sarah": "parent"}),
    ],
    ids=[
        "nothing said",
        "a parent",
        "a carer",
        "siblings as said",
        "children of one parent",
        "children in one home",
        "one home through a third person",
        "of age since February",
        "a parent's partner",
        "the nearest role holds",
    ],
)
def test_what_each_person_is_to_the_child(ties, roles):
    assert at_home(told(*ties)) == roles


def test_asked_by_person_the_same_people_stand_in_the_same_households():
    told(
        MOTHER, tie("mum", "parent_of", "bram"), tie("boyfriend", "partner_of", "mum"), tie("gran", "cares_for", "kit"),
        tie("ivy", "lives_with", "gran", to_on=SPRING), tie("lee", "lives_with", "gran", from_on=JUNE),
        tie("dad", "partner_of", "gran"), tie("kit", "sibling_of", "bram"), tie("boyfriend", "lives_with", "gran"),
    )  # fmt: skip
    by_child, by_person = both_ways()
    assert len(by_child) > 10
    assert by_person == by_child


def both_ways() -> tuple[set, set]:
    """Every child with everybody of the household, on whatever day: asked by child, and asked by person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT child_id, person_id FROM people_household")
        by_child = set(cursor.fetchall())
        cursor.execute("SELECT child_id, person_id FROM people_homes")
        return by_child, set(cursor.fetchall())


@pytest.mark.parametrize(
    ("on", "roles"),
    [
        (dt.date(2025, 12, 31), {}),
        (dt.date(2026, 1, 1), {"Rob": "other"}),
        (dt.date(2026, 2, 28), {"Rob": "other"}),
        (dt.date(2026, 3, 1), {}),
    ],
)
def test_a_household_is_as_it_stood_that_day(on, roles):
    who = told(tie("boyfriend", "lives_with", "ivy", dt.date(2026, 1, 1), dt.date(2026, 2, 28)))
    assert at_home(who, on=on) == roles


def test_two_children_who_lived_with_one_person_at_different_times_never_lived_together():
    who = told(
        tie("ivy", "lives_with", "gran", to_on=dt.date(2026, 1, 1)),
        tie("kit", "lives_with", "gran", from_on=dt.date(2026, 1, 2)),
    )
    assert at_home(who, on=dt.date(2026, 1, 1)) == {"Joan": "other"}


@pytest.mark.parametrize("order", [(JANUARY, JUNE), (JUNE, JANUARY)])
def test_what_an_agency_said_last_of_two_people_is_all_it_says_of_them(order):
    said = {
        JANUARY: [tie("dad", "lives_with", "ivy", dt.date(2025, 1, 1)), MOTHER],
        JUNE: [tie("dad", "lives_with", "ivy", dt.date(2025, 1, 1), dt.date(2026, 2, 1))],
    }
    for as_at in order:
        who = told(*said[as_at], as_at=as_at)
    assert at_home(who) == {"Sarah": "parent"}
    assert at_home(who, on=JANUARY) == {"Sarah": "parent", "Tom": "other"}


def test_what_one_agency_says_does_not_unsay_what_another_says():
    told(tie("dad", "lives_with", "ivy"))
    who = told(tie("dad", "lives_with", "ivy", to_on=dt.date(2026, 1, 1)), as_at=JUNE)
    assert at_home(who) == {}
    told(tie("dad", "lives_with", "ivy"), agency="gp")
    assert at_home(who) == {}  # the GP's Ivy is another person until a rule or somebody links her


def test_the_same_tie_said_twice_is_kept_once_either_way_round():
    who = told(tie("kit", "sibling_of", "ivy"))
    assert told(tie("ivy", "sibling_of", "kit")) == who
    assert Relationship.objects.count() == 1
