"""Records become persons: the same persons whatever order files arrive in, and a person's word undone again."""

import datetime as dt
import random
from itertools import permutations
from uuid import UUID

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.looks import saw_between
from keepsight.access.models import Notice, User
from keepsight.access.queries import the_machine
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.actions import (
    answer_question,
    end_link,
    keep_records,
    link_by_hand,
    link_everyone,
    link_records,
    say_different,
)
from keepsight.people.made_up_of import parted_from
from keepsight.people.models import Link, Question, Record
from keepsight.people.queries import Counts, child, current, ids_of, linked_counts, persons_of, records_of
from keepsight.store import audit

DAY = dt.date(2026, 1, 31)
BORN = When(dt.date(2015, 3, 1), dt.date(2015, 3, 1), "day", "01/03/2015")
NHS, OTHER_NHS = "9434765919", "9990000018"
UPN = "Z823432119001"
WHY = "I know the family."

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    name_agency("hub", sector="social_care")
    return add_user("steward", name="Data Steward", agency="hub", role="data_steward", password="long enough")


@pytest.fixture
def reader():
    name_agency("hub", sector="social_care")
    return add_user("reader", name="A Reader", agency="hub", role="practitioner", password="long enough")


def ivy(**said) -> DraftPerson:
    said = {"role_hint": "child", "local_id": "1", "forename": "Ivy", "surname": "Marsh", "born": BORN} | said
    return DraftPerson(**{"ref": "p"} | said)


def hand_in(agency: str, **said):
    """One agency's file of one person, kept and linked. The record."""
    sender, _ = name_agency(agency, sector="other")
    records = keep_records(sender, [ivy(**said)], receipt=None, as_at=DAY)
    link_records(records.values())
    return records["p"]


def persons() -> set[frozenset[str]]:
    """Who is one person, by agency."""
    agency = dict(Record.objects.values_list("id", "agency_id"))
    links = Link.objects.filter(ended_at=None).values_list("person_id", flat=True)
    return {frozenset(agency[record] for record in records) for records in records_of(links).values()}


def groups(*members: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in members}


def open_link(record):
    return Link.objects.get(record=record, ended_at=None)


def test_twins_stay_two_whatever_their_records_share():
    same = {"nhs_number": NHS, "upn": UPN, "address": "1 Quay Row", "postcode": "FN1 1AA"}
    hand_in("school", **same)
    hand_in("gp", forename="Iris", **same)
    assert persons() == groups("school", "gp")
    (question,) = Question.objects.all()
    assert question.why == ["same NHS number", "same pupil number", "different forenames, as twins have"]


def test_an_address_links_nobody_and_asks_nobody():
    hand_in("school", born=None, address="Refuge", postcode="FN1 1AA", address_protected=True)
    hand_in("gp", born=None, address="Refuge", postcode="FN1 1AA", address_protected=True)
    assert persons() == groups("school", "gp")
    assert not Question.objects.exists()


def test_name_and_birth_date_alone_only_ask():
    hand_in("school")
    hand_in("gp")
    assert persons() == groups("school", "gp")
    assert Question.objects.get().why == ["same name", "same birth date", "no number in common"]
    assert linked_counts() == Counts(linked=0, asked=1, left=2)


def test_a_valid_number_and_a_birth_date_link_and_the_link_says_why():
    school, gp = hand_in("school", upn=UPN), hand_in("gp", forename=None, surname=None, upn=UPN)
    assert persons() == groups("school gp")
    assert open_link(gp).evidence == ["same pupil number", "same birth date"]
    assert persons_of([school])[school] == persons_of([gp])[gp]
    assert linked_counts() == Counts(linked=2, asked=0, left=0)


FILES = {
    "school": {"upn": UPN},
    "gp": {"nhs_number": NHS},
    "hospital": {"nhs_number": NHS, "upn": UPN},
    "police": {"forename": "Iris", "nhs_number": NHS},
    "camhs": {"nhs_number": OTHER_NHS, "upn": UPN},
}


