"""Before a visit: refused to whom it is not for, without a reason or an end; then seen by all who see the child, until its day."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.models import SafetyMarker
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user

SAID = {"because": "Go in pairs: the dog is loose", "until": "1/6/2026"}


def here(name: str = "wren") -> str:
    return f"/children/{child(name)}/before-a-visit/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(), SAID).status_code == 302


@pytest.mark.parametrize("username", ["bea", "wilf", "robin", "dev"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), SAID).status_code == 403
    assert not SafetyMarker.objects.exists()


def test_of_a_child_out_of_sight_and_without_names_nothing_is_marked(town: None) -> None:
    client = signed_in("ivo")
    assert client.post(here("jory"), SAID).status_code == 404
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    assert client.post(here(), SAID).status_code == 404
    assert not SafetyMarker.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"because": " "}, "because"),
        ({"until": "soon"}, "until"),
        ({"until": "31/3/2026"}, "until"),
        ({"until": "1/4/2027"}, "until"),
    ],
)
def test_without_a_reason_and_a_day_within_half_a_year_nothing_is_marked(
    town: None, wrong: dict[str, str], field: str
) -> None:
    assert list(given("ivo", "before_a_visit", post=SAID | wrong, child_id=child("wren"))["errors"]) == [field]
    assert not SafetyMarker.objects.exists()


def test_a_marker_of_another_child_is_not_taken_back_from_here(town: None) -> None:
    signed_in("leila").post(here("jory"), SAID)
    marker = SafetyMarker.objects.get()
    assert signed_in("ivo").post(here(), {"marker": str(marker.pk)}).status_code == 404
    assert SafetyMarker.objects.get().taken_back_at is None


@pytest.mark.long
def test_all_who_see_the_child_see_it_on_every_page_until_its_day_is_over(town: None) -> None:
    signed_in("ivo").post(here(), SAID)
    for username in ("tobias", "rafe", "mina", "leila"):
        client = signed_in(username)
        for page in (f"/children/{child('wren')}/", f"/children/{child('wren')}/chronology/"):
            assert SAID["because"] in client.get(page).content.decode(), (username, page)
    after = dt.datetime(2026, 6, 2, 9, tzinfo=clock.LONDON)
    with mock.patch.object(clock, "now", return_value=after):
        assert SAID["because"] not in signed_in("leila").get(f"/children/{child('wren')}/").content.decode()


def test_without_names_the_page_says_only_that_something_is_marked(town: None) -> None:
    client = signed_in("ivo")
    client.post(here(), SAID)
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    page = client.get(f"/children/{child('wren')}/").content.decode()
    assert "something is marked" in page
    assert SAID["because"] not in page


def test_whoever_finds_that_it_no_longer_holds_takes_it_back(town: None) -> None:
    signed_in("ivo").post(here(), SAID)
    marker = SafetyMarker.objects.get()
    assert signed_in("rafe").post(here(), {"marker": str(marker.pk)}).status_code == 302
    assert SAID["because"] not in signed_in("ivo").get(f"/children/{child('wren')}/").content.decode()
    assert SafetyMarker.objects.get().taken_back_by == user("rafe")
