"""Shared one by one: refused where it is not theirs or reaches nobody; corrections follow; new evidence brings decisions back."""

import datetime as dt
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepsight.access.actions import involve
from keepsight.access.models import DisclosedEntry, Disclosure, Notice, NotShared, User
from keepsight.access.sharing import Reasons, decide_not_to_share, notices_for
from keepsight.access.sight import THE_MACHINE
from keepsight.chronology import actions
from keepsight.chronology.actions import Source, append, append_rows
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.chronology.sharing import bring_back, share
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftEntry, DraftRow, When
from keepsight.people.queries import records_of
from keepsight.prompts.actions import append_and_ask, receive
from keepsight.store import clock
from tests.access.world import DAY, TODAY, World, build, seen

pytestmark = pytest.mark.django_db
NOW = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
REASONS = Reasons(
    "To plan with the school", "public_task", "yes", "not_sought", "One entry, and it is the one that matters"
)
KEPT = {"helps_the_child": "no", "risk_of_sharing": "no", "law_forbids": "no"}


@pytest.fixture
def world() -> World:
    """The small world of the rule of sight, at noon of its day; its surgery works with the child too."""
    with mock.patch.object(clock, "now", return_value=NOW):
        made = build()
        involve(made.users["gp"], made.children["own"], from_on=DAY, to_on=TODAY, source="test")
        yield made


def entry_of(world: World, narrative: str) -> UUID:
    return next(one.id for one in chronology(THE_MACHINE, world.children["own"]) if one.narrative == narrative)


def told(world: World, narrative: str, *, agency: str, corrects: UUID | None = None, level: str = "standard") -> UUID:
    """An entry about the child, appended an hour later."""
    records = {"child": records_of([world.children["own"]])[world.children["own"]][0]}
    when = When(DAY, DAY, "day", DAY.isoformat())
    draft = DraftEntry("concern.recorded", when, (("child", "child"),), narrative=narrative, level=level)
    source = Source(agency, TODAY, NOW + dt.timedelta(hours=1), by=world.users[agency])
    if corrects:
        return append(draft, records=records, source=source, corrects=corrects)
    return append_and_ask(draft, records=records, source=source)[0]


def decided(world: World, by: str = "school") -> NotShared:
    user = world.users[by]
    return decide_not_to_share(
        world.children["own"], to_agency="gp", answers=KEPT, because="It is no help to them", by=user
    )


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("narrative", ["police", "police-restricted", "police-sealed"])
def test_nobody_shares_another_agency_s_entry_read_or_not(world: World, narrative: str) -> None:
    before = Disclosure.objects.count()
    with pytest.raises(WrongUse, match="not for you to share"):
        share(
            world.children["own"],
            {entry_of(world, narrative)},
            to_agency="gp",
            reasons=REASONS,
            by=world.users["school"],
        )
    assert Disclosure.objects.count() == before


def test_what_would_reach_nobody_is_not_taken_for_told(world: World) -> None:
    before = Disclosure.objects.count()
    gp = entry_of(world, "gp")
    with pytest.raises(WrongUse, match="Nobody at that agency would read this"):
        share(world.children["own"], {gp}, to_agency="police", reasons=REASONS, by=world.users["gp"])
    assert (Disclosure.objects.count(), Notice.objects.filter(agency="police").count()) == (before, 0)


def test_a_restricted_entry_reaches_nobody_who_is_not_named_and_so_is_refused(world: World) -> None:
    involve(world.users["police"], world.children["own"], from_on=DAY, to_on=TODAY, source="test")
    restricted = entry_of(world, "school-restricted")
    with pytest.raises(WrongUse, match="Nobody at that agency would read this"):
        share(world.children["own"], {restricted}, to_agency="police", reasons=REASONS, by=world.users["school"])


# ---------------------------------------------------------------- sharing, and corrections


def test_what_is_shared_is_read_there_from_then_on_and_the_agency_hears_of_it(world: World) -> None:
    assert "gp" not in seen(world.users["school"])["own"]
    share(world.children["own"], {entry_of(world, "gp")}, to_agency="school", reasons=REASONS, by=world.users["gp"])
    assert "gp" in seen(world.users["school"])["own"]
    assert [one.notice.what for one in notices_for(world.users["school"])] == ["shared"]


@pytest.mark.parametrize("by_file", [False, True])
def test_a_correction_reaches_who_was_told_by_hand_and_by_file(world: World, by_file: bool) -> None:
    gp = entry_of(world, "gp")
    share(world.children["own"], {gp}, to_agency="school", reasons=REASONS, by=world.users["gp"])
    _correct(world, gp, by_file=by_file)
    assert "gp, put right" in seen(world.users["school"])["own"]
    assert {one.notice.what for one in notices_for(world.users["school"])} == {"shared", "corrected"}
    assert DisclosedEntry.objects.filter(disclosure__to_agency="school").count() == 2


