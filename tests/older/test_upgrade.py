"""A store that an older release left becomes one of this release with every row that it had, and goes on with the same prompts."""

import gzip
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from conftest import AUDIT_KEY, TODAY, Databases, stopped_clock
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.cli.proving import first_bad
from keepsight.clocks import LAST_DAY
from keepsight.people.queries import children
from keepsight.practice.queries import answers
from keepsight.prompts.actions import ask_open_clocks
from keepsight.prompts.grown import grown
from keepsight.prompts.queries import prompts_of
from keepsight.store import opening, server
from keepsight.store.chain import Head
from keepsight.store.home import audit_key_file
from keepsight.store.models import AuditLine
from keepsight.store.queries import audit_head

pytestmark = pytest.mark.long
OLDER = Path(__file__).with_name("277d0ca.dump.gz")  # made by make_store.py beside it

# What Django and the libraries write for themselves, and the calendar, which is no child's.
NOT_OURS = ("django_", "auth_permission", "procrastinate_", "prompts_clock")
# By hand, as in town/families/tansley.toml: Imani and Jude, involved from 22 September; 42 days run to 3 November without
# supervision, after which the older release did not ask.
STANDS_NOW_TOO = ["supervision-gap", "supervision-gap"]

STANDING = """
    SELECT p.id, p.pattern, p.child_id, p.began_on, p.ended_on, p.visible_on, p.version,
           string_agg(shows.part || e.content_hash::text, ' ' ORDER BY shows.part, e.content_hash)
    FROM prompts_prompt p
    JOIN prompts_prompt_entry shows ON shows.prompt_id = p.id
    JOIN chronology_entry e ON e.id = shows.entry_id
    WHERE p.withdrawn_at IS NULL
    GROUP BY p.id
"""

CALENDAR = """
    SELECT clock_window, count(*), max(gone_on), sum(hashtext(day::text || gone_on::text)::bigint)
    FROM prompts_clock GROUP BY clock_window
"""

Columns = Mapping[str, list[str]]
Rows = Mapping[str, set[tuple[object, ...]]]


@dataclass(frozen=True)
class Upgraded:
    """The store after the upgrade: every row of ours before and after it, the audit's head and the prompts before it."""

    address: str
    columns: Columns
    before: Rows
    after: Rows
    head: Head
    prompts: frozenset[tuple[object, ...]]
    calendar: set[tuple[object, ...]]


@pytest.fixture(scope="module")
def upgraded(
    databases: Databases, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Upgraded]:
    """The store that the older release left, brought up to date as `keepsight migrate` does it."""
    assert audit_key_file().read_text() == AUDIT_KEY, "the key that the older store was made with"
    dump, name = tmp_path_factory.mktemp("older") / "dump", "older"
    dump.write_bytes(gzip.decompress(OLDER.read_bytes()))
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # of pytest-django, which names no type
        databases.template("blank")
        server.make_database(databases.socket, name)
        address = server.url(databases.socket, server.SUPERUSER, name)
        restore = [server.program("pg_restore"), "--single-transaction", "--dbname", address, str(dump)]
        subprocess.run(restore, check=True)
        _put_calendar_back(server.url(databases.socket, server.SUPERUSER, "blank"), address)
        opening.work_as_the_machine()
        opening.point_at(databases.socket, name)
        with stopped_clock():
            columns = columns_of(address)
            before, head, prompts = rows(address, columns), audit_head(), standing(address)
            opening.migrate()
            of_this_release = calendar(server.url(databases.socket, server.SUPERUSER, "blank"))
            yield Upgraded(address, columns, before, rows(address, columns), head, prompts, of_this_release)
        connections.close_all()
        server.drop_database(databases.socket, name)


def _put_calendar_back(source: str, target: str) -> None:
    """The calendar, which the dump leaves out, as a release had it whose working days ended a year sooner."""
    copy = "COPY prompts_clock (clock_window, day, gone_on)"
    with (
        psycopg.connect(source) as of,
        psycopg.connect(target) as to,
        of.cursor().copy(f"{copy} TO STDOUT") as out,
        to.cursor().copy(f"{copy} FROM STDIN") as into,
    ):
        for piece in out:
            into.write(piece)
    with psycopg.connect(target) as to:
        to.execute("DELETE FROM prompts_clock WHERE clock_window LIKE '%working day%' AND gone_on >= '2028-01-01'")


