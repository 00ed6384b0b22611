"""How well records are linked of generated families whose truth is known, and what it costs: as they come in, and all at once.

    python -m bench.linking [FIRST_SEED]

`as they come in` is what decides (`people.groups` with `people.verdicts`): no home is compared, and a link needs a number in
common. `all at once` decides nothing (`keepsight people compare`): it weighs homes, families and how rare a name is. Two densities,
each with the slips of a careful hand and with twice as many. `after review`: what a person who is never wrong would find, who
answers every question. `gap`: between the origins of names whose records are found most and least often, by machine.

The seeds were looked at in sum only, and nothing was chosen by them; twins are born four times as often as in life. The generator
(tests/people/families.py) is by the same hand as the model, though neither reads the other's names: figures are upper bounds. By
origin of names, what is found is kept in `keepsight/people/measured.toml` for the page that shows it.
"""

import datetime as dt
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from bench.log import write
from keepsight.people import measured
from keepsight.people.matching.bulk import match
from tests.people.families import Generated, generated
from tests.people.matching_sets import as_told, received, scored

FIRST_SEED = 9_500
SETS = ((1500, 1.0, 1.0), (1500, 1.0, 2.0), (3600, 0.3, 1.0), (3600, 0.3, 2.0))  # families, density, slips
HEAD = (
    "| records | density | slips | precision | wrong pairs | twins joined | siblings joined | recall | after review "
    "| questions / 1,000 | of them yes | gap | seconds |"
)
ORIGINS = "| slips | origin of names | true pairs | found by machine | after review |"


@dataclass(frozen=True, slots=True)
class Linked:
    """What one of the two ways made of a set: groups of records, and for each question the two records and why."""

    groups: Sequence[frozenset[str]]
    asked: Sequence[tuple[str, str, str]]


@dataclass(slots=True)
class Tally:
    """Over all sets of one way: a line for each, and why it asked; by slips and origin true pairs, found, found after review."""

    lines: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    true: Counter[tuple[float, str]] = field(default_factory=Counter)
    found: Counter[tuple[float, str]] = field(default_factory=Counter)
    reviewed: Counter[tuple[float, str]] = field(default_factory=Counter)


def as_they_come_in(made: Generated) -> Linked:
    """By the rules and the weights together, as `linking` links."""
    found = received(made.told)
    return Linked(found.groups, [(a, b, why[-1]) for a, b, why in found.asked])


def all_at_once(made: Generated) -> Linked:
    """By the bulk."""
    parted = match(as_told(made.told)).parted
    return Linked(parted.groups, [(one.pair.a, one.pair.b, one.rule) for one in parted.questions])


WAYS: dict[str, Callable[[Generated], Linked]] = {"As they come in": as_they_come_in, "All at once": all_at_once}


