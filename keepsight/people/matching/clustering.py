"""Which records are one person, worked out from weighed pairs: two groups join only if nothing in the one contradicts the other.

The heaviest first. A join that is refused becomes a question. What a person has judged goes before any weight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from keepsight.people.matching.guards import TOO_LIGHT, Weighed, apart, guarded, looks_like_twins, too_light
from keepsight.people.matching.pair import Pair
from keepsight.people.rules import FAR_APART_DAYS, Band

Two = frozenset[str]
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Parted:
    """Every record in exactly one group; what linked them; one question for two groups; how many pairs each rule left."""

    groups: tuple[frozenset[str], ...]
    links: tuple[Weighed, ...]
    questions: tuple[Weighed, ...]
    left: Mapping[str, int]


@dataclass(slots=True)
class _Group:
    """Records taken for one person, and what of them no other person shares."""

    records: set[str]
    nhs_numbers: set[str]
    upns: set[str]
    births: set[int]
    """Days, counted from the calendar's first."""

    def fits(self, other: "_Group") -> bool:
        births = self.births | other.births
        return (
            len(self.nhs_numbers | other.nhs_numbers) <= 1
            and len(self.upns | other.upns) <= 1
            and (not births or max(births) - min(births) <= FAR_APART_DAYS)
        )

    def numbered_apart(self, other: "_Group") -> bool:
        """Whether each has a number of one kind and they differ, and none is shared: a question could only be answered no."""
        kinds = ((self.nhs_numbers, other.nhs_numbers), (self.upns, other.upns))
        return any(a and b and not a & b for a, b in kinds) and not any(a & b for a, b in kinds)

    def take_in(self, other: "_Group") -> None:
        self.records |= other.records
        self.nhs_numbers |= other.nhs_numbers
        self.upns |= other.upns
        self.births |= other.births


def part(duck: duckdb.DuckDBPyConnection, pairs: Iterable[Pair], judged: Mapping[Two, bool] | None = None) -> Parted:
    """Part the records of the table `standard` into persons. `judged`: what a person last said of two, True for the same."""
    return _Parting(_alone(duck), pairs, judged or {}).parted()


def _alone(duck: duckdb.DuckDBPyConnection) -> dict[str, _Group]:
    rows = duck.execute("SELECT record, nhs_number, upn, born_on FROM standard ORDER BY record").fetchall()
    return {
        record: _Group({record}, {nhs} - {None}, {upn} - {None}, {born.toordinal()} if born else set())
        for record, nhs, upn, born in rows
    }


class _Parting:
    """One parting under way."""

    def __init__(self, alone: dict[str, _Group], pairs: Iterable[Pair], judged: Mapping[Two, bool]) -> None:
        self.group_of, self.judged = alone, judged
        self.apart: dict[str, set[str]] = {}
        self.left: dict[str, int] = {}
        twins, found = set[str](), list[Pair]()
        for pair in pairs:  # of millions, most are too light: of these nothing is kept but what they say against others
            if looks_like_twins(pair):
                twins |= {pair.a, pair.b}
            if apart(pair):
                self._keep_apart(pair.a, pair.b)
            if too_light(pair):
                self._leave(TOO_LIGHT)
            else:
                found.append(pair)
        for two, same in judged.items():
            if not same and two <= alone.keys():
                self._keep_apart(*two)
        weighed = (guarded(pair, has_twin=pair.a in twins or pair.b in twins) for pair in found)
        self.weighed = sorted(weighed, key=lambda one: (-one.pair.weight, one.pair.a, one.pair.b))

    def parted(self) -> Parted:
        for two, same in self.judged.items():
            if same and two <= self.group_of.keys():
                self._join(*two)
        links, waiting = [], []
        for one in self.weighed:
            if one.band is Band.LEAVE or self._judged(one.pair):
                self._leave(one.rule)
            elif one.band is Band.LINK and self._may_join(one.pair):
                self._join(one.pair.a, one.pair.b)
                links.append(one)
            else:
                waiting.append(one)
        groups = {id(group): frozenset(group.records) for group in self.group_of.values()}
        return Parted(tuple(groups.values()), tuple(links), tuple(self._questions(waiting)), self.left)

    def _leave(self, rule: str) -> None:
        self.left[rule] = self.left.get(rule, 0) + 1

    def _questions(self, waiting: Iterable[Weighed]) -> Iterable[Weighed]:
        """One for two groups, of the pair that weighs most; none where both have numbers that differ."""
        asked: set[frozenset[int]] = set()
        for one in waiting:
            a, b = self.group_of[one.pair.a], self.group_of[one.pair.b]
            two = frozenset((id(a), id(b)))
            if a is b or two in asked or a.numbered_apart(b):
                continue
            asked.add(two)
            refused = "but a third record of theirs contradicts"
            yield Weighed(one.pair, Band.ASK, REFUSED, refused) if one.band is Band.LINK else one

    def _may_join(self, pair: Pair) -> bool:
        a, b = self.group_of[pair.a], self.group_of[pair.b]
        if a is b:
            return True
        fewer, more = sorted((a, b), key=lambda group: len(group.records))
        return a.fits(b) and not any(self.apart.get(record, set()) & more.records for record in fewer.records)

    def _join(self, one: str, other: str) -> None:
        kept, taken = self.group_of[one], self.group_of[other]
        if kept is not taken:
            if len(kept.records) < len(taken.records):
                kept, taken = taken, kept
            kept.take_in(taken)
            self.group_of.update(dict.fromkeys(taken.records, kept))

    def _judged(self, pair: Pair) -> bool:
        return frozenset((pair.a, pair.b)) in self.judged

    def _keep_apart(self, one: str, other: str) -> None:
        self.apart.setdefault(one, set()).add(other)
        self.apart.setdefault(other, set()).add(one)
