"""Guidance beside a theme: what is refused, that nothing said or done of it is lost, and when it says that nobody has looked."""

import datetime as dt
from dataclasses import asdict, replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from keepsight.access.models import User
from keepsight.errors import Overtaken, WrongUse
from keepsight.store import clock
from keepsight.themes.guidance import (
    LOOK_AGAIN_AFTER,
    GuidanceShown,
    Said,
    beside_themes,
    guidance,
    look_again,
    put_beside,
    say_anew,
    withdraw,
)
from keepsight.themes.models import Guidance
from keepsight.themes.queries import prevalence_of_codes, prevalence_of_themes
from tests.themes.invented import a_reader

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)
COLD = Said(
    "chronic_neglect", "practice", "Cold at home", "An invented institute", 2019, "Ask where the child sleeps.",
    "https://institute.example/cold?at=home",
)  # fmt: skip


@pytest.fixture
def anna(db: None) -> User:
    return a_reader("anna")


def the_one() -> GuidanceShown:
    (one,) = guidance()
    return one


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"theme": "luck"}, "No theme"),
        ({"kind": "rumour"}, "no kind of guidance"),
        ({"title": ""}, "needs a title"),
        ({"publisher": ""}, "who published it"),
        ({"says": ""}, "what it says on this theme"),
        ({"year": 0}, "from 1889 to this one"),
        ({"year": 1888}, "from 1889 to this one"),
        ({"year": clock.today().year + 1}, "from 1889 to this one"),
    ],
)
def test_guidance_with_a_hole_or_from_a_year_to_come_is_refused(
    anna: User, change: dict[str, object], says: str
) -> None:
    with pytest.raises(WrongUse, match=says):
        put_beside(replace(COLD, **change), looked_on=None, by=anna)
    assert guidance() == []


@pytest.mark.parametrize(
    "address",
    [
        "http://institute.example/",
        "institute.example",
        "https://",
        "https:///cold",
        "javascript:alert(1)",
        "HTTPS://institute.example",
        "https://anna:secret@institute.example/",
        "https://institute.example/cold at home",
        "https://institute.example/\nx",
        "https://[institute",
    ],
)
def test_an_address_that_is_not_plainly_https_is_refused(anna: User, address: str) -> None:
    with pytest.raises(WrongUse, match="does not begin with https://"):
        put_beside(replace(COLD, address=address), looked_on=None, by=anna)


def test_nobody_can_have_looked_tomorrow_nor_before_it_was_published(anna: User) -> None:
    with pytest.raises(WrongUse, match="has not come yet"):
        put_beside(COLD, looked_on=clock.today() + ONE_DAY, by=anna)
    with pytest.raises(WrongUse, match="before it was published"):
        put_beside(COLD, looked_on=dt.date(2018, 12, 31), by=anna)


def test_the_same_is_not_put_beside_a_theme_twice(anna: User) -> None:
    put_beside(COLD, looked_on=None, by=anna)
    with pytest.raises(WrongUse, match="already"):
        put_beside(replace(COLD, title="COLD AT HOME", says="Otherwise."), looked_on=None, by=anna)
    put_beside(replace(COLD, theme="domestic_abuse"), looked_on=None, by=anna)
    assert [one.now.theme for one in guidance()] == ["chronic_neglect", "domestic_abuse"]


def test_what_is_said_anew_is_a_later_version_at_which_nobody_has_looked(anna: User) -> None:
    was = put_beside(COLD, looked_on=clock.today(), by=anna)
    say_anew(was.guidance, replace(COLD, says="Ask what they ate."), after=1, looked_on=None, by=anna)
    one = the_one()
    assert (one.now.says, one.now.number, [each.says for each in one.earlier]) == ("Ask what they ate.", 2, [COLD.says])
    assert one.looked is None
    assert one.first == was


def test_whoever_acts_on_what_was_changed_or_withdrawn_meanwhile_is_told(anna: User) -> None:
    one = put_beside(COLD, looked_on=None, by=anna).guidance
    say_anew(one, COLD, after=1, looked_on=None, by=anna)
    for late in (
        lambda after: say_anew(one, COLD, after=after, looked_on=None, by=anna),
        lambda after: look_again(one, after=after, on=clock.today(), by=anna),
        lambda after: withdraw(one, after=after, because="Later guidance.", by=anna),
    ):
        with pytest.raises(Overtaken):
            late(1)
    withdraw(one, after=2, because="Later guidance.", by=anna)
    with pytest.raises(Overtaken):
        look_again(one, after=2, on=clock.today(), by=anna)
    with pytest.raises(WrongUse, match="no such guidance"):
        look_again(uuid4(), after=1, on=clock.today(), by=anna)


def test_the_latest_day_on_which_somebody_looked_counts_and_each_says_so_once(anna: User) -> None:
    one = put_beside(COLD, looked_on=clock.today(), by=anna).guidance
    look_again(one, after=1, on=clock.today() - ONE_DAY, by=anna)
    assert the_one().looked.on == clock.today()
    with pytest.raises(WrongUse, match="of that day already"):
        look_again(one, after=1, on=clock.today(), by=anna)


def test_it_says_so_once_nobody_has_looked_for_over_a_year(anna: User) -> None:
    assert LOOK_AGAIN_AFTER.days == 365
    one = put_beside(COLD, looked_on=None, by=anna).guidance
    today = clock.today()
    assert the_one().wants_a_look(today)
    look_again(one, after=1, on=today, by=anna)
    assert not the_one().wants_a_look(today + LOOK_AGAIN_AFTER)
    assert the_one().wants_a_look(today + LOOK_AGAIN_AFTER + ONE_DAY)


def test_what_is_withdrawn_has_a_reason_stands_beside_nothing_and_is_kept(anna: User) -> None:
    one = put_beside(COLD, looked_on=None, by=anna).guidance
    with pytest.raises(WrongUse, match="for a reason"):
        withdraw(one, after=1, because="", by=anna)
    assert list(beside_themes()) == ["chronic_neglect"]
    withdraw(one, after=1, because="Later guidance took its place.", by=anna)
    assert beside_themes() == {}
    assert the_one().withdrawn.because == "Later guidance took its place."
    put_beside(COLD, looked_on=None, by=anna)  # it may come back


def test_guidance_is_counted_as_nothing(anna: User) -> None:
    put_beside(COLD, looked_on=clock.today(), by=anna)
    assert (prevalence_of_themes(), prevalence_of_codes()) == ([], [])


def test_the_database_itself_refuses_a_change_of_what_was_said_and_an_address_that_is_not_https(anna: User) -> None:
    made = put_beside(COLD, looked_on=None, by=anna)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Guidance.objects.filter(pk=made.pk).update(says="Otherwise.")
    with pytest.raises(DatabaseError, match="guidance_address_is_https"), transaction.atomic():
        Guidance.objects.create(
            number=1, **(asdict(COLD) | {"address": "http://institute.example"}), by=anna, at=clock.now()
        )
    assert the_one().now.says == COLD.says
