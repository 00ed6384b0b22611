"""A document: refused to whom it is not for; then whole, its facts nothing before a person says that they are so."""

import uuid

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology, documents
from keepsight.intake.models import FactDecision
from keepsight.pages.document.page import CONFIRM, DECLINE, Chosen, errors_of
from keepsight.prompts.queries import prompts_of
from keepsight.store.models import AuditLine
from tests.pages.town_people import NOBODY_S, a_document_about, child, given, signed_in, user

VOICE = 2  # the fact of the homework club's form that holds what Wren said
SAID = "I can do the days. I can&#39;t do the nights as well."


def the_form() -> uuid.UUID:
    """What the homework club wrote about Wren."""
    return _named("contact-form-homework-club.docx", child("wren"))


def _named(file_name: str, of: uuid.UUID) -> uuid.UUID:
    return next(one.id for one in documents(the_machine(), of) if one.file_name == file_name)


def address(of: uuid.UUID | None = None, document: uuid.UUID | None = None) -> str:
    """Where a document stands: the homework club's form, under Wren, if nothing else is said."""
    return f"/children/{of or child('wren')}/documents/{document or the_form()}/"


def counted() -> tuple[int, int]:
    """How many entries and decisions there are."""
    return Entry.objects.count(), FactDecision.objects.count()


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302
    assert Client().post(address(), {f"fact-{VOICE}": CONFIRM}).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403


def test_a_child_out_of_sight_is_not_found_whatever_document_is_named(town: None) -> None:
    linden = child("linden")
    a_document_about(linden)
    theirs = documents(the_machine(), linden)[0].id
    for of in (linden, NOBODY_S):
        assert signed_in("ivo").get(address(of, theirs)).status_code == 404


def test_another_child_s_document_is_not_found_under_a_child_in_sight(town: None) -> None:
    linden = child("linden")
    a_document_about(linden)
    theirs = documents(the_machine(), linden)[0].id
    assert signed_in("leila").get(address(child("wren"), theirs)).status_code == 404
    assert signed_in("leila").get(address(linden, theirs)).status_code == 200


def test_a_restricted_document_of_another_agency_is_not_found_nor_named_anywhere(town: None) -> None:
    of = child("wren")
    a_document_about(of, level="restricted")
    theirs = _named("letter.docx", of)
    assert user("tobias").agency_id != "social-care-999"  # he works with Wren, at another agency
    assert signed_in("tobias").get(address(of, theirs)).status_code == 404
    assert b"letter.docx" not in signed_in("tobias").get(f"/children/{of}/chronology/?show=all&sources=yes").content
    assert str(theirs) not in signed_in("tobias").get("/").content.decode()
    assert signed_in("ivo").get(address(of, theirs)).status_code == 200


@pytest.mark.parametrize("username", ["mina", "osei"])
def test_a_chair_and_a_reviewing_officer_read_and_decide_nothing(town: None, username: str) -> None:
    of = child("jory") if username == "osei" else child("wren")
    a_document_about(of)
    document = _named("letter.docx", of)
    before = counted()
    client = signed_in(username)
    page = client.get(address(of, document))
    assert page.status_code == 200
    assert b'type="radio"' not in page.content
    assert client.post(address(of, document), {"fact-1": CONFIRM}).status_code == 404
    assert counted() == before


def test_a_form_that_was_forged_is_refused(town: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("ivo"))
    before = counted()
    assert client.post(address(), {f"fact-{VOICE}": CONFIRM}).status_code == 403
    assert counted() == before


def test_a_fact_is_not_declined_without_a_reason_and_then_nothing_else_is_kept(town: None) -> None:
    before = counted()
    page = signed_in("ivo").post(address(), {f"fact-{VOICE}": CONFIRM, "fact-3": DECLINE, "because-3": " "})
    assert page.status_code == 200
    assert "Fact 3: say why it is not so" in page.content.decode()
    assert counted() == before


