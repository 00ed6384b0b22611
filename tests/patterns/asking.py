"""Asking the same history of each engine: PostgreSQL, DuckDB, and the oracle in plain Python."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from keepsight.clocks import Window, clock_rows, gone_on
from keepsight.patterns.answers import Answer, gather
from keepsight.patterns.coverage import Told, told_rows
from keepsight.patterns.engines import duckdb as duck
from keepsight.patterns.engines import postgres
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.statement import ENTRY
from keepsight.vocabulary import ASKED_DETAILS
from tests.patterns import oracle
from tests.patterns.histories import FIRST_DAY, LAST_DAY, Entry, History

TYPES = {
    "child": "uuid",
    "entry": "uuid",
    "thread": "uuid",
    "day_from": "date",
    "day_to": "date",
    "recorded_on": "date",
    "at": "timestamptz",
}
A_CHILDHOOD, A_CHILDHOOD_AGO = "216 months", date(2007, 1, 1)
_STATED = "SELECT * FROM jsonb_to_recordset(%(stated)s::jsonb) AS given (entry uuid, word text)"
_CLOCK = "SELECT clock_window, day, gone_on FROM calendar"


def clock(window: Window, day: date) -> date | None:
    """What the calendar table of the tests says: outside it, nothing."""
    return gone_on(window, day) if first_day(window) <= day <= LAST_DAY else None


def first_day(window: Window) -> date:
    """The first day of that table: a window as long as a childhood is counted from a childhood ago."""
    return A_CHILDHOOD_AGO if window.text == A_CHILDHOOD else FIRST_DAY


def write_calendar(file: Path, windows: Iterable[str]) -> Path:
    """The calendar table as a file that both engines can load."""
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        for window in windows:
            for day, gone in clock_rows(Window.parse(window), first_day(Window.parse(window)), LAST_DAY):
                rows.writerow([window, day, gone or ""])
    return file


class Postgres:
    """A connection with the calendar in it, and one way to ask."""

    def __init__(self, uri: str, calendar: Path) -> None:
        self._connection = psycopg.connect(uri, autocommit=True)
        self._connection.execute("CREATE TEMPORARY TABLE calendar (clock_window text, day date, gone_on date)")
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY calendar FROM STDIN (FORMAT csv)") as copy,
        ):
            copy.write(calendar.read_bytes())
        self._connection.execute("CREATE UNIQUE INDEX ON calendar (clock_window, day)")
        self._connection.execute("ANALYZE calendar")
        self._connection.execute("SET jit = off")
        # Of many children at once it expects one row of each step, and loops over thousands: minutes where one second will do.
        self._connection.execute("SET enable_nestloop = off")

    def ask(self, sheets: list[Sheet], history: History, shapes: Mapping[str, str] | None = None) -> list[Answer]:
        """The answers of PostgreSQL."""
        text = postgres.statement(sheets, entry=self._entry(), clock=_CLOCK, stated=_STATED, shapes=shapes)
        return gather(self._rows(text, sheets, history))

    def next_days(self, sheets: list[Sheet], history: History) -> list[tuple[Any, ...]]:
        """The next day on which to ask, for each pattern and child."""
        return self._rows(postgres.next_days_statement(sheets, entry=self._entry(), clock=_CLOCK), sheets, history)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _rows(self, text: str, sheets: list[Sheet], history: History) -> list[tuple[Any, ...]]:
        given = postgres.parameters(history.children, history.as_of, told(sheets, history))
        rows = {"rows": as_json(history.entries), "stated": stated(history.entries)}
        return self._connection.execute(text, given | rows).fetchall()

    def _entry(self) -> str:
        columns = ", ".join(f'"{name}" {TYPES.get(name, "text")}' for name in ENTRY)
        return f"SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS given ({columns})"


class Duck:
    """The same on DuckDB."""

    def __init__(self, calendar: Path) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET threads = 1")
        columns = "{'clock_window': 'VARCHAR', 'day': 'DATE', 'gone_on': 'DATE'}"
        self._connection.execute(
            f"CREATE TABLE calendar AS SELECT * FROM read_csv('{calendar}', header = false, columns = {columns})"
        )

    def ask(self, sheets: list[Sheet], history: History, shapes: Mapping[str, str] | None = None) -> list[Answer]:
        """The answers of DuckDB."""
        texts = {"entry": "SELECT * FROM given_entry", "told": "SELECT * FROM given_told", "clock": _CLOCK}
        text = duck.statement(sheets, shapes=shapes, stated="SELECT * FROM given_stated", **texts)
        return gather(self._rows(text, sheets, history))

    def next_days(self, sheets: list[Sheet], history: History) -> list[tuple[Any, ...]]:
        """The next day on which to ask, for each pattern and child."""
        texts = {"entry": "SELECT * FROM given_entry", "told": "SELECT * FROM given_told", "clock": _CLOCK}
        return self._rows(duck.next_days_statement(sheets, **texts), sheets, history)

    def _rows(self, text: str, sheets: list[Sheet], history: History) -> list[tuple[Any, ...]]:
        spells = [asdict(row) for row in told(sheets, history)]
        days = dict.fromkeys(("from_day", "to_day", "weeks_from", "here_from"), "date")
        told_types = {"pattern": "text", "child": "uuid"} | days
        self._load("given_entry", {name: TYPES.get(name, "text") for name in ENTRY}, as_json(history.entries))
        self._load("given_stated", {"entry": "uuid", "word": "text"}, stated(history.entries))
        self._load("given_told", told_types, json.dumps(spells, default=str))
        return self._connection.execute(text, {"as_of": history.as_of}).fetchall()

    def _load(self, table: str, types: Mapping[str, str], rows: str) -> None:
        structure = json.dumps([types])
        self._connection.execute(
            f"CREATE OR REPLACE TEMPORARY TABLE {table} AS "
            f"SELECT unnest(from_json($rows, '{structure}'), recursive := true)",
            {"rows": rows},
        )


def ask_oracle(sheets: list[Sheet], history: History) -> list[Answer]:
    """The answers of plain Python."""
    return oracle.ask(sheets, history, told(sheets, history), clock)


def told(sheets: list[Sheet], history: History) -> list[Told]:
    """The relation `told` of a history."""
    return told_rows(sheets, history.children, history.delivered, history.births)


def as_json(entries: list[Entry]) -> str:
    """Entries as the relation `entry`, in JSON."""
    rows = []
    for entry in entries:
        row = {name: getattr(entry, name) for name in ENTRY if name not in ASKED_DETAILS}
        rows.append(row | {name: entry.details.get(name) for name in ASKED_DETAILS})
    return json.dumps(rows, default=str)


def stated(entries: list[Entry]) -> str:
    """What entries state, as the relation `stated`, in JSON."""
    return json.dumps([{"entry": entry.entry, "word": word} for entry in entries for word in entry.states], default=str)


def a_day_before(day: date) -> date:
    """Yesterday, seen from a day."""
    return day - timedelta(days=1)
