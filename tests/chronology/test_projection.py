"""The projection says what the log says: in step, exactly, and never half of it."""

import datetime as dt
import json
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, connections

from keepsight.access.actions import add_user, name_agency
from keepsight.chronology import projection
from keepsight.chronology.actions import Source, append, append_rows
from keepsight.chronology.folder import Writing, mark_of, relation
from keepsight.chronology.projection import bring_up_to_date
from keepsight.chronology.settled import settle
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftRow, DraftTie, When
from keepsight.patterns.scanning.population import Population
from keepsight.patterns.statement import ENTRY
from keepsight.people.actions import end_link, keep_records, keep_ties, link_by_hand, link_records
from keepsight.people.models import Link
from keepsight.store import server
from keepsight.store.opening import MACHINE
from keepsight.vocabulary import ASKED_DETAILS

DAY = dt.date(2026, 4, 1)


def by_the_log() -> list[tuple]:
    """The relation `entry` of every child, as PostgreSQL says it."""
    plain = [name for name in ENTRY if name not in ASKED_DETAILS]
    listed = ", ".join(f'"{name}"' for name in plain)
    children = "ARRAY (SELECT person_id FROM people_child)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed}, details FROM chronology_columns({children}) ORDER BY child, entry")
        rows = cursor.fetchall()
    return [(*row[:-1], *(json.loads(row[-1]).get(name) for name in ASKED_DETAILS)) for row in rows]


def by_the_folder(folder: Path) -> list[tuple]:
    """The same out of the projection."""
    population = Population(folder, None)
    population.bear("SELECT child FROM childhood", None)
    listed = ", ".join(f'"{name}"' for name in ENTRY)
    rows = population.duck.sql(f"SELECT {listed} FROM ({population.entry()}) ORDER BY child, entry").to_arrow_table()
    return [tuple(row.values()) for row in rows.to_pylist()]


def rows_of(folder: Path, table: str) -> list[tuple]:
    import duckdb

    return duckdb.execute(relation(folder, mark_of(folder), table)).fetchall()


@pytest.fixture
def columns(tmp_path: Path) -> Path:
    return tmp_path / "columns"


def test_the_invented_town_is_the_same_in_columns(fresh_town, columns):
    bring_up_to_date(columns, DAY)
    log = by_the_log()
    assert {row[ENTRY.index("scope")] for row in log} == {"child", "household"}
    assert len({row[ENTRY.index("age")] for row in log}) > 2
    assert by_the_folder(columns) == log


class School:
    """A school that tells of three children and a mother."""

    def __init__(self) -> None:
        self.agency, _ = name_agency("school", sector="school")
        self.teacher = add_user("tea", name="Tea Cher", agency="school", role="practitioner", password="long enough")
        born = When(dt.date(2015, 8, 31), dt.date(2015, 8, 31), "day", "31/08/2015")
        people = [
            DraftPerson(ref="ivy", role_hint="child", local_id="1", forename="Ivy", surname="Example", born=born),
            DraftPerson(ref="ben", role_hint="child", local_id="2", forename="Ben", surname="Example"),
            DraftPerson(ref="eve", role_hint="child", local_id="3", forename="Eve", surname="Other"),
            DraftPerson(ref="mother", role_hint="parent", local_id="4", forename="Amy", surname="Example"),
        ]
        self.records = keep_records(self.agency, people, receipt=None, as_at=DAY)
        link_records(self.records.values())

    def tell(self, narrative: str, about=("ivy",), *, key: str | None = None, as_at: dt.date = DAY) -> None:
        roles = tuple((ref, "parent" if ref == "mother" else "child") for ref in about)
        when = When(DAY, DAY, "day", DAY.isoformat())
        draft = DraftEntry(kind="concern.recorded", when=when, people=roles, narrative=narrative, key=key)
        append_rows([DraftRow("Sheet", 2, (draft,))], records=self.records, source=self.source(as_at), agency_named=str)

    def correct(self, entry: UUID, narrative: str) -> None:
        when = When(DAY, DAY, "day", DAY.isoformat())
        draft = DraftEntry(kind="child.seen", when=when, people=(("ivy", "child"),), narrative=narrative)
        append(draft, records=self.records, source=self.source(DAY), corrects=entry)

    def tie(self, kind: str, a: str, b: str, from_on: dt.date | None = None, to_on: dt.date | None = None) -> None:
        ties = [DraftTie(a_ref=a, kind=kind, b_ref=b, from_on=from_on, to_on=to_on)]
        keep_ties(self.agency, ties, self.records, receipt=None, as_at=DAY)

    def source(self, as_at: dt.date) -> Source:
        return Source("school", as_at, dt.datetime.combine(as_at, dt.time(12), dt.UTC), by=self.teacher)

    def person(self, ref: str) -> UUID:
        return Link.objects.get(record=self.records[ref], ended_at=None).person_id


@pytest.fixture
def school(fresh_store) -> School:
    return School()