# The school's record fits the hospital's and camhs's alike, and those two cannot be one person: it joins neither.
@pytest.mark.parametrize("order", random.Random(1).sample(list(permutations(FILES)), 12))
def test_any_order_of_files_gives_the_same_persons(order):
    for agency in order:
        hand_in(agency, **FILES[agency])
    one_by_one, asked = persons(), Question.objects.filter(answered_at=None).count()
    link_everyone()
    assert persons() == one_by_one == groups("gp hospital", "school", "police", "camhs")
    assert Question.objects.filter(answered_at=None).count() == asked


def test_linking_again_changes_nothing():
    hand_in("school", upn=UPN)
    hand_in("gp", upn=UPN)
    before = list(Link.objects.order_by("id").values())
    assert link_everyone() == frozenset()
    assert list(Link.objects.order_by("id").values()) == before


def test_a_person_whose_records_stay_together_stays_the_same_person():
    school = hand_in("school", upn=UPN)
    person = persons_of([school])[school]
    hand_in("gp", upn=UPN)
    assert persons_of([school])[school] == person


def test_a_number_put_right_parts_whom_the_wrong_one_joined():
    school, gp = hand_in("school", nhs_number=NHS), hand_in("gp", nhs_number=NHS)
    corrected = [ivy(nhs_number=OTHER_NHS)]
    keep_records(Record.objects.get(id=gp).agency, corrected, receipt=None, as_at=DAY + dt.timedelta(days=1))
    assert link_records([gp]) == {school, gp}
    assert persons() == groups("school", "gp")
    assert Link.objects.exclude(ended_at=None).get().ended_by == "rule"


def shown(reader: User, person: UUID, page: str = "overview", act: str = "look", answer: int = 200) -> None:
    """Somebody opens a page of a person, or takes a file away from it."""
    audit.note(act, by=reader, child=person, page=page, answer=answer)
    audit.write()


def test_whoever_looked_before_a_number_was_put_right_is_told_and_what_they_saw_is_listed(steward, reader):
    school, _, gp = (hand_in(agency, nhs_number=NHS) for agency in ("school", "hospital", "gp"))
    person = persons_of([school])[school]
    shown(steward, person, answer=403)
    for page, act in (("chronology", "look"), ("chronology", "look"), ("export", "export")):
        shown(reader, person, page, act)
    corrected = [ivy(nhs_number=OTHER_NHS)]
    keep_records(Record.objects.get(id=gp).agency, corrected, receipt=None, as_at=DAY + dt.timedelta(days=1))
    link_records([gp])
    told = Notice.objects.values_list("what", "user__username", "child", "about")
    assert list(told) == [("parted", "reader", person, Link.objects.exclude(ended_at=None).get().pk)]
    assert persons_of([school])[school] == person
    (parted,) = parted_from(ids_of(person))
    assert (parted.by_rule, parted.record, parted.because) == (True, gp, "what is known of the records changed")
    (saw,) = saw_between({person}, parted.since, parted.until)
    assert (saw.looks, saw.pages) == (3, (("export", "export", 1), ("look", "chronology", 2)))
    link_records([gp])
    assert Notice.objects.count() == 1


def test_two_persons_made_one_are_no_parting_and_nobody_is_told_of_it(steward, reader):
    hand_in("school", upn=UPN)
    gp = hand_in("gp", upn=None)
    shown(reader, persons_of([gp])[gp])
    hand_in("gp", upn=UPN)
    assert persons() == groups("school gp")
    assert not Notice.objects.exists()
    assert parted_from(ids_of(persons_of([gp])[gp])) == []


