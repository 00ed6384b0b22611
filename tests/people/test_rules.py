"""What two records say of each other. Anyone in a safeguarding team can check these tables."""

import datetime as dt
import uuid

import pytest

from keepsight.people.rules import Band, Known, compare, somebody_else

BORN = dt.date(2015, 3, 1)
IVY = {"forename": "ivy", "surname": "marsh", "born_on": BORN}
IRIS = IVY | {"forename": "iris"}  # her twin
NHS, OTHER_NHS = {"nhs_number": "9434765919"}, {"nhs_number": "9990000018"}
UPN, OTHER_UPN = {"upn": "Z823432119001"}, {"upn": "T004199988970"}
NAMED = {"forename": "ivy", "surname": "marsh"}
NAMED_MOTHER = IVY | {"born_on": dt.date(1985, 3, 1)}
SARAH = {"forename": "sarah", "surname": "reed", "born_on": dt.date(1985, 1, 1)}


def record(agency: str = "school", **known) -> Known:
    return Known(uuid.uuid4(), (agency, "id:1"), **known)


def verdict(one: dict, other: dict, *, agencies: tuple[str, str] = ("school", "gp")) -> Band:
    a, b = record(agencies[0], **one), record(agencies[1], **other)
    assert compare(a, b) == compare(b, a)
    return compare(a, b).band


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (IVY | NHS, IRIS | NHS, "twins with one number typed on both"),
        (IVY | NHS | UPN, IRIS | NHS | UPN, "twins with everything else alike"),
        (IVY | NHS, IRIS | {"surname": "reed"} | NHS, "twins under two surnames"),
        (IVY | NHS, NAMED_MOTHER | NHS, "mother and daughter of one name"),
        (IVY | NHS | UPN, IVY | NHS | OTHER_UPN, "one number the same, one different"),
        (NHS, IVY | NHS, "a number and nothing to agree with it"),
        ({"surname": "marsh"} | NHS, IVY | NHS, "a number and a surname alone"),
        (IVY, IVY, "name and birth date, no number"),
        (IVY | NHS, IVY, "name and birth date, a number on one side"),
    ],
)
def test_a_person_must_look(one, other, why):
    assert verdict(one, other) is Band.ASK, why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (IVY, IRIS, "twins"),
        (NAMED, IVY, "a name alone, in two agencies"),
        (IVY | NHS, IVY | OTHER_NHS, "namesakes with two numbers, or an adoption"),
        (IVY | UPN, IVY | OTHER_UPN, "namesakes with two pupil numbers, or an adoption"),
        ({"born_on": BORN}, {"born_on": BORN}, "a birth date alone"),
        ({}, {}, "nothing known"),
    ],
)
def test_records_are_left_apart(one, other, why):
    assert verdict(one, other) is Band.LEAVE, why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (IVY | NHS, IVY | NHS, "NHS number, name and birth date"),
        (IVY | UPN, {"born_on": BORN} | UPN, "pupil number and birth date: a census has no names"),
        (IVY | NHS, NAMED | NHS, "NHS number and name"),
        (IVY | NHS, IVY | {"born_on": dt.date(2015, 1, 3)} | NHS, "day and month the other way round"),
        (IVY | NHS, IVY | {"surname": "reed"} | NHS, "another surname since"),
        (SARAH | NHS, SARAH | NHS, "adults too"),
    ],
)
def test_a_number_with_a_name_or_a_birth_date_links(one, other, why):
    assert verdict(one, other) is Band.LINK, why


def test_children_of_one_name_in_one_agency_are_asked_about_where_a_birth_date_is_missing():
    named = NAMED | {"is_child": True}
    assert verdict(named, named | {"born_on": BORN}, agencies=("school", "school")) is Band.ASK
    assert verdict(named | {"is_child": False}, named, agencies=("school", "school")) is Band.LEAVE


def test_the_reasons_hold_no_value_of_a_record():
    a, b = record(**IVY | NHS | UPN), record(**IRIS | NHS | OTHER_UPN)
    words = " ".join(compare(a, b).words)
    assert words == "same NHS number different pupil numbers"


BO = {"forename": "bo", "surname": "fen", "born_on": dt.date(2012, 9, 11)}


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ([IVY | NHS], BO | OTHER_NHS, "everything is another's"),
        ([IVY], BO, "name and birth date are another's"),
        ([IVY | NHS], IRIS | OTHER_NHS, "her twin, by the number"),
        ([IVY | NHS], IVY | {"surname": "reed"} | OTHER_NHS, "an adopted child's second life"),
        ([IVY | NHS], OTHER_NHS, "another number, and nothing to say it was put right"),
        ([{}, IVY | NHS], BO | OTHER_NHS, "what says nothing says nothing for it"),
    ],
)
def test_an_agency_s_own_number_has_come_to_name_somebody_else(before, now, why):
    assert somebody_else([record(**one) for one in before], record(**now)), why


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ([], BO | NHS, "nobody was named by it"),
        ([IVY | NHS], IVY | OTHER_NHS, "a number put right"),
        ([IVY], IVY | {"born_on": dt.date(2015, 1, 3)}, "a birth date put right"),
        ([IVY], IVY | {"forename": "iris"}, "another forename on the same day: a name that was put right"),
        ([IVY | NHS], BO | NHS, "the same number: a name and a date put right"),
        ([IVY | NHS], {"surname": "reed"}, "nothing that contradicts"),
        ([IVY | OTHER_NHS, IVY | NHS], IVY | NHS, "what it named last, and before that was put right"),
    ],
)
def test_what_was_put_right_names_the_same_person(before, now, why):
    assert not somebody_else([record(**one) for one in before], record(**now)), why
