"""A scan of a population: what it costs beside the floors, by buckets, and after a few families have been touched.

uv run python -m bench.scan [children] [folder]

The folder is made (`keepsight town --columns`) where it is not there yet, and removed where none is named.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import log
from keepsight.chronology.folder import mark_of, relation, writing
from keepsight.patterns.scanning.population import Population
from keepsight.patterns.scanning.scan import ENTRIES_AT_ONCE
from keepsight.patterns.sheets import library

CHILDREN = 26_000
SEED = 7
UNTIL = "2026-03-31"
TOUCHED = 0.005  # of the children: E4
KEEPSIGHT = [sys.executable, "-m", "keepsight.cli"]
GOALS = (
    "E1: the whole library at 10M entries at most 2.5 times the sort floor, 1.0 us a match row and 60 CPU seconds; "
    "E2: at most 1.0 GB at 10M; E4: 0.5% of the families asked again for at most 1/20 of the whole scan's CPU"
)

# A match row is an entry in a set of terms, for a child: the least that any way of asking must look at.
MATCH_ROWS = """
    CREATE OR REPLACE TEMP TABLE match_row AS
    SELECT sets.shared_id, bearing.child, bearing.day_from, bearing.entry
    FROM bearing JOIN (SELECT DISTINCT combination, shared_id FROM matched) AS sets USING (combination)
"""
SORT_FLOOR = """
    SELECT sum(hash(shared_id, child, day_from, entry)), sum(place) FROM (
        SELECT *, row_number() OVER (PARTITION BY shared_id, child ORDER BY day_from, entry) AS place FROM match_row
    )
"""
HASH_FLOOR = "SELECT sum(hash(entry, record, saying, whose, day_from, day_to)) FROM entries"


def main() -> None:
    """Make the folder, scan it, measure the floors, touch a few families and scan again."""
    children = int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN
    with tempfile.TemporaryDirectory(prefix="keepsight-bench-") as passing:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(passing) / "columns"
        out = Path(passing) / "answers.parquet"
        make(children, folder)
        whole = _run("scan", str(folder), "--out", str(out))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        rows, sort_floor, hash_floor = _floors(folder)
        size = out.stat().st_size
        _touch(folder)
        mended = _run("scan", str(folder), "--out", str(out))
    entries, cpu = whole["entries"], whole["cpu_seconds"]
    log.write(
        f"scan-{round(entries / 1e6)}M",
        f"uv run python -m bench.scan {children}",
        [
            f"{len(library())} patterns, {entries:,} entries of {children:,} invented children. Goals: {GOALS}.",
            "",
            "| | |",
            "|---|---|",
            f"| whole scan | {cpu:.1f} CPU s, {whole['seconds']:.1f} s by the clock |",
            f"| its prompts, and its file | {whole['prompts']:,}; {size / 1e6:.1f} MB |",
            f"| most memory of any process of the run | {peak / 1e6:.2f} GB |",
            f"| match rows | {rows:,}, {rows / entries:.2f} an entry |",
            f"| CPU a match row | {cpu / rows * 1e6:.2f} us |",
            f"| sort floor of the match rows | {sort_floor:.2f} CPU s: the scan is {cpu / sort_floor:.1f} times as much |",
            f"| hash floor of the entries | {hash_floor:.2f} CPU s: {cpu / hash_floor:.0f} times |",
            f"| {TOUCHED:.1%} of the children touched, and with their families scanned again | {mended['cpu_seconds']:.2f} CPU s: "
            f"1/{cpu / mended['cpu_seconds']:.0f} of the whole |",
        ],
    )


def make(children: int, folder: Path) -> None:
    """So many invented children in a folder of columns, where it is not there yet."""
    if not folder.exists():
        words = f"--children {children} --seed {SEED} --until {UNTIL} --columns --out"
        _run("town", *words.split(), str(folder))


def _run(*words: str) -> dict[str, float]:
    ended = subprocess.run([*KEEPSIGHT, *words, "--json"], check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(ended.stdout)
    return said


def _floors(folder: Path) -> tuple[int, float, float]:
    """Match rows, and the CPU seconds of the floors: bucket by bucket, as the scan goes."""
    population = Population(folder, library().values())
    day = population.mark.as_at
    assert day is not None
    population.ask_as_of(day)
    rows, spent = 0, 0.0
    for bucket in population.buckets("childhood", ENTRIES_AT_ONCE):
        population.bear(bucket, day)
        population.hit()
        population.duck.execute(MATCH_ROWS)
        rows += population.count("match_row")
        spent += _cpu(population, SORT_FLOOR)
    return rows, spent, _cpu(population, HASH_FLOOR)


def _cpu(population: Population, query: str) -> float:
    began = time.process_time()
    population.duck.execute(query).fetchall()
    return time.process_time() - began


def _touch(folder: Path) -> None:
    """The entries of one record of some children once more, here and there in the population, as an import would bring them."""
    mark = mark_of(folder)
    with writing(folder) as out:
        out.duck.execute(f"CREATE TEMP TABLE child AS {relation(folder, mark, 'child')}")
        out.duck.execute(f"CREATE TEMP TABLE record AS {relation(folder, mark, 'record')}")
        out.duck.execute(
            "CREATE TEMP TABLE touched AS "
            "SELECT min(record) AS record, person FROM record JOIN child ON child = person GROUP BY person "
            f"ORDER BY hash(person) LIMIT (SELECT CAST(count(*) * {TOUCHED} AS INTEGER) FROM child)"
        )
        entries = relation(folder, mark, "entries")
        out.add(
            "entries",
            f"SELECT * REPLACE (uuid() AS entry) FROM ({entries}) WHERE record IN (SELECT record FROM touched) AND records = 1",
        )
        told = f"SELECT person, {out.step} AS step FROM touched"
        out.put(
            "touched", f"SELECT person, max(step) AS step FROM ({out.was('touched')} UNION ALL {told}) GROUP BY person"
        )


if __name__ == "__main__":
    main()
