"""Who finds whom. Out of sight is answered as not there, but for one sentence to whoever asks exactly."""

import datetime as dt
from dataclasses import replace

import pytest

from keepsight.access.actions import add_user, involve, name_agency
from keepsight.access.queries import sight, the_machine
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.actions import keep_records, link_by_hand, link_records
from keepsight.people.queries import by_nhs_number, child, children, find, persons_of, records_of

DAY = dt.date(2026, 1, 31)
BORN = dt.date(2015, 3, 1)
NHS = "9434765919"

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    """The school knows Ivy and, under a protected address, Bram; the GP knows Kit and his mother."""
    ivy = DraftPerson("ivy", "child", "1", "Ivy", "O'Marsh", _on(BORN), nhs_number=NHS)
    bram = DraftPerson("bram", "child", "2", "Bram", "Reed", _on(BORN), address="Refuge", address_protected=True)
    kit = DraftPerson("kit", "child", "3", "Kit", "Fenner", _on(BORN))
    mother = DraftPerson("mother", None, "4", "Sarah", "Fenner", _on(dt.date(1985, 1, 1)))
    return _keep("school", ivy, bram) | _keep("gp", kit, mother)


def _on(day: dt.date) -> When:
    return When(day, day, "day", day.isoformat())


def _keep(agency: str, *drafts: DraftPerson) -> dict:
    sender, _ = name_agency(agency, name=f"{agency} of Fennick", sector=agency)
    records = keep_records(sender, drafts, receipt=None, as_at=DAY)
    link_records(records.values())
    persons = persons_of(records.values())
    return {ref: persons[record] for ref, record in records.items()}


def seen_by(role: str, *involved, agency: str = "police"):
    name_agency(agency, sector=agency)
    user = add_user(role, name=role, agency=agency, role=role, password="long enough")
    for person in involved:
        involve(user, person, from_on=DAY, source="test")
    return sight(user, DAY)


def names(found) -> list[str]:
    return [one.name for one in found]


def test_a_child_out_of_sight_is_answered_as_nobody(known):
    nobody = seen_by("practitioner")
    assert child(nobody, known["ivy"]) is None
    assert children(nobody) == []
    assert find(nobody, "ivy").elsewhere == find(nobody, "ivy").children == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Ivy OMarsh"},
        {"name": "Ivy", "born_on": BORN},
        {"name": "Ivy Marsh", "born_on": BORN},
        {"name": "Ivy OMarsh", "born_on": dt.date(2015, 3, 2)},
        {"born_on": BORN},
        {"nhs_number": "9990000018"},
        {"nhs_number": NHS, "name": "Iris"},
        {"name": "Bram Reed", "born_on": BORN},
        {"name": "Sarah Fenner", "born_on": dt.date(1985, 1, 1)},
    ],
    ids=[
        "no birth date",
        "half a name",
        "another name",
        "another day",
        "a day alone",
        "another number",
        "the number of someone else",
        "a protected address",
        "an adult",
    ],
)
def test_out_of_sight_nothing_less_than_exact_finds_anything(known, asked):
    assert find(seen_by("practitioner"), **asked) == find(seen_by("hub_coordinator"), "nobody at all")


@pytest.mark.parametrize("role", ["data_steward", "analyst", "learning_team", "administrator", "reviewer"])
def test_a_role_that_works_with_no_child_is_not_told_that_one_exists(known, role):
    assert find(seen_by(role), "Ivy O'Marsh", born_on=BORN).elsewhere == ()


def test_an_empty_search_is_refused(known):
    with pytest.raises(WrongUse):
        find(the_machine(), " ")


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "ivy o’marsh", "born_on": BORN},
        {"name": "O'MARSH, Ivy", "born_on": BORN},
        {"nhs_number": "943 476 5919"},
    ],
)
def test_an_exact_search_out_of_sight_says_only_whom_to_ask(known, asked):
    found = find(seen_by("practitioner"), **asked)
    assert found.children == ()
    assert [one.agency_name for one in found.elsewhere] == ["school of Fennick"]


@pytest.mark.parametrize("text", ["iv", "O'M", "omarsh ivy", "Ivy OMarsh"])
def test_in_sight_the_beginning_of_each_word_finds(known, text):
    practitioner = seen_by("practitioner", known["ivy"])
    assert names(find(practitioner, text).children) == ["Ivy O'Marsh"]
    assert names(children(practitioner, text)) == ["Ivy O'Marsh"]
    assert find(practitioner, text).elsewhere == ()


def test_everyone_in_sight_is_a_child_and_in_the_order_of_names(known):
    assert names(children(the_machine())) == ["Kit Fenner", "Ivy O'Marsh", "Bram Reed"]
    assert child(the_machine(), known["mother"]) is None


def test_an_agency_lead_sees_the_children_of_whom_the_agency_has_a_record(known):
    assert names(children(seen_by("agency_lead", agency="gp"))) == ["Kit Fenner"]


def test_involvement_outlives_the_joining_of_two_persons(known):
    practitioner = seen_by("practitioner", known["ivy"])
    (record,) = records_of([known["ivy"]])[known["ivy"]]
    name_agency("hub", sector="social_care")
    steward = add_user("steward", name="S", agency="hub", role="data_steward", password="long enough")
    link_by_hand(record, known["kit"], by=steward, because="The same child under two names.")
    (shown,) = children(practitioner)
    assert shown.id == known["kit"]
    assert shown.agencies == ("gp", "school")
    assert len({shown.name, *shown.known_as}) == 2


def test_a_number_that_is_nobodys_is_refused(known):
    assert by_nhs_number(NHS) == known["ivy"]
    with pytest.raises(WrongUse):
        by_nhs_number("9990000018")


def test_no_levels_or_fields_of_sight_bring_a_child_into_it(known):
    practitioner = seen_by("practitioner")
    named = frozenset(known.values())
    everything = replace(practitioner, named=named, cell=named)
    assert child(everything, known["ivy"]) is None
