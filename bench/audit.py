"""The audit's chain: looks a second with sixteen readers at once, and how fast it is verified.

uv run python -m bench.audit [lines]

A reader is a process that does what the door does around a page: a transaction that reads a little, and writes its look last. The
page itself is left out, so that what is measured is the chain and its lock.
"""

import multiprocessing
import sys
import time

from bench import log, store

READERS = 16
SECONDS = 15
LINES = 200_000
VERIFIED_TIMES = 3
GOALS = "300 looks a second with 16 readers; 50,000 lines verified a second"


def main() -> None:
    """Look from many processes, then fill the chain up to a size and verify it."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with store.own_store():
        looks, worst = _many_look()
        from keepsight.store.queries import audit_head, audit_verified

        assert audit_head().rows == looks, "a look is missing from the chain"
        _fill(wanted - looks)
        took = []
        for _ in range(VERIFIED_TIMES):
            began = time.perf_counter()
            found = audit_verified()
            took.append(time.perf_counter() - began)
            assert found.ok
            assert found.rows == wanted
    log.write(
        "audit",
        f"uv run python -m bench.audit {wanted}",
        [
            f"Goals: {GOALS}.",
            "",
            "| | |",
            "|---|---|",
            f"| looks a second, {READERS} readers for {SECONDS} s | {looks / SECONDS:,.0f} |",
            f"| the longest that any of them waited | {worst * 1000:.0f} ms |",
            f"| lines verified a second, {wanted:,} lines, median of {VERIFIED_TIMES} | "
            f"{wanted / sorted(took)[VERIFIED_TIMES // 2]:,.0f} |",
        ],
    )


def _many_look() -> tuple[int, float]:
    """How many looks were written in all, and the longest time that one took, in seconds."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(READERS)
    with context.Pool(READERS, initializer=_open, initargs=(start,)) as readers:
        each = readers.map(_look, range(READERS), chunksize=1)
    return sum(looks for looks, _ in each), max(worst for _, worst in each)


def _open(barrier: object) -> None:
    from keepsight.store.opening import set_up

    set_up()
    globals()["start"] = barrier


def _look(reader: int) -> tuple[int, float]:
    from django.db import transaction

    from keepsight.store import audit
    from keepsight.store.queries import is_demo

    is_demo()
    globals()["start"].wait()
    until, looks, worst = time.perf_counter() + SECONDS, 0, 0.0
    while (began := time.perf_counter()) < until:
        with transaction.atomic():
            is_demo()
            audit.note("look", by=None, page="overview", answer=200, about=f"reader {reader}")
        looks, worst = looks + 1, max(worst, time.perf_counter() - began)
    return looks, worst


def _fill(lines: int) -> None:
    from django.db import transaction

    from keepsight.store import audit

    with transaction.atomic():
        for _ in range(lines):
            audit.note("look", by=None, page="chronology", answer=200, count=40)


if __name__ == "__main__":
    main()
