"""A page for the child: never printed before somebody looked over each line, and never with what is restricted or thought."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import About, EntryShown
from keepsight.practice.child.hearing import Heard, answer_child, hear
from keepsight.practice.child.telling_back import LOOKED_OVER, ready, told_back, unread
from tests.pages.invented import NELL, TAM, entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

WORDS, PROMISE, CAME = "I want my own bed back.", "To ask Nan about the bed.", "Nan has the bed ready for you."
THOUGHT, SHOWED = "She may not feel safe there.", "Hid under the table."


def here() -> str:
    """Where Wren's page stands."""
    return f"/children/{child('wren')}/for-the-child/"


def told(words: str = WORDS) -> EntryShown:
    """Wren tells her social worker something, and is promised something."""
    day = dt.date(2026, 3, 31)
    hear(
        child("wren"),
        Heard(day, "alone", words=words, showed=SHOWED, thinks=THOUGHT, promised=PROMISE),
        by=user("ivo"),
    )
    return next(one for one in chronology(the_machine(), child("wren")) if one.child_words == words)


def lines() -> dict[str, list[str]]:
    """What a form posts that leaves nothing out, as it stands for Ivo now."""
    found = given("ivo", "for_the_child", child_id=child("wren"))["lines"]
    return {"line": [each for one in found for each in one["one"].ids]}


def printed() -> str:
    """What is on paper: all of the page that is served, but for what never is printed."""
    page = signed_in("ivo").get(here()).content.decode()
    return page.split("<h1")[1].split('<section class="ks-not-printed"')[0]


def on_record() -> list[EntryShown]:
    """What is on record of the page."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind == LOOKED_OVER]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), {"line": [str(NOBODY_S)]}).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").get(one) for one in (here(), f"/children/{NOBODY_S}/for-the-child/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


def test_nothing_is_printed_before_somebody_looked_it_over_and_then_only_what_is_the_child_s(town: None) -> None:
    of = told()
    answer_child(child("wren"), of.id, "Rang Mr Pike's mother about his drinking.", CAME, by=user("ivo"))
    assert "Nothing is ready to print" in printed()
    assert signed_in("ivo").post(here(), lines()).status_code == 302
    page = printed()
    for said in (WORDS, PROMISE, CAME):
        assert said in page
    for kept in (THOUGHT, SHOWED, "drinking", "Before you visit", "Child protection"):
        assert kept not in page


def test_a_line_is_left_out_only_with_a_reason_which_the_child_is_not_shown(town: None) -> None:
    of = told()
    out = {**lines(), f"out-{of.id}": "yes"}
    assert b"A reason is missing" in signed_in("ivo").post(here(), out).content
    assert on_record() == []
    signed_in("ivo").post(here(), {**out, f"because-{of.id}": "Her stepfather reads her post."})
    assert WORDS not in printed()
    assert "stepfather" not in printed()
    again = signed_in("leila").get(here()).content.decode()
    assert "Her stepfather reads her post." in again
    assert "have not been looked over" not in again


def test_what_came_since_waits_to_be_looked_over_and_the_rest_stays_printed(town: None) -> None:
    of = told()
    signed_in("ivo").post(here(), lines())
    answer_child(child("wren"), of.id, "Rang Nan.", CAME, by=user("ivo"))
    told("Nan sings.")
    page = signed_in("ivo").get(here()).content.decode()
    assert "2 lines have not been looked over as they stand" in page
    assert WORDS in printed()
    assert CAME not in printed()
    assert "Nan sings." not in printed()
    assert "We have not written down yet what came of this" in printed()


def test_a_line_that_came_while_the_form_was_open_was_not_looked_over(town: None) -> None:
    told()
    form = lines()
    told("Nan sings.")
    signed_in("ivo").post(here(), form)
    assert WORDS in printed()
    assert "Nan sings." not in printed()


def test_without_names_there_is_no_page(town: None) -> None:
    told()
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(here(), lines()).status_code == 404
    assert WORDS not in client.get(here()).content.decode()


def test_the_advocate_is_named_only_where_one_is_in_place(town: None) -> None:
    told()
    signed_in("ivo").post(here(), lines())
    assert "You can ask for one." in printed()
    place = {"support": "advocate", "on": "27/3/2026", "stands": "in_place", "by_whom": "Fennick Voices"}
    signed_in("ivo").post(f"/children/{child('wren')}/support/", place)
    assert "Yours is Fennick Voices." in printed()


ABOUT_BOTH = (About(NELL, "Nell Sedgeway", "child"), About(TAM, "Tam Sedgeway", "child"))


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ({"child_words": WORDS}, True),
        ({"details": {"promised": PROMISE}}, True),
        ({"narrative": SHOWED}, False),
        ({"child_words": WORDS, "level": "restricted"}, False),
        ({"child_words": WORDS, "level": "sealed"}, False),
        ({"child_words": WORDS, "scope": "household"}, False),
        ({"child_words": WORDS, "about": ABOUT_BOTH}, False),
        ({"details": {"promised": "unknown"}}, False),
    ],
)
def test_only_words_and_promises_that_are_this_child_s_and_restricted_to_nobody_may_stand_there(
    said: dict[str, Any], stands: bool
) -> None:
    assert bool(told_back(NELL, [entry("child.voice", "2026-03-06", **said)])) is stands


def test_words_that_were_corrected_since_are_looked_over_again() -> None:
    first = entry("child.voice", "2026-03-06", child_words="I want my beds back.")
    over = entry(LOOKED_OVER, "2026-03-07", details={"shows": [str(first.id)], "left_off": [], "reasons": []})
    corrected = entry("child.voice", "2026-03-06", id=uuid.uuid4(), child_words=WORDS, earlier=(first,))
    assert ready(told_back(NELL, [first]), over)
    assert ready(told_back(NELL, [corrected]), over) == []
    assert len(unread(told_back(NELL, [corrected]), over)) == 1
