"""The records of a child: parted by whoever may judge, with nothing moved, and with everybody told who looked meanwhile."""

from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.models import Notice
from keepsight.access.queries import the_machine
from keepsight.chronology.models import EntryPerson
from keepsight.chronology.queries import chronology
from keepsight.people.actions import link_by_hand
from keepsight.people.in_sight import current
from keepsight.people.models import Link, Question
from keepsight.people.queries import records_of
from tests.pages.town_people import NUMBERS, child, given, signed_in, user

WHY = "The clinic wrote one boy's number on the other's card"


def here(of: UUID) -> str:
    return f"/children/{of}/records/"


def taken_for_one() -> tuple[UUID, UUID, UUID]:
    """Elis's record is joined to Ellis by mistake: his old id, the child as it stands, and the record."""
    elis, ellis = child("elis"), child("ellis")
    record = records_of([elis])[elis][0]
    link_by_hand(record, ellis, by=user("wilf"), because="Nobody looked at the flat")
    return elis, ellis, record


def parts(of: UUID, record: UUID, username: str = "leila", because: str = WHY) -> int:
    form = {"act": "part", "record": str(record), "because": because}
    return signed_in(username).post(here(of), form).status_code


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(here(child("wren"))).status_code == 302


@pytest.mark.parametrize("username", ["bea", "wilf", "robin", "dev", "cass"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here(child("wren"))).status_code == 403


def test_who_works_with_the_child_reads_what_makes_it_up_and_parts_nothing(town: None) -> None:
    wren = child("wren")
    page = signed_in("ivo").get(here(wren)).content.decode()
    assert "Records that make up this child" in page
    assert "Part it from this child" not in page
    assert parts(wren, records_of([wren])[wren][0], "ivo") == 404
    assert parts(child("kestrel"), records_of([wren])[wren][0], "ivo") == 404


def test_without_a_record_of_this_child_or_without_a_reason_nothing_is_parted(town: None) -> None:
    wren, linden = child("wren"), child("linden")
    links = set(Link.objects.values_list("id", "ended_at"))
    assert parts(wren, records_of([linden])[linden][0]) == 200
    assert parts(wren, records_of([wren])[wren][0], because=" ") == 200
    signed_in("leila").post(f"/children/{wren}/names/", {"names": "hide"})
    assert set(Link.objects.values_list("id", "ended_at")) == links


# ---------------------------------------------------------------- parting


def test_parted_again_the_entries_stay_where_they_hang_and_the_old_identifier_leads_to_the_child_it_was(
    town: None,
) -> None:
    before = {one.id for one in chronology(the_machine(), child("elis"))}
    hung = set(EntryPerson.objects.values_list("entry", "record", "role"))
    elis, ellis, record = taken_for_one()
    assert parts(ellis, record) == 302
    (now,) = current([elis])[elis]
    assert now != ellis
    assert {one.id for one in chronology(the_machine(), now)} == before
    assert set(EntryPerson.objects.values_list("entry", "record", "role")) == hung


def test_everybody_who_looked_while_it_stood_there_is_told_once_and_listed_and_whoever_parted_it_is_not_told(
    town: None,
) -> None:
    _, ellis, record = taken_for_one()
    for username in ("magda", "leila"):
        signed_in(username).get(f"/children/{ellis}/")
    parts(ellis, record)
    told = Notice.objects.filter(what="parted")
    assert set(told.values_list("user__username", "child")) <= {
        ("magda", ellis),
        ("anoushka", ellis),
        ("tobias", ellis),
    }
    (parted,) = given("leila", "records", child_id=ellis)["parted"]
    assert {one.name.split(",")[0] for one in parted["saw"]} >= {"Leila Thackray"}
    assert parted["because"] == WHY


# ---------------------------------------------------------------- joining


def test_nobody_joins_two_children_alone_they_are_laid_side_by_side_and_stay_asked(town: None) -> None:
    elis, ellis = child("elis"), child("ellis")
    form = {"act": "ask", "number": NUMBERS["ellis"], "why": "The secretary thinks so"}
    answer = signed_in("leila").post(here(elis), form)
    assert answer.status_code == 302
    asked = Question.objects.get(why__0="a person asks")
    assert answer.headers["Location"] == f"/same-person/{asked.pk}/"
    assert records_of([elis])[elis] != records_of([ellis])[ellis]
    wrong = given("leila", "records", post=form | {"number": NUMBERS["elis"]}, child_id=elis)
    assert list(wrong["errors"]) == ["number"]
