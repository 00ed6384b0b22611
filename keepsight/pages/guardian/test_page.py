"""For the guardian: refused to everybody else, never their own; glass is judged once, by another agency's guardian."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.glass import break_glass, escalate_overdue, judge_glass
from keepsight.access.guarding import answer_conflict, note_attempt, propose_conflict
from keepsight.access.models import BrokenGlass, Conflict
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/guardian/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "robin", "wilf"])
def test_whoever_is_no_guardian_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/guardian/").status_code == 403


def test_glass_broken_in_the_guardian_s_own_agency_waits_for_another(town: None) -> None:
    glass = break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("leila"))
    assert given("bea", "guardian")["glass"] == []
    said = {"which": "glass", "id": str(glass.pk), "judgement": "justified", "because": "She was right"}
    assert "nothing here for you" in given("bea", "guardian", post=said)["error"]


def test_what_nobody_judged_in_time_is_shown_to_every_guardian_and_only_another_agency_s_may_judge_it(
    town: None,
) -> None:
    glass = break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("leila"))
    late = clock.now() + dt.timedelta(days=14)
    with mock.patch.object(clock, "now", return_value=late):
        assert given("bea", "guardian")["elsewhere"] == []
        assert escalate_overdue(late.date()) == 1
        assert [who for who, _, _ in given("bea", "guardian")["elsewhere"]] == [
            "Leila Thackray, Fennick Safeguarding Partnership"
        ]
        assert (given("tess", "guardian")["overdue"], given("tess", "guardian")["elsewhere"]) == (1, [])
        judge_glass(glass.pk, "justified", because="She was right", by=user("tess"))
        assert given("bea", "guardian")["elsewhere"] == []


def test_glass_is_judged_once_and_its_breaker_hears(town: None) -> None:
    glass = break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    said = {
        "which": "glass",
        "id": str(glass.pk),
        "judgement": "training",
        "because": "The duty worker could be reached",
    }
    client = signed_in("bea")
    assert client.post("/guardian/", said).status_code == 302
    assert BrokenGlass.objects.get(pk=glass.pk).judgement == "training"
    assert "nothing here for you" in given("bea", "guardian", post=said)["error"]


def test_a_candidate_is_answered_and_holds_from_the_next_page(town: None) -> None:
    here = f"/children/{child('wren')}/"
    conflict = propose_conflict(user("ivo"), child("wren"), why="the same surname and birth date")
    assert conflict is not None
    assert signed_in("ivo").get(here).status_code == 200
    signed_in("bea").post("/guardian/", {"which": "conflict", "id": str(conflict.pk), "holds": "yes"})
    assert Conflict.objects.get().holds is True
    assert signed_in("ivo").get(here).status_code == 404
    assert [one.user.username for one, _ in given("bea", "guardian")["attempts"]] == ["ivo"]


def test_of_their_own_family_a_guardian_is_told_nothing_and_judges_nothing(town: None) -> None:
    wren = child("wren")
    glass = break_glass(wren, category="missing", reason="Rung by the police at two", by=user("ada"))
    note_attempt(user("ada"), wren, page="Overview", why="sealed")
    signed_in("ivo").get(f"/children/{wren}/")
    client, looks = signed_in("bea"), f"/unusual/{wren}/"
    assert [len(given("bea", "guardian")[one]) for one in ("glass", "attempts")] == [1, 1]
    assert client.get(looks).status_code == 200
    assert str(wren) in client.get("/unusual/").content.decode()
    found = propose_conflict(user("bea"), wren, why="the same surname and birth date")
    assert found is not None
    answer_conflict(found.pk, holds=True, by=user("tess"))
    assert [len(given("bea", "guardian")[one]) for one in ("glass", "attempts")] == [0, 0]
    said = {"which": "glass", "id": str(glass.pk), "judgement": "justified", "because": "He was right"}
    assert "nothing here for you" in given("bea", "guardian", post=said)["error"]
    assert BrokenGlass.objects.get(pk=glass.pk).judgement is None
    assert client.get(looks).status_code == 404
    assert str(wren) not in client.get("/unusual/").content.decode()


def test_no_prompt_of_the_town_is_seen_by_nobody(town: None) -> None:
    assert given("bea", "guardian")["unseen"] == []
