"""Files taken in by processes that die before their k-th word to the database, and what is then found in the store.

What the file's reader says is read once and handed to all of those who die (`tests.dying`): no reader touches a store.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from unittest import mock

import psycopg
from django.db import connection, transaction
from psycopg import sql

from conftest import TODAY
from keepsight.intake.actions import fingerprint
from keepsight.intake.drafts import Draft
from keepsight.intake.formats import SHELF
from keepsight.intake.models import Receipt, RefusedRow
from keepsight.intake.reading import read
from keepsight.prompts import actions
from keepsight.prompts.receiving import RECEIVING_LOCK, Received
from keepsight.store.home import files
from tests import dying
from tests.dying import Death, plug_pulled, superuser
from tests.prompts.everything import State, state


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


def die(
    file: File, drafts: Sequence[Draft], *, at: int | None, death: Death = plug_pulled, broken: bool = False
) -> tuple[str, int]:
    """Let a process take the file in and die at its word `at` (None: its commit).

    Whether it "died" or lived to say that the file was "acknowledged", and at which word. `broken`: it commits half-way.
    """
    return dying.die(_take_in, (file, list(drafts), broken), at=at, death=death)


def _take_in(file: File, drafts: list[Draft], broken: bool) -> None:
    mock.patch("keepsight.prompts.receiving.read", return_value=iter(drafts)).start()
    if broken:
        mock.patch.object(actions, "ask", _after_a_commit(actions.ask)).start()
    file.receive()


def _after_a_commit(ask: Callable[..., None]) -> Callable[..., None]:
    """The sabotage: what was read is committed before anybody is asked about it."""

    def asked(*args: Any) -> None:
        assert connection.connection
        connection.connection.commit()
        ask(*args)

    return asked


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
