"""All records at once, as many as a region has: how long the bulk takes with standardising, and how much memory.

    uv run python -m bench.million [records]
    uv run --extra spark python -m bench.million [records] --engine spark

The records are generated families (tests/people/families.py), written into a file first by a process of its own, whose time and
memory are not counted. What is counted is `match`: standardised, weighed, guarded, parted (`keepsight people compare`). With Spark,
both engines match the same file, each in a process of its own with what it starts, and their answers are compared.
"""

import argparse
import contextlib
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq

from bench.log import write
from keepsight.people.matching.bulk import ENGINES, Matched, match

RECORDS = 1_000_000
RECORDS_A_FAMILY = 8.7
"""About so many records a generated family comes to, at density 1."""
SEED = 9_800
GENERATE = "from bench.million import generate; import sys; generate(int(sys.argv[1]), sys.argv[2])"
MEASURE = "from bench.million import measure; import sys; measure(sys.argv[1], sys.argv[2])"
PARTS, MEMORY = 8, "3g"  # of Spark
HEAD = "| engine | records | persons | links | questions | answers | by the clock | CPU | peak memory | of it before |"


def main() -> None:
    """Have the records made, match them, write what it cost."""
    asked = _asked()
    engines = ENGINES if asked.engine == "spark" else (asked.engine,)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "told.parquet")
        subprocess.run([sys.executable, "-c", GENERATE, str(asked.records), file], check=True)
        told = {engine: _measured(file, engine) for engine in engines}
    write(
        f"million-{asked.records}" + ("-spark" if asked.engine == "spark" else ""),
        f"uv run python -m bench.million {asked.records} --engine {asked.engine}",
        [
            "Goal: 1,000,000 records in 180 s and 4 GB, standardising included.",
            "",
            *(HEAD, "|" + "---|" * HEAD.count(" |")),
            *(_row(engine, of) for engine, of in told.items()),
        ],
    )
    if len({of["answers"] for of in told.values()}) > 1:
        raise SystemExit("The engines differ")


def generate(records: int, file: str) -> None:
    """Write so many generated records into a file."""
    from tests.people.families import generated
    from tests.people.matching_sets import as_told

    made = generated(SEED, int(records / RECORDS_A_FAMILY) + 1)
    pq.write_table(as_told(made.told[:records]), file)


def measure(file: str, engine: str) -> None:
    """Match the records of a file, and print as JSON what it cost and what came out."""
    from tests.patterns.on_spark import a_session

    told = pq.read_table(file)
    before = _peak()
    with a_session(PARTS, MEMORY) if engine == "spark" else contextlib.nullcontext():
        cpu, began = _cpu(), time.perf_counter()
        matched = match(told, engine=engine)
        took, cpu = time.perf_counter() - began, _cpu() - cpu
        peak = _peak()
    parted = matched.parted
    counts = {"persons": len(parted.groups), "links": len(parted.links), "questions": len(parted.questions)}
    costs = {"took": took, "cpu": cpu, "peak": peak, "before": before}
    print(json.dumps({"records": matched.records, "answers": _digest(matched)} | counts | costs))


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("records", nargs="?", type=int, default=RECORDS)
    words.add_argument("--engine", choices=ENGINES, default="duckdb")
    return words.parse_args()


def _measured(file: str, engine: str) -> dict[str, Any]:
    said = subprocess.run([sys.executable, "-c", MEASURE, file, engine], check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return told


def _row(engine: str, of: dict[str, Any]) -> str:
    counts = " | ".join(f"{of[name]:,}" for name in ("records", "persons", "links", "questions"))
    return (
        f"| {engine} | {counts} | {of['answers'][:12]} | {of['took']:,.0f} s | {of['cpu']:,.0f} s "
        f"| {of['peak']:,.0f} MB | {of['before']:,.0f} MB |"
    )


def _digest(matched: Matched) -> str:
    """A name for all that came out but the weights: two answers of one name are alike."""
    parted = matched.parted
    groups = sorted(sorted(group) for group in parted.groups)
    weighed = [
        [(one.pair.a, one.pair.b, one.pair.agree, one.rule, one.words) for one in made]
        for made in (parted.links, parted.questions)
    ]
    return hashlib.sha256(json.dumps([groups, *weighed, sorted(parted.left.items())]).encode()).hexdigest()


def _cpu() -> float:
    """Seconds of the processor of this process and of Spark's Java beside it."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    java = [one.cpu_times() for one in psutil.Process().children(recursive=True)]
    return own.ru_utime + own.ru_stime + sum(one.user + one.system for one in java)


def _peak() -> float:
    """The most memory that this process ever held, and Spark's Java beside it, in megabytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return own + sum(_most_held(one.pid) for one in psutil.Process().children(recursive=True))


def _most_held(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
