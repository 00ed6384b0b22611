"""Records to release: a guardian's second signature, given on figures and reasons, without the child's story."""

import pytest
from django.test import Client

from keepsight.access.actions import add_user
from keepsight.access.guarding import answer_conflict, propose_conflict
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.practice.models import SubjectAccess
from keepsight.practice.rights.subject_access import to_release
from tests.pages.town_people import child, signed_in, user
from tests.practice.given_out import all_decided, reviewed

AT = "/guardian/records-to-release/"


def test_nobody_but_a_guardian_looks(town: None) -> None:
    assert Client().get(AT).status_code == 302
    for username in ("ivo", "leila", "magda", "wilf"):
        assert signed_in(username).get(AT).status_code == 403


def test_what_nobody_has_reviewed_does_not_wait_here(town: None) -> None:
    request = all_decided(child("wren"), user("leila"))
    client = signed_in("bea")
    assert "No record waits for you" in client.get(AT).content.decode()
    assert "nothing here for you to release" in client.post(AT, {"do": "release", "id": request.id}).content.decode()


@pytest.mark.parametrize("do", ["release", "send_back"])
def test_a_guardian_reads_how_much_and_why_and_signs_or_sends_it_back(town: None, do: str) -> None:
    request = reviewed(child("wren"), user("leila"))
    client = signed_in("bea")
    page = client.get(AT).content.decode()
    assert "1 record waits for you" in page
    assert "Wren" not in page
    assert not [one for one in chronology(the_machine(), child("wren")) if one.narrative and one.narrative in page]
    assert client.post(AT, {"do": do, "id": request.id}).status_code == 302
    assert not to_release()
    assert (SubjectAccess.objects.get().released_by == user("bea")) == (do == "release")


def test_of_their_own_family_a_guardian_is_told_nothing(town: None) -> None:
    request = reviewed(child("wren"), user("leila"))
    nora = add_user(
        "nora", name="Nora Invented", agency=user("bea").agency_id, role="guardian", password="a long password"
    )
    asked = propose_conflict(user("bea"), child("wren"), why="her niece")
    assert asked
    answer_conflict(asked.pk, holds=True, by=nora)
    client = signed_in("bea")
    assert "No record waits for you" in client.get(AT).content.decode()
    assert "There is a problem" in client.post(AT, {"do": "release", "id": request.id}).content.decode()
