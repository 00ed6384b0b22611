"""An act of joining or parting taken back in the store: nothing is removed, and persons, questions and entries are as before."""

import datetime as dt
import random
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source, append_rows
from keepsight.chronology.queries import chronology
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftRow, When
from keepsight.people.actions import answer_question, end_link, keep_records, link_by_hand, link_everyone, link_records
from keepsight.people.actions import take_back as take_back_act
from keepsight.people.in_sight import current
from keepsight.people.models import Judgement, Link, Question, TakenBack
from keepsight.people.queries import persons_of, records_of
from keepsight.people.weighed import compare_everyone

DAY = dt.date(2026, 1, 31)
ON = When(DAY, DAY, "day", "31/01/2026")
BORN = When(dt.date(2015, 3, 1), dt.date(2015, 3, 1), "day", "01/03/2015")
NHS, OTHER_NHS = "9434765919", "9990000018"
UPN = "Z823432119001"
AGENCIES = ("school", "gp", "hospital", "police", "camhs", "council")
WHY = "I know the family."

pytestmark = pytest.mark.django_db

State = tuple[
    frozenset[frozenset[UUID]], frozenset[tuple[UUID, UUID, str]], frozenset[tuple[frozenset[UUID], frozenset[UUID]]]
]


@pytest.fixture
def steward() -> User:
    name_agency("hub", sector="social_care")
    return add_user("steward", name="Data Steward", agency="hub", role="data_steward", password="long enough")


def tells(agency: str, **said: object) -> UUID:
    """One agency's file of one child and of one thing that happened to it, kept and linked. The record."""
    sender, _ = name_agency(agency, sector="other")
    child = {"ref": "p", "role_hint": "child", "local_id": "1", "forename": "Ivy", "surname": "Marsh", "born": BORN}
    records = keep_records(sender, [DraftPerson(**child | said)], receipt=None, as_at=DAY)
    link_records(records.values())
    happened = DraftEntry(kind="concern.recorded", when=ON, people=(("p", "child"),), narrative=f"What {agency} saw.")
    source = Source(agency, DAY, dt.datetime.combine(DAY, dt.time(12), dt.UTC), by=clerk(agency))
    append_rows([DraftRow("Sheet", 2, (happened,))], records=records, source=source, agency_named=str)
    return records["p"]


def clerk(agency: str) -> User:
    """Whoever writes things down there."""
    known = User.objects.filter(username=f"{agency} clerk").first()
    return known or add_user(
        f"{agency} clerk", name="A Clerk", agency=agency, role="practitioner", password="long enough"
    )


def state() -> State:
    """Which records are one person, what a person must look at, and which entries each person's chronology holds."""
    persons = set(Link.objects.filter(ended_at=None).values_list("person_id", flat=True))
    theirs = {person: frozenset(records) for person, records in records_of(persons).items()}
    asked = Question.objects.filter(answered_at=None).values_list("record_a", "record_b", "why")
    owned = {(theirs[one], frozenset(entry.id for entry in chronology(the_machine(), one))) for one in persons}
    return frozenset(theirs.values()), frozenset((a, b, "|".join(why)) for a, b, why in asked), frozenset(owned)


def latest_act() -> UUID:
    return Judgement.objects.latest("id").act


def joined(record: UUID, to: UUID, by: User) -> UUID:
    """The act that joins a record to another's person."""
    link_by_hand(record, persons_of([to])[to], by=by, because=WHY)
    return latest_act()


def parted(record: UUID, by: User) -> UUID:
    """The act that parts a record from its person."""
    end_link(Link.objects.get(record=record, ended_at=None).pk, by=by, because=WHY)
    return latest_act()


# ---------------------------------------------------------------- refusals


def test_nothing_is_taken_back_without_a_reason_nor_twice_nor_what_nobody_did(steward: User) -> None:
    act = joined(tells("school"), tells("gp"), steward)
    for wrong, because in ((act, " "), (uuid4(), WHY)):
        with pytest.raises(WrongUse):
            take_back_act(wrong, by=steward, because=because)
    assert not TakenBack.objects.exists()
    take_back_act(act, by=steward, because=WHY)
    with pytest.raises(WrongUse, match="already"):
        take_back_act(act, by=steward, because=WHY)


def test_what_was_said_and_what_was_taken_back_are_only_added_to(steward: User) -> None:
    act = joined(tells("school"), tells("gp"), steward)
    take_back_act(act, by=steward, because=WHY)
    assert TakenBack.objects.values_list("act", "by__username", "because").get() == (act, "steward", WHY)
    assert Judgement.objects.filter(act=act, same=True).exists()
    for kept in (TakenBack, Judgement):
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.objects.update(because="Otherwise")
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.objects.filter(act=act)._raw_delete("default")


# ---------------------------------------------------------------- what holds


def fits_two(steward: User) -> tuple[UUID, UUID]:
    """A record that fits two others, who cannot be one: it is joined to neither. It, and one of them."""
    hospital, _ = tells("hospital", nhs_number=NHS, upn=UPN), tells("camhs", nhs_number=OTHER_NHS, upn=UPN)
    return tells("school", upn=UPN), hospital


def undone_by_the_opposite(act: UUID, *, by: User, because: str) -> None:
    """How an act was undone once."""
    of_it = Judgement.objects.filter(act=act)
    Judgement.objects.bulk_create(
        Judgement(
            record_a=one.record_a,
            record_b=one.record_b,
            same=not one.same,
            said_at=one.said_at,
            said_by=by,
            because=because,
        )
        for one in of_it
    )
    link_records({record for one in of_it for record in (one.record_a_id, one.record_b_id)})


@pytest.mark.parametrize(("undo", "restores"), [(take_back_act, True), (undone_by_the_opposite, False)])
def test_a_record_that_fits_two_is_joined_to_neither_again(
    steward: User, undo: Callable[..., object], *, restores: bool
) -> None:
    """Said to be different from the one, it would go to the other: nobody has said so."""
    school, hospital = fits_two(steward)
    before = state()
    act = joined(school, hospital, steward)
    assert state() != before
    undo(act, by=steward, because=WHY)
    assert (state() == before) is restores
    link_everyone()
    assert (state() == before) is restores


def test_who_was_joined_and_is_taken_back_is_found_by_the_identifier_it_had(steward: User) -> None:
    school, gp = tells("school"), tells("gp")
    once = persons_of([school])[school]
    act = joined(school, gp, steward)
    take_back_act(act, by=steward, because=WHY)
    assert current([once])[once] == {persons_of([school])[school]}


def test_a_question_whose_answer_is_taken_back_is_asked_anew(steward: User) -> None:
    for agency in ("school", "gp"):
        tells(agency)
    before = state()
    answer_question(Question.objects.get().pk, "different", by=steward, because=WHY)
    assert state()[1] == frozenset()
    assert take_back_act(latest_act(), by=steward, because=WHY) == frozenset()
    assert state() == before
    assert sorted(Question.objects.values_list("answer", flat=True), key=str) == [None, "different"]


def test_the_trained_model_too_heeds_no_word_that_was_taken_back(steward: User) -> None:
    school, gp = tells("school", nhs_number=NHS), tells("gp", forename="Bram", nhs_number=OTHER_NHS)
    two = frozenset((str(school), str(gp)))
    act = joined(school, gp, steward)
    assert two in compare_everyone().groups
    take_back_act(act, by=steward, because=WHY)
    assert two not in compare_everyone().groups


def test_taken_back_before_a_later_act_it_leaves_that_one_standing(steward: User) -> None:
    school, gp = tells("school", upn=UPN), tells("gp", upn=UPN)
    parting, joining = parted(gp, steward), joined(gp, school, steward)
    take_back_act(parting, by=steward, because=WHY)
    assert persons_of([school])[school] == persons_of([gp])[gp]
    take_back_act(joining, by=steward, because=WHY)
    assert persons_of([school])[school] == persons_of([gp])[gp]  # by the rule that joined them first


def test_what_was_said_before_acts_were_told_apart_is_each_an_act_of_its_own(steward: User) -> None:
    school, gp, hospital = tells("school"), tells("gp"), tells("hospital")
    for other in (gp, hospital):
        Judgement.objects.create(
            record_a_id=school, record_b_id=other, same=True, said_at=dt.datetime.now(dt.UTC), because=WHY
        )
    assert len(set(Judgement.objects.values_list("act", flat=True))) == 2


# ---------------------------------------------------------------- any sequence


def drawn(chance: random.Random) -> list[UUID]:
    """Records of a few children, twins among them, at some agencies."""
    return [
        tells(
            agency,
            forename=chance.choice(("Ivy", "Iris", None)),
            born=chance.choice((BORN, None)),
            nhs_number=chance.choice((NHS, OTHER_NHS, None)),
            upn=chance.choice((UPN, None)),
        )
        for agency in AGENCIES[: chance.randint(3, len(AGENCIES))]
    ]


def acts(records: list[UUID], chance: random.Random, by: User) -> list[UUID]:
    """A record is joined to another's person, or parted from its own, some times over."""
    done = []
    for _ in range(chance.randint(1, 4)):
        one, other = chance.sample(records, 2)
        mine = persons_of(records)
        beside = list(mine.values()).count(mine[one]) > 1
        if beside and (mine[one] == mine[other] or chance.random() < 1 / 2):
            done.append(parted(one, by))
        elif mine[one] != mine[other]:
            done.append(joined(one, other, by))
    return done


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 40))])
def test_joins_and_partings_all_taken_back_leave_persons_questions_and_entries_as_they_were(
    steward: User, seed: int
) -> None:
    chance = random.Random(seed)
    records = drawn(chance)
    before = state()
    done = acts(records, chance, steward)
    assert done
    assert Link.objects.filter(ended_by="person").exists()  # else nothing was done
    for act in reversed(done):
        take_back_act(act, by=steward, because=WHY)
    assert state() == before