def calendar(address: str) -> set[tuple[object, ...]]:
    """Of each window in the calendar: how many days it tells of, the last of them, and a hash of them all."""
    with psycopg.connect(address) as read:
        return set(read.execute(CALENDAR))


def columns_of(address: str) -> Columns:
    """The columns of each table of ours, by its name."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(address) as read:
        for table, column in read.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        ):
            if not table.startswith(NOT_OURS):
                found.setdefault(table, []).append(column)
    return found


def rows(address: str, columns: Columns) -> Rows:
    """Every row of these tables, as text, of these columns alone."""
    with psycopg.connect(address) as read:
        return {table: set(read.execute(_all(table, names))) for table, names in columns.items()}


def _all(table: str, names: list[str]) -> sql.Composed:
    told = (sql.SQL("{}::text").format(sql.Identifier(one)) for one in names)
    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(told), sql.Identifier(table))


def standing(address: str) -> frozenset[tuple[object, ...]]:
    """What stands or stood: each prompt by its id, with its pattern, its child, its days, and what shows it, by hash."""
    with psycopg.connect(address) as read:
        return frozenset(read.execute(STANDING))


def test_the_upgrade_changes_no_row_of_any_table_and_takes_no_column_away(upgraded: Upgraded) -> None:
    now = columns_of(upgraded.address)
    gone = {table: [one for one in names if one not in now.get(table, ())] for table, names in upgraded.columns.items()}
    assert {table: names for table, names in gone.items() if names} == {}
    changed = [table for table, before in upgraded.before.items() if before != upgraded.after[table]]
    assert changed == []
    filled = [table for table, told in upgraded.before.items() if told]
    assert len(upgraded.before["chronology_entry"]) > 50
    assert len(filled) > 20, "a store with something in it"


def test_working_days_that_the_older_release_did_not_know_yet_are_known_after_it(upgraded: Upgraded) -> None:
    assert calendar(upgraded.address) == upgraded.calendar
    assert max(last for window, _, last, _ in upgraded.calendar if "working" in window).year == LAST_DAY.year


def test_the_chain_that_the_older_release_wrote_is_read_to_its_end(upgraded: Upgraded) -> None:
    (lines, words), bad = first_bad(upgraded.head)
    assert bad is None
    assert (lines, words) == (len(upgraded.before["store_auditline"]), len(upgraded.before["chronology_words"]))


def test_each_child_s_chronology_is_read_and_the_answer_still_stands_beside_its_prompt(upgraded: Upgraded) -> None:
    known = children(the_machine())
    entries = {one.id for child in known for one in chronology(the_machine(), child.id)}
    assert len(known) == len({child for _, _, child, *_ in upgraded.prompts}) > 1
    assert len(entries) > 50
    shown = [one for child in known for one in prompts_of(the_machine(), child.id)]
    given = [(one.sheet.name, told.step) for one in shown for told in answers(shown, TODAY)[one.id].given]
    assert given == [("injury-not-yet-mobile", "disagree")]


def test_in_the_night_after_it_everybody_is_asked_what_is_new_and_what_stood_still_stands(upgraded: Upgraded) -> None:
    assert standing(upgraded.address) == upgraded.prompts, "the upgrade itself asks nothing"
    new = set(grown())
    assert new
    asked = ask_open_clocks(TODAY)
    assert asked == len(children(the_machine()))
    assert upgraded.prompts <= standing(upgraded.address), "by id, day and what shows it"
    came = standing(upgraded.address) - upgraded.prompts
    assert {pattern for _, pattern, *_ in came} <= new, "only what is new is added"
    assert sorted(pattern for _, pattern, _, _, ended, *_ in came if ended is None) == STANDS_NOW_TOO
    told = rows(upgraded.address, {"prompts_prompt": upgraded.columns["prompts_prompt"]})
    assert told["prompts_prompt"] > upgraded.after["prompts_prompt"], (
        "a row that is new is seen, where no other was changed"
    )
    line = AuditLine.objects.get(act="prompts.ask_everybody")
    assert line.count == asked, "and it is said"
    assert grown() == []
    assert ask_open_clocks(TODAY) == 0, "once is enough"
