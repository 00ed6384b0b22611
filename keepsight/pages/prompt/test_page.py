"""A prompt: refused to whom it is not for, then its sentence, its entries and what else could explain it."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.pages.prompt.page import coverage, owner, rule, version
from keepsight.pages.story import Numbered, numbered
from keepsight.patterns.kept import OWN_VERSIONS_FROM
from keepsight.patterns.sheets import Source
from keepsight.prompts.queries import PromptShown, not_known, prompts_of
from tests.pages.invented import NELL, SHEETS, TODAY, entry, feed, prompt
from tests.pages.town_people import NOBODY_S, child, given, signed_in

SOME = entry("referral.received", "2026-01-01").id


def first_of(key: str) -> PromptShown:
    """The first prompt about a child of the town."""
    return prompts_of(the_machine(), child(key))[0]


def address(of: uuid.UUID, asked: uuid.UUID) -> str:
    """Where a prompt stands."""
    return f"/children/{of}/prompts/{asked}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address(child("wren"), first_of("wren").id)).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address(child("wren"), first_of("wren").id)).status_code == 403


def test_a_prompt_of_a_child_out_of_sight_is_not_found(town: None) -> None:
    asked = first_of("wren").id
    assert signed_in("ada").get(address(child("wren"), asked)).status_code == 404
    assert signed_in("ada").get(address(child("linden"), asked)).status_code == 404


def test_a_prompt_that_nobody_asked_is_not_found(town: None) -> None:
    assert signed_in("ivo").get(address(child("wren"), NOBODY_S)).status_code == 404


def test_every_entry_that_shows_it_is_a_link_to_the_chronology(town: None) -> None:
    asked = first_of("wren")
    context = given("leila", "prompt", child_id=child("wren"), prompt_id=asked.id)
    assert {row.id for row in context["evidence"]} == set(asked.entry_ids)
    page = signed_in("leila").get(address(child("wren"), asked.id)).content.decode()
    assert all(f"/children/{child('wren')}/chronology/?show=all#entry-{one}" in page for one in asked.entry_ids)


def test_the_page_says_what_else_could_explain_it_and_what_would_clear_it(town: None) -> None:
    asked = first_of("wren")
    page = signed_in("ivo").get(address(child("wren"), asked.id)).content.decode()
    for words in (asked.sheet.what_else, asked.sheet.what_clears_it, asked.sheet.questions):
        assert all(one.replace("'", "&#39;") in page for one in words)


@pytest.mark.parametrize(
    ("whose", "says"),
    [
        ("allocated_team", "The allocated team at Fennick Children’s Social Care"),
        ("front_door", "The front door at Fennick Children’s Social Care, because nothing is open for the child"),
    ],
)
def test_a_prompt_is_never_nobody_s(whose: str, says: str) -> None:
    assert owner(_one(prompt("re-referral", "Twice.", (SOME,), owner=whose))) == says


def test_prompts_are_numbered_in_the_order_they_could_be_seen_those_that_hold_first() -> None:
    early, late = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    ended = prompt("re-referral", "Ended.", (SOME,), visible_on=early, ended_on=late)
    standing = [
        prompt("re-referral", "Later.", (SOME,), visible_on=late),
        prompt("re-referral", "Sooner.", (SOME,), visible_on=early),
    ]
    assert [one.prompt.sentence for one in numbered(NELL, [ended, *standing])] == ["Sooner.", "Later.", "Ended."]


def test_local_practice_is_never_shown_as_law() -> None:
    sheet = SHEETS["re-referral"]
    assert sheet.clock.in_force_from is not None or rule(sheet) == "Local practice, not law"
    law = Source("Statutory guidance on missing children", "2014", dt.date(2014, 1, 1))
    told = [one for one in SHEETS.values() if one.clock.in_force_from]
    assert all("in force from" in rule(one) for one in told)
    assert law.in_force_from


def test_what_nobody_says_either_way_of_is_left_out_on_both_sides_and_said(town: None) -> None:
    [asked] = [
        one for one in prompts_of(the_machine(), child("jude")) if one.pattern == "assessment-rests-on-parents-account"
    ]
    context = given("ada", "prompt", child_id=child("jude"), prompt_id=asked.id)
    assert [row.when for row in context["not_known"]] == ["17 Dec 2025"]
    page = signed_in("ada").get(address(child("jude"), asked.id)).content.decode()
    assert "What is not known" in page
    assert not not_known(first_of("wren")), "of a question that asks for no share, nothing is left out"


def test_what_a_prompt_rests_on_is_told_by_agency_and_last_day() -> None:
    asked = _one(prompt("missing-without-return-interview", "Not asked.", (SOME,)))
    needed = asked.prompt.sheet.needs[0].kinds[0]
    feeds = [
        feed("Wash Constabulary", "police", (needed,), to=dt.date(2026, 3, 1)),
        feed("Lantern Street", "gp", ("note.made",)),
    ]
    (told,) = coverage(asked, feeds)
    assert told.startswith("Wash Constabulary: ")
    assert told.endswith("up to 1 March 2026")


def _one(made: PromptShown) -> Numbered:
    assert made.as_at == TODAY
    return numbered(NELL, [made])[0]


def test_whose_version_asked_is_said() -> None:
    sheet = SHEETS["re-referral"]
    assert version(sheet) == f"The library’s version {sheet.version}"
    assert version(replace(sheet, version=OWN_VERSIONS_FROM + 2)) == "This partnership’s version 2"
