"""Sources: everybody sees how old each feed is; only those who keep files see receipts."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client

from keepsight.intake.models import Receipt
from keepsight.pages.sources.page import age, folds
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


def test_every_file_stands_under_whoever_sent_it_the_newest_first(town: None) -> None:
    folds = given("wilf", "sources")["folds"]
    for fold in folds:
        files = [one for one, _ in fold.files]
        assert {one.agency_name for one in files} == {fold.title.partition(":")[0]}
        assert [one.received_at for one in files] == sorted((one.received_at for one in files), reverse=True)
    assert sum(len(fold.files) for fold in folds) == Receipt.objects.count()


@pytest.mark.parametrize(
    ("refused", "says"), [(0, "2 files"), (1, "2 files, 1 row refused"), (3, "2 files, 3 rows refused")]
)
def test_the_line_of_a_sender_says_how_many_rows_were_refused(town: None, refused: int, says: str) -> None:
    one = next(one for one, _ in given("wilf", "sources")["receipts"])
    (fold,) = folds([(replace(one, agency_name="A clinic", refused=each), "/") for each in (refused, 0)])
    assert fold.title == f"A clinic: {says}"


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
