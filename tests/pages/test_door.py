"""The one way in: who may open which page, and that nothing is shown that was not written down first."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from keepsight.access.glass import break_glass
from keepsight.access.models import Agreement
from keepsight.access.queries import the_machine
from keepsight.access.roles import ROLES
from keepsight.assurance.models import Measure, Recommendation
from keepsight.briefings.actions import open_session
from keepsight.chronology.queries import chronology, documents
from keepsight.intake.models import Receipt
from keepsight.pages.page import WITH_CHILDREN
from keepsight.pages.shelf import shelf
from keepsight.prompts.queries import prompts_of
from keepsight.store import audit
from keepsight.store.models import AuditLine
from tests.pages.handing_in import on_its_way
from tests.pages.town_coding import the_document, the_review
from tests.pages.town_pairs import a_pair
from tests.pages.town_papers import a_cleared_edition, a_paper
from tests.pages.town_patterns import a_trial
from tests.pages.town_people import BY_ROLE, NOBODY_S, a_document_about, child, rows_guessed_about, signed_in, user
from tests.pages.town_replays import a_replaying
from tests.practice.own_forms import a_form
from tests.practice.packed import a_pack
from tests.trust.grid import PAGES, grid

# The reviewed grid, written by hand and never derived from the pages: who may open what. A page without a line fails.
MAY_OPEN = grid()[PAGES]
# Children whom each sees, as the story of the town involves them; any child for those who see all.
SEES = {"reviewing_officer": "jory"}


def a_child_who_was_looked_at(of: UUID, role: str) -> UUID:
    """The child, after somebody has looked."""
    signed_in("ivo").get(reverse("overview", kwargs={"child_id": of}))
    return of


# What an address may name, made for the child and for whoever looks.
PARTS: dict[str, Callable[[UUID, str], object]] = {
    "child_id": lambda of, role: of,
    "looked_id": a_child_who_was_looked_at,
    "prompt_id": lambda of, role: prompts_of(the_machine(), of)[0].id,
    "upload_id": lambda of, role: on_its_way(user(BY_ROLE[role])),
    "receipt_id": lambda of, role: Receipt.objects.earliest("received_at").id,
    "session_id": lambda of, role: open_session(theme="escalation", audience="manager", by=user(BY_ROLE[role])).id,
    "recommendation_id": lambda of, role: Recommendation.objects.latest("made_on").id,
    "form_id": lambda of, role: a_form(),
    "agreement_id": lambda of, role: Agreement.objects.earliest("from_on", "id").pk,
    "measure_id": lambda of, role: Measure.objects.earliest("at").id,
    "document_id": lambda of, role: the_document(),
    "entry_id": lambda of, role: entry_of(role),
    "review_id": lambda of, role: the_review(),
    "paper_id": lambda of, role: a_paper().id,
    "pattern": lambda of, role: "re-referral",
    "trial_id": lambda of, role: a_trial().id,
    "key": lambda of, role: "conclusion",
    "pack_id": lambda of, role: a_pack(BY_ROLE[role] if role in WITH_CHILDREN else "leila", about=of),
    "edition_id": lambda of, role: a_cleared_edition().id,
    "replaying_id": lambda of, role: a_replaying(of),
    "number": lambda of, role: 1,
    "question_id": lambda of, role: a_pair(agencies=(user(BY_ROLE[role]).agency_id,) * 2),
}
LINES = {"pair": 2}
"""Of pages that show who several people are: one line for each of them, in a look by somebody who may open it."""


def entry_of(role: str) -> UUID:
    """An entry of a child whom this role's person sees."""
    return chronology(the_machine(), child(SEES.get(role, "wren")))[0].id


def document_of(role: str) -> tuple[UUID, UUID]:
    """A document about a child whom this role's person sees: the town has one about Wren, and Jory's is put on record."""
    of = child(SEES.get(role, "wren"))
    if not documents(the_machine(), of):
        a_document_about(of)
    return of, documents(the_machine(), of)[0].id


