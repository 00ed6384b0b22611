"""Whether two records are of one person: judged by people, two of them where a guard holds, and nobody hears the other first."""

import datetime as dt
from uuid import UUID

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.guarding import set_level
from keepsight.access.models import Notice, User
from keepsight.access.queries import sight, the_machine
from keepsight.access.sight import seeing
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftPerson, DraftTie, When
from keepsight.people.actions import keep_records, keep_ties, link_records
from keepsight.people.judging import Judged, judge, take_back, tell
from keepsight.people.models import Judgement, Opinion, Question, Record
from keepsight.people.opinions import Found, Standing, standing_of
from keepsight.people.pairs import AskedOf, asked_of, pair, queue
from keepsight.people.queries import persons_of
from keepsight.store import clock

DAY = dt.date(2026, 1, 31)
BORN = When(dt.date(2015, 3, 1), dt.date(2015, 3, 1), "day", "01/03/2015")
NHS = "9434765919"
WHY = "The school nurse knows both families."
SAME, DIFFERENT, UNSURE = (Judged(said, WHY) for said in ("same", "different", "cannot_tell"))
ASKS = Judged("ask_agency", "The dates differ", agency="school", asks="Is she a twin?")

pytestmark = pytest.mark.django_db


def judge_called(username: str, role: str = "data_steward", agency: str = "hub") -> User:
    """Somebody of that role, added if not there yet."""
    name_agency(agency, sector="social_care")
    known = User.objects.filter(username=username).first()
    return known or add_user(username, name=username.title(), agency=agency, role=role, password="long enough")


@pytest.fixture
def ada() -> User:
    return judge_called("ada")


@pytest.fixture
def bo() -> User:
    return judge_called("bo", role="hub_coordinator")


def told(agency: str, *others: DraftPerson, ties: tuple[DraftTie, ...] = (), **said: object) -> UUID:
    """One agency's file of Ivy, as it has her, kept and linked. Her record."""
    sender, _ = name_agency(agency, sector="other")
    ivy = {"ref": "p", "role_hint": "child", "local_id": "1", "forename": "Ivy", "surname": "Marsh", "born": BORN}
    records = keep_records(sender, [DraftPerson(**ivy | said), *others], receipt=None, as_at=DAY)
    keep_ties(sender, ties, records, receipt=None, as_at=DAY)
    link_records(records.values())
    return records["p"]


def asked_about(**said: object) -> Question:
    """The school's Ivy and the surgery's, of one name and birth date and with no number: somebody must look."""
    told("school")
    told("gp", **said)
    return Question.objects.get(answered_at=None)


def one_person(question: Question) -> bool:
    return len(set(persons_of([question.record_a_id, question.record_b_id]).values())) == 1


def stands(question: Question) -> Standing:
    return standing_of([question.pk])[question.pk]


# ---------------------------------------------------------------- refusals


def test_an_answer_needs_a_word_and_a_reason_and_a_question_that_waits(ada: User) -> None:
    question = asked_about()
    for wrong in (Judged("perhaps", WHY), Judged("same", "  "), Judged("ask_agency", WHY, agency="school")):
        with pytest.raises(WrongUse):
            judge(question.pk, wrong, by=ada)
    with pytest.raises(WrongUse, match="Whom you ask"):
        judge(question.pk, Judged("ask_agency", WHY, agency="hub", asks="Is she a twin?"), by=ada)
    assert not Opinion.objects.exists()
    assert not Judgement.objects.exists()


def test_whoever_may_not_read_both_records_judges_nothing() -> None:
    question = asked_about()
    for role in ("practitioner", "agency_lead", "guardian", "administrator"):
        with pytest.raises(WrongUse, match="not yours"):
            judge(question.pk, SAME, by=judge_called(f"some {role}", role, "gp"))
    assert not Opinion.objects.exists()