def current_entry(narrative: str) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM chronology_current AS entry JOIN chronology_words ON entry_id = id WHERE narrative = %s",
            [narrative],
        )
        return cursor.fetchone()[0]


CHANGES = {
    "an entry about one child": lambda school: school.tell("Hungry."),
    "an entry about two children and their mother": lambda school: school.tell("Rows.", ("ivy", "ben", "mother")),
    "an entry about their mother": lambda school: school.tell("Amy was ill.", ("mother",)),
    "a mother said to be a mother": lambda school: school.tie("parent_of", "mother", "ivy"),
    "a home shared since yesterday": lambda school: school.tie("lives_with", "ben", "ivy", DAY - dt.timedelta(days=1)),
    "a matter told": lambda school: school.tell("Accepted.", key="a", as_at=dt.date(2026, 1, 31)),
    "the matter told otherwise": lambda school: school.tell("Closed.", key="a", as_at=dt.date(2026, 2, 28)),
    "the matter told as at first": lambda school: school.tell("Accepted.", key="a", as_at=dt.date(2026, 3, 31)),
    "an entry corrected": lambda school: school.correct(current_entry("Hungry."), "Fed, and seen."),
    "two children said to be one": lambda school: link_by_hand(
        school.records["eve"], school.person("ivy"), by=school.teacher, because="one and the same"
    ),
    "an entry of the one who was joined": lambda school: school.tell("Eve was late.", ("eve", "ivy")),
    "the two parted again": lambda school: end_link(
        Link.objects.get(record=school.records["eve"], ended_at=None).pk, by=school.teacher, because="two after all"
    ),
    "an agency of another kind": lambda school: name_agency("police", sector="police"),
}


@pytest.mark.long
def test_after_every_change_the_columns_say_what_the_log_says(school, columns):
    for change, happen in CHANGES.items():
        happen(school)
        bring_up_to_date(columns, DAY)
        assert by_the_folder(columns) == by_the_log(), change
    assert len(by_the_log()) > len(CHANGES) / 2


def test_many_changes_in_one_step_come_out_the_same(school, columns):
    school.tell("Before.")
    bring_up_to_date(columns, DAY)
    for happen in CHANGES.values():
        happen(school)
    bring_up_to_date(columns, DAY)
    assert by_the_folder(columns) == by_the_log()


def test_joining_and_parting_people_rewrites_no_entry(school, columns):
    school.tell("Hungry.", ("eve",))
    bring_up_to_date(columns, DAY)
    entries = mark_of(columns).files["entries"]
    before = by_the_folder(columns)
    CHANGES["two children said to be one"](school)
    bring_up_to_date(columns, DAY)
    assert by_the_folder(columns) != before
    assert mark_of(columns).files["entries"] == entries


def test_a_step_takes_only_what_is_new(school, columns):
    school.tell("One.")
    assert bring_up_to_date(columns, DAY).entries == 1
    school.tell("Two.")
    assert bring_up_to_date(columns, DAY).entries == 1
    assert bring_up_to_date(columns, DAY).entries == 0


