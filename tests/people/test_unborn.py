"""A child is known before birth, by a day expected and a mother; only a person joins that record to the baby who comes."""

import datetime as dt

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.queries import the_machine
from keepsight.intake.drafts import DraftPerson, DraftTie, When
from keepsight.people import evidence
from keepsight.people.actions import answer_question, end_link, keep_records, keep_ties, link_records
from keepsight.people.models import Link, Question
from keepsight.people.queries import births, child, children, household, names, persons_of, records_of

DAY = dt.date(2026, 1, 31)
EXPECTED = dt.date(2026, 3, 20)
MOTHER = {"forename": "Sarah", "surname": "Marsh", "sex": "female", "nhs_number": "9990000018"}
WHY = "I was at the birth."

pytestmark = pytest.mark.django_db


def on(day: dt.date) -> When:
    return When(day, day, "day")


def unborn(number: str | None = None, *, expected: dt.date | None = EXPECTED, **said) -> DraftPerson:
    said = {"forename": "Unborn", "surname": "Marsh"} | said
    return DraftPerson(number or "u", "child", local_id=number, expected_on=expected, **said)


def baby(born: dt.date = dt.date(2026, 3, 14), **said) -> DraftPerson:
    return DraftPerson("b", "child", local_id="77", **{"forename": "Ivy", "surname": "Marsh", "born": on(born)} | said)


def hand_in(agency: str, *born_and_unborn: DraftPerson, mother: dict | None = None) -> dict:
    """One agency's file of children of one mother. The record of each person, by ref."""
    sender, _ = name_agency(agency, sector="other")
    people = [DraftPerson("mother", **(MOTHER if mother is None else mother)), *born_and_unborn]
    records = keep_records(sender, people, receipt=None, as_at=DAY)
    ties = [DraftTie("mother", "parent_of", one.ref) for one in born_and_unborn]
    keep_ties(sender, ties, records, receipt=None, as_at=DAY)
    link_records(records.values())
    return records


def person(record):
    return persons_of([record])[record]


SOME_DAY_OF_MARCH = {
    "expected": dt.date(2026, 3, 1),
    "expected_to": dt.date(2026, 3, 31),
    "expected_precision": "month",
}


@pytest.fixture
def steward():
    name_agency("hub", sector="social_care")
    return add_user("steward", name="Data Steward", agency="hub", role="data_steward", password="long enough")


def test_a_child_not_yet_born_is_called_by_the_mother_and_stands_in_her_household():
    records = hand_in("midwives", unborn())
    shown = child(the_machine(), person(records["u"]))
    assert shown is not None
    assert (shown.name, shown.born_on, shown.expected_on) == (
        "Unborn child of Sarah Marsh, expected March 2026",
        None,
        EXPECTED,
    )
    assert names([shown.id]) == {shown.id: shown.name}
    assert [(one.name, one.role) for one in household([shown.id], DAY)[shown.id]] == [("Sarah Marsh", "parent")]


@pytest.mark.parametrize(
    ("said", "mother", "called"),
    [
        ({}, MOTHER, "Unborn child of Sarah Marsh, expected March 2026"),
        ({"forename": "Unborn baby of Sarah"}, MOTHER, "Unborn child of Sarah Marsh, expected March 2026"),
        ({"forename": "Twin 1"}, MOTHER, "Twin 1, unborn child of Sarah Marsh, expected March 2026"),
        ({}, {"label": "MO"}, "Unborn child of MO, expected March 2026"),
        ({}, {"local_id": "5"}, "Unborn child (Marsh), expected March 2026"),
        ({"surname": None}, {"local_id": "5"}, "Unborn child, expected March 2026"),
        ({}, MOTHER | {"sex": "male"}, "Unborn child (Marsh), expected March 2026"),
    ],
)
def test_what_a_child_not_yet_born_is_called(said, mother, called):
    records = hand_in("midwives", unborn(**said), mother=mother)
    assert names([person(records["u"])]).popitem()[1] == called


