"""What is erased: not while it is held or must be kept, not by one person; then no word is left, and the chain verifies."""

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections

from conftest import Databases
from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import SafetyMarker, User
from keepsight.access.queries import the_machine
from keepsight.chronology.models import Entry, Words
from keepsight.cli.proving import first_bad
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt, RefusedRow
from keepsight.people import erasing as people_erasing
from keepsight.people.queries import children
from keepsight.practice.models import Hold, KeptApart, Purge, Unsaved
from keepsight.practice.rights import purging
from keepsight.practice.rights.retention import kept_until
from keepsight.prompts.actions import receive
from keepsight.store import clock, server
from keepsight.store.home import files, home

HEADINGS = (
    "Date,Reference,Kind,Event,Voice of the child,Comment,Professional,Child forename,Child surname,Date of birth,"
    "Our reference,Address,Postcode,Thread\n"
)
CANARIES = (
    "forename",
    "surname",
    "event",
    "voice",
    "comment",
    "professional",
    "number",
    "address",
    "file",
    "aside",
    "reason",
)


def words() -> dict[str, str]:
    """A word for each place that a child's words may lie in, drawn by chance, so that no code can know it."""
    return {place: "Q" + "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(11)) for place in CANARIES}


@dataclass(frozen=True, slots=True)
class Store:
    """A store with a child who is to go, with words that may then be nowhere, and another child who stays."""

    child: UUID
    said: dict[str, str]
    first: User
    second: User


def a_store(folder: Path, born: str = "04/02/1995") -> Store:
    said = words()
    name_agency("social-care", name="Social care", sector="social_care")
    name_agency("police", name="Police", sector="police")
    path = folder / f"{said['file']}.csv"
    row = (
        f"{said['event']},{said['voice']},{said['comment']},{said['professional']},{said['forename']},{said['surname']},"
        f"{born},{said['number']},1 {said['address']} Street,FK1 2AB,T1\n"
    )
    path.write_text(
        HEADINGS
        + f"02/03/2005,1,referral.received,{row}20/03/2005,2,referral.received,{row}"
        + "02/03/2005,4,referral.received,Came to the door,,,,Ivy,Example,04/02/1996,A2,,,\n",
        encoding="utf-8",
    )
    receive(path, agency="social-care")
    (gone,) = (one for one in children(the_machine()) if one.forename == said["forename"])
    first, second = (
        add_user(name, name=name, agency=agency, role="guardian", password="a long password")
        for name, agency in (("gail", "social-care"), ("pat", "police"))
    )
    _beside_the_log(gone.id, said, first)
    return Store(gone.id, said, first, second)


def _beside_the_log(child: UUID, said: dict[str, str], by: User) -> None:
    """Words that lie neither in a file nor in the log."""
    now, reason = clock.now(), said["reason"]
    SafetyMarker.objects.create(child=child, because=reason, at=now, by=by, until=now.date() + dt.timedelta(days=9))
    Unsaved.objects.create(user=by, address=f"/children/{child}/", fields={"says": reason}, kept_at=now)
    raw = {"Child": f"{said['forename']} {said['surname']}", "Event": said["aside"]}
    receipt = Receipt.objects.earliest("received_at")
    RefusedRow.objects.create(receipt=receipt, row=9, reason="there is no date", raw=raw)
    thread = Entry.objects.filter(words__narrative__contains=said["event"]).first().thread
    KeptApart.objects.create(
        thread=thread, agency=by.agency, by=by, kept_at=now, hypotheses=reason, unknowns="", alternatives="", feels="",
        hard=[], hard_because="",
    )  # fmt: skip


@pytest.fixture
def store(db: None, tmp_path: Path) -> Store:
    """A store whose changes are undone after the test."""
    return a_store(tmp_path)


def test_neither_may_be_asked_for_by_anybody_but_a_guardian(store: Store) -> None:
    store.first.role = "hub_coordinator"
    for act in (purging.hold, purging.ask):
        with pytest.raises(WrongUse, match="Only an information guardian"):
            act(store.child, because="It is time", by=store.first)


def test_neither_whoever_asked_nor_their_own_agency_signs(store: Store) -> None:
    asked = purging.ask(store.child, because="It is time", by=store.first)
    colleague = add_user("gus", name="Gus", agency="social-care", role="guardian", password="a long password")
    for who in (store.first, colleague):
        with pytest.raises(WrongUse, match="nothing here for you to sign"):
            purging.sign(asked.id, by=who)
    with pytest.raises(WrongUse, match="asked for already"):
        purging.ask(store.child, because="Again", by=store.second)


def test_what_one_person_signed_alone_is_not_done(store: Store) -> None:
    asked = purging.ask(store.child, because="It is time", by=store.first)
    with pytest.raises(WrongUse, match="Nobody has signed"):
        purging.do(asked.id)


def test_a_hold_stops_each_step_and_is_lifted_by_another_agency_alone(store: Store) -> None:
    asked = purging.ask(store.child, because="It is time", by=store.first)
    held = purging.hold(store.child, because="An inquiry asks for it", by=store.first)
    with pytest.raises(WrongUse, match="A hold stands"):
        purging.sign(asked.id, by=store.second)
    with pytest.raises(WrongUse, match="no hold here for you"):
        purging.lift(held.id, because="Done", by=store.first)
    purging.lift(held.id, because="The inquiry has ended", by=store.second)
    purging.sign(asked.id, by=store.second)
    Hold.objects.create(child=store.child, because="Another", by=store.first, at=clock.now())
    with pytest.raises(WrongUse, match="A hold stands"):
        purging.do(asked.id)


@pytest.mark.parametrize(("born", "says"), [("04/02/2017", "until 04/02/2042"), ("2017", "Nobody can tell")])
def test_what_must_still_be_kept_is_not_erased(db: None, tmp_path: Path, born: str, says: str) -> None:
    store = a_store(tmp_path, born)
    with pytest.raises(WrongUse, match=says):
        purging.ask(store.child, because="It is time", by=store.first)


def test_of_a_child_who_was_looked_after_the_longest_rule_holds(store: Store) -> None:
    (shown,) = (one for one in children(the_machine()) if one.id == store.child)
    assert kept_until(shown, looked_after=False)[0] == dt.date(2020, 2, 4)
    day, rule = kept_until(shown, looked_after=True)
    assert (day, rule.standing) == (dt.date(2070, 2, 4), "statutory")


@pytest.fixture
def committed(fresh_store: Path, tmp_path: Path) -> Iterator[Store]:
    """The same, where commits are real, and two guardians have signed."""
    store = a_store(tmp_path)
    (home() / "columns").mkdir(exist_ok=True)
    (home() / "columns" / "child").write_text(store.said["number"])
    asked = purging.ask(store.child, because="It is time", by=store.first)
    purging.sign(asked.id, by=store.second)
    yield store
    connections.close_all()


def left(databases: Databases, said: dict[str, str]) -> set[str]:
    """Where a word of the child still stands: rows of any table, what the planner remembers, folder, disk."""
    found: set[str] = set()
    name = connection.settings_dict["NAME"]
    wanted = [word.lower() for word in said.values()]
    address = server.url(databases.socket, server.SUPERUSER, name)
    with psycopg.connect(address, autocommit=True) as superuser:
        tables = superuser.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        texts = {f"table {table}": f'SELECT row::text FROM "{table}" AS row' for (table,) in tables.fetchall()}
        texts["statistics"] = "SELECT row::text FROM pg_stats AS row"
        for what, text in texts.items():
            if any(word in row.lower() for (row,) in superuser.execute(text) for word in wanted):
                found.add(what)
        (oid,) = superuser.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()
    disk = databases.folder / "postgres"
    for path in [*home().rglob("*"), *(disk / "base" / str(oid)).rglob("*"), *(disk / "pg_wal").rglob("*")]:
        if path.is_file():
            held = path.read_bytes().lower()
            if any(word.encode() in held for word in wanted) or any(word in path.name.lower() for word in wanted):
                found.add("disk" if disk in path.parents else "folder")
    return found


@pytest.mark.long
def test_a_dry_run_says_what_would_go_and_changes_nothing(committed: Store, databases: Databases) -> None:
    (asked,) = Purge.objects.all()
    there = Words.objects.count()
    would = purging.would_go(asked.id)
    assert would.rows["entries' words"] == there - 1, "all but what was said of somebody else"
    assert would.rows["rows set aside"] == 1
    assert would.files == 1
    assert Words.objects.count() == there
    assert first_bad(None)[1] is None
    assert purging.do(asked.id).rows == would.rows, "what was said is what went"


@pytest.mark.long
def test_no_word_is_left_and_the_chain_still_verifies(committed: Store, databases: Databases) -> None:
    assert {"folder", "disk", "table chronology_words", "table people_address"} <= left(databases, committed.said)
    (asked,) = Purge.objects.all()
    purging.do(asked.id)
    assert left(databases, committed.said) == set()
    assert first_bad(None)[1] is None
    assert [one.forename for one in children(the_machine())] == ["Ivy"]
    assert Words.objects.count() == 1, "what was said of somebody else stays"
    assert not any(files().glob("*-*"))
    with pytest.raises(WrongUse, match="no such purge"):
        purging.do(asked.id)


SABOTAGES = {
    "one room forgets": ("people_erasing._ERASE", people_erasing, "_ERASE", ()),
    "the disk is not swept": ("purging.sweep", purging, "sweep", lambda tables: True),
    "the folder is left": ("purging.remove_files", purging, "remove_files", lambda hashes: 0),
}


@pytest.mark.long
@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_purge_that_leaves_something_is_found_out(
    committed: Store, databases: Databases, monkeypatch: pytest.MonkeyPatch, sabotage: str
) -> None:
    _, where, name, instead = SABOTAGES[sabotage]
    monkeypatch.setattr(where, name, instead)
    (asked,) = Purge.objects.all()
    purging.do(asked.id)
    assert left(databases, committed.said)


@pytest.mark.long
def test_words_that_were_taken_away_by_no_purge_are_missed(committed: Store) -> None:
    (asked,) = Purge.objects.all()
    purging.do(asked.id)
    with connections["owner"].cursor() as cursor:
        for text in (
            "ALTER TABLE chronology_words DISABLE TRIGGER USER",
            "ALTER TABLE chronology_words NO FORCE ROW LEVEL SECURITY",
            "WITH gone AS (DELETE FROM chronology_words RETURNING entry_id)"
            f" INSERT INTO chronology_erased (entry_id, purge) SELECT entry_id, '{asked.id}' FROM gone",
            "ALTER TABLE chronology_words FORCE ROW LEVEL SECURITY",
            "ALTER TABLE chronology_words ENABLE TRIGGER USER",
        ):
            cursor.execute(text)
    assert first_bad(None)[1] == f"purge {asked.id}"
