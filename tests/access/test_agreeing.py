"""Agreements, as rules: who may not make one, what may not be agreed; then made, ended and renewed, and never changed."""

import datetime as dt
from dataclasses import replace
from unittest import mock

import pytest
from django.db import DatabaseError, transaction

from keepsight.access.actions import add_user, name_agency
from keepsight.access.agreeing import (
    Days,
    Terms,
    agree,
    end_agreement,
    renew_agreement,
    speaks_for,
    to_look_at,
)
from keepsight.access.models import Agreement, AgreementEnded, User
from keepsight.access.queries import agreements, sight
from keepsight.errors import WrongUse
from keepsight.store import audit, clock
from keepsight.store.models import AuditLine

pytestmark = pytest.mark.django_db

TERMS = Terms("Pupils of the school", "So that what a child says is heard", "A public task", ("practitioner",))
ONE_DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=365)


def person(username: str, agency: str, role: str) -> User:
    name_agency(agency, name=agency.title(), sector="other")
    return add_user(username, name=username.title(), agency=agency, role=role, password="a long invented password")


@pytest.fixture
def bea(db: None) -> User:
    """The partnership's guardian. The school has none; the hospital has Tess."""
    name_agency("school", name="School", sector="school")
    person("tess", "hospital", "guardian")
    return person("bea", "partnership", "guardian")


def days() -> Days:
    return Days(clock.today(), clock.today() + YEAR, clock.today() + YEAR / 2)


def made(by: User | None, **other: object) -> Agreement:
    return agree("school", replace(TERMS, **other), days(), by=by)  # type: ignore[arg-type]  # any of its terms


def shared() -> set[str]:
    """The agencies whose entries a practitioner reads by agreement today."""
    reader = User.objects.filter(username="reader").first() or person("reader", "police", "practitioner")
    return {one.agency for one in sight(reader, clock.today()).shared or ()}


@pytest.mark.parametrize("role", ["agency_lead", "data_steward", "administrator", "practitioner"])
def test_whoever_is_no_guardian_makes_none(bea: User, role: str) -> None:
    with pytest.raises(WrongUse, match="Only an information guardian"):
        made(person("other", "school", role))
    assert not Agreement.objects.exists()


def test_a_guardian_does_not_speak_for_an_agency_that_has_one_of_its_own(bea: User) -> None:
    with pytest.raises(WrongUse, match="Another guardian speaks for that agency"):
        agree("hospital", TERMS, days(), by=bea)
    assert [one.code for one in speaks_for(bea)] == ["partnership", "school"]
    theirs = agree("hospital", TERMS, days(), by=User.objects.get(username="tess"))
    with pytest.raises(WrongUse, match="Another guardian"):
        end_agreement(theirs.pk, last_on=None, because="Not mine", by=bea)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"population": " "}, "whose children"),
        ({"purpose": ""}, "why their records"),
        ({"lawful_basis": ""}, "lawful basis"),
        ({"roles": ()}, "with whom"),
        ({"roles": ("practitioner", "analyst")}, "only with roles that work with children"),
        ({"roles": ("guardian",)}, "only with roles that work with children"),
        ({"roles": ("king",)}, "only with roles that work with children"),
        ({"kinds": ("child.abducted_by_aliens",)}, "no such kind"),
        ({"ages_under": 0}, "whole number from 1"),
        ({"ages_under": 99}, "whole number from 1"),
    ],
)
def test_what_may_not_be_agreed_is_refused_and_nothing_is_kept(bea: User, wrong: dict[str, object], says: str) -> None:
    with pytest.raises(WrongUse, match=says):
        made(bea, **wrong)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "review", "says"),
    [
        (0, -1, 0, "end before it begins"),
        (-30, -1, 0, "over already"),
        (0, 30, None, "by when it is looked at again"),
        (5, 30, 4, "before it begins"),
        (-30, 30, -1, "gone by"),
        (0, 30, 31, "only when it is over"),
    ],
)
def test_days_that_cannot_be_are_refused(bea: User, first: int, last: int, review: int | None, says: str) -> None:
    asked = Days(
        clock.today() + first * ONE_DAY,
        clock.today() + last * ONE_DAY,
        None if review is None else clock.today() + review * ONE_DAY,
    )
    with pytest.raises(WrongUse, match=says):
        agree("school", TERMS, asked, by=bea)
    assert not Agreement.objects.exists()


