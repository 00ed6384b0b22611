"""How well the trained model and its guards link generated families whose truth is known, and what it costs.

    python -m bench.linking [FIRST_SEED]

Two densities, each with the slips of a careful hand and with twice as many. `after review`: what a person who is never wrong would
find by answering every question. `gap`: between the origins of names whose records are found most and least often, by machine.
The seeds were looked at in sum only, and nothing was chosen by them; twins are born four times as often as in life. The generator
(tests/people/families.py) is by the same hand as the model, though neither reads the other's names: figures are upper bounds.
"""

import resource
import sys
import time
from collections import Counter, defaultdict
from itertools import combinations

from bench.log import write
from keepsight.people.matching.bulk import match
from keepsight.people.matching.clustering import Parted
from tests.people.families import Generated, generated
from tests.people.matching_sets import as_told, scored

FIRST_SEED = 9_500
SETS = ((1500, 1.0, 1.0), (1500, 1.0, 2.0), (3600, 0.3, 1.0), (3600, 0.3, 2.0))  # families, density, slips
HEAD = (
    "| records | density | slips | precision | wrong pairs | twins joined | siblings joined | recall | after review "
    "| questions / 1,000 | of them yes | gap | seconds |"
)


def main() -> None:
    """Link each set, count, write."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else FIRST_SEED
    lines, asked = [HEAD, "|" + "---|" * HEAD.count(" |")], Counter[str]()
    for seed, (families, density, slips) in enumerate(SETS, first):
        made = generated(seed, families, density=density, slips=slips)
        told, began = as_told(made.told), time.perf_counter()
        parted = match(told).parted
        seconds = time.perf_counter() - began
        asked.update(one.rule for one in parted.questions)
        lines.append(_line(made, parted, density, slips, seconds))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rules = ", ".join(f"{rule} {count}" for rule, count in asked.most_common())
    lines += [
        "",
        f"Questions by rule: {rules}.",
        "",
        f"Peak memory {peak:,.0f} MB, the generator's own among it. Seeds {first} on.",
    ]
    lines += [
        "",
        "Goals: precision .99995, recall .93 (twice the slips .86), after review .993, 35 questions, a gap of 2 points.",
    ]
    write("linking-evidence", f"python -m bench.linking {first}", lines)


def _line(made: Generated, parted: Parted, density: float, slips: float, seconds: float) -> str:
    found = scored(made, parted)
    yes = [made.about[one.pair.a] == made.about[one.pair.b] for one in parted.questions]
    cells = (
        f"{len(made.told):,}",
        f"{density}",
        f"{slips}",
        f"{found.precision:.5f}",
        f"{found.wrong} of {found.made:,}",
        f"{len(found.mixed & made.twins())} of {len(made.twins()):,}",
        f"{len(found.mixed & made.siblings())} of {len(made.siblings()):,}",
        f"{found.recall:.3f}",
        f"{_reviewed(made, parted):.3f}",
        f"{1000 * len(yes) / len(made.told):.0f}",
        f"{sum(yes) / max(1, len(yes)):.0%}",
        f"{100 * _gap(made, parted):.1f} points",
        f"{seconds:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _reviewed(made: Generated, parted: Parted) -> float:
    """Recall where every question whose answer is yes has joined its two groups."""
    group_of = {record: number for number, group in enumerate(parted.groups) for record in group}
    joined: dict[int, int] = {}

    def now(number: int) -> int:
        while number in joined:
            number = joined[number]
        return number

    for one in parted.questions:
        a, b = now(group_of[one.pair.a]), now(group_of[one.pair.b])
        if a != b and made.about[one.pair.a] == made.about[one.pair.b]:
            joined[b] = a
    groups: dict[int, list[str]] = defaultdict(list)
    for record, number in group_of.items():
        groups[now(number)].append(record)
    true = made.true_pairs()
    return sum(len({frozenset(pair) for pair in combinations(group, 2)} & true) for group in groups.values()) / len(
        true
    )


def _gap(made: Generated, parted: Parted) -> float:
    """Between the greatest and the least share of true pairs found by machine, by the origin of the name."""
    group_of = {record: number for number, group in enumerate(parted.groups) for record in group}
    true, found = Counter[str](), Counter[str]()
    for a, b in (tuple(pair) for pair in made.true_pairs()):
        origin = made.people[made.about[a]].origin
        true[origin] += 1
        found[origin] += group_of[a] == group_of[b]
    shares = [found[origin] / true[origin] for origin in true]
    return max(shares) - min(shares)


if __name__ == "__main__":
    main()