def test_who_was_born_is_called_by_name_and_the_day_once_expected_stands_beside_the_birth():
    hand_in("midwives", baby(expected_on=EXPECTED))
    (shown,) = children(the_machine())
    assert (shown.name, shown.born_on, shown.expected_on) == ("Ivy Marsh", dt.date(2026, 3, 14), EXPECTED)


def test_the_guard_asks_a_person_and_never_joins():
    before, after = hand_in("midwives", unborn()), hand_in("council", baby())
    assert person(before["u"]) != person(after["b"])
    (question,) = Question.objects.all()
    assert {question.record_a_id, question.record_b_id} == {before["u"], after["b"]}
    assert question.why == ["same surname", "a parent in common", "one of them was not yet born when it was told of"]


def test_in_whichever_order_the_files_come():
    after, before = hand_in("council", baby()), hand_in("midwives", unborn())
    assert person(before["u"]) != person(after["b"])
    assert Question.objects.count() == 1


def test_not_even_a_number_and_a_birth_date_join_a_child_not_yet_born():
    number = {"nhs_number": "9434765919", "forename": "Ivy"}
    before, after = hand_in("midwives", unborn(**number)), hand_in("council", baby(**number))
    assert person(before["u"]) != person(after["b"])
    assert Question.objects.count() == 1


def test_without_the_guard_a_number_would_have_joined_them(monkeypatch):
    unguarded = evidence.KNOWN.replace("known.expected_on IS NOT NULL AND known.born_from IS NULL", "false")
    assert unguarded != evidence.KNOWN
    monkeypatch.setattr(evidence, "KNOWN", unguarded)
    number = {"nhs_number": "9434765919", "forename": "Ivy"}
    before, after = hand_in("midwives", unborn(**number)), hand_in("council", baby(**number))
    assert person(before["u"]) == person(after["b"])


def test_two_expected_are_two_records_and_whoever_joins_one_baby_to_both_is_not_believed(steward):
    twins = hand_in("midwives", unborn("1"), unborn("2"))
    assert len({person(twins["1"]), person(twins["2"])}) == 2
    assert not Question.objects.exists()
    after = hand_in("council", baby())
    assert Question.objects.count() == 2
    for question in Question.objects.filter(answered_at=None):
        answer_question(question.pk, "same", by=steward, because=WHY)
    assert len({person(twins["1"]), person(twins["2"])}) == 2
    assert person(after["b"]) in {person(twins["1"]), person(twins["2"])}


@pytest.mark.parametrize(
    ("days", "asked"),
    [(0, 1), (140, 1), (-140, 1), (141, 0), (-141, 0)],
)
def test_two_pregnancies_of_one_mother_never_join(days, asked):
    hand_in("midwives", unborn())
    hand_in("council", unborn(expected=EXPECTED + dt.timedelta(days)))
    assert Question.objects.count() == asked
    assert len(children(the_machine())) == 2


@pytest.mark.parametrize(("days", "asked"), [(140, 1), (141, 0), (-140, 1), (-141, 0)])
def test_who_was_born_long_before_or_after_is_another_child(days, asked):
    hand_in("midwives", unborn())
    hand_in("council", baby(EXPECTED + dt.timedelta(days)))
    assert Question.objects.count() == asked


@pytest.mark.parametrize(
    "mother",
    [
        {"forename": "Sarah", "surname": "Reed", "nhs_number": "9434765919"},
        {"label": "MO"},
        {"surname": "Marsh"},
    ],
)
def test_without_a_mother_in_common_nobody_is_asked(mother):
    hand_in("midwives", unborn())
    hand_in("council", baby(), mother=mother)
    assert not Question.objects.exists()


