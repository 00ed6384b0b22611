"""A store that is brought up to date by a process that dies, again and again: at each death it stands between two migrations.

Whoever starts next goes on from there. In the second tier a process dies at each 151st word that it says to the database; at each
word by hand (`KEEPSIGHT_DEATHS_EVERY=1`), which takes hours. What the database makes of a conversation that breaks off is tried
without the process, and so much more often: before each 13th word of all migrations, by hand before each
(`KEEPSIGHT_BREAKS_EVERY=1`, in minutes).
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.db import connections
from psycopg.client_cursor import ClientCursorMixin
from psycopg.copy import LibpqWriter

from conftest import Databases
from keepsight.store import opening, server
from keepsight.store.migrating import WholeMigrations
from tests.dying import cut_off, die, end, plug_pulled, superuser

# Words between one death and the next, in a migration that is not done yet.
DEEPER = int(os.environ.get("KEEPSIGHT_DEATHS_EVERY", "151"))
LEAST_DEATHS = 12
BREAKS_EVERY = int(os.environ.get("KEEPSIGHT_BREAKS_EVERY", "13"))

pytestmark = pytest.mark.long

LOOK = """
    SELECT md5(string_agg(one, '|' ORDER BY one)) FROM (
        SELECT 'r' || relname || relkind::text || coalesce(relacl::text, '') || relrowsecurity::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'a' || attrelid::regclass::text || attname || format_type(atttypid, atttypmod) || attnotnull::text FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid AND relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'f' || proname || md5(prosrc) || proowner::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT 'c' || conname || pg_get_constraintdef(oid) FROM pg_constraint
        UNION ALL SELECT 'p' || polname || polrelid::regclass::text FROM pg_policy
        UNION ALL SELECT 't' || tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'v' || viewname || md5(definition) FROM pg_views WHERE schemaname = 'public'
    ) AS whatever (one)
"""
"""What stands in the database, but for the rows: tables, columns, functions, rules, views."""


@pytest.fixture
def empty_store(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[Path]:
    """A store without a table. The folder of its server's socket."""
    name = "not_migrated"
    databases.template("blank")  # with what migrations then make anew, to compare with
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # a blocker of pytest-django, which names no type
        opening.work_as_the_machine()
        server.make_database(databases.socket, name)
        opening.point_at(databases.socket, name)
        yield databases.socket
        for connection in connections.all():
            connection.close()
        server.drop_database(databases.socket, name)


def schema(socket: Path, database: str) -> str:
    """The whole of a database but its rows, as PostgreSQL's own program writes it."""
    address = server.url(socket, server.SUPERUSER, database)
    wanted = [server.program("pg_dump"), "--schema-only", "--restrict-key=same", "--dbname", address]
    return subprocess.run(wanted, check=True, capture_output=True, text=True).stdout


def look() -> tuple[int, str]:
    """How many migrations are said to be done, and what stands there."""
    with superuser() as other:
        found = other.execute(LOOK).fetchone()
        try:
            done = other.execute("SELECT count(*) FROM django_migrations").fetchone()
        except psycopg.errors.UndefinedTable:
            done = (0,)
    assert found
    assert done
    return int(done[0]), str(found[0])


class Watched(WholeMigrations):
    """Migrations, and what stands after each."""

    looks: dict[int, set[str]]

    def apply_migration(self, *given: Any, **said: Any) -> Any:
        state = super().apply_migration(*given, **said)
        many, stands = look()
        self.looks.setdefault(many, set()).add(stands)
        return state


def between(database: str, socket: Path) -> dict[int, set[str]]:
    """What stands in another database after each of its migrations, as nobody dies."""
    nothing = look()[1]
    server.make_database(socket, database)
    opening.point_at(socket, database)
    executor = Watched(connections["owner"])
    executor.recorder.ensure_schema()
    executor.looks = {0: {nothing, look()[1]}}
    executor.migrate(executor.loader.graph.leaf_nodes())
    executor.looks[max(executor.looks)].add(after_all())
    return executor.looks


def after_all() -> str:
    """What stands once the application was given what it needs of the libraries' tables."""
    opening.migrate()
    return look()[1]


