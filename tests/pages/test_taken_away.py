"""A list taken away holds the rows that the page shows to whoever asks, runs nothing, and is written down."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from keepsight.access.accounts import ask_for_role
from keepsight.access.glass import break_glass
from keepsight.access.queries import the_machine
from keepsight.assurance.models import Measure
from keepsight.chronology.queries import chronology
from keepsight.pages import taken_away
from keepsight.pages.decisions import disputable
from keepsight.pages.shelf import shelf
from keepsight.pages.taken_away import Listed, cell
from keepsight.practice.actions import Said, disagree
from keepsight.store import audit
from keepsight.store.models import AuditLine
from keepsight.store.spreadsheets import FORMULA
from tests.pages.town_people import BY_ROLE, child, signed_in, user
from tests.practice.own_forms import a_form
from tests.practice.packed import a_pack
from tests.practice.unmet import NEED, here
from tests.trust.asking import pages

DOCUMENT = Path(__file__).parents[2] / "docs" / "lists.md"
ROW = re.compile(r"^\| ([a-z_, ]+) \| (?!list \||why not \|)", re.MULTILINE)
WORD = re.compile(r"\w+")
LISTS = sorted(name for name, shelved in shelf().items() if shelved.listed)
FIRST = ("agreements", "measure")
"""Lists that are held to their pages in the first tier, so that it stays quick."""
LOOKERS = {"my_work": "hub_coordinator", "notices": "reviewing_officer", "sources": "data_steward"}
BESIDES = ("learning_team", "agency_lead", "guardian", "practitioner")
"""As whom a list is looked at: otherwise the first of these that opens its page."""
AS_SEEN = ("forms", "my_work", "notices", "sources", "reviews", "unmet", "sent_records")
"""Lists of no one child that differ by who looks."""


def granted() -> None:
    """A guardian has granted a role."""
    grant = ask_for_role(user("dev"), "hub_coordinator")
    signed_in("bea").post("/roles/", {"grant": grant.pk, "answer": "grant"})


def disputed() -> None:
    """A decision about Wren is disputed."""
    decision = next(one.id for one in chronology(the_machine(), child("wren")) if disputable(one))
    disagree(child("wren"), decision, Said("He was not asked", wanted="=An assessment"), by=user("tobias"))


FILLED: dict[str, Callable[[], object]] = {
    "disagreements": disputed,
    "forms": a_form,
    "grants": granted,
    "looks": lambda: signed_in("tobias").get(f"/children/{child('wren')}/"),
    "notices": lambda: break_glass(child("jory"), category="missing", reason="=Rung by the police", by=user("ivo")),
    "packs": lambda: a_pack("magda"),
    "unmet": lambda: signed_in("ivo").post(here(), NEED),
}
"""Lists in which nothing stands in the invented town as the tests have it, and what puts something there."""


def opened(name: str, role: str) -> tuple[Client, str]:
    """Somebody in a role who has signed in, and the page's address about things of the town."""
    parts = {
        "child_id": lambda: child("jory" if role == "reviewing_officer" else "wren"),
        "measure_id": lambda: Measure.objects.earliest("at", "id").id,
    }
    return signed_in(BY_ROLE[role]), reverse(name, kwargs={part: parts[part]() for part in pages()[name]})


def rows_of(answer: HttpResponse) -> list[list[str]]:
    """The lines of a list that was taken away, its headings first."""
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def words_of(text: str) -> str:
    """Words and figures alone, each with a space on both sides: however they are set out."""
    return f" {' '.join(WORD.findall(text.casefold()))} "


def shown_on(answer: HttpResponse, name: str) -> list[str]:
    """The rows of the list as the page shows them, each with the headings that it stands under."""
    rows = html.fromstring(answer.content).xpath("//*[@data-listed=$name]", name=name)
    return [words_of(" ".join(_around(one))) for one in rows]


def _around(row: html.HtmlElement) -> Iterator[str]:
    yield from row.itertext()
    yield row.get("data-label", "")
    for over in row.iterancestors("tr", "table", "section"):
        for heading in over.xpath("./th | ./caption | ./h2 | ./h3"):
            yield from heading.itertext()


def asked(client: Client, url: str, **query: str) -> HttpResponse:
    """What is answered, in a world in which nobody has asked before."""
    with transaction.atomic():
        answer = client.get(url, query)
        transaction.set_rollback(True)
    return answer


def differences(client: Client, url: str, name: str) -> tuple[int, list[str]]:
    """How many rows the page shows; and where what is taken away holds other rows, or a cell that its row does not show."""
    said, shown = rows_of(asked(client, url, **{"as": "csv"}))[1:], shown_on(asked(client, url), name)
    found = [] if len(said) == len(shown) else [f"{name}: {len(said)} rows taken away, {len(shown)} shown"]
    pairs = [(one, row) for cells, row in zip(said, shown, strict=False) for one in cells if words_of(one).strip()]
    return len(shown), found + [f"{name}: {one!r} is not in {row}" for one, row in pairs if words_of(one) not in row]