def test_what_is_decided_is_not_judged_again(ada: User, bo: User) -> None:
    question = asked_about()
    judge(question.pk, DIFFERENT, by=ada)
    judge(question.pk, DIFFERENT, by=bo)
    with pytest.raises(WrongUse, match="waits for nobody"):
        judge(question.pk, SAME, by=bo)


# ---------------------------------------------------------------- two judges


def test_where_a_guard_holds_one_judge_decides_nothing_and_another_who_agrees_does(ada: User, bo: User) -> None:
    question = asked_about()
    assert judge(question.pk, SAME, by=ada) == frozenset()
    assert stands(question).two
    assert not one_person(question)
    assert judge(question.pk, SAME, by=bo) == {question.record_a_id, question.record_b_id}
    assert one_person(question)
    question.refresh_from_db()
    assert question.answer == "same"


def test_the_same_judge_twice_is_one_judge(ada: User) -> None:
    question = asked_about()
    judge(question.pk, SAME, by=ada)
    judge(question.pk, SAME, by=ada)
    assert not one_person(question)
    assert stands(question).decided is None


def test_two_judges_who_differ_leave_it_open_until_they_agree(ada: User, bo: User) -> None:
    question = asked_about()
    judge(question.pk, SAME, by=ada)
    judge(question.pk, DIFFERENT, by=bo)
    assert stands(question).differ
    assert not one_person(question)
    assert not Judgement.objects.exists()
    judge(question.pk, DIFFERENT, by=ada)
    question.refresh_from_db()
    assert question.answer == "different"
    assert [one.said for one in stands(question).answers] == ["same", "different", "different"]


