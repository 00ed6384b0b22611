"""Files taken in by processes that die before their k-th word to the database, and what is then found in the store.

Each death is that of a process of its own, forked from one that has everything imported and no connection yet: its plug is pulled,
or the database ends its connection. What the file's reader says is read once and handed to all of them: no reader touches a store.
"""

import datetime as dt
import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, LiteralString
from unittest import mock

import psycopg
from psycopg import sql

from conftest import TODAY, stopped_clock
from keepsight.store import opening, server

opening.set_up()
# ruff: noqa: E402 - that is what lets the rest be imported

from django.db import DatabaseError, connection, transaction

from keepsight.errors import AuditUnavailable
from keepsight.intake.actions import fingerprint
from keepsight.intake.drafts import Draft
from keepsight.intake.formats import SHELF
from keepsight.intake.models import Receipt, RefusedRow
from keepsight.intake.reading import read
from keepsight.prompts import actions
from keepsight.prompts.receiving import RECEIVING_LOCK, Received
from keepsight.store.home import files
from tests.prompts.everything import State, state

ENOUGH_MS = 60_000
_forked = multiprocessing.get_context("forkserver")
_forked.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True)
class File:
    """A file, the agency that hands it in, and the day it speaks for where it does not say."""

    path: Path
    agency: str
    as_at: dt.date | None = None

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    def receive(self) -> Received:
        return actions.receive(self.path, agency=self.agency, as_at=self.as_at)

    def drafts(self) -> list[Draft]:
        return list(read(self.path, as_at=self.as_at, today=TODAY))


FILES = (
    File(SHELF / "cin_census" / "sample.xml", "social-care"),
    File(SHELF / "annex_a" / "sample.xlsx", "social-care"),
    File(SHELF / "chronology_table" / "sample.csv", "health_visiting"),
    File(SHELF / "minutes_and_letters" / "sample.docx", "social-care"),
    File(SHELF / "keepsight_export" / "sample.jsonl", "school"),
)
"""Five containers, five formats."""


Word = Generator[Any]  # as psycopg says one: a statement, a piece of a COPY, a commit


def plug_pulled(spoken_to: psycopg.Connection, word: Word) -> None:
    """This process ends before the word."""
    os.kill(os.getpid(), signal.SIGKILL)


def unheard(spoken_to: psycopg.Connection, word: Word) -> None:
    """The word is sent, and whoever said it does not live to hear the answer."""
    next(word)
    os.kill(os.getpid(), signal.SIGKILL)


def cut_off(spoken_to: psycopg.Connection, word: Word) -> None:
    """The database ends the connection on which the word would be said."""
    with superuser() as other:
        other.execute("SELECT pg_terminate_backend(%s, %s)", [spoken_to.info.backend_pid, ENOUGH_MS])


Death = Callable[[psycopg.Connection, Word], None]
WAIT = psycopg.Connection.wait


@dataclass(slots=True)
class Words:
    """Every word of this process to the database, counted as it is said. At the word `dies_at` (None: the commit) it dies."""

    dies_at: int | None
    death: Death
    told: Pipe
    said: int = 0

    def wait(self, spoken_to: psycopg.Connection, word: Word, *args: Any, **kwargs: Any) -> Any:
        """What stands in the place of psycopg's own, through which every word goes."""
        self.said += 1
        if self.said == (self.dies_at or (self.said if word.__name__ == "_commit_gen" else None)):
            self.told.send(("died", self.said))
            self.death(spoken_to, word)
        return WAIT(spoken_to, word, *args, **kwargs)


def die(
    file: File, drafts: Sequence[Draft], *, at: int | None, death: Death = plug_pulled, broken: bool = False
) -> tuple[str, int]:
    """Let a process take the file in and die at its word `at` (None: its commit).

    Whether it "died" or lived to say that the file was "acknowledged", and at which word. `broken`: it commits half-way.
    """
    heard, told = _forked.Pipe(duplex=False)
    where = (Path(connection.settings_dict["HOST"]), connection.settings_dict["NAME"])
    process = _forked.Process(target=_take_in, args=(where, file, list(drafts), Words(at, death, told), broken))
    process.start()
    process.join()
    said = ("never began", 0)
    while heard.poll():
        said = heard.recv()
    heard.close()
    told.close()
    return said


