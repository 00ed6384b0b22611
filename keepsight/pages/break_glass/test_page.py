"""Break the glass: refused to whom it is not for and without a reason, never for a standard child; the hidden stay unknown."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.guarding import answer_conflict, propose_conflict, set_level
from keepsight.access.models import Attempt, BrokenGlass, Notice
from keepsight.people.queries import named_exactly
from keepsight.store import clock
from tests.pages.town_people import NUMBERS, child, given, signed_in, user

REASON = {"category": "danger_now", "reason": "Found alone at the bus station at night"}
UNKNOWN = "9990000026"


def asked(nhs_number: str) -> dict[str, str]:
    return {"nhs_number": nhs_number, **REASON}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post("/break-the-glass/", asked(NUMBERS["jory"])).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post("/break-the-glass/", asked(NUMBERS["jory"])).status_code == 403


@pytest.mark.parametrize(
    ("lacks", "field"),
    [({"category": ""}, "category"), ({"reason": "Please look"}, "reason"), ({"nhs_number": ""}, "name")],
)
def test_without_a_category_a_reason_and_an_exact_child_nothing_is_opened(
    town: None, lacks: dict[str, str], field: str
) -> None:
    assert field in given("ivo", "break_glass", post=asked(NUMBERS["jory"]) | lacks)["errors"]
    assert not BrokenGlass.objects.exists()


def test_sealed_and_family_answer_exactly_as_nobody_and_the_guardian_is_told(town: None) -> None:
    set_level(child("jory"), "sealed", because="A witness at risk", by=user("bea"), named=[user("osei")])
    conflict = propose_conflict(user("ivo"), child("clover"), why="the same name")
    assert conflict is not None
    answer_conflict(conflict.pk, holds=True, by=user("bea"))
    client = signed_in("ivo")
    pages = {name: client.post("/break-the-glass/", asked(NUMBERS[name])) for name in ("jory", "clover")}
    stranger = client.post("/break-the-glass/", asked(UNKNOWN))
    for name, page in pages.items():
        assert _same(page.content, NUMBERS[name]) == _same(stranger.content, UNKNOWN)
    assert not BrokenGlass.objects.exists()
    assert {(one.child, one.why) for one in Attempt.objects.all()} == {
        (child("jory"), "sealed"),
        (child("clover"), "family"),
    }


@pytest.mark.parametrize("level", ["standard", "restricted"])
def test_a_standard_or_restricted_child_is_opened_read_only_for_four_hours_and_its_workers_hear(
    town: None, level: str
) -> None:
    if level == "restricted":
        set_level(child("jory"), "restricted", because="Known locally", by=user("bea"), named=[user("osei")])
    client, here = signed_in("ivo"), f"/children/{child('jory')}/"
    assert client.get(here).status_code == 404
    assert client.post("/break-the-glass/", asked(NUMBERS["jory"])).headers["Location"] == here
    page = client.get(here)
    assert page.status_code == 200
    assert b"You broke the glass" in page.content
    assert client.get(f"/children/{child('wren')}/").status_code == 200
    assert b"You broke the glass" not in client.get(f"/children/{child('wren')}/").content
    assert set(Notice.objects.filter(what="glass").values_list("user__username", flat=True)) >= {"osei", "ada"}
    later = clock.now() + dt.timedelta(hours=4)
    with mock.patch.object(clock, "now", return_value=later):
        assert client.get(here).status_code == 404


def test_a_name_with_a_birth_date_is_exact_and_half_of_it_is_not(town: None) -> None:
    assert named_exactly("Nobody", born_on=dt.date(2015, 1, 1), nhs_number=None) == set()


def _same(content: bytes, number: str) -> bytes:
    """The page without what differs by nature: the token against forged forms and the number that was typed."""
    lines = [line for line in content.splitlines() if b"csrfmiddlewaretoken" not in line]
    return b"\n".join(lines).replace(number.encode(), b"")
