"""What comes in is weighed with whom it may be: linked with a number, asked about without one, the same in every order."""

import datetime as dt
import random

import pytest
from django.db import connection

from keepsight.access.actions import add_user, name_agency
from keepsight.access.guarding import set_level
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people import actions
from keepsight.people.actions import keep_records, link_everyone, link_records
from keepsight.people.models import Link, Question, Record
from keepsight.people.queries import persons_of, records_of
from keepsight.store import clock
from tests.people.families import Told, generated

DAY = dt.date(2026, 1, 31)
BORN = dt.date(2015, 3, 1)
NHS, OTHER_NHS = "9434765919", "9990000018"
UPN = "Z823432119001"

pytestmark = pytest.mark.django_db


def hand_in(agency: str, *, local_id: str = "1", born: dt.date | None = BORN, **said):
    """One agency's file of one child, kept and linked. The record."""
    told = {"forename": "Kirsty", "surname": "Marsh", "sex": "F", "role_hint": "child"} | said
    sender, _ = name_agency(agency, sector="other")
    when = When(born, born, "day", born.isoformat()) if born else None
    records = keep_records(
        sender, [DraftPerson(ref="p", local_id=local_id, born=when, **told)], receipt=None, as_at=DAY
    )
    link_records(records.values())
    return records["p"]


def persons() -> set[frozenset[str]]:
    """Who is one person, by the keys of their records."""
    key = {record: f"{agency} {of}" for record, agency, of in Record.objects.values_list("id", "agency_id", "key")}
    links = Link.objects.filter(ended_at=None).values_list("person_id", flat=True)
    return {frozenset(key[record] for record in records) for records in records_of(links).values()}


def asked() -> set[tuple]:
    """What waits for a person: the two records, why, and what it weighs."""
    key = {record: f"{agency} {of}" for record, agency, of in Record.objects.values_list("id", "agency_id", "key")}
    return {
        (key[one.record_a_id], key[one.record_b_id], tuple(one.why), one.weight, tuple(sorted(one.parts.items())))
        for one in Question.objects.filter(answered_at=None)
    }


def why() -> list[str]:
    return [one.why[-1] for one in Question.objects.filter(answered_at=None)]


def test_without_a_number_a_home_or_a_family_nothing_is_linked_whatever_agrees():
    hand_in("school", forename="Zebedee", surname="Quillfeather-Oxbow")
    hand_in("gp", forename="Zebedee", surname="Quillfeather-Oxbow")
    assert len(persons()) == 2
    assert why() == ["no number in common"]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"forename": "Kirsyt"}, "a child born 2008 or later, forenames not identical, no number in common"),
        ({"born": dt.date(2015, 1, 3)}, "no number in common, and name, birth date and home do not make up for it"),
        (
            {"forename": "Marsh", "surname": "Kirsty"},
            "a child born 2008 or later, forenames not identical, no number in common",
        ),
        ({"surname": "Marshe"}, "no number in common, and name, birth date and home do not make up for it"),
        (
            {"forename": "Kirstie", "surname": "Marshe"},
            "a child born 2008 or later, forenames not identical, no number in common",
        ),
    ],
    ids=["a slip in the name", "day and month turned round", "names swapped", "another spelling", "both as they sound"],
)
def test_who_may_be_the_same_child_is_asked_about(other, reason):
    hand_in("school")
    hand_in("gp", **other)
    assert len(persons()) == 2
    assert why() == [reason]


def test_a_day_on_which_nobody_alive_was_born_says_nothing():
    hand_in("school", born=dt.date(1900, 1, 1))
    hand_in("gp", born=dt.date(1900, 1, 1), forename="Kirsyt")
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "other",
    [{"forename": "Bram"}, {"born": None, "surname": "Reed"}, {"born": None}, {"born": dt.date(2013, 7, 9)}],
    ids=["a brother's record", "a forename alone", "a name alone", "a namesake born another year"],
)
def test_of_most_people_nobody_asks(other):
    hand_in("school")
    hand_in("gp", **other)
    assert not Question.objects.exists()


