"""A parent or a child of one whole name on two records says that they are of one person; twins have one mother, and stay two."""

import datetime as dt

import pytest

from keepsight.access.actions import name_agency
from keepsight.intake.drafts import DraftPerson, DraftTie, When
from keepsight.people.actions import keep_records, keep_ties, link_everyone
from keepsight.people.matching.bulk import match
from keepsight.people.models import Record
from keepsight.people.weighed import compare_everyone
from tests.people.matching_sets import said

DAY, BORN = dt.date(2026, 1, 31), dt.date(2015, 3, 1)
IVY = {"forename": "Ivy", "surname": "Marsh", "born_on": BORN, "sex": "F", "is_child": True}
HERE, THERE = {"address": "1 Quay Row", "postcode": "ZZ90 1AA"}, {"address": "9 Mill Lane", "postcode": "ZZ95 4BB"}


def persons(*records: dict) -> int:
    return len(match(said(*records)).parted.groups)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"kin": ["Sarah Marsh"]}, {"kin": ["SARAH MARSH", "Tom Reed"]}, 1),
        ({"kin": ["Sarah Marsh"]}, {"kin": ["Tom Reed"]}, 2),
        ({"kin": ["Sarah"]}, {"kin": ["Sarah"]}, 2),
        ({"kin": ["Unknown"]}, {"kin": ["Unknown"]}, 2),
        ({"kin": []}, {"kin": ["Sarah Marsh"]}, 2),
        ({}, {}, 2),
    ],
    ids=["one mother", "a mother and a father", "half a name", "nobody known", "nobody named on one", "nobody named"],
)
def test_a_child_who_moved_is_linked_where_both_name_one_parent(one, other, expected):
    assert persons(IVY | HERE | one, IVY | THERE | other) == expected


@pytest.mark.parametrize(
    "twin",
    [{"forename": "Iris"}, {"forename": "Ivie"}, {"forename": "Ivy Rose"}],
    ids=["two names", "two names alike", "one name and another"],
)
def test_twins_have_one_mother_and_stay_two(twin):
    mother = {"kin": ["Sarah Marsh"]}
    assert persons(IVY | HERE | mother, IVY | HERE | mother | twin) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("mothers", "expected"), [(("Sarah", "Sarah"), 1), (("Sarah", "Joan"), 2)])
def test_the_store_knows_a_family_by_its_ties(mothers, expected):
    for agency, mother in zip(("school", "gp"), mothers, strict=True):
        sender, _ = name_agency(agency, sector="other")
        born = When(BORN, BORN, "day", "01/03/2015")
        ivy = DraftPerson("ivy", "child", local_id="1", forename="Ivy", surname="Marsh", born=born, sex="F")
        records = keep_records(
            sender, [ivy, DraftPerson("mum", local_id="2", forename=mother, surname="Marsh")], receipt=None, as_at=DAY
        )
        keep_ties(sender, [DraftTie("mum", "parent_of", "ivy")], records, receipt=None, as_at=DAY)
    link_everyone()
    hers = {str(record) for record in Record.objects.filter(key="id:1").values_list("id", flat=True)}
    assert sum(bool(group & hers) for group in compare_everyone().groups) == expected
