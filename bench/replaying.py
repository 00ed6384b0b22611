"""How long the replay of one child takes: every day, all agencies together and each alone, the whole library (goal E7).

    uv run python -m bench.replaying [entries ...]

A life is drawn at random of every kind that patterns read, over four years, known to eight agencies. The processor's time is told
beside the clock's, for a machine that does other things meanwhile; the first life is not counted, for it fills the calendar.
"""

import statistics
import sys
import time
from datetime import date
from random import Random

from bench import log
from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.replaying.life import Knew, Life
from keepsight.patterns.replaying.replay import replay
from keepsight.patterns.sheets import library
from tests.patterns.lives import random_life
from tests.patterns.test_replay import table, told_as

ENTRIES = (40, 120, 300)
"""The mean of a child in the projection is 41 entries; ENGINE.md measures one family at 300."""
TIMES = 5
AGENCIES = {
    "school": "school", "police": "police", "surgery": "gp", "council": "social_care", "visitors": "health_visiting",
    "camhs": "camhs", "hospital": "hospital", "housing": "housing",
}  # fmt: skip
KNOWN_AS = {"school": "school", "police": "police", "health": "surgery"}
"""The agencies of the tests' lives, by what they are called here."""
PART_TOLD = 0.4
AS_OF = date(2026, 1, 1)


def main() -> None:
    """Replay lives of each size several times; the median and the worst."""
    sizes = [int(size) for size in sys.argv[1:]] or ENTRIES
    sheets = list(library().values())
    replay(_life(ENTRIES[0], 0), sheets)
    lines = [
        f"{len(sheets)} patterns, {len(AGENCIES)} agencies, {TIMES} lives of each size.",
        "",
        "| entries | prompts | CPU s, median | CPU s, worst | clock s, median |",
        "|---|---|---|---|---|",
    ]
    for size in sizes:
        took = [_replayed(_life(size, seed), sheets) for seed in range(1, TIMES + 1)]
        prompts, cpu, clock = zip(*took, strict=True)
        lines.append(
            f"| {size} | {min(prompts)} to {max(prompts)} | {statistics.median(cpu):.2f} | {max(cpu):.2f} "
            f"| {statistics.median(clock):.2f} |"
        )
    log.write("replaying", f"uv run python -m bench.replaying {' '.join(map(str, sizes))}", lines)


def _replayed(life: Life, sheets: list) -> tuple[int, float, float]:
    clocks = time.process_time(), time.perf_counter()
    found = replay(life, sheets)
    return len(found), time.process_time() - clocks[0], time.perf_counter() - clocks[1]


def _life(size: int, seed: int) -> Life:
    """Each entry is known to the agency it came from, else to the council; and four in ten to another that was told."""
    random = Random(seed)
    history = random_life(random, size, AS_OF)
    (child,) = history.children
    knew = [Knew(one.entry, KNOWN_AS.get(one.agency, "council"), one.recorded_on) for one in history.entries]
    knew += [
        Knew(one.entry, random.choice(list(AGENCIES)), one.recorded_on)
        for one in history.entries
        if random.random() < PART_TOLD
    ]
    stated = [(entry.entry, word) for entry in history.entries for word in entry.states]
    birth = history.births.get(child, Birth())
    return Life(child, table(history.entries), told_as(stated), knew, AGENCIES, history.delivered, birth, AS_OF)


if __name__ == "__main__":
    main()
