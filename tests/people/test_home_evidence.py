"""A home in common stands in for a number, if forename and birth date agree to the letter; a protected one never does.

No address is read for it: the application is told which records were at one home, by signs that mean nothing a moment later.
"""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from keepsight.people import evidence
from keepsight.people.evidence import known
from keepsight.people.models import Link, Question
from tests.people.test_receipt import hand_in, persons, why

pytestmark = pytest.mark.django_db

HOME = {"address": "Flat 3, 15 Quay Row", "postcode": "ZZ90 1AA"}
AS_OTHERS_WRITE_IT = {"address": "3/15 quay row", "postcode": "zz901aa"}
ELSEWHERE = {"address": "9 Mill Lane", "postcode": "ZZ95 4BB"}
PROTECTED = HOME | {"address_protected": True}
SOMEBODY = {"forename": "Joan", "surname": "Fen", "born": dt.date(1990, 4, 5), "role_hint": None}


def at_one_home(one: dict = HOME, other: dict = AS_OTHERS_WRITE_IT) -> bool:
    """Whether what two agencies say of one child links their records."""
    hand_in("school", **one)
    hand_in("gp", **other)
    return len(persons()) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HOME, {}),
        (HOME, ELSEWHERE),
        (HOME, PROTECTED),
        (PROTECTED, HOME),
        (PROTECTED, PROTECTED),
        (HOME | {"postcode": "ZZ99 3VZ"}, HOME | {"postcode": "ZZ99 3VZ"}),
        (HOME, HOME | {"forename": "Kirsyt"}),
        (HOME, HOME | {"forename": "Iris"}),
        (HOME, HOME | {"born": dt.date(2015, 1, 3)}),
        (HOME, HOME | {"surname": "Quillfeather"}),
        (HOME | {"nhs_number": "9434765919"}, HOME | {"nhs_number": "9990000018"}),
    ],
    ids=[
        *(
            "no home told",
            "another home",
            "protected at one",
            "protected at the other",
            "protected at both",
            "no fixed abode",
        ),
        *("a slip in the forename", "a twin", "day and month turned round", "another surname", "two numbers"),
    ],
)
def test_two_records_stay_two(one, other):
    assert not at_one_home(one, other)


@pytest.mark.parametrize("twin_comes", [0, 1, 2])
def test_of_a_child_with_a_twin_a_person_is_asked_whenever_the_twin_is_told_of(twin_comes):
    """One twin's name may stand on the other's record, and a home tells them apart no better than a birth date."""
    files = [("school", HOME), ("gp", AS_OTHERS_WRITE_IT)]
    files.insert(twin_comes, ("police", HOME | {"forename": "Iris"}))
    for agency, said in files:
        hand_in(agency, **said)
    assert len(persons()) == 3
    assert why() == ["one of them has a twin, and no number with one forename tells the two apart"]


@pytest.mark.parametrize("protected_comes", [0, 1, 2])
def test_a_home_that_somebody_else_s_record_calls_protected_is_nobody_s_whenever_it_is_told(protected_comes):
    files = [("school", HOME), ("gp", AS_OTHERS_WRITE_IT)]
    files.insert(protected_comes, ("police", SOMEBODY | PROTECTED))
    for agency, said in files:
        hand_in(agency, **said)
    assert len(persons()) == 3
    assert why() == ["no number in common"]
    assert {one.parts["home"] for one in Question.objects.filter(answered_at=None)} == {0.0}


def test_at_one_home_however_it_is_written_one_name_and_one_birth_date_are_one_child():
    assert at_one_home()
    link = Link.objects.exclude(rule="alone").get(ended_at=None, record__agency="gp")
    assert (link.rule, link.made_by) == ("home or family", "rule")
    assert link.evidence == ["same forename", "same surname", "same birth date", "same sex", "same home"]


@pytest.mark.parametrize("surname", ["Marshe", "Quill-Marsh"])
def test_a_surname_may_be_spelt_otherwise_there(surname):
    assert at_one_home(HOME, HOME | {"surname": surname})


@pytest.mark.parametrize(("home", "asked"), [(AS_OTHERS_WRITE_IT, 1), (ELSEWHERE, 0), (PROTECTED, 0)])
@pytest.mark.parametrize("turn", [1, -1])
def test_who_is_told_of_without_a_birth_date_is_asked_about_at_one_home_alone(home, asked, turn):
    for agency, said in [("school", HOME), ("gp", home | {"born": None})][::turn]:
        hand_in(agency, **said)
    assert (len(persons()), len(why())) == (2, asked)


def test_where_the_family_lived_before_is_a_home_too():
    hand_in("school", **HOME)
    hand_in("school", **ELSEWHERE)
    hand_in("gp", **HOME)
    assert len(persons()) == 1


def test_the_next_home_s_protection_takes_the_link_back_and_asks_and_no_entry_moves():
    assert at_one_home()
    hand_in("gp", **PROTECTED)
    assert len(persons()) == 2
    assert why() == ["no number in common"]


def test_a_sign_of_a_home_holds_no_address_and_means_nothing_in_the_next_answer():
    record = hand_in("school", **HOME)
    once, again = (known([record])[0].places for _ in range(2))
    assert {kind for kind, _ in once} == {"door", "postcode", "line", "district"}
    assert not {sign for _, sign in once} & {sign for _, sign in again}
    assert all(len(sign) == 32 for _, sign in once)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_kept")


def test_were_a_protected_home_told_two_would_be_joined_by_it(monkeypatch):
    """The sabotage: every record has a sign of one home, protected or not."""
    monkeypatch.setattr(evidence, "PLACES", "SELECT record, 'door', 'x' FROM unnest(%(ids)s::uuid[]) AS told (record)")
    assert at_one_home(PROTECTED, PROTECTED)
