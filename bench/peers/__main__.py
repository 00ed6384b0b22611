"""The three questions asked of ACES, Polars, pandas and PostgreSQL, and of the shapes: processor seconds, and the answers compared.

    uv run python -m bench.peers [children] [columns folder]

Each peer runs in a process, and, where it is none of ours, in an environment of its own (uv makes it from what its script names).
Reading the entries from Parquet is counted for all but PostgreSQL, which has them in a table with an index.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from bench import log
from bench.peers.questions import QUESTIONS
from bench.scan import CHILDREN, UNTIL, make
from keepsight.chronology.folder import mark_of, relation

HERE = Path(__file__).parent
OURS, OTHERS = ("by_keepsight", "by_postgres"), ("by_polars", "by_pandas", "by_aces")


def main() -> None:
    """Make the entries, ask every peer, compare."""
    children = int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN
    with tempfile.TemporaryDirectory(prefix="keepsight-bench-") as passing:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(passing) / "columns"
        make(children, folder)
        entries = _flat(folder, Path(passing))
        told = [_asked([sys.executable, "-m", f"bench.peers.{one}"], Path(passing)) for one in OURS]
        told += [
            _asked(["uv", "run", "--no-project", "--script", str(HERE / f"{one}.py")], Path(passing)) for one in OTHERS
        ]
        same = {one["peer"]: [_same(Path(passing), one["peer"], name) for name in QUESTIONS] for one in told}
    lines = [
        "Goal E3: at least 10 times less of the processor than ACES on what ACES can be asked, with the same children.",
        "",
        f"{entries:,} entries of {children:,} invented children, each of one day and about the child itself.",
        "",
        f"| CPU s (by the clock) | {' | '.join(QUESTIONS)} | most memory | same children and days |",
        "|---" * (len(QUESTIONS) + 3) + "|",
    ]
    for one in told:
        took = " | ".join(f"{said['cpu']:.2f} ({said['seconds']:.2f})" for said in one["questions"].values())
        alike = "reference" if one["peer"] == "Keepsight" else "yes" if all(same[one["peer"]]) else "NO"
        lines.append(f"| {one['peer']} | {took} | {one['memory_gb']:.2f} GB | {alike} |")
    found = ", ".join(f"{name}: {said['children']:,}" for name, said in told[0]["questions"].items())
    log.write(
        f"peers-{round(entries / 1e6)}M",
        f"uv run python -m bench.peers {children}",
        [*lines, "", f"Children found: {found}."],
    )


def _flat(folder: Path, passing: Path) -> int:
    """The entries of one day that are about a child itself, as every peer is given them. How many they are."""
    mark = mark_of(folder)
    with duckdb.connect() as duck:
        for name in ("entries", "record", "child", "saying"):
            duck.execute(f"CREATE VIEW {name} AS {relation(folder, mark, name)}")
        duck.execute(
            "CREATE TABLE number AS SELECT child AS person, row_number() OVER (ORDER BY child) AS child FROM child"
        )
        duck.execute(
            "COPY (SELECT child, day_from AS day, kind, row_number() OVER (ORDER BY child, day_from, kind) AS entry "
            "FROM entries JOIN saying USING (saying) JOIN record USING (record) JOIN number USING (person) "
            f"WHERE day_from = day_to ORDER BY child, day) TO '{passing}/entries.parquet'"
        )
        (rows,) = duck.execute(f"SELECT count(*) FROM read_parquet('{passing}/entries.parquet')").fetchone() or (0,)
    return int(rows)


def _asked(command: list[str], passing: Path) -> dict:
    ended = subprocess.run([*command, str(passing), UNTIL], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(ended.stdout)


def _same(passing: Path, peer: str, question: str) -> bool:
    ours, theirs = ((passing / f"{one}, {question}.json").read_text(encoding="utf-8") for one in ("Keepsight", peer))
    return ours == theirs


if __name__ == "__main__":
    main()