def test_where_nothing_was_shared_nothing_is_looked_for_among_what_is_current(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        told(world, "Seen at the river", agency="police")
    sharing = [one["sql"] for one in asked if "access_disclosed_entry" in one["sql"]]
    assert sharing
    assert not [one for one in sharing if "chronology_current" in one]


def test_without_it_the_school_would_read_neither(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "tell_of_corrections", lambda identities: None)
    gp = entry_of(world, "gp")
    share(world.children["own"], {gp}, to_agency="school", reasons=REASONS, by=world.users["gp"])
    _correct(world, gp, by_file=False)
    assert not [one for one in seen(world.users["school"])["own"] if one.startswith("gp")]


def _correct(world: World, gp: UUID, *, by_file: bool) -> None:
    if not by_file:
        told(world, "gp, put right", agency="gp", corrects=gp)
        return
    when = When(DAY, DAY, "day", DAY.isoformat())
    draft = DraftEntry("concern.recorded", when, (("own", "child"),), narrative="gp, put right", key="own gp")
    record = records_of([world.children["own"]])[world.children["own"]][0]
    later = Source("gp", TODAY + dt.timedelta(days=1), NOW, by=world.users["gp"])
    append_rows([DraftRow("Sheet", 2, (draft,))], records={"own": record}, source=later, agency_named=str)


# ---------------------------------------------------------------- a decision not to share


def test_a_decision_that_the_statute_s_words_do_not_let_stand_is_not_kept(world: World) -> None:
    for answers in (
        {},
        {"helps_the_child": "no"},
        {**KEPT, "helps_the_child": "yes"},
        {**KEPT, "law_forbids": "perhaps"},
    ):
        with pytest.raises(WrongUse):
            decide_not_to_share(
                world.children["own"], to_agency="gp", answers=answers, because="No", by=world.users["school"]
            )
    assert not NotShared.objects.exists()


def test_new_evidence_that_its_maker_reads_brings_a_decision_back_once(world: World) -> None:
    decided(world)
    assert bring_back([world.children["own"]], since=NOW + dt.timedelta(minutes=1)) == 0
    told(world, "Seen at the river", agency="police")
    (heard,) = notices_for(world.users["school"])
    assert (heard.notice.what, heard.notice.user) == ("returned", world.users["school"])
    told(world, "Seen at the river again", agency="police")
    assert len(notices_for(world.users["school"])) == 1


HEADINGS = "Date,Reference,Kind,Event,Child forename,Child surname,Date of birth,Our reference"


def test_a_file_that_brings_something_new_brings_it_back_and_the_same_file_again_does_not(
    world: World, tmp_path: Path
) -> None:
    row = "05/03/2026,7,concern.recorded,Seen at the river,Own,Invented,01/03/2015,police-own"
    file = tmp_path / "police.csv"
    file.write_text(f"{HEADINGS}\n{row}\n", encoding="utf-8")
    decided(world)
    receive(file, agency="police", format_name="chronology_table", as_at=TODAY)
    assert [one.notice.what for one in notices_for(world.users["school"])] == ["returned"]
    with mock.patch.object(clock, "now", return_value=NOW + dt.timedelta(hours=2)):
        decided(world)
        receive(file, agency="police", format_name="chronology_table", as_at=TODAY)
    assert [one.notice.what for one in notices_for(world.users["school"])] == ["returned"]


@pytest.mark.parametrize(("agency", "level"), [("police", "restricted"), ("police", "sealed"), ("gp", "standard")])
def test_what_its_maker_may_not_read_brings_nothing_back(world: World, agency: str, level: str) -> None:
    decided(world)
    told(world, "Kept from the school", agency=agency, level=level)
    assert notices_for(world.users["school"]) == []
    assert NotShared.objects.get().returned_at is None


def test_what_came_about_another_child_brings_nothing_back(world: World) -> None:
    decided(world)
    assert bring_back([world.children["other"]], since=NOW - dt.timedelta(days=1)) == 0


def test_where_its_maker_has_gone_it_comes_back_to_a_colleague(world: World) -> None:
    decided(world)
    User.objects.filter(pk=world.users["school"].pk).update(is_active=False)
    told(world, "Seen at the river", agency="police")
    assert [one.notice.what for one in notices_for(world.users["lead"])] == ["returned"]
    assert Entry.objects.filter(received_at__gt=NOW).count() == 1