def address(page: str, role: str) -> str:
    """Where a page stands, about a child whom this role's person sees."""
    of, wanted = child(SEES.get(role, "wren")), shelf()[page].page.address
    parts = {name: make(of, role) for name, make in PARTS.items() if f":{name}>" in wanted}
    if {"child_id", "document_id"} <= parts.keys():
        parts["child_id"], parts["document_id"] = document_of(role)
    if page == "guesses":
        parts["receipt_id"] = rows_guessed_about(of, agency=user(BY_ROLE[role]).agency_id)
    return reverse(page, kwargs=parts)


def test_every_page_has_a_line_in_the_reviewed_grid() -> None:
    assert set(MAY_OPEN) == set(shelf())


QUICKEST = "administrator"  # opens the fewest pages; every other role is walked in the second tier, and all of them by the grid
EACH_ROLE = [pytest.param(role, marks=[pytest.mark.long] * (role != QUICKEST)) for role in sorted(ROLES)]


@pytest.mark.parametrize("role", EACH_ROLE)
def test_each_role_opens_exactly_the_pages_it_may_and_each_opened_or_refused_leaves_exactly_one_line(
    town: None, role: str
) -> None:
    client = signed_in(BY_ROLE[role])
    for page in sorted(MAY_OPEN):
        where = address(page, role)
        audit.write()  # what was done to have something to look at
        before = AuditLine.objects.count()
        answer = client.get(where)
        assert answer.status_code == (200 if role in MAY_OPEN[page] else 403), page
        look = AuditLine.objects.latest("seq")
        lines = LINES.get(page, 1) if answer.status_code == 200 else 1
        assert AuditLine.objects.count() == before + lines, page
        assert (look.user, look.page, look.answer) == (user(BY_ROLE[role]).pk, page, answer.status_code)


@pytest.mark.parametrize("page", sorted(MAY_OPEN))
def test_whoever_has_not_signed_in_is_sent_to_sign_in(town: None, page: str) -> None:
    answer = Client().get(address(page, "hub_coordinator"))
    assert answer.status_code == (200 if shelf()[page].page.public else 302)
    assert shelf()[page].page.public or answer.headers["Location"].startswith("/sign-in/")


def test_a_look_that_cannot_be_written_down_is_not_given(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("ivo")
    monkeypatch.setenv("KEEPSIGHT_AUDIT_KEY_FILE", "/nowhere/audit-key")
    answer = client.get(address("overview", "practitioner"))
    assert answer.status_code == 503
    assert b"half a minute" not in answer.content


@pytest.mark.parametrize("page", sorted(MAY_OPEN))
def test_every_answer_forbids_keeping_it_and_forbids_foreign_scripts(town: None, page: str) -> None:
    answer = signed_in("leila").get(address(page, "hub_coordinator"))
    policy = answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_an_address_that_nobody_knows_answers_like_a_child_out_of_sight(town: None) -> None:
    client = signed_in("ivo")
    answers = [client.get(one) for one in ("/nowhere/", f"/children/{NOBODY_S}/", f"/children/{child('linden')}/")]
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert len({_without_token(one.content) for one in answers}) == 1


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_that_only_shows_takes_nothing_in(town: None, method: str) -> None:
    client = signed_in("ivo")
    assert getattr(client, method)(address("overview", "practitioner")).status_code == 405


def test_whoever_broke_the_glass_reads_the_child_and_changes_nothing_on_any_page(town: None) -> None:
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    client, takes = signed_in("ivo"), [one for one in shelf().values() if one.of_child and "POST" in one.page.methods]
    assert takes
    for one in takes:
        answer = client.post(address(one.name, "reviewing_officer"), {"names": "show"})  # whose child is Jory
        assert answer.status_code == (302 if one.page.changes_nothing else 403), one.name


def _without_token(content: bytes) -> bytes:
    """The page without the token against forged forms, which is new each time."""
    return b"\n".join(line for line in content.splitlines() if b"csrfmiddlewaretoken" not in line)
