"""Thirty files in orders drawn at random: in how many of them what is known, and what is asked, comes out otherwise.

uv run python -m bench.orders [orders] [first]

The orders are drawn from seeds, `first` the first of them: so that many hours may be spent in parts.
"""

import sys
import time
from pathlib import Path
from random import Random

from bench import log, store

ORDERS = 200
FIRST_SEED = 1_000
"""Beyond the seeds of the tests."""


def main() -> None:
    """Receive the files in their order, then in each of many others; count the orders that differ, and in what."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS
    begin = int(sys.argv[2]) if len(sys.argv) > 2 else FIRST_SEED
    seeds = range(begin, begin + orders)
    with store.own_store() as folder:
        from conftest import stopped_clock
        from tests.prompts.thirty import at_random, come_to, in_order, thirty

        with stopped_clock():
            (folder / "thirty").mkdir()
            files = thirty(Path(folder) / "thirty")
            first, began = come_to(in_order(files)), time.perf_counter()
            differ = [_differing(come_to(at_random(files, Random(seed))), first) for seed in seeds]
            took = time.perf_counter() - began
    log.write(
        f"orders-from-{begin}",
        f"uv run python -m bench.orders {orders} {begin}",
        [
            "Goal: the same state and the same prompts in every order.",
            "",
            "| | |",
            "|---|---|",
            f"| files, and acts of taking back | {len(files)}, {sum(one.taken_back for one in files)} |",
            f"| entries that stand, prompts | {len(first['current'])}, {len(first['prompts'])} |",
            f"| orders drawn, of seeds {seeds[0]:,} to {seeds[-1]:,} | {orders} |",
            f"| orders that came to another state | {sum(map(bool, differ))} |",
            f"| in what | {', '.join(sorted(set().union(*differ))) or 'nothing'} |",
            f"| seconds an order | {took / orders:.1f} |",
        ],
    )


def _differing(after, first) -> set[str]:  # type: ignore[no-untyped-def]  # two states of tests
    return {part for part, said in first.items() if after[part] != said}


if __name__ == "__main__":
    main()
