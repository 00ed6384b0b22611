"""How each peer tells what a question cost and what came of it. Plain Python alone, for a peer has no Keepsight beside it."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Answers = Iterable[tuple[int, str]]
"""A child, and the first day on which it was so, as ISO writes it."""


def tell(
    name: str, folder: Path, asks: dict[str, Callable[[], Answers]], spent: Callable[[], float] | None = None
) -> None:
    """Ask each question, write its answers beside the data, and print what each took.

    `spent`: processor seconds so far; of this process, if None.
    """
    used = spent or _ours
    took = {}
    for question, ask in asks.items():
        before, began = used(), time.perf_counter()
        answers = sorted((int(child), str(day)[:10]) for child, day in ask())
        took[question] = {"cpu": used() - before, "seconds": time.perf_counter() - began, "children": len(answers)}
        (folder / f"{name}, {question}.json").write_text(json.dumps(answers), encoding="utf-8")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    json.dump({"peer": name, "questions": took, "memory_gb": most}, sys.stdout)


def _ours() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime
