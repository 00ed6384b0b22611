"""Supervision: refused half told, begun from the questions that stand; what a worker fears stays in their own agency."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from keepsight.access.queries import sight, the_machine
from keepsight.access.sight import seeing
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.practice.professionals.supervising import HELD
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

FEAR = "I am afraid of her partner and did not ask."
BIAS = "He is like my brother."
SAID = {
    "on": "31/3/2026", "with_whom": "Magda", "other": "What is a Sunday like?", "hypotheses": "She may be hungry.",
    "unknowns": "Who is at home at night", "alternatives": "The heating is off", "feels": FEAR, "hard-fear": "yes",
    "hard_because": BIAS,
}  # fmt: skip


APART = (SAID["hypotheses"], SAID["unknowns"], SAID["alternatives"], FEAR, BIAS)


def here(of: str = "wren") -> str:
    """Where supervision about a child stands."""
    return f"/children/{child(of)}/supervision/"


def on_record() -> list[EntryShown]:
    """The supervision about Wren that somebody put on record here."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind == HELD and one.source.by]


def apart(username: str) -> int:
    """How much of what is kept apart the database itself shows somebody, whatever a query asks."""
    with seeing(sight(user(username), dt.date(2026, 4, 1))), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM practice_kept_apart")
        (count,) = cursor.fetchone()
        return int(count)


def held(username: str) -> list[dict[str, Any]]:
    """What somebody reads of supervision about Wren."""
    read: list[dict[str, Any]] = given(username, "supervision", child_id=child("wren"))["held"]
    return read


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    without = ("wilf", "orla", "cass", "dev", "robin", "bea")
    assert {signed_in(name).post(here(), SAID).status_code for name in without} == {403}
    assert {signed_in(name).get("/supervision/").status_code for name in (*without, "ivo", "leila", "mina")} == {403}
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    addresses = (here(), f"/children/{NOBODY_S}/supervision/")
    assert [signed_in("ada").post(one, SAID).status_code for one in addresses] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"on": "soon"}, "Write it like 27/3/2026"),
        ({"on": "2/4/2027"}, "has not come yet"),
        ({"with_whom": ""}, "with whom"),
        ({"other": ""}, "at least one question"),
        ({"other": "", "asked-0": "A question that nobody asks here"}, "at least one question"),
        ({"act": "take_back"}, "no such supervision"),
        ({"act": "take_back", "thread": str(uuid.uuid4()), "entry": str(uuid.uuid4())}, "no such supervision"),
    ],
)
def test_what_is_half_told_is_refused_and_nothing_typed_is_lost(town: None, changed: dict[str, str], says: str) -> None:
    context = given("ivo", "supervision", child_id=child("wren"), post=SAID | changed)
    assert says in context["error"]
    assert context["form"]["feels"] == FEAR
    assert on_record() == []
    assert apart("ivo") == 0


def test_it_begins_with_the_questions_of_what_stands_and_keeps_which_were_used(town: None) -> None:
    number, question = given("ivo", "supervision", child_id=child("wren"))["questions"][1]
    answer = signed_in("ivo").post(here(), SAID | {f"asked-{number}": question})
    assert answer.status_code == 302
    [entry] = on_record()
    assert entry.details["questions"] == [question, SAID["other"]]
    assert entry.narrative == ""
    assert set(entry.details) == {"with_whom", "questions"}
    assert entry.occurred_from == dt.date(2026, 3, 31)


def test_what_was_thought_and_feared_is_read_by_the_worker_and_the_leads_of_their_agency_and_by_nobody_else(
    town: None,
) -> None:
    signed_in("ivo").post(here(), SAID)
    readers = {
        name for name in ("ivo", "magda", "mina", "tobias", "rafe", "anoushka", "leila") if held(name)[0]["apart"]
    }
    assert readers == {"ivo", "magda"}
    for name in ("mina", "tobias", "leila"):
        page = signed_in(name).get(here()).content.decode()
        assert SAID["other"] in page
        assert not [words for words in APART if words in page]


def test_the_database_itself_shows_it_to_nobody_else(town: None) -> None:
    signed_in("ivo").post(here(), SAID)
    assert {name: apart(name) for name in ("ivo", "magda", "mina", "tobias", "leila", "osei", "bea")} == {
        "ivo": 1, "magda": 1, "mina": 0, "tobias": 0, "leila": 0, "osei": 0, "bea": 0,
    }  # fmt: skip
    with seeing(sight(user("tobias"), dt.date(2026, 4, 1))), connection.cursor() as cursor:
        cursor.execute("DELETE FROM practice_kept_apart")
    assert apart("magda") == 1


def test_it_is_in_no_entry_no_chronology_and_no_export(town: None) -> None:
    signed_in("ivo").post(here(), SAID)
    with seeing(the_machine()), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(w::text, ' ') FROM chronology_words AS w")
        (everything,) = cursor.fetchone()
    assert SAID["other"] in everything
    assert not [words for words in APART if words in everything]
    for path in ("chronology/?show=all", "chronology/export/?show=all&download=workbook", "conference/pack/", ""):
        content = signed_in("ivo").get(f"/children/{child('wren')}/{path}").content
        assert FEAR.encode() not in content


def test_taken_back_it_no_longer_stands_and_what_was_kept_apart_is_gone(town: None) -> None:
    signed_in("ivo").post(here(), SAID)
    [entry] = on_record()
    posted = {"act": "take_back", "thread": str(entry.thread), "entry": str(entry.id), "because": "Another child"}
    assert "not yours" in given("mina", "supervision", child_id=child("wren"), post=posted)["error"]
    assert apart("magda") == 1
    assert signed_in("ivo").post(here(), posted).status_code == 302
    assert on_record() == []
    assert apart("magda") == 0


def test_without_names_nothing_kept_apart_is_shown_and_nothing_is_taken_in(town: None) -> None:
    signed_in("ivo").post(here(), SAID)
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert FEAR not in client.get(here()).content.decode()
    assert client.post(here(), SAID).status_code == 404


def test_what_was_written_when_signed_out_is_kept_and_offered_again(town: None) -> None:
    client = signed_in("ivo")
    whose = client.get(here()).content.decode().split('name="whose" value="')[1].split('"')[0]
    client.logout()
    assert client.post(here(), SAID | {"whose": whose}).status_code == 302
    assert FEAR in signed_in("ivo").get(here()).content.decode()
    assert on_record() == []
