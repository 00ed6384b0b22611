"""Keepsight's own shapes on DuckDB, on one thread: python -m bench.peers.by_keepsight FOLDER AS_OF.

Each answer comes with its evidence, which no peer gives; it is worked out and not written.
"""

import datetime as dt
import sys
import tomllib
from functools import partial
from pathlib import Path

import duckdb

from bench.peers.questions import SHEETS
from bench.peers.telling import Answers, tell
from keepsight.clocks.windows import Window, clock_rows
from keepsight.patterns.engines import duckdb as engine
from keepsight.patterns.sheets import Sheet, sheet_of, windows_asked
from keepsight.patterns.statement import ENTRY
from tests.patterns.invented import COMMON

SAID = dict.fromkeys(("day_from", "day_to", "recorded_on"), "day") | {name: name for name in ("child", "entry", "kind")} | {
    "scope": "'child'", "at": "NULL::TIMESTAMPTZ", "thread": "NULL::BIGINT",
}  # fmt: skip
"""What of a shape's columns an entry says here; it says nothing of the others."""
TOLD = """
SELECT 'missing-not-asked' AS pattern, child, min(day_from) AS from_day, CAST($as_of AS DATE) AS to_day, NULL::DATE AS weeks_from,
       NULL::DATE AS here_from
FROM entry GROUP BY child
"""
"""Of an absence, that feeds told of it all the time: a peer cannot be asked whether they did."""
BEGINS = dt.date(2000, 1, 1)  # before any invented entry
STATED = "SELECT NULL::BIGINT AS entry, '' AS word WHERE false"
CLOCK = "SELECT * FROM calendar"


def main() -> None:
    """Ask each of the three of the entries in the folder."""
    folder, as_of = Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
    duck = duckdb.connect(config={"threads": 1})
    sheets = {name: sheet_of(name, tomllib.loads(COMMON + text)) for name, text in SHEETS.items()}
    windows = sorted(windows_asked(sheets.values()))
    rows = [(one, *days) for one in windows for days in clock_rows(Window.parse(one), BEGINS, as_of)]
    duck.execute("CREATE TABLE calendar (clock_window VARCHAR, day DATE, gone_on DATE)")
    duck.executemany("INSERT INTO calendar VALUES (?, ?, ?)", rows)
    tell("Keepsight", folder, {name: partial(_ask, duck, folder, sheet, as_of) for name, sheet in sheets.items()})


def _ask(duck: duckdb.DuckDBPyConnection, folder: Path, sheet: Sheet, as_of: dt.date) -> Answers:
    columns = ", ".join(f"{SAID.get(name, 'NULL::VARCHAR')} AS {name}" for name in ENTRY)
    entry = f"SELECT {columns} FROM read_parquet('{folder}/entries.parquet')"
    text = engine.statement([sheet], entry=entry, clock=CLOCK, told=TOLD, stated=STATED)
    asked = f"SELECT child, min(began_on) FROM ({text}) AS answer WHERE state = 'holds' GROUP BY child"
    return duck.execute(asked, {"as_of": as_of}).fetchall()


if __name__ == "__main__":
    main()
