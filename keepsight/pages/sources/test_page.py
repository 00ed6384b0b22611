"""Sources: everybody sees how old each feed is; only those who keep files see receipts."""

import datetime as dt

import pytest
from django.test import Client

from keepsight.intake.models import Receipt
from keepsight.pages.sources.page import age
from keepsight.store import clock
from tests.pages.invented import TODAY
from tests.pages.town_people import given, signed_in


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/sources/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "nell", "mina", "osei", "orla", "cass", "dev"])
def test_a_role_that_does_not_keep_files_sees_no_receipt(town: None, username: str) -> None:
    assert given(username, "sources")["receipts"] == []
    assert b"Files that came" not in signed_in(username).get("/sources/").content


def test_the_data_steward_sees_a_receipt_for_each_file(town: None) -> None:
    assert len(given("wilf", "sources")["receipts"]) == Receipt.objects.count() >= 5


def test_not_connected_is_said_apart_from_nothing_recorded(town: None) -> None:
    page = signed_in("ivo").get("/sources/").content.decode()
    assert "Not connected is not the same as nothing recorded" in page
    assert "Housing: no agency" in page


def test_a_feed_that_has_gone_silent_is_named_to_everybody(town: None) -> None:
    before = signed_in("ivo").get("/sources/").content.decode()
    for days in (90, 83, 76, 69):
        Receipt.objects.create(
            agency_id="social-care-999", received_at=clock.now(), file_name="x", sha256="x", size=1, format="marac_list",
            format_version="1", as_at=TODAY - dt.timedelta(days=days), rows=1, counted=1, entries=1, refused=0,
            duplicates=0, blank=0,
        )  # fmt: skip
    page = signed_in("ivo").get("/sources/").content.decode()
    said = "one used to come about every 7 days"
    assert said not in before
    assert said in page
    assert "Gone silent" in page


@pytest.mark.parametrize(
    ("covered_to", "says"),
    [
        (TODAY, "up to date"),
        (TODAY + dt.timedelta(days=2), "up to date"),
        (TODAY - dt.timedelta(days=1), "1 day old"),
        (dt.date(2025, 11, 3), "133 days old"),
        (None, "covers nothing yet"),
    ],
)
def test_a_feed_is_as_old_as_the_days_that_no_file_covers(covered_to: dt.date | None, says: str) -> None:
    assert age(covered_to, TODAY) == says
