"""Two children with almost one name, born a day apart, in one court: nobody joins them, and whoever does by hand can undo it."""

from uuid import UUID

import pytest

from keepsight.access.queries import the_machine
from keepsight.chronology.models import EntryPerson
from keepsight.chronology.queries import chronology
from keepsight.people.actions import end_link, link_by_hand
from keepsight.people.queries import records_of
from keepsight.prompts.kept import ask
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
    his, hers = set(records_of([elis])[elis]), set(records_of([ellis])[ellis])

    link = link_by_hand(the_clinic_s_record(his), ellis, by=user("wilf"), because="Nobody looked at the flat")
    ask([elis, ellis], clock.today())
    assert told(elis) | told(ellis) == before[elis][0] | before[ellis][0]
    assert "not-brought-run" in prompted(ellis)

    back = end_link(link, by=user("wilf"), because="They are two children")
    ask([ellis, back], clock.today())
    assert set(records_of([ellis])[ellis]) == hers
    assert set(records_of([back])[back]) == his
    assert (told(ellis), prompted(ellis)) == before[ellis]
    assert (told(back), prompted(back)) == before[elis]