def test_a_mother_is_the_same_by_her_number_whatever_her_name_now():
    hand_in("midwives", unborn())
    hand_in("council", baby(), mother={"forename": "Sarah", "surname": "Reed", "nhs_number": "9990000018"})
    assert Question.objects.filter(why__contains="a parent in common").count() == 1


def test_one_agencys_own_record_of_a_mother_is_enough():
    hand_in("council", unborn("1"), mother={"local_id": "5"})
    hand_in("council", baby(), mother={"local_id": "5"})
    assert Question.objects.count() == 1


def test_who_comes_as_an_older_brother_without_a_birth_date_is_not_asked_about():
    hand_in("midwives", unborn())
    hand_in("council", DraftPerson("b", "child", local_id="76", forename="Bram", surname="Marsh"))
    assert not Question.objects.exists()


def test_a_person_joins_the_two_and_takes_them_apart_again(steward):
    before, after = hand_in("midwives", unborn()), hand_in("council", baby())
    answer_question(Question.objects.get().pk, "same", by=steward, because=WHY)
    (joined,) = {person(before["u"]), person(after["b"])}
    assert set(records_of([joined])[joined]) == {before["u"], after["b"]}
    shown = child(the_machine(), joined)
    assert shown is not None
    assert (shown.name, shown.born_on, shown.expected_on) == ("Ivy Marsh", dt.date(2026, 3, 14), EXPECTED)
    end_link(Link.objects.get(record=before["u"], ended_at=None).pk, by=steward, because="It was her cousin.")
    assert {one.name for one in children(the_machine())} == {
        "Ivy Marsh",
        "Unborn child of Sarah Marsh, expected March 2026",
    }
    assert not Question.objects.filter(answered_at=None).exists()


def test_an_agencys_own_number_carries_a_child_across_the_birth():
    before = hand_in("council", unborn("77"))
    after = hand_in("council", baby(expected_on=EXPECTED))
    assert before["77"] == after["b"]
    assert [one.name for one in children(the_machine())] == ["Ivy Marsh"]


def test_a_later_scan_moves_the_day_expected_and_makes_no_second_child():
    first = hand_in("midwives", unborn("1"))
    later = hand_in("midwives", unborn("1", expected=dt.date(2026, 4, 2)))
    assert first["1"] == later["1"]
    assert len(children(the_machine())) == 1


def test_a_day_expected_is_kept_no_more_exactly_than_it_was_said():
    of = person(hand_in("midwives", unborn(**SOME_DAY_OF_MARCH))["u"])
    shown = child(the_machine(), of)
    assert (shown.expected_on, shown.expected_to, shown.expected_precision) == (
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 31),
        "month",
    )
    assert shown.name == "Unborn child of Sarah Marsh, expected March 2026"


def test_the_weeks_of_a_pregnancy_run_from_the_last_day_on_which_the_birth_may_be_expected():
    of = person(hand_in("midwives", unborn(**SOME_DAY_OF_MARCH))["u"])
    assert births([of])[of].expected_on == dt.date(2026, 3, 31)


def test_of_a_stretch_over_two_months_the_name_says_both():
    said = SOME_DAY_OF_MARCH | {"expected_to": dt.date(2026, 4, 9), "expected_precision": "range"}
    of = person(hand_in("midwives", unborn(**said))["u"])
    assert child(the_machine(), of).name == "Unborn child of Sarah Marsh, expected March to April 2026"


def test_a_vaguer_day_expected_does_not_take_back_an_exact_one():
    record = hand_in("midwives", unborn("7"))["7"]
    of = person(record)
    sender, _ = name_agency("midwives", sector="other")
    later = keep_records(sender, [unborn("7", **SOME_DAY_OF_MARCH)], receipt=None, as_at=DAY + dt.timedelta(days=20))
    assert later["7"] == record
    shown = child(the_machine(), of)
    assert (shown.expected_on, shown.expected_precision) == (EXPECTED, "day")
    assert births([of])[of].expected_on == EXPECTED
