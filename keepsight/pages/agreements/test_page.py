"""Agreements: not without signing in; every page says where there is none."""

import pytest
from django.test import Client

from keepsight.access import queries
from tests.pages.town_people import given, signed_in


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/agreements/").status_code == 302


def test_where_there_is_no_agreement_every_page_says_so(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"No agreement to share" not in signed_in("ivo").get("/").content
    monkeypatch.setattr("keepsight.pages.frame.no_agreement", lambda: True)
    assert b"No agreement to share" in signed_in("ivo").get("/").content


def test_each_feed_of_the_town_has_one(town: None) -> None:
    shown = given("ivo", "agreements")["agreements"]
    assert len(shown) == queries.agreements().count() == 8
    roles = "Practitioner, agency lead or manager, hub coordinator, conference chair and independent reviewing officer"
    assert {(one["kinds"], one["roles"]) for one in shown} == {("Every kind", roles)}
