"""The projection: the log kept as columns in a folder, in step, for those who ask a population (folder.py says what lies there).

A step takes what has settled in the log since the last one, all of it from one snapshot, and never the whole log again. The
small tables beside are written anew, and whoever anything changed for is noted, so that only they need be asked again.
It refuses to work from a snapshot that is half of one moment and half of another.
"""
# ruff: noqa: S608  (its texts are put together from our own names: tables, columns, words of the vocabulary)

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connections
from psycopg.conninfo import make_conninfo

from keepsight.chronology.folder import SMALL, Writing, writing
from keepsight.errors import WrongUse
from keepsight.store.home import home
from keepsight.vocabulary import ASKED_DETAILS

if TYPE_CHECKING:
    from adbc_driver_postgresql import dbapi

_TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in (Path(__file__).parent / "projected").glob("*.sql")}
_ASKED = ", ".join(f"words.details ->> '{detail}' AS {detail}" for detail in ASKED_DETAILS)
_SAYING = ("kind", "role", "basis", *ASKED_DETAILS)
_WHOSE = ("said_from", "said_by", "said_service")
_OF_CONNECTION = ("dbname", "user", "password", "host", "port", "options")


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step did: entries added, and the step's number in the folder."""

    entries: int
    step: int


def own_folder() -> Path:
    """The store's own projection, whether or not it exists yet."""
    return home() / "columns"


def bring_up_to_date(folder: Path, as_at: date) -> Stepped:
    """Bring the folder in step with the log, making it if it is not there. `as_at` is the day it then runs up to.

    Raises WrongUse for a folder that holds something else, or was in step with another server. If it is ended half way, the folder
    is as it was.
    """
    with writing(folder) as out, _snapshot() as snapshot:
        out.as_at = as_at
        entries = _Step(out, snapshot).take()
        out.compact()
    return Stepped(entries, out.step)


@contextmanager
def _snapshot() -> Iterator["dbapi.Cursor"]:
    """One moment of the database, as the asker, for as many questions as it takes."""
    from adbc_driver_postgresql import dbapi  # brings pandas along: a sixth of every start

    parameters = connections["asker"].get_connection_params()
    address = make_conninfo(**{name: parameters[name] for name in _OF_CONNECTION if name in parameters})
    with dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor


