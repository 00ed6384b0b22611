"""The chronology: refused to whom it is not for, then every entry once, with filters that hide nothing silently."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from keepsight.pages.chronology.filters import HEAPS, Filters, asked_for, heap_of, keeps
from keepsight.pages.chronology.rows import row, rows
from keepsight.store.models import AuditLine
from keepsight.vocabulary import KINDS
from tests.pages.invented import entry, of_tam
from tests.pages.town_people import NOBODY_S, child, given, signed_in


def address(of: uuid.UUID) -> str:
    """Where a child's chronology stands."""
    return f"/children/{of}/chronology/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address(child("wren"))).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address(child("wren"))).status_code == 403


@pytest.mark.parametrize("which", ["linden", None])
def test_a_child_out_of_sight_is_not_found(town: None, which: str | None) -> None:
    assert signed_in("ivo").get(address(child(which) if which else NOBODY_S)).status_code == 404


def test_every_entry_stands_once_and_the_look_says_how_many(town: None) -> None:
    context = given("ivo", "chronology", query={"show": "all"}, child_id=child("wren"))
    rows = context["rows"]
    page = signed_in("ivo").get(f"{address(child('wren'))}?show=all").content.decode()
    assert [one.number for one in rows] == list(range(1, len(rows) + 1))
    assert page.count('<tr id="entry-') == len(rows) == context["total"] > 0
    assert AuditLine.objects.latest("seq").count == len(rows)


@pytest.mark.parametrize("fact", ["seen_alone", "own_words", "referrals", "not_brought", "missing"])
def test_a_fact_opens_exactly_the_entries_it_counts(town: None, fact: str) -> None:
    of = child("wren")
    told = {one["fact"].name: one["fact"] for one in given("ivo", "overview", child_id=of)["facts"]}
    shown = given("ivo", "chronology", query={"fact": fact}, child_id=of)["rows"]
    assert [one.id for one in shown] == list(told[fact].entries)


def test_a_filter_leaves_the_numbers_as_they_are(town: None) -> None:
    of = child("wren")
    whole = {one.id: one.number for one in given("ivo", "chronology", query={"show": "all"}, child_id=of)["rows"]}
    some = given("ivo", "chronology", query={"what": "health"}, child_id=of)["rows"]
    assert 0 < len(some) < len(whole)
    assert all(one.number == whole[one.id] for one in some)


@pytest.mark.parametrize(
    ("kind", "heap"),
    [
        ("neglect.indicator", "neglect"),
        ("home.observed", "neglect"),
        ("growth.faltering", "neglect"),
        ("immunisation.not_given", "health"),
        ("placement.ended", "care"),
        ("police.notified", "harm"),
        ("child.seen", "seen"),
        ("child.died", "other"),
        ("note.made", "other"),
    ],
)
def test_a_kind_belongs_to_one_heap(kind: str, heap: str) -> None:
    assert heap_of(kind) == heap


def test_no_kind_is_in_two_heaps_and_no_heap_names_what_is_no_kind() -> None:
    named = [one for _, kinds in HEAPS.values() for one in kinds]
    assert len(named) == len(set(named))
    assert set(named) <= {*KINDS, *(kind.split(".")[0] for kind in KINDS)}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, "abcd"),
        ({"agency": "Marshlight School"}, "b"),
        ({"agency": "Fennick Children’s Social Care"}, "abcd"),
        ({"what": "missing"}, "c"),
        ({"about": "child"}, "abc"),
        ({"said": "yes"}, "a"),
        ({"since": "2/1/2026"}, "bc"),
        ({"until": "2026-01-02"}, "ab"),
        ({"since": "2/1/2026", "until": "2/1/2026"}, "b"),
        ({"since": "not a day"}, "abcd"),
    ],
)
def test_a_filter_keeps_what_it_says(query: dict[str, str], kept: str) -> None:
    entries = {
        "a": entry("child.voice", "2026-01-01", child_words="Here"),
        "b": entry("referral.received", "2026-01-02", from_agency_name="Marshlight School"),
        "c": entry("missing.reported", "2026-01-03"),
        "d": of_tam(entry("child.seen", None)),
    }
    filters = asked_for(query)
    assert "".join(name for name, one in entries.items() if keeps(filters, one)) == kept


