"""A file from disk into the log, end to end: rows a second of CPU, ours and the database's.

uv run python -m bench.receiving [rows]
"""

import csv
import datetime as dt
import sys
import time
from pathlib import Path

from bench import log, store

HEADINGS = ("Date", "Reference", "Kind", "Event", "Child forename", "Child surname", "Date of birth", "Our reference")
ROWS = 20_000
ROWS_A_CHILD = 40


def write_table(path: Path, rows: int) -> None:
    """An invented agency's table: forty rows a child, ten years."""
    first = dt.date(2016, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for number in range(rows):
            child, day = number // ROWS_A_CHILD, first + dt.timedelta(days=number * 7 % 3650)
            kind = "referral.received" if number % 9 == 0 else "concern.recorded"
            out.writerow((
                f"{day:%d/%m/%Y}", number, kind, f"Invented words of row {number}, as long as a sentence or two.",
                f"Forename{child}", f"Surname{child % 977}", f"{_born(child):%d/%m/%Y}", f"C{child}",
            ))  # fmt: skip


def _born(child: int) -> dt.date:
    """Another day for each of 6,000 children: of those born on one day, each would be asked whether it is another."""
    return dt.date(2008, 1, 1) + dt.timedelta(days=child % 6_000)


def main() -> None:
    """Receive the table once, and once more."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    lines = [
        "| | rows | seconds | CPU ours | CPU reader | CPU database | rows a CPU second |",
        "|---|---|---|---|---|---|---|",
    ]
    with store.own_store() as folder:
        from keepsight.prompts.actions import receive

        path = folder / "table.csv"
        write_table(path, rows)
        for what in ("first time", "again"):
            before, began = store.spent(folder), time.perf_counter()
            said = receive(path, agency="school", as_at=dt.date(2026, 3, 31))
            took, cost = time.perf_counter() - began, store.between(before, store.spent(folder))
            lines.append(
                f"| {what} | {said.rows:,} | {took:.1f} | {cost.ours:.1f} | {cost.children:.1f} | {cost.database:.1f} "
                f"| {said.rows / cost.all:,.0f} |"
            )
    log.write("receiving", f"uv run python -m bench.receiving {rows}", lines)


if __name__ == "__main__":
    main()
