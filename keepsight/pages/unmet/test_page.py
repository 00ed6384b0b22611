"""Needs for whoever commissions: refused to others; small numbers held back; a number opens no child out of its reader's sight."""

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.test import Client

from keepsight.access.guarding import set_level
from keepsight.access.queries import sight
from keepsight.practice.plans.needs import OTHERS, Noted, noted, rows
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user
from tests.practice.unmet import NEED, here

CHILDREN = [uuid4() for _ in range(12)]


def need(of: UUID, unmet: str = "speech", service: str = "a clinic", why: str = "threshold") -> Noted:
    return Noted(of, unmet, service, why, dt.date(2026, 4, 1))


def counts(found: list[Noted], by: str = "unmet", seen: list[UUID] | None = None) -> dict[str, int | None]:
    return {row.name: row.children for row in rows(found, by, seen or [])}


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "wilf", "cass", "dev", "robin"])
def test_whoever_does_not_commission_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/needs/").status_code == 403
    assert Client().get("/needs/").status_code == 302


def test_small_numbers_are_held_back_with_what_would_give_them_away() -> None:
    many = [need(one, "speech") for one in CHILDREN[:7]]
    few = [need(one, "trauma") for one in CHILDREN[7:10]]
    assert counts(many) == {"speech": 7}
    held = counts([*many, *few])
    assert held["trauma"] is None
    assert counts(few) == {"trauma": None}


def test_a_child_counts_once_in_a_row_however_often_it_was_noted() -> None:
    assert counts([need(CHILDREN[0])] * 9) == {"speech": None}
    assert counts([need(one) for one in CHILDREN[:6]] * 2) == {"speech": 6}


def test_whoever_sees_every_child_who_is_counted_reads_every_number() -> None:
    few = [need(one) for one in CHILDREN[:2]]
    assert counts(few, seen=CHILDREN[:2]) == {"speech": 2}
    assert counts(few, seen=CHILDREN[:1]) == {"speech": None}


def test_a_service_of_few_children_is_not_named_to_whoever_does_not_see_them() -> None:
    found = [need(CHILDREN[0], service="a clinic for one"), *(need(one, service="the clinic") for one in CHILDREN[1:8])]
    assert set(counts(found, "service")) == {OTHERS, "the clinic"}
    assert set(counts(found, "service", CHILDREN)) == {"a clinic for one", "the clinic"}


def test_no_restricted_and_no_sealed_child_is_counted(town: None) -> None:
    signed_in("ivo").post(here(), NEED)
    lead = user("magda")
    assert [one.child for one in noted(sight(lead, clock.today()))] == [child("wren")]
    set_level(child("wren"), "restricted", because="For the test", by=user("bea"), named=[user("ivo")])
    assert noted(sight(lead, clock.today())) == []
    assert noted(replace(sight(lead, clock.today()), restricted=frozenset())) != []  # what left it out was the rule


def test_a_number_opens_the_needs_that_its_reader_sees_and_no_others(town: None) -> None:
    signed_in("ivo").post(here(), NEED)
    shown = given("magda", "unmet")
    assert [one["name"].split()[0] for one in shown["needs"]] == ["Wren"]
    (row, href), *_ = shown["tables"][0][1]
    assert (row.name, row.children, row.opens) == ("trauma", 1, True)
    page = signed_in("magda").get(f"/needs/{href}").content.decode()
    assert "Fennick child counselling" in page
    assert "Wren" not in signed_in("magda").get("/needs/?by=unmet&is=speech").content.decode()