def main() -> None:
    """Link each set in both ways, count, write."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else FIRST_SEED
    tallies = {way: Tally() for way in WAYS}
    for seed, (families, density, slips) in enumerate(SETS, first):
        made = generated(seed, families, density=density, slips=slips)
        for way, link in WAYS.items():
            began = time.perf_counter()
            linked = link(made)
            _tally(tallies[way], made, linked, density, slips, time.perf_counter() - began)
    lines = [line for way, tally in tallies.items() for line in _told(way, tally)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines += [
        f"Peak memory {peak:,.0f} MB, the generator's own among it. Seeds {first} on.",
        "",
        "Goals: precision .99995, recall .93 (twice the slips .86), after review .993, 35 questions, a gap of 2 points.",
    ]
    write("linking", f"python -m bench.linking {first}", lines)
    _keep(tallies["As they come in"], first)


def _tally(tally: Tally, made: Generated, linked: Linked, density: float, slips: float, seconds: float) -> None:
    reviewed = _reviewed(made, linked)
    by_origin = _by_origin(made, linked.groups)
    tally.lines.append(_line(made, linked, reviewed, by_origin, density, slips, seconds))
    tally.asked.update(why for _, _, why in linked.asked)
    for counted, groups in ((tally.found, linked.groups), (tally.reviewed, reviewed)):
        for origin, (_, found) in _by_origin(made, groups).items():
            counted[slips, origin] += found
    for origin, (true, _) in by_origin.items():
        tally.true[slips, origin] += true


def _line(
    made: Generated,
    linked: Linked,
    reviewed: Sequence[frozenset[str]],
    by_origin: dict[str, tuple[int, int]],
    density: float,
    slips: float,
    seconds: float,
) -> str:
    found = scored(made, linked.groups)
    yes = [made.about[a] == made.about[b] for a, b, _ in linked.asked]
    shares = [of / true for true, of in by_origin.values()]
    cells = (
        f"{len(made.told):,}",
        f"{density}",
        f"{slips}",
        f"{found.precision:.5f}",
        f"{found.wrong} of {found.made:,}",
        f"{len(found.mixed & made.twins())} of {len(made.twins()):,}",
        f"{len(found.mixed & made.siblings())} of {len(made.siblings()):,}",
        f"{found.recall:.3f}",
        f"{scored(made, reviewed).recall:.3f}",
        f"{1000 * len(yes) / len(made.told):.0f}",
        f"{sum(yes) / max(1, len(yes)):.0%}",
        f"{100 * (max(shares) - min(shares)):.1f} points",
        f"{seconds:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _reviewed(made: Generated, linked: Linked) -> list[frozenset[str]]:
    """The groups where every question whose answer is yes has joined its two."""
    group_of = {record: number for number, group in enumerate(linked.groups) for record in group}
    joined: dict[int, int] = {}

    def now(number: int) -> int:
        while number in joined:
            number = joined[number]
        return number

    for one, other, _ in linked.asked:
        a, b = now(group_of[one]), now(group_of[other])
        if a != b and made.about[one] == made.about[other]:
            joined[b] = a
    groups: dict[int, set[str]] = defaultdict(set)
    for record, number in group_of.items():
        groups[now(number)].add(record)
    return [frozenset(group) for group in groups.values()]


def _by_origin(made: Generated, groups: Sequence[frozenset[str]]) -> dict[str, tuple[int, int]]:
    """By the origin of the name, how many true pairs there are and how many stand in one group."""
    true, found = Counter[str](), Counter[str]()
    together = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
    for pair in made.true_pairs():
        origin = made.people[made.about[min(pair)]].origin
        true[origin] += 1
        found[origin] += pair in together
    return {origin: (true[origin], found[origin]) for origin in sorted(true)}


def _told(way: str, tally: Tally) -> list[str]:
    rules = ", ".join(f"{rule} {count}" for rule, count in tally.asked.most_common())
    origins = [
        f"| {slips} | {origin} | {true:,} | {tally.found[slips, origin] / true:.3f} | {tally.reviewed[slips, origin] / true:.3f} |"
        for (slips, origin), true in sorted(tally.true.items())
    ]
    return [
        *(f"## {way}", "", HEAD, "|" + "---|" * HEAD.count(" |"), *tally.lines, ""),
        *(f"Questions by why: {rules}.", ""),
        *(ORIGINS, "|" + "---|" * ORIGINS.count(" |"), *origins, ""),
    ]


def _keep(tally: Tally, first: int) -> None:
    """What was found of each origin by a careful hand, for the page of records that agencies send."""
    lines = [
        "# Of invented families, whose truth is known: of pairs of records of one person, how many are found, by origin of names.",
        "# Written by `python -m bench.linking`. No living family is in it, and it says nothing of any agency.",
        "",
        f"on = {dt.datetime.now(dt.UTC).date().isoformat()}",
        f"seed = {first}",
    ]
    for (slips, origin), true in sorted(tally.true.items()):
        if slips == 1.0:
            found, reviewed = tally.found[slips, origin], tally.reviewed[slips, origin]
            lines += ["", f"[origins.{origin}]", f"pairs = {true}", f"found = {found}", f"reviewed = {reviewed}"]
    Path(measured.FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