def _take_in(where: tuple[Path, str], file: File, drafts: list[Draft], words: Words, broken: bool) -> None:
    opening.work_as_the_machine()
    opening.point_at(*where)
    stopped_clock().start()
    mock.patch("keepsight.prompts.receiving.read", return_value=iter(drafts)).start()
    mock.patch.object(psycopg.Connection, "wait", lambda *args, **kwargs: words.wait(*args, **kwargs)).start()
    if broken:
        mock.patch.object(actions, "ask", _after_a_commit(actions.ask)).start()
    with suppress(DatabaseError, psycopg.Error, AuditUnavailable):  # cut off
        file.receive()
        words.told.send(("acknowledged", words.said))


def _after_a_commit(ask: Callable[..., None]) -> Callable[..., None]:
    """The sabotage: what was read is committed before anybody is asked about it."""

    def asked(*args: Any) -> None:
        assert connection.connection
        connection.connection.commit()
        ask(*args)

    return asked


def superuser() -> psycopg.Connection:
    """Another's connection to this store."""
    place = connection.settings_dict
    return psycopg.connect(server.url(Path(place["HOST"]), server.SUPERUSER, place["NAME"]), autocommit=True)


KEPT = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'prompts_clock'  -- a calendar, the same for all
"""


def receive_others(file: File) -> None:
    """Take in all files but this one."""
    for other in FILES:
        if other is not file:
            other.receive()


def undisturbed(file: File) -> State:
    """What the file comes to when nobody dies. Then everything is undone."""
    with transaction.atomic():
        file.receive()
        after = everything()
        transaction.set_rollback(True)
    (files() / fingerprint(file.path)).unlink()
    return after


def look() -> dict[str, tuple[int, str]]:
    """Every table, byte for byte: how many rows, and their digest. Waits until the file on its way in is in, or undone."""
    with superuser() as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(%s)", [RECEIVING_LOCK])
        tables = other.execute(KEPT)
        one = sql.SQL(
            "SELECT {0}, count(*), md5(coalesce(string_agg(kept::text, '|' ORDER BY kept::text), '')) FROM {1} AS kept"
        )
        every = [one.format(sql.Literal(name), sql.Identifier(name)) for (name,) in tables]
        return {name: (many, digest) for name, many, digest in other.execute(sql.SQL(" UNION ALL ").join(every))}


def reached_the_disk(file: File) -> bool:
    """Take the file in. Whether, once that is acknowledged, the database's own log is on the disk beyond where the commit began."""
    ends: list[str] = []

    def commit(spoken_to: psycopg.Connection) -> None:
        ends.append(_now("pg_current_wal_insert_lsn()", other))
        COMMIT(spoken_to)

    with superuser() as other, mock.patch.object(psycopg.Connection, "commit", commit):
        file.receive()
        return _now(f"pg_current_wal_flush_lsn() > '{ends[-1]}'", other) == "true"


COMMIT = psycopg.Connection.commit


def _now(asked: LiteralString, other: psycopg.Connection) -> str:
    found = other.execute(f"SELECT ({asked})::text").fetchone()
    assert found
    return str(found[0])


def whole_files() -> bool:
    """Whether each file that is kept under a hash is the whole of what has that hash."""
    kept = [place for place in files().iterdir() if not place.suffix]
    return all(hashlib.sha256(place.read_bytes()).hexdigest() == place.name for place in kept)


def everything() -> State:
    """All that files came to, what their receipts count and what was set aside of them included."""
    return state() | {
        "receipts": frozenset(
            Receipt.objects.values_list("file_name", "rows", "entries", "refused", "duplicates", "blank")
        ),
        "refused": frozenset(RefusedRow.objects.values_list("receipt__file_name", "sheet", "row", "column", "reason")),
    }
