"""What a file says of people is kept once, for good, and an address is kept where nobody reads it."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from keepsight.access.actions import name_agency
from keepsight.access.queries import the_machine
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.actions import keep_records, link_records
from keepsight.people.models import Childhood, Description, KnownRecord, Record
from keepsight.people.queries import child, children, persons_of

JANUARY, JUNE = dt.date(2026, 1, 31), dt.date(2026, 6, 30)
BORN = When(dt.date(2015, 3, 1), dt.date(2015, 3, 1), "day", "1.3.15")

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return name_agency("school", sector="school")[0]


def ivy(**said) -> DraftPerson:
    said = {"role_hint": "child", "local_id": "0071", "forename": "Ivy", "surname": "Marsh", "born": BORN} | said
    return DraftPerson(**{"ref": "ivy"} | said)


def keep(agency, *drafts, as_at=JANUARY):
    records = keep_records(agency, drafts, receipt=None, as_at=as_at)
    link_records(records.values())
    return records


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_record SET key = 'x'",
        "DELETE FROM people_description",
        "TRUNCATE people_record CASCADE",
        "UPDATE people_link SET person_id = record_id",
        "DELETE FROM people_link",
        "UPDATE people_question SET why = '[]'",
        "SELECT address FROM people_address",
        "DELETE FROM people_address",
    ],
)
def test_the_application_may_not(school, statement):
    keep(school, ivy(address="1 Quay Row", address_protected=True))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_no_answer_holds_an_address(school):
    hidden = ivy(ref="again", address="9 Hidden Lane", address_protected=True)
    records = keep(school, ivy(address="1 Quay Row", postcode="FN1 1AA"), hidden)
    shown = child(the_machine(), persons_of(records.values())[records["ivy"]])
    assert shown.address_protected
    assert "Quay" not in repr(shown)
    assert "Hidden" not in repr(list(Description.objects.values()) + list(KnownRecord.objects.values()))


def test_the_same_file_again_keeps_nothing_new(school):
    sarah = DraftPerson(ref="s", forename="Sarah", surname="Reed")
    drafts = (ivy(address="1 Quay Row"), DraftPerson(ref="m", label="MO"), sarah)
    first = keep(school, *drafts)
    again = keep(school, *reversed(drafts))
    assert again == first
    assert (Record.objects.count(), Description.objects.count(), Childhood.objects.count()) == (3, 3, 1)


def test_an_agencys_own_number_is_known_again_without_its_zeros(school):
    assert keep(school, ivy()) == keep(school, ivy(local_id="71"), as_at=JUNE)


def test_one_number_in_two_agencies_is_two_records(school):
    gp, _ = name_agency("gp", sector="gp")
    assert keep(school, ivy())["ivy"] != keep(gp, ivy())["ivy"]


@pytest.mark.parametrize("order", [(JANUARY, JUNE), (JUNE, JANUARY)])
def test_what_is_known_does_not_depend_on_which_file_came_first(school, order):
    said = {JANUARY: ivy(surname="Marsh", sex="female"), JUNE: ivy(surname="Reed")}
    for as_at in order:
        records = keep(school, said[as_at], as_at=as_at)
    known = KnownRecord.objects.get(record=records["ivy"])
    assert (known.surname, known.sex, known.as_at) == ("Reed", "female", JUNE)


def test_a_number_that_fails_its_check_is_kept_as_written_and_not_believed(school):
    keep(school, ivy(nhs_number="943 476 5918", upn="UN7"))
    said = Description.objects.get()
    assert (said.nhs_number, said.upn) == (None, None)
    assert said.raw == {"local_id": "0071", "nhs_number": "943 476 5918", "upn": "UN7"}


def test_a_vaguer_birth_date_does_not_take_back_an_exact_one(school):
    keep(school, ivy())
    records = keep(school, ivy(born=When(dt.date(2015, 1, 1), dt.date(2015, 12, 31), "year", "2015")), as_at=JUNE)
    assert KnownRecord.objects.get(record=records["ivy"]).born_on == dt.date(2015, 3, 1)


def test_a_child_without_a_name_is_called_by_the_agencys_number(school):
    keep(school, ivy(forename=None, surname=None), DraftPerson(ref="u", role_hint="child", expected_on=JUNE))
    assert [one.name for one in children(the_machine())] == [
        "No name on record (71)",
        "Unborn child, expected June 2026",
    ]


def test_an_unborn_child_has_an_expected_date_and_no_birth_date(school):
    keep(school, DraftPerson(ref="u", role_hint="child", forename="Unborn", surname="Marsh", expected_on=JUNE))
    (shown,) = children(the_machine())
    assert (shown.name, shown.born_on, shown.expected_on) == ("Unborn child (Marsh), expected June 2026", None, JUNE)
