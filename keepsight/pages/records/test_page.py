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
from keepsight.people.models import Judgement, Link, Question, TakenBack
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


def takes_back(of: UUID, act: UUID, username: str = "leila", wrong: str = WHY) -> int:
    form = {"act": "take_back", "done": str(act), "wrong": wrong}
    return signed_in(username).post(here(of), form).status_code


def test_nothing_is_taken_back_by_another_agency_nor_without_a_reason_nor_from_another_child(town: None) -> None:
    _, ellis, _ = taken_for_one()
    act = Judgement.objects.latest("id").act
    assert "Take back what your agency did" not in signed_in("magda").get(here(ellis)).content.decode()
    assert takes_back(ellis, act, "magda") in (200, 404)
    assert takes_back(child("wren"), act) == 200
    assert takes_back(ellis, act, wrong=" ") == 200
    assert takes_back(ellis, child("wren")) == 200
    assert not TakenBack.objects.exists()


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
    for username in ("tobias", "leila"):
        signed_in(username).get(f"/children/{ellis}/")
    parts(ellis, record)
    told = Notice.objects.filter(what="parted")
    assert list(told.values_list("user__username", "child")) == [("tobias", ellis)]
    (parted,) = given("leila", "records", child_id=ellis)["parted"]
    seen = {one["name"].split(",")[0]: one["seen"] for one in parted["saw"]}
    assert seen["Leila Thackray"] == ["Overview", "sent a form on Records that make up this child"]
    assert parted["because"] == WHY


# ---------------------------------------------------------------- taking back


def test_a_join_taken_back_leaves_both_children_as_they_were_and_tells_whoever_looked_meanwhile(town: None) -> None:
    before = {one: {entry.id for entry in chronology(the_machine(), child(one))} for one in ("elis", "ellis")}
    elis, ellis, _ = taken_for_one()
    for username in ("tobias", "leila"):
        signed_in(username).get(f"/children/{ellis}/")
    (offered,) = given("leila", "records", child_id=ellis)["acts"]
    assert (offered.same, offered.by) == (True, user("wilf").name)
    assert takes_back(ellis, offered.id) == 302
    (now,) = current([elis])[elis]
    assert {entry.id for entry in chronology(the_machine(), now)} == before["elis"]
    assert {entry.id for entry in chronology(the_machine(), ellis)} == before["ellis"]
    told = Notice.objects.filter(what="parted").values_list("user__username", "child")
    assert list(told) == [("tobias", ellis)]
    assert not given("leila", "records", child_id=ellis)["acts"]
    assert takes_back(ellis, offered.id) == 200


def test_a_parting_taken_back_leaves_the_child_as_it_was(town: None) -> None:
    wren = child("wren")
    records = records_of([wren])[wren]
    parts(wren, records[-1])
    (offered,) = given("leila", "records", child_id=wren)["acts"]
    assert takes_back(wren, offered.id) == 302
    assert records_of([wren])[wren] == records


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