class _Step:
    """One step under way. `was_...` are the small tables as they were, `now_...` as they are to be."""

    def __init__(self, out: Writing, snapshot: "dbapi.Cursor") -> None:
        self.out = out
        self.duck = out.duck
        self.snapshot = snapshot
        snapshot.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS settled")
        (self.settled,) = snapshot.fetchone()
        if out.log > int(self.settled):  # it would pass over whatever is told from now on
            raise WrongUse(
                f"{out.folder} was kept in step with another server, and is ahead of this one",
                next_step="Remove it: it is made again from the log.",
            )
        self.since = str(out.log)
        for table in SMALL:
            self.duck.execute(f"CREATE TEMP TABLE was_{table} AS {out.was(table)}")

    def take(self) -> int:
        """All of it. How many entries are new."""
        self._read("new", "entries", self.since, self.settled)
        self._read("stated", "stated", self.since, self.settled)
        self._read("account", "accounts", self.since, self.settled)
        self._number_records()
        self._number("saying", _SAYING)
        self._number("whose", _WHOSE)
        self._read("now_whose", "whose", self._origins())
        for table in ("child", "household"):
            self._read(f"now_{table}", table)
        self._read("now_coverage", "coverage", self.settled)
        self.out.add("entries", _NEW_ENTRIES)
        self.out.add("stated", "FROM stated")
        for table in ("record", "saying", "whose", "child", "household", "coverage"):
            self.out.put(table, f"FROM now_{table}")
        self.out.put("replaced", _REPLACED)
        self.out.put("touched", self._touched())
        self.out.log = int(self.settled)
        return int(self._one("SELECT count(DISTINCT entry) FROM new"))

    def _read(self, table: str, text: str, *given: str) -> None:
        """The answer of one of our texts, as a table of the engine."""
        self.snapshot.execute(_TEXTS[text].replace("{details}", _ASKED), given or None)
        self.duck.register("answer", self.snapshot.fetch_record_batch())
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM answer")
        self.duck.unregister("answer")

    def _number_records(self) -> None:
        """Whom each record is about now. A record keeps its number for good; a new one gets the next."""
        self._read("linked", "record")
        self.duck.execute(_NOW_RECORD)

    def _number(self, table: str, words: Iterable[str]) -> None:
        """Number what new entries say that no entry said before."""
        said = ", ".join(words)
        self.duck.execute(f"""
            CREATE TEMP TABLE now_{table} AS
            SELECT {table}, {said} FROM was_{table}
            UNION ALL
            SELECT (SELECT COALESCE(max({table}), 0) FROM was_{table}) + row_number() OVER (ORDER BY {said}), {said}
            FROM (SELECT DISTINCT {said} FROM new EXCEPT SELECT {said} FROM was_{table})
        """)

    def _origins(self) -> str:
        """Where entries come from, as JSON, so that the database says what it means today."""
        return self._one("SELECT COALESCE(to_json(list(origin)), '[]') FROM now_whose AS origin")

    def _touched(self) -> str:
        if not self.out.before.step:
            return f"SELECT NULL AS person, {self.out.step} AS step"
        changed = {table: self._changed(table) for table in ("record", "child", "household", "coverage", "whose")}
        return _TOUCHED.format(step=self.out.step, **changed)

    def _changed(self, table: str) -> str:
        """The rows of a small table that it did not have before, and those that it has no longer."""
        listed = ", ".join(f'"{name}"' for name in SMALL[table].names)
        was, now = f"SELECT {listed} FROM was_{table}", f"SELECT {listed} FROM now_{table}"
        return f"(({was} EXCEPT {now}) UNION ALL ({now} EXCEPT {was}))"

    def _one(self, query: str) -> str:
        return str(self.duck.execute(query).fetchall()[0][0])


def _same(table: str, words: Iterable[str]) -> str:
    return " AND ".join(f"new.{word} IS NOT DISTINCT FROM {table}.{word}" for word in words)


_NOW_RECORD = """
    CREATE TEMP TABLE now_record AS
    SELECT COALESCE(
             was.record,
             (SELECT COALESCE(max(record), 0) FROM was_record)
               + row_number() OVER (PARTITION BY was.record IS NULL ORDER BY linked.id)
           ) AS record, linked.id, linked.person
    FROM linked
    LEFT JOIN was_record AS was USING (id)
"""

_NEW_ENTRIES = f"""
    SELECT new.entry, record.record, new.records, saying.saying, whose.whose, new.thread, new.day_from, new.day_to, new.at,
           new.recorded_on
    FROM new
    JOIN now_record AS record ON record.id = new.id
    JOIN now_saying AS saying ON {_same("saying", _SAYING)}
    JOIN now_whose AS whose ON {_same("whose", _WHOSE)}
"""

# An entry that a later file states again may be current once more: of the matters just read, only what was just read counts.
_REPLACED = """
    SELECT entry FROM was_replaced WHERE entry NOT IN (SELECT entry FROM account)
    UNION
    SELECT entry FROM account WHERE NOT current
"""

# Whom anything changed for: those of whom something was told, and those whose records, births, homes or feeds changed. NULL is
# everybody: a feed that spoke for every child, or an agency that now means something else.
_TOUCHED = """
    SELECT person, max(step) AS step
    FROM (
        SELECT person, step FROM was_touched
        UNION ALL
        SELECT person, {step} FROM now_record
        WHERE person IS NOT NULL AND id IN (SELECT id FROM new UNION ALL SELECT id FROM account)
        UNION ALL
        SELECT person, {step} FROM {record} WHERE person IS NOT NULL
        UNION ALL
        SELECT child, {step} FROM {child}
        UNION ALL
        SELECT child, {step} FROM {household}
        UNION ALL
        SELECT child, {step} FROM {coverage}
        UNION ALL
        SELECT NULL, {step} FROM {whose} WHERE whose IN (SELECT whose FROM was_whose)
    )
    GROUP BY person
"""
