"""Records as the linker takes them, in as few words as a test can say them in; and how well a parting agrees with the truth."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import combinations
from uuid import NAMESPACE_OID, uuid5

import duckdb
import pyarrow as pa

from keepsight.people.groups import group
from keepsight.people.matching.standardising import TOLD, standardise
from keepsight.people.rules import Known
from keepsight.people.standard import name_words, nhs_number, upn
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


def scored(generated: Generated, groups: Iterable[Iterable[str]]) -> Scored:
    """A parting of records beside the truth."""
    true = generated.true_pairs()
    made = {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}
    mixed = frozenset(frozenset(generated.about[record] for record in pair) for pair in made - true)
    return Scored(len(made), len(made - true), mixed, len(made & true), len(true))


@dataclass(frozen=True, slots=True)
class Received:
    """What becomes of records as they come in, by their names: the groups, and the pairs that a person is asked about, with why."""

    groups: tuple[frozenset[str], ...]
    asked: tuple[tuple[str, str, tuple[str, ...]], ...]


def received(told: Iterable[Told]) -> Received:
    """Generated records parted as `linking` parts those of a store: by `groups.group`, the rules and the weights together."""
    known = as_known(told)
    called = {one.record: one.order[1] for one in known}
    parted = group(known)
    return Received(
        tuple(frozenset(map(called.__getitem__, members)) for members in parted.groups),
        tuple((called[one.a], called[one.b], one.why) for one in parted.asks),
    )


def as_known(told: Iterable[Told]) -> list[Known]:
    """Generated records as they stand beside one that comes in, with signs of home and family in the place of both."""
    told = list(told)
    signs = _signs(told)
    return [
        Known(
            uuid5(NAMESPACE_OID, one.record),
            (one.agency, one.record),
            forename=name_words(one.forename),
            surname=name_words(one.surname),
            born_on=one.born_on,
            nhs_number=nhs_number(one.nhs_number),
            upn=upn(one.upn),
            is_child=one.is_child,
            expected_on=one.expected_on,
            unborn=one.expected_on is not None and one.born_on is None,
            sex=one.sex,
            places=signs[one.record][0],
            kin=signs[one.record][1],
        )
        for one in told
    ]


def _signs(told: list[Told]) -> dict[str, tuple[frozenset[tuple[str, str]], frozenset[str]]]:
    """Of each record the signs of its home and of its family, as the matcher of all at once has them."""
    with duckdb.connect() as duck:
        standardise(duck, as_told(told))
        rows = duck.execute("SELECT record, door, postcode, address, district, kin FROM standard").fetchall()
    return {
        record: (_places(door, postcode, address, district), frozenset(kin or ()))
        for record, door, postcode, address, district, kin in rows
    }


def _places(
    door: str | None, postcode: str | None, address: str | None, district: str | None
) -> frozenset[tuple[str, str]]:
    if not postcode:
        return frozenset()
    said = {"door": door and f"{door} {postcode}", "postcode": postcode, "line": address, "district": district}
    return frozenset((kind, sign) for kind, sign in said.items() if sign)
