"""What people said of two records, and what of it holds. Pure, and the same for any store."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from keepsight.people.groups import Judgement, Pair


@dataclass(frozen=True, slots=True)
class Said:
    """That two records are the same, or are not: its number in the order in which all were said, and the act it is of."""

    pair: Pair
    same: bool
    number: int
    act: UUID


def holding(said: Iterable[Said], taken_back: Collection[UUID]) -> dict[Pair, Judgement]:
    """Of each pair, the latest that was said in an act that was not taken back: that one is as if it had never been done."""
    standing = sorted((one for one in said if one.act not in taken_back), key=lambda one: one.number)
    return {one.pair: Judgement(one.same, one.number) for one in standing}
