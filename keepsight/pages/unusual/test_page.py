"""Unusual looking: refused to everybody but the guardian; whoever works with a child is not listed; nobody is scored."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.actions import involve
from keepsight.access.models import User
from keepsight.pages.words import moment
from keepsight.people.queries import beside
from keepsight.store.clock import today
from keepsight.town.story import families
from tests.pages.town_people import child, given, signed_in, user

CHILDREN = {one.key: one for family in families() for one in family.children}


def found(context: dict[str, Any]) -> dict[str, list[Any]]:
    return {group["title"]: group["found"] for group in context["groups"] if group["found"]}


def newcomer(name: str, role: str = "practitioner", home_postcode: str | None = None) -> Client:
    """Somebody new at the agency, signed in."""
    User(username="new", name=name, agency_id=user("bea").agency_id, role=role, home_postcode=home_postcode).save()
    return signed_in("new")


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/unusual/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "wilf", "robin", "dev", "orla"])
def test_nobody_but_the_guardian_may_look(town: None, username: str) -> None:
    assert signed_in(username).get("/unusual/").status_code == 403


def test_whoever_works_with_the_child_is_not_listed(town: None) -> None:
    client = newcomer(f"Ann {CHILDREN['wren'].surname}")
    involve(user("new"), child("wren"), from_on=today(), source="a test")
    assert client.get(f"/children/{child('wren')}/").status_code == 200
    context = given("bea", "unusual")
    assert (found(context), context["looks"]) == ({}, 1)


def test_somebody_of_the_child_s_surname_is_listed_though_refused(town: None) -> None:
    newcomer(f"Ann {CHILDREN['wren'].surname.upper()}").get(f"/children/{child('wren')}/")
    page = signed_in("bea").get("/unusual/").content.decode()
    assert list(found(given("bea", "unusual"))) == ["A child of the same surname"]
    assert "was not shown anything" in page
    assert f"/unusual/{child('wren')}/" in page
    assert "score" not in page.replace("It never scores or ranks a child or a family.", "")


def test_somebody_who_comes_back_day_after_day_is_listed_once(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    from keepsight.store import clock

    start = clock.now()
    leila = signed_in("leila")
    for day in range(4):
        monkeypatch.setattr(clock, "now", lambda day=day: start + dt.timedelta(days=day))
        leila.get(f"/children/{child('wren')}/")
    (group,) = [one for one in given("bea", "unusual")["groups"] if one["title"] == "The same child again and again"]
    assert [one["looks"] for one in group["found"]] == ["4 looks"]


def at(postcode: str) -> set[UUID]:
    """Who is on record at a postcode, of the children whom everybody knows apart."""
    children = [child(key) for key in sorted(CHILDREN) if key not in ("odette", "odelia")]
    return {one for one, (_, near) in beside(children, surname="", postcode=postcode).items() if near}


@pytest.mark.long
def test_a_home_is_compared_and_never_told_and_a_protected_one_not_even_compared(town: None) -> None:
    homes = {home.postcode for one in CHILDREN.values() for home in one.homes}
    assert not any(child("linden") in at(home) for home in homes), "Linden's address is protected"
    hers = next(home for home in sorted(homes) if child("wren") in at(home))
    newcomer("Ann Invented", home_postcode=hers.lower()).get(f"/children/{child('wren')}/")
    assert list(found(given("bea", "unusual"))) == ["A child at the same postcode"]
    page = signed_in("bea").get("/unusual/").content.decode()
    assert not [home for home in homes if home in page]


def test_an_unknown_home_is_nobody_s(town: None) -> None:
    assert user("ivo").home_postcode is None
    assert beside([child("wren")], surname="", postcode=None) == {child("wren"): (False, False)}
    assert beside([child("wren")], surname="", postcode="") == {child("wren"): (False, False)}


def test_a_guardian_s_own_looks_are_another_guardian_s_to_ask_about(town: None) -> None:
    signed_in("bea").get(f"/children/{child('wren')}/")
    listed = {name: str(child("wren")) in signed_in(name).get("/unusual/").content.decode() for name in ("bea", "tess")}
    assert listed == {"bea": False, "tess": True}


def test_children_without_a_name_are_told_apart_by_when_somebody_last_looked(town: None) -> None:
    for username, key in (("tobias", "wren"), ("osei", "jory")):
        assert signed_in(username).get(f"/children/{child(key)}/").status_code == 200
    said = given("bea", "unusual")["children"]
    assert [one["at"] for one in said] == sorted((one["at"] for one in said), reverse=True)
    assert f"last looked at {moment(said[0]['at'])}</a>" in signed_in("bea").get("/unusual/").content.decode()