def test_a_question_keeps_its_weight_which_sums_from_its_parts():
    hand_in("school")
    hand_in("gp", forename="Kirsyt")
    question = Question.objects.get()
    assert question.weight == pytest.approx(sum(question.parts.values()))
    assert question.parts["birth date"] > 10 > 0 > question.parts["to begin with"]
    assert question.parts["home"] == 0, "no address was told"


def test_with_a_number_another_form_of_the_name_is_linked_and_the_link_says_why():
    hand_in("school", forename="Elizabeth", nhs_number=NHS)
    gp = hand_in("gp", forename="Beth", nhs_number=NHS)
    assert len(persons()) == 1
    link = Link.objects.get(record=gp, ended_at=None)
    assert (link.rule, link.made_by) == ("spelt otherwise", "rule")
    assert link.evidence == ["form forename", "same surname", "same birth date", "same sex", "same NHS number"]


@pytest.mark.parametrize("twin_comes", [0, 1, 2])
def test_a_number_typed_on_both_twins_whose_names_are_alike_joins_nobody_whenever_the_twin_is_told_of(twin_comes):
    """Kirsty's number on Kirsta's record, and a third record by which they are known to be two: Bram, their triplet."""
    files = [("school", {"nhs_number": NHS}), ("gp", {"forename": "Kirsta", "nhs_number": NHS})]
    files.insert(twin_comes, ("police", {"forename": "Bram"}))
    for agency, said in files:
        hand_in(agency, **said)
    assert len(persons()) == 3
    assert why() == ["different forenames, as twins have"]


@pytest.mark.parametrize("forename", ["Kirsyt", "Kirsty"], ids=["spelt otherwise", "to the letter"])
def test_a_sealed_child_is_suggested_to_nobody(forename: str):
    before = hand_in("school")
    name_agency("hub", sector="social_care")
    bea, rafe = (
        add_user(name, name=name, agency="hub", role=role, password="long enough")
        for name, role in (("bea", "guardian"), ("rafe", "practitioner"))
    )
    set_level(persons_of([before])[before], "sealed", by=bea, because="Adopted.", named=[rafe])
    hand_in("gp", forename=forename)
    assert not Question.objects.exists()
    assert len(persons()) == 2


def test_a_protected_address_asks_of_nobody_and_weighs_nothing():
    home = {"address": "1 Quay Row", "postcode": "FN1 1AA", "address_protected": True}
    hand_in("school", forename="Ann", surname="Reed", **home)
    hand_in("gp", forename="Joan", surname="Fen", born=dt.date(1990, 4, 5), **home)
    assert not Question.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'people_address', 'SELECT')")
        assert cursor.fetchone() == (False,)


SOME = 36
"""Records of a few families, with many slips and many twins: enough to meet, few enough to hand in several times."""


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
def test_any_order_in_which_families_come_in_links_and_asks_the_same(seed):
    told = generated(600 + seed, 6, slips=3.0, twins=0.5).told[:SOME]
    for one in random.Random(seed).sample(told, len(told)):
        _hand_in(one)
    come_in = persons(), asked()
    assert any(len(one) > 1 for one in come_in[0])
    assert len(come_in[1]) > 3
    assert link_everyone() == frozenset()
    assert (persons(), asked()) == come_in


@pytest.mark.parametrize("at_once", [1, 7])
def test_linked_anew_in_parts_the_same_are_linked_and_asked_about(at_once, monkeypatch):
    for one in generated(604, 6, slips=3.0, twins=0.5).told[:SOME]:
        _hand_in(one)
    come_in = persons(), asked()
    Link.objects.update(ended_at=clock.now(), ended_by="rule", ended_because="For the test")
    Question.objects.update(answered_at=clock.now(), answer="no_longer_asked")
    monkeypatch.setattr(actions, "RECORDS_AT_ONCE", at_once)
    assert len(link_everyone()) == SOME
    assert (persons(), asked()) == come_in


def _hand_in(told: Told) -> None:
    said = {name: getattr(told, name) for name in ("forename", "surname", "sex", "nhs_number", "upn", "expected_on")}
    said |= {name: getattr(told, name) for name in ("address", "postcode", "address_protected")}
    hand_in(
        told.agency.replace("_", "-"),
        local_id=told.record,
        born=told.born_on,
        role_hint="child" if told.is_child else None,
        **said,
    )