def test_an_entry_of_a_stretch_is_kept_when_any_day_of_it_is() -> None:
    march = entry("child.seen", "2026-03-01", occurred_to=dt.date(2026, 3, 31), precision="month")
    assert keeps(Filters(first=dt.date(2026, 3, 20)), march)
    assert not keeps(Filters(first=dt.date(2026, 4, 1)), march)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"since": "yesterday"}, ["since"]),
        ({"since": "31/2/2026", "until": "x"}, ["since", "until"]),
        ({"since": "2/1/2026", "until": "1/1/2026"}, ["until"]),
        ({"since": "1/1/2026", "until": "1/1/2026"}, []),
    ],
)
def test_a_day_that_cannot_be_read_is_answered_with_a_sentence(query: dict[str, str], fields: list[str]) -> None:
    assert [field for field, _ in asked_for(query).errors] == fields


@pytest.mark.parametrize(
    ("kind", "details", "seen"),
    [
        ("child.seen", {"alone": "yes"}, "seen alone"),
        ("child.seen", {"alone": "no"}, "seen, not alone"),
        ("child.seen", {"alone": "unknown"}, "seen"),
        ("child.not_seen", {}, "not seen"),
        ("assessment.completed", {"child_seen": "no"}, "not seen"),
        ("assessment.completed", {}, "not said"),
        ("referral.received", {}, ""),
    ],
)
def test_not_said_is_not_not_seen(kind: str, details: dict[str, str], seen: str) -> None:
    assert row(entry(kind, "2026-01-01", details=details), 1, ()).seen == seen


def test_an_entry_of_the_household_says_whose_it_is_and_the_role() -> None:
    made = row(of_tam(entry("child.seen", "2026-01-01", details={"alone": "yes"})), 1, ())
    assert (made.whose, made.seen) == ("Tam Sedgeway, sibling", "")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"basis": "carer", "corroborated": False}, "a carer's account, not corroborated"),
        ({"basis": "carer"}, "a carer's account"),
        ({"basis": "observed"}, None),
        ({"basis": "unknown"}, None),
        ({}, None),
    ],
)
def test_whose_account_it_is_is_said_unless_the_writer_saw_it(said: dict[str, Any], shown: str | None) -> None:
    assert row(entry("home.observed", "2026-01-01", **said), 1, ()).basis == shown


def test_a_day_of_recording_that_was_assumed_is_said_to_be() -> None:
    assumed = row(entry("home.observed", "2026-01-01"), 1, ()).source
    stated = row(entry("home.observed", "2026-01-01", recorded_how="stated"), 1, ()).source
    assert "assumed" in assumed
    assert "assumed" not in stated


def test_the_accounts_that_an_entry_replaced_stay_readable() -> None:
    made = entry(
        "home.observed", "2026-01-02", earlier=(entry("home.observed", "2026-01-01", narrative="First told so"),)
    )
    assert [(one.when, "First told so" in one.text) for one in row(made, 1, ()).versions] == [("1 Jan 2026", True)]


def test_words_that_one_row_of_a_file_gave_to_two_entries_are_said_once() -> None:
    voice = entry("child.voice", "2026-01-02", narrative="At lunch.", child_words="Not home.", hindsight="Read later.")
    concern = replace(voice, id=uuid.uuid4(), kind="concern.recorded", child_words=None)
    elsewhere = replace(voice, id=uuid.uuid4(), source=replace(voice.source, row=99))
    first, second, third = rows([voice, concern, elsewhere], {}, {voice.id, concern.id, elsewhere.id})
    assert (first.text, first.child_words, first.same_words) == ("At lunch.", "Not home.", None)
    assert (second.text, second.hindsight, second.same_words) == ("", None, (voice.id, 1))
    assert (third.text, third.same_words) == ("At lunch.", None)


def test_a_decision_is_the_holder_s_whoever_the_matter_came_from() -> None:
    decided = entry("referral.decided", "2026-01-02", from_agency_name="Marshlight School")
    assert (row(decided, 1, ()).agency, row(decided, 1, ()).held_by) == ("Fennick Children’s Social Care", None)
