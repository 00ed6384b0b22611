"""A disputed entry: refused to whom it is not for; then said beside the entry wherever it is shown, and the entry as it was."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology import queries
from keepsight.chronology.models import Entry, Words
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.prompts.queries import prompts_of
from tests.pages.town_people import child, given, signed_in

SAID = {"by": "parent", "on": "1/4/2026", "words": "I was at every one of those"}


def cited() -> EntryShown:
    """An entry of Wren's, held by another agency than social care, that a standing prompt cites."""
    shown = {one for prompt in prompts_of(the_machine(), child("wren")) if prompt.standing for one in prompt.entry_ids}
    told = chronology(the_machine(), child("wren"))
    return next(one for one in told if one.id in shown and one.agency != "social-care-999")


def here(entry: object, of: str = "wren") -> str:
    return f"/children/{child(of)}/entries/{entry}/dispute/"


def disputed() -> EntryShown:
    """The same entry, after Ivo wrote down what a parent says of it."""
    entry = cited()
    assert signed_in("ivo").post(here(entry.id), SAID).status_code == 302
    return entry


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(cited().id), SAID).status_code == 302


@pytest.mark.parametrize("username", ["bea", "wilf", "robin", "dev", "cass"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(cited().id), SAID).status_code == 403


def test_of_a_child_out_of_sight_of_no_entry_and_without_names_nothing_is_written(town: None) -> None:
    before, client = Entry.objects.count(), signed_in("ivo")
    assert client.post(here(cited().id, "jory"), SAID).status_code == 404
    assert client.post(here(uuid4()), SAID).status_code == 404
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    assert client.post(here(cited().id), SAID).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"by": "somebody"}, "by"), ({"on": "31/2/2026"}, "on"), ({"on": "2/4/2026"}, "on"), ({"words": " "}, "words")],
)
def test_who_when_and_in_what_words_have_to_be_said(town: None, wrong: dict[str, str], field: str) -> None:
    before = Entry.objects.count()
    context = given("ivo", "dispute", post=SAID | wrong, child_id=child("wren"), entry_id=cited().id)
    assert list(context["errors"]) == [field]
    assert Entry.objects.count() == before


def test_only_the_agency_that_holds_the_entry_answers_and_a_dispute_is_not_disputed(town: None) -> None:
    entry = disputed()
    said = next(one for one in chronology(the_machine(), child("wren")) if one.kind == "entry.disputed")
    answer = {"dispute": str(said.id), "response": "We looked again"}
    assert "not for you" in signed_in("ivo").post(here(entry.id), answer).content.decode()
    assert "Only the agency" in signed_in("ivo").post(here(entry.id), SAID | {"response": "No"}).content.decode()
    assert signed_in("ivo").post(here(said.id), SAID).status_code == 404


# ---------------------------------------------------------------- shown wherever the entry is


def test_what_is_said_stands_beside_the_entry_on_every_page_and_in_the_workbook(town: None) -> None:
    entry, client, wren = disputed(), signed_in("ivo"), child("wren")
    prompt = next(one for one in prompts_of(the_machine(), wren) if one.standing and entry.id in one.entry_ids)
    for page in (f"/children/{wren}/chronology/?show=all", f"/children/{wren}/prompts/{prompt.id}/", here(entry.id)):
        assert SAID["words"] in client.get(page).content.decode(), page
    overview = client.get(f"/children/{wren}/").content.decode()
    assert "1 of them disputed" in overview
    assert ". Disputed" in overview
    file = client.get(f"/children/{wren}/chronology/export/?show=all&download=workbook")
    rows = list(openpyxl.load_workbook(BytesIO(file.content))["Chronology"].values)
    beside = [row[rows[0].index("Disputed")] for row in rows if row[0] and SAID["words"] in " ".join(map(str, row))]
    assert any(says and says.startswith("Disputed by a parent") for says in beside)


def test_an_entry_of_the_log_stays_as_it_was(town: None) -> None:
    entry = cited()
    before = Words.objects.filter(entry=entry.id).values().get(), Entry.objects.filter(id=entry.id).values().get()
    disputed()
    assert (
        Words.objects.filter(entry=entry.id).values().get(),
        Entry.objects.filter(id=entry.id).values().get(),
    ) == before


def test_a_page_that_forgets_to_say_so_is_found(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = disputed()
    monkeypatch.setattr(queries, "_with_disputes", lambda entries: entries)
    shown = next(one for one in chronology(the_machine(), child("wren")) if one.id == entry.id)
    assert shown.disputes == ()


def test_the_agency_that_holds_it_hears_answers_and_the_answer_stands_there_too(town: None) -> None:
    alder = child("alder")
    entry = next(one for one in chronology(the_machine(), alder) if one.agency == "fennick-health-visiting")
    signed_in("ivo").post(here(entry.id, "alder"), SAID | {"by": "child", "words": "That is not what I said"})
    (heard,) = given("nell", "notices")["notices"]
    assert heard.href == here(entry.id, "alder")
    nell = signed_in("nell")
    said = given("nell", "dispute", child_id=alder, entry_id=entry.id)["disputes"][0][0]
    assert (
        nell.post(here(entry.id, "alder"), {"dispute": str(said.id), "response": "We ask her again"}).status_code == 302
    )
    page = signed_in("ivo").get(f"/children/{alder}/chronology/?show=all").content.decode()
    assert "Disputed by the child" in page
    assert "Answered: We ask her again" in page
