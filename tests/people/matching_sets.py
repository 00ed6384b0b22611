"""Records as the linker takes them, in as few words as a test can say them in; and how well a parting agrees with the truth."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import combinations

import pyarrow as pa

from keepsight.people.matching.clustering import Parted
from keepsight.people.matching.standardising import TOLD
from tests.people.families import Generated, Told

NOTHING_SAID = dict.fromkeys(TOLD.names) | {
    "agency": "school",
    "address_protected": False,
    "is_child": False,
    "kept_apart": False,
}


def said(*records: dict[str, object]) -> pa.Table:
    """Records of which only what matters is said; they are called "0", "1" and so on."""
    rows = [NOTHING_SAID | {"record": str(number)} | record for number, record in enumerate(records)]
    return pa.Table.from_pylist(rows, schema=TOLD)


def as_told(told: Iterable[Told]) -> pa.Table:
    """Generated records as the linker takes them."""
    return pa.Table.from_pylist([asdict(one) | {"kept_apart": False} for one in told], schema=TOLD)


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of records that were put into one person: how many, how many wrongly, which people that mixed; and what was found."""

    made: int
    wrong: int
    mixed: frozenset[frozenset[int]]
    found: int
    true: int

    @property
    def precision(self) -> float:
        return 1 - self.wrong / max(1, self.made)

    @property
    def recall(self) -> float:
        return self.found / self.true


def scored(generated: Generated, parted: Parted) -> Scored:
    """A parting beside the truth."""
    true = generated.true_pairs()
    made = {frozenset(pair) for group in parted.groups for pair in combinations(sorted(group), 2)}
    mixed = frozenset(frozenset(generated.about[record] for record in pair) for pair in made - true)
    return Scored(len(made), len(made - true), mixed, len(made & true), len(true))