@pytest.mark.parametrize("parts", [end_link, None], ids=["parted by somebody", "said by somebody to be two"])
def test_whoever_parts_two_is_not_told_what_they_did_and_everybody_else_is(steward, reader, parts):
    school, gp = hand_in("school", upn=UPN), hand_in("gp", upn=UPN)
    for one in (steward, reader):
        shown(one, persons_of([gp])[gp])
    if parts:
        parts(open_link(gp).pk, by=steward, because=WHY)
    else:
        say_different(school, gp, by=steward, because=WHY)
    assert [one.user.username for one in Notice.objects.all()] == ["reader"]


def test_no_judgement_without_a_reason(steward):
    school, gp = hand_in("school"), hand_in("gp")
    with pytest.raises(WrongUse):
        link_by_hand(school, persons_of([gp])[gp], by=steward, because="  ")
    assert persons() == groups("school", "gp")


def test_a_link_that_has_ended_cannot_end_again(steward):
    hand_in("school", upn=UPN)
    ending = open_link(hand_in("gp", upn=UPN))
    end_link(ending.pk, by=steward, because=WHY)
    with pytest.raises(WrongUse):
        end_link(ending.pk, by=steward, because=WHY)


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        ({"forename": "Ivie", "nhs_number": NHS}, groups("school", "hospital gp")),
        ({"forename": None, "surname": None, "born": None}, groups("school hospital gp")),
    ],
    ids=["whom the rules keep from the rest", "whom the rules let the rest follow"],
)
def test_a_hand_made_link_undone_restores_what_was(steward, other, joined):
    hand_in("school", upn=UPN)
    hospital, gp = hand_in("hospital", upn=UPN), hand_in("gp", **other)
    person, before = persons_of([gp])[gp], persons()
    link = link_by_hand(hospital, person, by=steward, because=WHY)
    assert (persons_of([hospital])[hospital], persons()) == (person, joined)
    end_link(link, by=steward, because="It was her cousin.")
    assert persons() == before
    link_everyone()
    assert persons() == before


def test_a_link_made_by_rule_and_ended_stays_ended_and_may_be_made_by_hand_again(steward):
    school, gp = hand_in("school", upn=UPN), hand_in("gp", upn=UPN)
    before = persons_of([school])[school]
    alone = end_link(open_link(gp).pk, by=steward, because="Her cousin.")
    assert alone != before
    link_everyone()
    assert persons() == groups("school", "gp")
    link_by_hand(gp, before, by=steward, because="No: herself.")
    assert persons() == groups("school gp")
    assert open_link(gp).made_by == "person"


def test_what_a_person_said_stands_when_more_records_come(steward):
    school, gp = hand_in("school", upn=UPN), hand_in("gp", upn=UPN)
    say_different(school, gp, by=steward, because=WHY)
    hand_in("hospital", upn=UPN)
    assert persons() == groups("school", "gp", "hospital")  # the third fits both, so neither


def test_the_id_of_a_person_who_was_joined_to_another_leads_to_that_one(steward):
    school, gp = hand_in("school"), hand_in("gp")
    once, person = persons_of([school])[school], persons_of([gp])[gp]
    link_by_hand(school, person, by=steward, because=WHY)
    assert current([once, person]) == {once: {person}, person: {person}}
    assert child(the_machine(), once).id == person


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("same", groups("school gp")),
        ("different", groups("school", "gp")),
        ("cannot_tell", groups("school", "gp")),
    ],
)
def test_a_question_is_asked_once_and_its_answer_holds(steward, answer, expected):
    hand_in("school")
    hand_in("gp")
    question = Question.objects.get()
    answer_question(question.pk, answer, by=steward, because=WHY)
    link_everyone()
    assert persons() == expected
    assert list(Question.objects.values_list("id", "answer")) == [(question.pk, answer)]


def test_a_question_that_a_number_settles_is_no_longer_asked():
    hand_in("school", upn=UPN)
    hand_in("gp")
    hand_in("gp", upn=UPN)
    assert persons() == groups("school gp")
    assert Question.objects.get().answer == "no_longer_asked"