def test_a_protected_address_or_a_level_asks_for_a_second_judge_whatever_else_agrees(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keepsight.people.judging._found", lambda *_: a_find(guard=False))
    open_to_one = asked_about()
    judge(open_to_one.pk, SAME, by=ada)
    assert one_person(open_to_one)
    told("camhs", forename="Una", address="1 Quay Row", address_protected=True)
    told("police", forename="Una")
    question = Question.objects.get(answered_at=None)
    judge(question.pk, SAME, by=ada)
    assert stands(question).two
    assert not one_person(question)


def a_find(*, guard: bool) -> Found:
    return Found(
        13.0, {"to begin with": -13.0, "forename": 26.0}, {"forename": "same"}, "weight", "same forename", guard
    )


# ---------------------------------------------------------------- taking back


def the_act() -> UUID:
    """What was said of records last."""
    return Judgement.objects.latest("id").act


def decided(said: Judged, *judges: User) -> Question:
    """A pair that a guard holds, and that these have judged."""
    question = asked_about()
    for one in judges:
        judge(question.pk, said, by=one)
    return question


def test_what_another_agency_judged_and_what_one_may_not_read_is_not_taken_back(ada: User, bo: User) -> None:
    question = decided(SAME, ada, bo)
    elsewhere = judge_called("cy", role="hub_coordinator", agency="other-hub")
    for other, refused in ((elsewhere, "your agency"), (judge_called("di", role="practitioner"), "yours to judge")):
        with pytest.raises(WrongUse, match=refused):
            take_back(the_act(), by=other, because=WHY)
    with pytest.raises(WrongUse, match="reason"):
        take_back(the_act(), by=bo, because=" ")
    assert one_person(question)


def test_nobody_joins_alone_what_two_people_have_parted(ada: User, bo: User) -> None:
    decided(DIFFERENT, ada, bo)
    with pytest.raises(WrongUse, match="Two people judged"):
        take_back(the_act(), by=ada, because=WHY)


def test_what_two_have_joined_one_of_their_agency_takes_back_and_it_waits_for_its_judges_again(
    ada: User, bo: User
) -> None:
    question = decided(SAME, ada, bo)
    assert take_back(the_act(), by=ada, because=WHY) == {question.record_a_id, question.record_b_id}
    assert not one_person(question)
    again = Question.objects.get(answered_at=None)
    assert again.pk != question.pk
    assert stands(again) == Standing()


# ---------------------------------------------------------------- asking an agency


def test_an_agency_that_is_asked_keeps_the_pair_until_it_has_answered(ada: User, bo: User) -> None:
    question = asked_about()
    judge(question.pk, ASKS, by=ada)
    with pytest.raises(WrongUse, match="being asked"):
        judge(question.pk, SAME, by=bo)
    with pytest.raises(WrongUse, match="missing"):
        tell(question.pk, " ", by=bo)
    tell(question.pk, "There is only one of her, says the secretary", by=bo)
    with pytest.raises(WrongUse, match="No agency"):
        tell(question.pk, "Again", by=bo)
    judge(question.pk, SAME, by=bo)
    judge(question.pk, SAME, by=ada)
    assert one_person(question)


def asked_of_them(user: User, question: Question) -> AskedOf | None:
    seen = sight(user, clock.today())
    with seeing(seen):
        return asked_of(seen, question.pk)


def test_the_lead_of_the_agency_that_is_asked_hears_and_reads_their_own_record_and_what_is_asked(ada: User) -> None:
    lead, other, worker = (
        judge_called(*who)
        for who in (("cy", "agency_lead", "school"), ("ed", "agency_lead", "gp"), ("di", "practitioner", "school"))
    )
    question = asked_about(nhs_number=NHS, local_id="surgery 77")
    assert asked_of_them(lead, question) is None
    judge(question.pk, ASKS, by=ada)
    theirs = persons_of([question.record_a_id, question.record_b_id])
    held = {one.agency_id: theirs[one.pk] for one in Record.objects.filter(pk__in=theirs)}
    heard = Notice.objects.values_list("user__username", "what", "child", "about")
    assert list(heard) == [("cy", "asked who", held["school"], question.pk)]
    found = asked_of_them(lead, question)
    assert found
    assert (found.asks, found.person, found.by) == ("Is she a twin?", held["school"], "Ada, hub")
    assert {one.words for some in found.said.values() for one in some} >= {"Ivy", "Marsh", "01/03/2015"}
    assert not {NHS, "surgery 77", "gp"} & set(repr(found).replace("'", " ").split()), "nothing of the other record"
    assert [asked_of_them(one, question) for one in (other, worker, ada)] == [None] * 3
    assert not shown_to(lead, question)
    tell(question.pk, "There is one of her", by=lead)
    assert asked_of_them(lead, question) is None
    assert stands(question).answers[0].told.says == "There is one of her"


def test_where_an_agency_has_no_lead_the_agency_hears(ada: User) -> None:
    judge(asked_about().pk, ASKS, by=ada)
    assert list(Notice.objects.values_list("agency", "user")) == [("school", None)]


def test_of_a_child_who_is_kept_back_since_the_lead_who_was_asked_reads_nothing(ada: User) -> None:
    lead, guardian = judge_called("cy", "agency_lead", "school"), judge_called("ed", "guardian")
    question = asked_about()
    judge(question.pk, ASKS, by=ada)
    for of in persons_of([question.record_a_id, question.record_b_id]).values():
        set_level(of, "sealed", because="For the test", by=guardian, named=[judge_called("di", "practitioner", "gp")])
    assert asked_of_them(lead, question) is None


# ---------------------------------------------------------------- who sees which pair


def waiting_for(user: User) -> set[UUID]:
    seen = sight(user, clock.today())
    with seeing(seen):
        return {one.question for group in queue(seen, clock.today()) for one in group}


def shown_to(user: User, question: Question) -> bool:
    seen = sight(user, clock.today())
    with seeing(seen):
        return pair(seen, question.pk, clock.today()) is not None


def test_a_lead_sees_a_pair_only_where_their_agency_holds_both_a_practitioner_none(ada: User, bo: User) -> None:
    question = asked_about()
    lead, worker = judge_called("cy", "agency_lead", "gp"), judge_called("di", "practitioner", "gp")
    assert [shown_to(one, question) for one in (ada, bo, lead, worker)] == [True, True, False, False]
    assert [waiting_for(one) for one in (ada, bo, lead)] == [{question.pk}, {question.pk}, set()]


@pytest.mark.parametrize("level", ["restricted", "sealed"])
def test_of_a_child_who_is_kept_back_neither_the_steward_nor_the_front_door_sees_a_pair(
    ada: User, bo: User, level: str
) -> None:
    question = asked_about()
    guardian, named = judge_called("ed", "guardian"), judge_called("di", "practitioner", "gp")
    of = persons_of([question.record_a_id])[question.record_a_id]
    set_level(of, level, because="For the test", by=guardian, named=[named])
    for one in (ada, bo):
        assert not shown_to(one, question)
        assert waiting_for(one) == set()
    with seeing(the_machine()):
        assert pair(the_machine(), question.pk, clock.today())


def test_what_judges_said_is_shown_by_the_database_to_nobody_who_may_not_see_the_pair(ada: User) -> None:
    question = asked_about()
    judge(question.pk, SAME, by=ada)
    worker = judge_called("di", "practitioner", "police")
    with seeing(sight(worker, clock.today())):
        assert not Opinion.objects.exists()
    with seeing(sight(ada, clock.today())):
        assert not Opinion.objects.exists()  # not before the pair is opened
    assert shown_to(ada, question)


# ---------------------------------------------------------------- what is laid side by side


def test_each_side_keeps_what_was_written_with_its_source_its_day_and_who_is_at_home(ada: User) -> None:
    mother = DraftPerson("m", "parent", "2", "Sarah", "Marsh")
    twin = DraftPerson("t", "child", "3", "Iris", "Marsh", BORN)
    home = (DraftTie("m", "parent_of", "p"), DraftTie("m", "parent_of", "t"))
    told("school", mother, twin, ties=home, nhs_number="943 476 5919", address="1 Quay Row", postcode="FN1 1AA")
    told("gp")
    question = Question.objects.get(why__contains="no number in common")
    seen = sight(ada, clock.today())
    with seeing(seen):
        found = pair(seen, question.pk, clock.today())
    assert found
    school = next(side for side in found.sides if dict(side.agencies).keys() == {"school"})
    number, born = school.said["NHS number"][0], school.said["Born"][0]
    assert (number.words, number.as_at, born.words) == ("943 476 5919", DAY, "01/03/2015")
    assert {(one.member.name, one.member.role, one.twin) for one in school.household} == {
        ("Sarah Marsh", "parent", False),
        ("Iris Marsh", "sibling", True),
    }
    assert "Quay" not in repr(found)
    assert "FN1" not in repr(found)


def test_pairs_between_the_same_two_households_stand_together(ada: User) -> None:
    for agency, called in (("school", "Sarah"), ("gp", "Sally")):  # of one mother's name, both would be linked
        mother = DraftPerson("m", "parent", "2", called, "Marsh")
        born = When(dt.date(2012, 5, 6), dt.date(2012, 5, 6), "day", "6.5.2012")
        brother = DraftPerson("b", "child", "3", "Rowan", "Marsh", born)
        told(agency, mother, brother, ties=(DraftTie("m", "parent_of", "p"), DraftTie("m", "parent_of", "b")))
    told("camhs", forename="Una")
    told("police", forename="Una")
    seen = sight(ada, clock.today())
    with seeing(seen):
        assert sorted(len(group) for group in queue(seen, clock.today())) == [1, 2]


# ---------------------------------------------------------------- reasons


def test_the_reasons_that_are_kept_sum_to_the_weight_and_name_the_guard(ada: User) -> None:
    question = asked_about(nhs_number=NHS)
    judge(question.pk, UNSURE, by=ada)
    found = stands(question).answers[0].weighed
    assert found
    assert abs(sum(found.parts.values()) - found.weight) < 1e-9
    assert found.agree["birth date"] == "same"
    assert (found.guard, found.rule) == (True, "too little evidence")