@pytest.mark.parametrize("at", ["add", "put", "compact"])
def test_a_step_that_is_cut_short_leaves_the_folder_as_it_was(school, columns, monkeypatch, at):
    school.tell("One.")
    bring_up_to_date(columns, DAY)
    before, mark = by_the_folder(columns), mark_of(columns)
    school.tell("Two.")
    with monkeypatch.context() as cut:
        cut.setattr(Writing, at, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(columns, DAY)
    assert mark_of(columns) == mark
    assert by_the_folder(columns) == before
    bring_up_to_date(columns, DAY)
    assert by_the_folder(columns) == by_the_log() != before


COPIED = """
    WITH copied AS (
      INSERT INTO chronology_entry
        (id, kind, precision, occurred_from, occurred_to, recorded_on, recorded_how, received_at, agency_id, level,
         by_id, receipt_id, identity, content_hash, words_hash, supersedes_id)
      SELECT %(new)s::uuid, kind, precision, occurred_from, occurred_to, recorded_on, recorded_how, received_at, agency_id,
             level, by_id, %(receipt)s::uuid, COALESCE(%(identity)s::uuid, gen_random_uuid()), gen_random_uuid(),
             words_hash, %(corrects)s::uuid
      FROM chronology_entry WHERE id = %(old)s::uuid RETURNING id
    ),
    words AS (
      INSERT INTO chronology_words (entry_id, salt, raw_when, narrative, details)
      SELECT %(new)s::uuid, salt, raw_when, narrative, details FROM chronology_words WHERE entry_id = %(old)s::uuid
    ),
    stated AS (INSERT INTO chronology_entry_stated (entry_id, as_at) VALUES (%(new)s::uuid, '2026-03-31'))
    INSERT INTO chronology_entry_person (entry_id, record_id, role)
    SELECT %(new)s::uuid, record_id, role FROM chronology_entry_person WHERE entry_id = %(old)s::uuid
"""


def copy(database, old: UUID, **said) -> UUID:
    """Append a copy of an entry, in whatever transaction the connection is in."""
    new = uuid4()
    nothing = dict.fromkeys(("receipt", "identity", "corrects"))
    # The foreign keys inside one statement are looked at when it ends.
    database.execute(COPIED, nothing | {"new": new, "old": old} | said)
    return new


def entries_of(folder: Path) -> set[UUID]:
    return {row[ENTRY.index("entry")] for row in by_the_folder(folder)}


@pytest.fixture
def apart(school, fresh_store):
    """A second connection, whose transaction a test keeps open."""
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(server.url(fresh_store, "keepsight_app", database), options=MACHINE) as held_open:
        yield held_open
        held_open.rollback()


def test_an_import_that_is_still_open_loses_nothing(school, columns, apart):
    """It took its numbers first; another import commits, and a step is taken, before it commits too."""
    school.tell("Hungry.")
    old = current_entry("Hungry.")
    slow = copy(apart, old)
    school.tell("Quick.")
    bring_up_to_date(columns, DAY)
    assert slow not in entries_of(columns)
    apart.commit()
    bring_up_to_date(columns, DAY)
    assert {old, slow, current_entry("Quick.")} <= entries_of(columns)
    assert by_the_folder(columns) == by_the_log()


def test_what_a_later_import_replaces_stays_until_that_import_is_read_too(school, columns, apart):
    """A correction has committed, yet cannot be read in step while an older import is open: the matter must not vanish."""
    school.tell("Hungry.")
    old = current_entry("Hungry.")
    bring_up_to_date(columns, DAY)
    apart.execute("SELECT pg_current_xact_id()")
    school.correct(old, "Fed.")
    school.tell("Told after.", key="b")
    bring_up_to_date(columns, DAY)
    assert entries_of(columns) == {old}
    apart.commit()
    bring_up_to_date(columns, DAY)
    assert old not in entries_of(columns)
    assert by_the_folder(columns) == by_the_log()


def test_a_log_that_came_from_another_server_is_read_whole(fresh_town, columns):
    """Its rows bear transactions that this server has not come to: until they are settled, nobody who reads in step finds them."""
    database = connection.settings_dict["NAME"]
    with psycopg.connect(server.url(fresh_town, server.SUPERUSER, database)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE chronology_entry SET txid = '9000000000'")
    bring_up_to_date(columns, DAY)
    assert by_the_folder(columns) == []
    assert settle() > 0
    assert settle() == 0
    anew = columns.with_name("anew")
    bring_up_to_date(anew, DAY)
    assert by_the_folder(anew) == by_the_log() != []


def test_a_folder_that_was_in_step_with_another_server_is_refused_and_not_passed_over(school, columns):
    school.tell("Hungry.")
    bring_up_to_date(columns, DAY)
    mark = columns / "folder.json"
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"log": 9_000_000_000}))
    with pytest.raises(WrongUse, match="another server"):
        bring_up_to_date(columns, DAY)


def test_a_feed_has_told_nothing_until_its_entries_are_in_the_columns(school, columns, apart):
    """Or silence would be claimed for days whose entries are on their way."""
    school.tell("Hungry.")
    apart.execute("SELECT pg_current_xact_id()")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO intake_receipt
              (id, agency_id, received_at, file_name, sha256, size, format, format_version, as_at, rows, counted, entries,
               refused, duplicates, blank, warnings, tables)
            VALUES (gen_random_uuid(), 'school', now(), 'f', 'f', 1, 'f', '1', %s, 1, 1, 1, 0, 0, 0, '[]', '{}') RETURNING id
            """,
            [DAY],
        )
        (receipt,) = cursor.fetchone()
        cursor.execute(
            COPIED,
            {"new": uuid4(), "old": current_entry("Hungry."), "receipt": receipt, "identity": None, "corrects": None},
        )
        cursor.execute(
            "INSERT INTO intake_coverage (agency_id, receipt_id, kind, from_on, to_on) VALUES ('school', %s, 'child.seen', %s, %s)",
            [receipt, DAY, DAY],
        )
    bring_up_to_date(columns, DAY)
    assert rows_of(columns, "coverage") == []
    apart.commit()
    bring_up_to_date(columns, DAY)
    assert rows_of(columns, "coverage") == [(None, "school", "child.seen", DAY, DAY)]
    assert by_the_folder(columns) == by_the_log()


def test_the_worker_keeps_the_stores_own_columns_in_step_once_somebody_has_asked(school, monkeypatch, columns):
    from keepsight.prompts import jobs

    monkeypatch.setattr(projection, "own_folder", lambda: columns)
    monkeypatch.setattr(jobs, "own_folder", lambda: columns)
    jobs.project(0)
    assert not columns.exists()
    bring_up_to_date(columns, DAY)
    school.tell("Hungry.")
    jobs.project(0)
    assert by_the_folder(columns) == by_the_log() != []
