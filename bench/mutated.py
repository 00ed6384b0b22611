"""Mutations of every format's own sample, read as the reading process reads: how each reading ends, and what it costs.

uv run python -m bench.mutated [how many in all] [first]

The mutations are drawn from numbers, `first` the first of them: so that many hours may be spent in parts.
"""

import resource
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import log
from keepsight.intake.formats import SHELF
from tests.intake.mutating import container_of
from tests.intake.sweeping import BROKE_OFF, FAULT, HANG, IN_PART, MISCOUNTED, NOT_OPENED, REFUSED, WHOLE, swept

IN_ALL = 100_000
FIRST = 1_000_000  # other mutations than those of the tests
COLUMNS = (NOT_OPENED, REFUSED, IN_PART, WHOLE, MISCOUNTED, FAULT, HANG)


def main() -> None:
    """Sweep every sample of the shelf, as many mutations of each."""
    samples = sorted(place for place in SHELF.glob("*/sample*") if not place.name.endswith(".expected.md"))
    each = -(-(int(sys.argv[1]) if len(sys.argv) > 1 else IN_ALL) // len(samples))
    first = int(sys.argv[2]) if len(sys.argv) > 2 else FIRST

    def its(sample: Path) -> list[tuple[int, str, str]]:
        return list(swept(sample, first, each))

    with ThreadPoolExecutor(2) as both:
        ends = list(both.map(its, samples))
    shares: dict[str, Counter[str]] = {}
    for sample, found in zip(samples, ends, strict=True):
        shares.setdefault(container_of(sample.read_bytes()), Counter()).update(end for _, end, _ in found)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [f"| container | files | {' | '.join(COLUMNS)} |", "|---" * (2 + len(COLUMNS)) + "|"]
    for name, share in sorted(shares.items()):
        lines.append(f"| {name} | {share.total():,} | {' | '.join(f'{share[one]:,}' for one in COLUMNS)} |")
    wrong = [
        f"- {sample.parent.name}/{sample.name}, mutation {number}: {end}, {why}"
        for sample, found in zip(samples, ends, strict=True)
        for number, end, why in found
        if end in (MISCOUNTED, FAULT, HANG) or BROKE_OFF in why
    ]
    seconds = spent.ru_utime + spent.ru_stime
    lines += [
        "",
        f"Of each sample, the mutations {first:,} to {first + each - 1:,}.",
        "",
        f"{seconds:,.0f} seconds of the processor, {1_000 * seconds / (each * len(samples)):.0f} ms a file.",
        *wrong,
    ]
    log.write(f"mutated-from-{first}", f"uv run python -m bench.mutated {each * len(samples)} {first}", lines)


if __name__ == "__main__":
    main()
