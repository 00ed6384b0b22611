"""Two children with almost one name, born a day apart, in one court: nobody joins them, and whoever does by hand can undo it."""

from uuid import UUID

import pytest

from keepsight.access.queries import the_machine
from keepsight.chronology.models import EntryPerson
from keepsight.chronology.queries import chronology
from keepsight.people.in_sight import current
from keepsight.people.judging import Judged
from keepsight.people.linking import BY_HAND
from keepsight.people.models import Judgement, Question
from keepsight.people.queries import records_of
from keepsight.prompts.joining import judge, link_again, part, take_back
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import child, user

pytestmark = pytest.mark.usefixtures("town")


def told(of: UUID) -> set[UUID]:
    """The entries of a child's chronology."""
    return {entry.id for entry in chronology(the_machine(), of)}


def prompted(of: UUID) -> set[str]:
    """The patterns that hold for a child, or held and were not withdrawn."""
    return {one.pattern for one in prompts_of(the_machine(), of)}


def the_clinic_s_record(records: set[UUID]) -> UUID:
    """The one of these records to which a missed appointment hangs."""
    missed = EntryPerson.objects.filter(record__in=records, entry__kind="appointment.not_brought")
    return missed.values_list("record", flat=True).distinct().get()


def test_two_children_of_almost_one_name_stay_two_and_neither_is_asked_about_the_other_s_appointments() -> None:
    assert child("elis") != child("ellis")
    assert not told(child("elis")) & told(child("ellis"))
    assert "not-brought-run" not in prompted(child("elis")) | prompted(child("ellis"))


def test_taken_for_one_child_they_would_have_missed_three_and_the_mistake_can_be_undone() -> None:
    elis, ellis = child("elis"), child("ellis")
    before = {one: (told(one), prompted(one)) for one in (elis, ellis)}
    his, hers = set(records_of([elis])[elis]), records_of([ellis])[ellis]

    two = {"record_a_id": the_clinic_s_record(his), "record_b_id": hers[0]}
    question = Question.objects.create(why=[BY_HAND, "One name"], asked_at=clock.now(), **two)
    assert not judge(question.pk, Judged("same", "Nobody looked at the flat"), by=user("leila"))
    assert judge(question.pk, Judged("same", "Nor did I"), by=user("wilf"))
    assert told(elis) | told(ellis) == before[elis][0] | before[ellis][0]
    assert "not-brought-run" in prompted(ellis)

    take_back(Judgement.objects.latest("id").act, by=user("wilf"), because="They are two children")
    (back,) = current([elis])[elis]
    assert [set(records_of([one])[one]) for one in (back, ellis)] == [his, set(hers)]
    assert [(told(one), prompted(one)) for one in (back, ellis)] == [before[elis], before[ellis]]


def test_what_is_linked_anew_is_asked_again_and_so_is_what_is_parted_from_it() -> None:
    elis, ellis = child("elis"), child("ellis")
    before = {one: (told(one), prompted(one)) for one in (elis, ellis)}
    record, hers = the_clinic_s_record(set(records_of([elis])[elis])), records_of([ellis])[ellis]
    said = {"same": True, "said_at": clock.now(), "said_by": user("wilf"), "because": "Nobody looked at the flat"}
    Judgement.objects.bulk_create(Judgement(record_a_id=record, record_b_id=other, **said) for other in hers)
    assert link_again() >= {record, *hers}
    (one,) = current([ellis])[ellis]
    assert "not-brought-run" in prompted(one)
    assert link_again() == frozenset()

    back = part(one, record, by=user("wilf"), because="They are two children")
    assert (told(back), prompted(back)) == before[elis]
    assert (told(one), prompted(one)) == before[ellis]
