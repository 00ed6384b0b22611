"""After an upgrade that brings patterns, everybody is asked once; a store that has been asked by all of them is left in peace."""

import datetime as dt
from unittest import mock

from keepsight.prompts.grown import begin, grown, note_asked
from keepsight.prompts.models import LibraryAsked
from keepsight.prompts.sheets import sheets
from keepsight.store import clock


def asked_with(versions: dict[str, str]) -> None:
    """That everybody was last asked with such a library."""
    LibraryAsked.objects.create(versions=versions, at=clock.now())


def test_a_pattern_that_is_new_or_of_another_version_is_to_be_asked_of_everybody_and_one_that_went_is_not(
    db: None,
) -> None:
    before = LibraryAsked.objects.get().versions
    del before["re-referral"]
    asked_with(before | {"child-not-seen": "0", "asked-no-more": "1"})
    assert grown() == ["child-not-seen", "re-referral"]


def test_where_working_days_are_reckoned_otherwise_what_waits_for_them_is_asked_anew_and_nothing_else(db: None) -> None:
    with mock.patch("keepsight.prompts.grown.RECKONED_BY", "a table that knows another bank holiday"):
        new = grown()
    assert "assessment-drift" in new, "45 working days"
    assert "re-referral" not in new, "twelve months"


def test_once_everybody_was_asked_nothing_is_new_even_where_the_clock_was_ahead_before(db: None) -> None:
    LibraryAsked.objects.create(versions={}, at=clock.now() + dt.timedelta(days=400))
    assert len(grown()) == len(sheets())
    note_asked(0)
    assert grown() == []


def test_a_new_store_begins_once_with_the_library_that_it_is_made_with(db: None) -> None:
    assert LibraryAsked.objects.count() == 1
    assert grown() == []
    begin(using="default")
    assert LibraryAsked.objects.count() == 1
