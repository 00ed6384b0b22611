"""Who is who: refused to whom it is not for; the switch hides names on every page of a child and widens nothing."""

import pytest
from django.test import Client

from keepsight.store.models import AuditLine
from keepsight.town.story import families
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

FAMILY = next(one for one in families() if one.name == "Larkspur")
NAMES = {name for one in FAMILY.people.values() for name in (one.forename, one.surname)}
PAGES = ("", "chronology/?show=all&sources=yes", "names/", "chronology/export/")


def address(page: str = "names/") -> str:
    """A page of Wren's."""
    return f"/children/{child('wren')}/{page}"


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302
    assert Client().post(address(), {"names": "hide"}).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403
    assert signed_in(username).post(address(), {"names": "hide"}).status_code == 403


@pytest.mark.parametrize("which", ["linden", None])
def test_a_child_out_of_sight_is_not_found_with_names_or_without(town: None, which: str | None) -> None:
    client, of = signed_in("ivo"), child(which) if which else NOBODY_S
    assert client.get(f"/children/{of}/names/").status_code == 404
    assert client.post(f"/children/{of}/names/", {"names": "hide"}).status_code == 404
    client.post(address(), {"names": "hide"})
    assert client.get(f"/children/{of}/names/").status_code == 404


def test_a_forged_switch_is_refused(town: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("ivo"))
    assert client.post(address(), {"names": "hide"}).status_code == 403


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "sign_out", "my_work", ""])
def test_the_switch_leads_only_to_pages_of_the_child(town: None, back: str) -> None:
    answer = signed_in("ivo").post(address(), {"names": "hide", "back": back})
    assert answer.headers["Location"] == address()


# ---------------------------------------------------------------- what it does


@pytest.mark.long
def test_the_glossary_says_who_stands_for_whom_and_keeps_it_to_itself_without_names(town: None) -> None:
    client = signed_in("ivo")
    glossary = dict(given("ivo", "names", child_id=child("wren"))["glossary"])
    assert "Wren" in " ".join(glossary["Child A"])
    assert "Alder" in " ".join(glossary["Sibling 1"])
    page = client.get(address()).content.decode()
    assert all(f'data-label="Without names">{role}<' in page for role in glossary)
    client.post(address(), {"names": "hide"})
    page = client.get(address()).content.decode()
    assert "Sibling 1" in page
    assert not [name for name in NAMES if name in page]


@pytest.mark.parametrize("page", PAGES)
def test_without_names_a_page_of_the_child_names_nobody_of_the_family(town: None, page: str) -> None:
    client = signed_in("ivo")
    with_names = client.get(address(page)).content.decode()
    assert [name for name in NAMES if name in with_names]
    client.post(address(), {"names": "hide"})
    without = client.get(address(page)).content.decode()
    assert "Child A" in without
    assert not [name for name in NAMES if name in without]


def test_without_names_a_prompt_names_nobody_of_the_family(town: None) -> None:
    client = signed_in("ivo")
    client.post(address(), {"names": "hide"})
    prompts = given("ivo", "overview", child_id=child("wren"))["standing"]
    assert prompts
    for one in prompts:
        page = client.get(one.href).content.decode()
        assert not [name for name in NAMES if name in page]


def test_names_come_back_when_they_are_asked_for_and_with_the_next_sign_in(town: None) -> None:
    client = signed_in("ivo")
    client.post(address(), {"names": "hide"})
    assert "Wren" not in client.get(address()).content.decode()
    assert "Wren" in signed_in("ivo").get(address()).content.decode()
    client.post(address(), {"names": "show", "back": "overview"})
    assert "Wren" in client.get(address("")).content.decode()


def test_reading_without_names_is_a_look_like_any_other(town: None) -> None:
    client = signed_in("ivo")
    client.post(address(), {"names": "hide"})
    client.get(address())
    look = AuditLine.objects.latest("seq")
    assert (look.page, look.child, look.answer) == ("names", child("wren"), 200)
    assert look.count > 0
