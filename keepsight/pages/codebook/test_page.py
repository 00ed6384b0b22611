"""The codebook: a reviewer reads it and cannot change it; a change leaves codings waiting; nothing unchecked looks checked."""

import html
import re

import pytest
from django.test import Client

from keepsight.pages.codebook.page import LAYER_WORDS
from keepsight.themes.codebook import codebook
from keepsight.themes.models import ProposedCode
from tests.pages.town_people import given, signed_in

REWORD = {"do": "reword:neglect", "after": "1", "title": "Neglect", "means": "Needs unmet.", "because": "Plainer."}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/codebook/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "wilf", "dev"])
def test_a_role_that_does_not_code_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post("/codebook/", REWORD).status_code == 403


def test_a_reviewer_changes_no_code(town: None) -> None:
    assert signed_in("orla").post("/codebook/", REWORD).status_code == 404
    assert codebook()["neglect"].number == 1
    assert (given("orla", "codebook")["waiting"], given("orla", "codebook")["tray"]) == ([], ())


@pytest.mark.parametrize("do", ["recode:nonsense", "accept:nonsense", "recode:00000000-0000-4000-8000-000000000000"])
def test_an_id_that_nobody_offered_is_not_found(town: None, do: str) -> None:
    assert signed_in("cass").post("/codebook/", {"do": do}).status_code == 404


def test_a_change_without_its_reason_says_so(town: None) -> None:
    answer = signed_in("cass").post("/codebook/", REWORD | {"because": ""})
    assert b"needs a title, a meaning and the reason" in answer.content


def test_whoever_changes_a_code_that_was_changed_meanwhile_is_told_and_loses_nothing(town: None) -> None:
    signed_in("cass").post("/codebook/", REWORD)
    late = signed_in("cass").post("/codebook/?change=neglect", REWORD | {"means": "Needs unmet for long."})
    assert b"Somebody else has changed this code" in late.content
    assert b"Needs unmet for long." in late.content
    assert (codebook()["neglect"].number, codebook()["neglect"].means) == (2, "Needs unmet.")


def test_a_new_meaning_leaves_its_codings_waiting(town: None) -> None:
    assert given("cass", "codebook")["waiting"] == []
    assert signed_in("cass").post("/codebook/", REWORD).status_code == 302
    assert {one.code for one, _, _ in given("cass", "codebook")["waiting"]} == {"neglect"}


def test_a_proposal_is_taken_in(town: None) -> None:
    one = ProposedCode.objects.get()
    signed_in("cass").post("/codebook/", {"do": f"accept:{one.id}", "layer": "help", "group": "helped"})
    assert codebook()["records_kept_for_others_to_read"].layer == "help"


def test_whoever_takes_a_proposal_in_reads_what_a_code_tells_in_words(town: None) -> None:
    page = html.unescape(signed_in("cass").get("/codebook/").content.decode())
    offered = re.search(r'name="layer">(.*?)</select>', page)
    assert offered
    assert re.findall(r'value="(\w+)">([^<]+)<', offered[1]) == list(LAYER_WORDS.items())
    assert all(said != name for name, said in LAYER_WORDS.items())


def test_what_nobody_has_checked_is_printed_as_such_and_nowhere_else(town: None) -> None:
    shown = html.unescape(signed_in("cass").get("/codebook/").content.decode())
    apart = re.findall(r"Not checked by anybody: ([^<]*)<", shown)
    rests_on = re.findall(r'data-label="Rests on">([^<]*)', shown)
    book = codebook().values()
    assert apart == ["; ".join(one.to_check) for one in book if one.to_check]
    assert rests_on == ["; ".join(one.cited) for one in book]