def test_an_agreement_shares_from_its_first_day_says_who_made_it_and_leaves_its_line(bea: User) -> None:
    agreed = made(bea)
    audit.write()
    assert shared() == {"school"}
    assert (agreed.made_by, agreed.review_on) == (bea, clock.today() + YEAR / 2)
    line = AuditLine.objects.get(act="access.agree")
    assert (line.user, line.about) == (bea.pk, f"agreement {agreed.pk}")


@pytest.mark.parametrize(
    ("last", "because", "says"),
    [(-2, "Wrong", "gone by"), (400, "Wrong", "over by then already"), (5, " ", "reason is needed")],
)
def test_it_is_not_ended_in_the_past_nor_later_than_it_ends_nor_without_a_reason(
    bea: User, last: int, because: str, says: str
) -> None:
    agreed = made(bea)
    with pytest.raises(WrongUse, match=says):
        end_agreement(agreed.pk, last_on=clock.today() + last * ONE_DAY, because=because, by=bea)
    assert not AgreementEnded.objects.exists()


def test_ended_at_once_it_shares_nothing_any_more_and_what_it_said_still_stands(bea: User) -> None:
    agreed = made(bea)
    end_agreement(agreed.pk, last_on=None, because="The school was joined to another", by=bea)
    assert shared() == set()
    agreed.refresh_from_db()
    assert agreed.to_on == clock.today() + YEAR
    assert agreed.over_on == clock.today() - ONE_DAY


def test_ended_on_a_day_it_holds_until_then_and_the_soonest_of_two_ends_holds(bea: User) -> None:
    agreed, today = made(bea), clock.today()
    end_agreement(agreed.pk, last_on=today + 9 * ONE_DAY, because="The year is over", by=bea)
    with pytest.raises(WrongUse, match="over by then already"):
        end_agreement(agreed.pk, last_on=today + 20 * ONE_DAY, because="Longer, please", by=bea)
    end_agreement(agreed.pk, last_on=today + 3 * ONE_DAY, because="Sooner", by=bea)
    assert [agreements(today + after * ONE_DAY).exists() for after in (0, 3, 4)] == [True, True, False]


def test_renewed_the_same_terms_go_on_from_the_day_after_without_a_gap_and_only_once(bea: User) -> None:
    agreed, today = made(bea), clock.today()
    until = today + 2 * YEAR
    renewed = renew_agreement(agreed.pk, to_on=until, review_on=until, because="It is read every week", by=bea)
    assert (renewed.renews, renewed.from_on, renewed.roles) == (agreed, today + YEAR + ONE_DAY, ["practitioner"])
    assert [agreements(on).count() for on in (today + YEAR, today + YEAR + ONE_DAY, until + ONE_DAY)] == [1, 1, 0]
    with pytest.raises(WrongUse, match="renewed already"):
        renew_agreement(agreed.pk, to_on=until, review_on=until, because="Again", by=bea)


def test_renewing_one_that_had_no_end_ends_it_the_day_before_so_that_never_two_hold(bea: User) -> None:
    today = clock.today()
    agreed = agree("school", TERMS, Days(today - YEAR), by=None)
    renew_agreement(agreed.pk, to_on=None, review_on=today + YEAR, because="Looked at", by=bea)
    assert agreed.over_on == today - ONE_DAY
    assert agreements(today).count() == 1


def test_one_that_begins_today_and_has_no_end_is_not_renewed_today(bea: User) -> None:
    agreed = agree("school", TERMS, Days(clock.today()), by=None)
    with pytest.raises(WrongUse, match="only just begun"):
        renew_agreement(agreed.pk, to_on=None, review_on=clock.today() + YEAR, because="Looked at", by=bea)


def test_it_is_to_be_looked_at_from_its_day_on_until_it_was_renewed(bea: User) -> None:
    agreed = made(bea)
    assert to_look_at(clock.today()) == []
    due = clock.now() + YEAR / 2 + ONE_DAY
    with mock.patch.object(clock, "now", return_value=due):
        assert to_look_at(clock.today()) == [agreed]
        until = clock.today() + 2 * YEAR
        renew_agreement(agreed.pk, to_on=until, review_on=until, because="Looked at", by=bea)
        assert to_look_at(clock.today()) == []


@pytest.mark.parametrize("change", [{"to_on": None}, {"purpose": "Another"}])
def test_the_database_changes_no_agreement_and_no_end_of_one(bea: User, change: dict[str, object]) -> None:
    end_agreement(made(bea).pk, last_on=None, because="Over", by=bea)
    for kept in (Agreement.objects.all(), AgreementEnded.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.update(**(change if kept.model is Agreement else {"because": "Another reason"}))
