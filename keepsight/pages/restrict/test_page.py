"""Who reads an entry: refused to everybody but a manager of the agency that holds it; then it is gone for the others at once."""

from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.guarding import name_for
from keepsight.access.queries import sight
from keepsight.chronology.queries import chronology
from keepsight.chronology.restricting import restrict
from keepsight.errors import WrongUse
from keepsight.practice.child.hearing import answer_child
from keepsight.prompts.kept import ask
from keepsight.store import clock
from keepsight.store.models import AuditLine
from tests.pages.town_people import child, given, signed_in, user

WHY = {"holds": "yes", "because": "The mother’s partner works at the school"}


def read_by(username: str) -> set[UUID]:
    """The entries of Wren that somebody reads."""
    return {one.id for one in chronology(sight(user(username), clock.today()), child("wren"))}


@pytest.fixture
def entry(town: None) -> UUID:
    """One of social care's entries about Wren, which the school reads."""
    theirs = [
        one for one in chronology(sight(user("magda"), clock.today()), child("wren")) if one.agency == "social-care-999"
    ]
    return next(one.id for one in theirs if one.id in read_by("tobias"))


def address(entry: UUID) -> str:
    return f"/children/{child('wren')}/entries/{entry}/level/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(entry: UUID) -> None:
    assert Client().get(address(entry)).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "tobias", "leila", "mina", "bea", "robin"])
def test_whoever_is_no_manager_is_refused(entry: UUID, username: str) -> None:
    assert signed_in(username).post(address(entry), WHY).status_code == 403
    assert entry in read_by("tobias")


def test_what_another_agency_holds_is_not_this_manager_s_to_restrict(town: None) -> None:
    read = chronology(sight(user("magda"), clock.today()), child("wren"))
    other = next(one.id for one in read if one.agency == "marshlight-school")
    assert "not yours to say" in given("magda", "restrict", post=WHY, child_id=child("wren"), entry_id=other)["error"]
    with pytest.raises(WrongUse, match="not yours to say"):
        restrict(child("wren"), other, holds=True, because="Told", by=user("magda"))


def test_what_is_said_of_it_from_then_on_is_kept_as_closely(entry: UUID) -> None:
    before = answer_child(child("wren"), entry, "Asked her Nan.", "", by=user("ivo"))
    assert before in read_by("tobias")
    restrict(child("wren"), entry, holds=True, because="Told", by=user("magda"))
    after = answer_child(child("wren"), entry, "Asked the school.", "", by=user("ivo"))
    assert after in read_by("ivo")
    assert after not in read_by("tobias")


def test_a_reason_is_asked_for(entry: UUID) -> None:
    said = given("magda", "restrict", post={"holds": "yes", "because": " "}, child_id=child("wren"), entry_id=entry)
    assert "Say why" in said["error"]
    assert entry in read_by("tobias")


def test_what_is_restricted_is_read_by_its_agency_and_those_named_and_by_nobody_else_from_the_next_request_on(
    entry: UUID,
) -> None:
    assert signed_in("magda").post(address(entry), WHY).status_code == 302
    assert {name for name in ("ivo", "magda", "tobias", "anoushka", "leila") if entry in read_by(name)} == {
        "ivo",
        "magda",
    }
    assert str(entry) not in signed_in("tobias").get(f"/children/{child('wren')}/chronology/?show=all").content.decode()
    name_for(user("tobias"), child("wren"), up_to="restricted", by=user("bea"))
    assert entry in read_by("tobias")
    line = AuditLine.objects.filter(act="chronology.restrict").latest("seq")
    assert (line.user, line.child) == (user("magda").pk, child("wren"))


def test_it_is_opened_again_and_said_so_beneath(entry: UUID) -> None:
    client = signed_in("magda")
    client.post(address(entry), WHY)
    assert given("magda", "restrict", child_id=child("wren"), entry_id=entry)["level"] == "restricted"
    page = client.get(address(entry)).content.decode()
    assert "Open it again" in page
    assert WHY["because"] in page
    client.post(address(entry), {"holds": "no", "because": "He left the school"})
    shown = given("magda", "restrict", child_id=child("wren"), entry_id=entry)
    assert (shown["level"], [one.holds for one in shown["said"]]) == ("standard", [False, True])
    assert entry in read_by("tobias")


def test_asking_the_patterns_again_opens_nothing(entry: UUID) -> None:
    restrict(child("wren"), entry, holds=True, because="Told", by=user("magda"))
    ask([child("wren")], clock.today())
    assert entry not in read_by("tobias")
