"""All random histories as one set of data, asked of Spark in one job: whether it answers as DuckDB does, and what each costs.

    uv run --extra spark python -m bench.beyond [histories] [seed]

That DuckDB answers as PostgreSQL and plain Python do is measured beside it (`bench.histories`).
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import psutil

from bench import log
from keepsight.patterns.answers import Answer
from keepsight.patterns.sheets import library, windows_asked
from tests.patterns.asking import Duck, write_calendar
from tests.patterns.invented import invented_sheets
from tests.patterns.lives import random_history
from tests.patterns.on_spark import a_session, ask

HISTORIES = 10_000
SEED = 5_000_000
"""Beyond the seeds of the tests and of `bench.histories`."""
ENTRIES = 14  # of one history, at the most
PARTS, MEMORY = 8, "4g"  # of Spark


def main() -> None:
    """Make the histories, ask both, compare."""
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    sheets = [*library().values(), *invented_sheets()]
    history = random_history(Random(seed), histories, ENTRIES, sheets)
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        calendar = write_calendar(folder / "calendar.csv", windows_asked(sheets))
        duck = Duck(calendar)
        of_duck, by_duck = _timed(lambda: duck.ask(sheets, history))
        with a_session(PARTS, MEMORY) as spark:  # one that waits for minutes is taken for lost by its own driver
            of_spark, by_spark = _timed(lambda: ask(spark, folder, calendar, sheets, history))
    differ = len(set(map(repr, of_duck)) ^ set(map(repr, of_spark)))
    log.write(
        f"beyond-{histories}",
        f"uv run --extra spark python -m bench.beyond {histories} {seed}",
        [
            "Goal E6: the same evidence of every pattern on each engine.",
            "",
            "| | |",
            "|---|---|",
            f"| histories, entries, sheets | {histories:,}, {len(history.entries):,}, {len(sheets)} |",
            f"| answers, of DuckDB and of Spark | {len(of_duck):,}, {len(of_spark):,} |",
            f"| answers that differ in anything | {differ} |",
            f"| DuckDB, with handing over | {by_duck} |",
            f"| Spark, with handing over | {by_spark} |",
        ],
    )
    if differ or of_duck != of_spark:
        raise SystemExit("The engines differ")


def _timed(does: Callable[[], list[Answer]]) -> tuple[list[Answer], str]:
    before, began = _cpu(), time.perf_counter()
    answers = does()
    return answers, f"{_cpu() - before:,.0f} CPU s, {time.perf_counter() - began:,.0f} s by the clock"


def _cpu() -> float:
    """Seconds of the processor of this process, and of Spark's beside it."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    java = [one.cpu_times() for one in psutil.Process().children(recursive=True)]
    return own.ru_utime + own.ru_stime + sum(one.user + one.system for one in java)


if __name__ == "__main__":
    main()
