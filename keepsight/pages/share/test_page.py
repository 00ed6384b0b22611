"""Share entries: refused to whom it is not for and without its reasons; then read there, and told to whoever it is for."""

from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.agreeing import end_agreement
from keepsight.access.models import Agreement, Disclosure
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from tests.pages.town_people import child, given, signed_in, user

REASONS = {
    "to": "marshlight-school",
    "purpose": "To plan with her teacher",
    "basis": "public_task",
    "proportionate": "One entry: the one that the plan rests on",
    "safe_to_tell": "yes",
    "consent": "not_sought",
}


def here(name: str = "wren") -> str:
    return f"/children/{child(name)}/sharing/share/"


def entry(agency: str, of: str = "wren") -> UUID:
    """An entry of Wren's that an agency holds."""
    return next(one.id for one in chronology(the_machine(), child(of)) if one.agency == agency)


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(), REASONS).status_code == 302


@pytest.mark.parametrize("username", ["mina", "bea", "wilf", "robin", "cass", "dev"])
def test_a_role_that_does_not_share_is_refused(town: None, username: str) -> None:
    post = REASONS | {"entry": str(entry("social-care-999"))}
    assert signed_in(username).post(here(), post).status_code == 403
    assert not Disclosure.objects.exists()


def test_of_a_child_out_of_sight_nothing_is_shared(town: None) -> None:
    assert signed_in("ivo").post(here("jory"), REASONS).status_code == 404


@pytest.mark.parametrize("lacks", [*REASONS, "entry"])
def test_without_one_of_its_reasons_nothing_is_shared_and_the_page_says_which(town: None, lacks: str) -> None:
    post = REASONS | {"entry": str(entry("social-care-999"))}
    errors = given("ivo", "share", post=post | {lacks: ""} if lacks != "entry" else REASONS, child_id=child("wren"))[
        "errors"
    ]
    assert list(errors) == [lacks if lacks != "entry" else "entries"]
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"entry": "no entry"}, "entries"),
        ({"basis": "duty_16LA"}, "to"),
        ({"basis": "because"}, "to"),
        ({"to": "nowhere"}, "to"),
        ({"to": "social-care-999"}, "to"),
        ({"consent": "perhaps"}, "to"),
    ],
)
def test_what_cannot_be_shared_so_is_said(town: None, wrong: dict[str, str], field: str) -> None:
    post = REASONS | {"entry": str(entry("social-care-999"))} | wrong
    assert field in given("ivo", "share", post=post, child_id=child("wren"))["errors"]
    assert not Disclosure.objects.exists()


def test_another_agency_s_entry_is_not_offered_and_not_taken(town: None) -> None:
    offered = {str(one.id) for one, _ in given("ivo", "share", child_id=child("wren"))["rows"]}
    police = str(entry("wash-constabulary"))
    assert offered
    assert police not in offered
    assert "to" in given("ivo", "share", post=REASONS | {"entry": police}, child_id=child("wren"))["errors"]


def test_without_names_nothing_is_shared(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    assert client.post(here(), REASONS | {"entry": str(entry("social-care-999"))}).status_code == 404


def test_what_is_shared_is_read_there_told_there_and_kept_with_its_reasons(town: None) -> None:
    agreed = Agreement.objects.get(agency="social-care-999")
    end_agreement(agreed.pk, last_on=None, because="From now on, only one by one", by=user("bea"))
    chosen, school = entry("social-care-999"), signed_in("tobias")
    story = f"/children/{child('wren')}/chronology/?show=all"
    assert f'id="entry-{chosen}"' not in school.get(story).content.decode()
    assert signed_in("ivo").post(here(), REASONS | {"entry": str(chosen)}).status_code == 302
    assert f'id="entry-{chosen}"' in school.get(story).content.decode()
    assert "shared entries with your agency: To plan with her teacher" in school.get("/").content.decode()
    for username, reads in (("ivo", True), ("tobias", True), ("anoushka", False)):
        page = signed_in(username).get(f"/children/{child('wren')}/sharing/").content.decode()
        assert ("the one that the plan rests on" in page) == reads, username