def test_without_names_no_word_of_the_document_is_shown_and_nothing_is_decided(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    before = counted()
    page = client.get(address()).content.decode()
    for words in ("Teasel", "Larkspur", "Heron Row", SAID, "999 204 1188", "homework-club"):
        assert words not in page, words
    assert client.post(address(), {f"fact-{VOICE}": CONFIRM}).status_code == 404
    assert counted() == before


# ---------------------------------------------------------------- what it shows, and what comes of it


def test_every_passage_stands_once_with_an_anchor_and_every_fact_names_its_passages(town: None) -> None:
    context = given("ivo", "document", child_id=child("wren"), document_id=the_form())
    page = signed_in("ivo").get(address()).content.decode()
    numbers = [one.number for one in context["passages"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(page.count(f'id="passage-{number}"') == 1 for number in numbers)
    for offer in context["offers"]:
        assert set(offer.fact.passages) <= set(numbers)
        assert all(f'href="#passage-{number}"' in page for number in offer.fact.passages)
    look = AuditLine.objects.latest("seq")
    assert (look.page, look.child, look.count) == ("document", child("wren"), 1)


def test_a_practitioner_finds_the_document_confirms_a_fact_and_the_prompt_ends(town: None) -> None:
    """From My work to the form, from the form to an entry, and the silence about the child's voice is over."""
    wren, client = child("wren"), signed_in("ivo")
    standing = [one for one in prompts_of(the_machine(), wren) if one.standing and one.pattern == "child-not-heard"]
    assert standing
    assert f"{address()}#facts" in client.get("/").content.decode()
    answer = client.post(address(), {f"fact-{VOICE}": CONFIRM, "fact-3": DECLINE, "because-3": "A box, and no event"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address()}#facts")

    page = client.get(address()).content.decode()
    assert "Confirmed</strong> by Ivo Fairlamb" in page
    assert "Declined</strong> by Ivo Fairlamb" in page
    made = next(one for one in chronology(the_machine(), wren) if one.source.by)
    assert (made.kind, made.agency, made.basis) == ("child.voice", "social-care-999", "document")
    assert "the nights as well" in (made.child_words or "")
    story = client.get(f"/children/{wren}/chronology/?show=all&sources=yes").content.decode()
    assert f'href="{address()}#passage-15">15</a>' in story
    assert "passage 15, confirmed by Ivo Fairlamb" in story
    ended = {one.id: one.ended_on for one in prompts_of(the_machine(), wren)}
    assert all(ended.get(one.id) for one in standing)


def test_the_entry_that_says_a_document_came_leads_to_it_and_says_what_waits(town: None) -> None:
    story = signed_in("ivo").get(f"/children/{child('wren')}/chronology/?show=all").content.decode()
    assert f'href="{address()}">Read the document</a>: 3 facts in it that no person has looked at yet' in story


@pytest.mark.long
def test_my_work_names_a_document_only_to_whoever_may_confirm_its_facts(town: None) -> None:
    for username, sees in (("ivo", True), ("leila", True), ("mina", False), ("osei", False), ("wilf", False)):
        assert (str(the_form()) in signed_in(username).get("/").content.decode()) == sees, username


def test_what_was_decided_meanwhile_is_said_and_not_decided_again(town: None) -> None:
    client = signed_in("ivo")
    client.post(address(), {f"fact-{VOICE}": CONFIRM})
    before = counted()
    page = client.post(address(), {f"fact-{VOICE}": CONFIRM}).content.decode()
    assert "already" in page
    assert counted() == before


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ({1: Chosen(DECLINE)}, ["because-1"]),
        ({1: Chosen(DECLINE, "Not her")}, []),
        ({1: Chosen(CONFIRM), 2: Chosen()}, []),
    ],
)
def test_only_a_decline_needs_a_reason(chosen: dict[int, Chosen], fields: list[str]) -> None:
    assert list(errors_of(chosen)) == fields
