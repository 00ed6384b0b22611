"""A life made ready to be replayed: who knew since when, and each matter as it stood on the day."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

import pytest
from django.db import connection

from keepsight.access.actions import add_user, name_agency
from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source, append, append_rows
from keepsight.chronology.queries import chronology
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftRow, When
from keepsight.patterns.replaying.life import Knew
from keepsight.patterns.statement import ENTRY
from keepsight.people.actions import keep_records, link_records
from keepsight.people.queries import persons_of
from keepsight.prompts import replaying
from keepsight.prompts.asking import entries_from
from keepsight.prompts.queries import asked
from keepsight.prompts.replaying import replay_of

ONE = UUID(int=1)
WRITTEN = dt.date(2025, 3, 3)


class Read:
    """An entry as far as telling goes."""

    def __init__(self, *told: tuple[str, dt.date | None]) -> None:
        self.told = told


@pytest.mark.parametrize(
    ("on", "since", "assumed"),
    [
        (dt.date(2025, 3, 9), dt.date(2025, 3, 9), False),
        (dt.date(2025, 3, 1), WRITTEN, False),  # told before it was written down
        (None, WRITTEN, True),
    ],
)
def test_who_was_told_knows_from_the_day_the_file_says_and_never_before_it_was_written(
    monkeypatch: pytest.MonkeyPatch, on: dt.date | None, since: dt.date, assumed: bool
) -> None:
    monkeypatch.setattr(replaying, "called", named)
    row = tuple({"entry": ONE, "recorded_on": WRITTEN}.get(name) for name in ENTRY)
    read = {ONE: Read(("The School", on), ("Her nan", on))}
    assert list(replaying._told([row], read)) == [Knew(ONE, "school", since, assumed)], "a nan is no agency"  # type: ignore[arg-type]


def named(words: Iterable[str]) -> dict[str, str]:
    """The only agency there is."""
    return {one: "school" for one in words if one == "The School"}


class Team:
    """Social care, one worker, and one child whom it knows; what it tells is stated as of a day."""

    def __init__(self) -> None:
        agency, _ = name_agency("team", sector="social_care")
        self.worker = add_user("wil", name="Wil Well", agency="team", role="practitioner", password="long enough")
        person = DraftPerson(ref="child", role_hint="child", local_id="1", forename="Ivy", surname="Example")
        self.records = keep_records(agency, [person], receipt=None, as_at=WRITTEN)
        link_records(self.records.values())
        self.child = persons_of(self.records.values())[self.records["child"]]

    def tell(self, on: dt.date, *, key: str, as_at: dt.date, written: dt.date | None = None) -> None:
        """A referral of a day, in a file."""
        row = DraftRow("Sheet", 2, (referral(on, key=key, written=written),))
        append_rows([row], records=self.records, source=self.source(as_at), agency_named=str)

    def correct(self, was: dt.date, on: dt.date, written: dt.date) -> None:
        """The referral of a day was of another day: a person puts it right."""
        (wrong,) = [one.id for one in chronology(the_machine(), self.child) if one.occurred_from == was]
        append(referral(on, written=written), records=self.records, source=self.source(written), corrects=wrong)

    def source(self, as_at: dt.date) -> Source:
        """It comes in at noon of the day."""
        return Source("team", as_at, dt.datetime.combine(as_at, dt.time(12), dt.UTC), by=self.worker)

    def could_be_seen(self) -> list[dt.date]:
        """The days from which all together could see that she was referred again, as replay tells it."""
        return [one.on for one in replay_of(the_machine(), self.child, LATER) if one.pattern == "re-referral"]


def referral(on: dt.date, *, key: str | None = None, written: dt.date | None = None) -> DraftEntry:
    """A referral about the child."""
    when = When(on, on, "day", on.isoformat())
    return DraftEntry("referral.received", when, (("child", "child"),), narrative="Told.", key=key, recorded_on=written)


LONG_BEFORE, FIRST, SECOND, LATER = dt.date(2023, 3, 20), dt.date(2025, 3, 2), dt.date(2025, 3, 20), dt.date(2026, 1, 1)
APRIL, JUNE = dt.date(2025, 4, 30), dt.date(2025, 6, 30)


@pytest.fixture
def team(db: None) -> Team:
    """The team, with the first referral told."""
    found = Team()
    found.tell(FIRST, key="1", as_at=APRIL)
    return found


def test_what_a_later_file_told_otherwise_is_replayed_as_it_stood_on_the_day(team: Team) -> None:
    team.tell(SECOND, key="2", as_at=APRIL)
    assert team.could_be_seen() == [SECOND]
    team.tell(LONG_BEFORE, key="2", as_at=JUNE)  # it had been two years before: a year was mistyped
    assert team.could_be_seen() == [SECOND], "nobody could know in March what was put right after April"
    assert [one for one in asked(team.child, LATER, holding=False).prompts if one.pattern == "re-referral"] == []


def test_what_came_to_be_known_by_a_later_file_is_not_replayed_before_it(team: Team) -> None:
    team.tell(LONG_BEFORE, key="2", as_at=APRIL)
    team.tell(SECOND, key="2", as_at=JUNE)
    assert team.could_be_seen() == [dt.date(2025, 5, 1)], "as of 30 April another day stood there"


def test_what_a_person_put_right_is_replayed_from_the_day_on_which_they_wrote_it(team: Team) -> None:
    team.tell(SECOND, key="2", as_at=APRIL)
    team.correct(SECOND, LONG_BEFORE, written=JUNE)
    assert team.could_be_seen() == [SECOND]


def test_what_a_person_put_right_is_not_replayed_before_they_wrote_it(team: Team) -> None:
    team.tell(LONG_BEFORE, key="2", as_at=APRIL)
    team.correct(LONG_BEFORE, SECOND, written=JUNE)
    assert team.could_be_seen() == [JUNE]


def test_a_replay_of_what_stands_today_alone_would_be_found_out(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sabotage of the tests above: what was corrected is left out, as if it had never stood."""
    monkeypatch.setattr(replaying, "ENTRY", entries_from("chronology_columns"))
    team.tell(SECOND, key="2", as_at=APRIL)
    team.tell(LONG_BEFORE, key="2", as_at=JUNE)
    assert team.could_be_seen() == []


def test_a_replay_that_took_no_notice_of_when_an_account_stood_would_be_found_out(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage the other way: every account counts from its own day on, whatever took its place."""
    monkeypatch.setattr(replaying, "turns", lambda *_: [])
    team.tell(LONG_BEFORE, key="2", as_at=APRIL)
    team.tell(SECOND, key="2", as_at=JUNE)
    assert team.could_be_seen() == [SECOND]


def test_of_an_account_that_stands_replay_reads_what_the_patterns_read(team: Team) -> None:
    team.tell(SECOND, key="2", as_at=APRIL)
    team.tell(LONG_BEFORE, key="2", as_at=JUNE)
    team.tell(JUNE, key="3", as_at=JUNE, written=LATER)
    with connection.cursor() as cursor:
        told = []
        for columns in ("chronology_columns", "chronology_accounts"):
            cursor.execute(f"SELECT * FROM {columns}(%s::uuid[])", [[team.child]])
            told.append(({column.name for column in cursor.description}, set(cursor.fetchall())))
    (names, standing), (all_names, accounts) = told
    assert names == all_names
    assert standing < accounts
    assert (len(standing), len(accounts)) == (3, 4)
