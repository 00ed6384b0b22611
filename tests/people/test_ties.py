"""What people are said to be to each other: each agency's last word, told only to whoever may hear that agency of the child."""

import datetime as dt
from uuid import UUID

import pytest

from keepsight.access.actions import add_user
from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.access.roles import Reach
from keepsight.access.sight import Sight
from keepsight.people.actions import link_by_hand
from keepsight.people.queries import records_of
from keepsight.people.ties import Said, Tie, ties_among
from tests.people.test_households import JANUARY, JUNE, MOTHER, SPRING, tie, told

pytestmark = pytest.mark.django_db

KIT = tie("kit", "lives_with", "ivy")


def said(who: dict[str, UUID], sight: Sight | None = None) -> list[tuple[str, str, str, list[str]]]:
    """Every tie that is told, by the words of the file, with the agencies that tell it."""
    name = {person: ref for ref, person in who.items()}
    found = ties_among(sight or the_machine(), who.values())
    return sorted((name[one.a], one.kind, name[one.b], [each.agency for each in one.said]) for one in found)


def of_the_school(who: dict[str, UUID], **kept: frozenset[UUID]) -> Sight:
    """What somebody of the school sees who works with Ivy."""
    return Sight(1, "school", "practitioner", Reach.INVOLVED, children=frozenset({who["ivy"]}), **kept)


def test_of_a_restricted_child_only_one_s_own_agency_s_word_is_told() -> None:
    police, school = told(tie("dad", "parent_of", "ivy"), agency="police"), told(MOTHER)
    link_by_hand(
        records_of([police["ivy"]])[police["ivy"]][0], school["ivy"], by=_somebody(), because="The same birth."
    )
    who = school | {"dad": police["dad"]}
    both = [("dad", "parent_of", "ivy", ["police"]), ("mum", "parent_of", "ivy", ["school"])]
    assert said(who) == both
    assert said(who, of_the_school(who)) == both
    assert said(who, of_the_school(who, restricted=frozenset({who["ivy"]}))) == both[1:]
    named = of_the_school(who, restricted=frozenset({who["ivy"]}), named=frozenset({who["ivy"]}))
    assert said(who, named) == both


def test_what_an_agency_said_last_is_all_it_says_and_another_s_word_stands_beside_it() -> None:
    told(tie("dad", "lives_with", "ivy"))
    who = told(tie("dad", "lives_with", "ivy", to_on=dt.date(2026, 2, 1)), as_at=JUNE)
    (one,) = ties_among(the_machine(), who.values())
    assert [(each.as_at, each.to_on) for each in one.said] == [(JUNE, dt.date(2026, 2, 1))]
    assert (one.holds(JANUARY), one.holds(SPRING)) == (True, False)


def test_what_holds_either_way_stands_once_and_what_does_not_stands_as_it_was_said() -> None:
    who = told(KIT, tie("ivy", "lives_with", "kit"), MOTHER)
    assert sorted(kind for _, kind, _, _ in said(who)) == ["lives_with", "parent_of"]
    assert ("mum", "parent_of", "ivy", ["school"]) in said(who)


def test_a_tie_to_somebody_who_was_not_asked_about_is_not_told() -> None:
    who = told(KIT, MOTHER)
    assert ties_among(the_machine(), {who["ivy"]}) == []


@pytest.mark.parametrize(
    ("kind", "raw", "holds"),
    [
        ("partner_of", "Partner", True),
        ("partner_of", "Ex-partner of MO", False),
        ("partner_of", "former boyfriend", False),
        ("partner_of", "Alexa's partner", True),
        ("lives_with", "Ex-partner of MO", True),
    ],
)
def test_an_ex_partner_is_no_partner_today_though_he_may_live_there(kind: str, raw: str, holds: bool) -> None:
    one = Tie(UUID(int=1), kind, UUID(int=2), (Said("School", JANUARY, None, None, raw),))
    assert one.holds(SPRING) is holds


def _somebody() -> User:
    return add_user("olu", name="Olu Reed", agency="school", role="agency_lead", password="only-invented-1")
