"""All records at once, as many as a region has: how long the bulk takes with standardising, and how much memory.

    uv run python -m bench.million [records]

The records are generated families (tests/people/families.py), written into a file first by a process of its own, whose time and
memory are not counted. What is counted is `match`: standardised, weighed, guarded, parted (`keepsight people compare`).
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from bench.log import write
from keepsight.people.matching.bulk import match

RECORDS = 1_000_000
RECORDS_A_FAMILY = 8.7
"""About so many records a generated family comes to, at density 1."""
SEED = 9_800
GENERATE = "from bench.million import generate; import sys; generate(int(sys.argv[1]), sys.argv[2])"


def main() -> None:
    """Have the records made, match them, write what it cost."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "told.parquet"
        subprocess.run([sys.executable, "-c", GENERATE, str(records), str(file)], check=True)
        told = pq.read_table(file)
    before, cpu, began = _peak(), time.process_time(), time.perf_counter()
    matched = match(told)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    parted = matched.parted
    write(
        f"million-{records}",
        f"uv run python -m bench.million {records}",
        [
            "Goal: 1,000,000 records in 180 s and 4 GB, standardising included.",
            "",
            "| records | persons | links | questions | by the clock | CPU | peak memory | of it before |",
            "|---|---|---|---|---|---|---|---|",
            f"| {matched.records:,} | {len(parted.groups):,} | {len(parted.links):,} | {len(parted.questions):,} | {took:,.0f} s "
            f"| {cpu:,.0f} s | {_peak():,.0f} MB | {before:,.0f} MB |",
        ],
    )


def generate(records: int, file: str) -> None:
    """Write so many generated records into a file."""
    from tests.people.families import generated
    from tests.people.matching_sets import as_told

    made = generated(SEED, int(records / RECORDS_A_FAMILY) + 1)
    pq.write_table(as_told(made.told[:records]), file)


def _peak() -> float:
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