def test_whoever_dies_while_migrating_leaves_a_store_between_two_migrations_and_the_next_goes_on(
    empty_store: Path,
) -> None:
    allowed = between("undisturbed", empty_store)
    opening.point_at(empty_store, "not_migrated")
    deaths, deeper, reached = 0, DEEPER, 0
    while (ended := die(opening.migrate, at=deeper, death=cut_off if deaths % 3 == 0 else plug_pulled))[0] == "died":
        deaths += 1
        many, stands = look()
        assert stands in allowed[many], f"death {deaths}, after {many} migrations"
        deeper, reached = (DEEPER, many) if many > reached else (deeper + DEEPER, reached)
    assert ended[0] == "acknowledged"
    assert deaths >= LEAST_DEATHS
    print(f"{deaths} deaths over {reached} migrations, one at each word of {DEEPER}")
    assert schema(empty_store, "not_migrated") == schema(empty_store, "undisturbed")
    server.drop_database(empty_store, "undisturbed")


@dataclass(slots=True)
class Said:
    """A word to the database as it was sent, and the rows of a COPY that followed it."""

    word: bytes
    rows: bytes = b""

    def again(self, spoken_to: Any) -> None:
        """Say it over a connection of libpq's."""
        answer = spoken_to.exec_(self.word)
        if answer.status == psycopg.pq.ExecStatus.COPY_IN:
            spoken_to.put_copy_data(self.rows)
            spoken_to.put_copy_end()
            answer = spoken_to.get_result()
        assert answer.status != psycopg.pq.ExecStatus.FATAL_ERROR, answer.error_message


def conversation(task: Callable[[], None]) -> list[Said]:
    """Everything that the owner says to the database while doing a task."""
    heard: list[Said] = []
    send, command, write = ClientCursorMixin._execute_send, psycopg.Connection._exec_command, LibpqWriter.write

    def sent(cursor: Any, query: Any, **how: Any) -> None:
        if cursor.connection is connections["owner"].connection:
            heard.append(Said(query.query))
        send(cursor, query, **how)

    def commanded(spoken_to: Any, word: Any, *how: Any) -> Any:
        if spoken_to is connections["owner"].connection:
            heard.append(Said(word))
        return command(spoken_to, word, *how)

    def written(writer: Any, rows: Any) -> None:
        heard[-1].rows += bytes(rows)
        write(writer, rows)

    with (
        mock.patch.object(ClientCursorMixin, "_execute_send", sent),
        mock.patch.object(psycopg.Connection, "_exec_command", commanded),
        mock.patch.object(LibpqWriter, "write", written),
    ):
        task()
    return heard


def pieces(heard: list[Said]) -> Iterator[list[Said]]:
    """What was said, in the pieces that the database keeps or forgets as one: a transaction, or a word outside of any."""
    piece: list[Said] = []
    for said in heard:
        piece.append(said)
        if not piece[0].word.startswith(b"BEGIN") or said.word.startswith(b"COMMIT"):
            yield piece
            piece = []
    assert not piece, "what was begun was ended"


def say(piece: list[Said]) -> None:
    """Say so much of a piece as the owner, over a connection of its own that is then cut."""
    owner = connections["owner"]
    owner.ensure_connection()
    spoken_to = owner.connection.pgconn
    for said in piece:
        said.again(spoken_to)
    end(spoken_to.backend_pid)
    owner.close()


@contextmanager
def numbers_put_back() -> Iterator[None]:
    """The next number of each sequence is what it was: the database gives none twice, and words told again name rows by them."""
    drawn = "SELECT schemaname || '.' || quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
    unused = "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences"
    with superuser() as other:
        before = other.execute(drawn).fetchall()
        yield
        other.execute(unused)
        for name, last in before:
            other.execute("SELECT setval(%s, %s)", [name, last])


def test_a_conversation_that_breaks_off_before_any_of_its_words_is_forgotten_back_to_the_last_migration(
    empty_store: Path,
) -> None:
    server.make_database(empty_store, "undisturbed")
    opening.point_at(empty_store, "undisturbed")
    heard = conversation(opening.migrate)
    opening.point_at(empty_store, "not_migrated")
    words = breaks = 0
    for piece in pieces(heard):
        before = look()
        for kept in range(1, len(piece)):
            words += 1
            if words % BREAKS_EVERY == 0:
                breaks += 1
                with numbers_put_back():
                    say(piece[:kept])
                assert look() == before, f"after word {kept} of {len(piece)}"
        say(piece)
    assert schema(empty_store, "not_migrated") == schema(empty_store, "undisturbed")
    assert breaks == words // BREAKS_EVERY > LEAST_DEATHS
    print(f"{len(heard)} words, broken off before {breaks} of them")
    server.drop_database(empty_store, "undisturbed")