@pytest.mark.parametrize("words", ["=1+1", "+44 1945", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n-1"])
def test_no_cell_of_a_list_runs_as_a_formula(words):
    listed = Listed("rows", lambda page: page["rows"], {"What": lambda one: one})
    ((heading,), (said,)) = csv.reader(listed.file({"rows": [words]}).removeprefix("\ufeff").splitlines())
    assert (heading, said[0]) == ("What", "'")


def test_what_is_not_there_is_an_empty_cell_and_a_word_stays_one_line():
    assert (cell(None), cell(0), cell("two\n lines")) == ("", "0", "two lines")


def test_a_role_that_may_not_open_a_page_takes_no_list_away(town):
    refused = {
        (name, role) for name in LISTS for role in ("analyst", "data_steward") if role not in shelf()[name].page.who
    }
    for name, role in sorted(refused):
        client, url = opened(name, role)
        answer = client.get(url, {"as": "csv"})
        assert (name, answer.status_code, "Content-Disposition" in answer.headers) == (name, 403, False)
    assert {"my_work", "agreements", "who_sees"}.isdisjoint(name for name, _ in refused)
    assert len(refused) > len(LISTS)


@pytest.mark.parametrize("name", [pytest.param(one, marks=[pytest.mark.long] * (one not in FIRST)) for one in LISTS])
def test_a_list_holds_the_rows_that_the_page_shows_and_leaves_its_line(town, name):
    role = LOOKERS.get(name) or next(one for one in BESIDES if one in shelf()[name].page.who)
    FILLED.get(name, lambda: None)()
    client, url = opened(name, role)
    rows, found = differences(client, url, name)
    assert found == []
    assert rows > 0
    audit.write()
    before = AuditLine.objects.latest("seq").seq
    assert not any(one.startswith(FORMULA) for row in rows_of(client.get(url, {"as": "csv"})) for one in row)
    lines = AuditLine.objects.filter(seq__gt=before)
    assert {(one.act, one.page, one.answer) for one in lines} == {("export", name, 200)}


@pytest.mark.long
@pytest.mark.parametrize("role", ["agency_lead", "hub_coordinator", "practitioner"])
def test_so_it_is_for_each_role_that_sees_otherwise_with_names_and_without(town, role):
    disputed()
    a_pack("magda")
    found = []
    for name in LISTS:
        page = shelf()[name]
        if role not in page.page.who or not (page.of_child or name in AS_SEEN):
            continue
        client, url = opened(name, role)
        found += differences(client, url, name)[1]
        if page.of_child:
            client.post(reverse("names", kwargs={"child_id": url.split("/")[2]}), {"names": "hide", "back": name})
            assert b"Without names" in client.get(url).content
            found += differences(client, url, name)[1]
    assert found == []


def test_a_list_that_names_children_leaves_a_line_for_each(town):
    before = AuditLine.objects.latest("seq").seq
    named = rows_of(signed_in("leila").get("/", {"as": "csv"}))[1:]
    told = [one.child for one in AuditLine.objects.filter(seq__gt=before)]
    assert None not in told
    assert len(told) == len(set(told)) == len({row[0] for row in named}) > 1


def test_the_link_keeps_what_the_page_was_asked_for(town):
    page = signed_in("cass").get("/themes/?by=code").content.decode()
    assert '<a class="govuk-link" href="?by=code&amp;as=csv">Take this list away as a spreadsheet' in page


def test_nothing_to_take_away_is_offered_where_nothing_stands(town):
    assert b"Take this list away" not in signed_in("bea").get("/roles/").content


def test_a_page_without_a_list_stays_a_page(town):
    answer = signed_in("ivo").get(f"/children/{child('wren')}/chronology/", {"as": "csv"})
    assert "Content-Disposition" not in answer.headers


def test_every_list_and_every_one_that_must_not_be_taken_away_stands_in_the_document():
    may, _, must_not = DOCUMENT.read_text().partition("## Lists that must not")
    named = {name for row in ROW.findall(must_not) for name in row.split(", ")}
    assert set(ROW.findall(may)) == set(LISTS)
    assert named <= set(shelf())
    assert named.isdisjoint(LISTS)


def test_a_list_that_shows_more_than_the_page_is_found(town, monkeypatch):
    """The sabotage: each cell says one thing more than the page does."""
    client, url = opened("measure", "learning_team")
    monkeypatch.setattr(taken_away, "cell", lambda said: "0" if said is None else f"{said}1")
    assert differences(client, url, "measure")[1]
