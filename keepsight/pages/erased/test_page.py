"""Held and erased: nobody but a guardian looks; one of them holds and asks, one of another agency lifts and signs."""

from pathlib import Path

import pytest
from django.test import Client

from keepsight.access.actions import add_user
from keepsight.practice.models import Hold, Purge
from keepsight.store.actions import mark_as_demo
from keepsight.store.models import AuditLine
from tests.pages.town_people import signed_in
from tests.practice.test_purging import Store, a_store

AT = "/guardian/erased/"


@pytest.fixture
def store(db: None, tmp_path: Path) -> Store:
    """A child whose record need not be kept, and two guardians, Gail of social care and Pat of the police."""
    made = a_store(tmp_path)
    mark_as_demo()  # so that signing in asks no second factor
    return made


def test_nobody_but_a_guardian_looks(store: Store) -> None:
    assert Client().get(AT).status_code == 302
    for role in ("practitioner", "agency_lead", "hub_coordinator", "data_steward", "administrator"):
        add_user(role, name=role, agency="police", role=role, password="a long password")
        assert signed_in(role).post(AT, {"do": "hold", "id": store.child, "because": "Told"}).status_code == 403
    assert not Hold.objects.exists()


@pytest.mark.parametrize("post", [{}, {"do": "ask", "id": "Ivy"}, {"do": "erase"}, {"do": "ask", "because": " "}])
def test_what_is_half_said_changes_nothing(store: Store, post: dict[str, str]) -> None:
    said = {"id": str(store.child), **post}
    assert "There is a problem" in signed_in("gail").post(AT, said).content.decode()
    assert not Purge.objects.exists()


def test_one_asks_and_another_signs_and_the_page_names_no_child(store: Store) -> None:
    gail, pat = signed_in("gail"), signed_in("pat")
    assert gail.post(AT, {"do": "ask", "id": store.child, "because": "It is time"}).status_code == 302
    (asked,) = Purge.objects.all()
    assert "There is a problem" in gail.post(AT, {"do": "sign", "id": asked.id}).content.decode()
    assert "Sign it too" not in gail.get(AT).content.decode()
    page = pat.get(AT).content.decode()
    assert "Sign it too" in page
    assert not any(word in page for word in store.said.values())
    assert pat.post(AT, {"do": "sign", "id": asked.id}).status_code == 302
    asked.refresh_from_db()
    assert asked.signed_by == store.second
    line = AuditLine.objects.filter(act="practice.sign_purge").latest("seq")
    assert (line.user, line.child, line.about) == (store.second.pk, store.child, f"purge {asked.id}")
    assert gail.post(AT, {"do": "let_go", "id": asked.id}).status_code == 302
    assert "No record waits to be erased" in gail.get(AT).content.decode()


def test_a_hold_is_laid_by_one_and_lifted_by_another(store: Store) -> None:
    gail, pat = signed_in("gail"), signed_in("pat")
    gail.post(AT, {"do": "hold", "id": store.child, "because": "An inquiry asks for it"})
    held = Hold.objects.get()
    said = pat.post(AT, {"do": "ask", "id": store.child, "because": "It is time"}).content.decode()
    assert "A hold stands on this child" in said
    assert "Lift the hold" not in gail.get(AT).content.decode()
    pat.post(AT, {"do": "lift", "id": held.id, "because": "It has ended"})
    assert "none is held" in gail.get(AT).content.decode()
