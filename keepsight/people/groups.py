"""Which records are one person: a function of the records and of what people have judged, never of their order.

Judgements go first, the latest before the older; then the links, the best agreed first. Two groups join only if no record
of the one contradicts a record of the other. A record that fits two people who cannot be one is given to neither, and a
person is asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from uuid import UUID

from keepsight.people.matching.two import Compared, Weights
from keepsight.people.rules import Band, Known, Verdict, contradiction, different_numbers
from keepsight.people.verdicts import SPELT_OTHERWISE, Verdicts

Pair = frozenset[UUID]

# A number on more records than this is a placeholder ("4000000004" for all): it tells nobody from anybody.
MOST_RECORDS_OF_A_NUMBER = 25

# What is asked though two numbers differ: a number that is shared gave the reason, or a birth that was yet to come.
NUMBERED = frozenset({"number", SPELT_OTHERWISE, "contradicted", "number alone", "unborn"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person last said of two records. `latest` is larger for what was said later."""

    same: bool
    latest: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Two records that a person must look at, and why, in words that name no value.

    `parts`: what the trained model says of each thing compared, by name; () where it was not asked. They sum to the weight.
    """

    a: UUID
    b: UUID
    why: tuple[str, ...]
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def weight(self) -> float | None:
        return sum(part for _, part in self.parts) if self.parts else None


@dataclass(frozen=True, slots=True)
class Grouped:
    """Every record in exactly one group; for each linked record its best reason; and what to ask."""

    groups: tuple[frozenset[UUID], ...]
    reasons: Mapping[UUID, Verdict]
    asks: tuple[Ask, ...]


def group(
    records: Iterable[Known],
    judged: Mapping[Pair, Judgement] | None = None,
    beside: Iterable[Known] = (),
    weights: Weights | None = None,
) -> Grouped:
    """Part the records into persons. `beside`: others, who are parted by nobody now, but may be a twin of one of these.

    `weights`: of the model that weighs, None for the shipped one.
    """
    return _Grouping(records, judged or {}, beside, weights).grouped()


class _Grouping:
    """One parting under way: the groups so far, by each record's group."""

    def __init__(
        self,
        records: Iterable[Known],
        judged: Mapping[Pair, Judgement],
        beside: Iterable[Known],
        weights: Weights | None,
    ) -> None:
        ordered = sorted(_without_placeholders(list(records)), key=lambda known: known.order)
        self.known = {known.record: known for known in ordered}
        self.judged = judged
        self.group_of = {record: {record} for record in self.known}
        self.reasons: dict[UUID, Verdict] = {}
        self.said = Verdicts(ordered, (one for one in beside if one.record not in self.known), weights)
        self.verdicts = {pair: self.said.of(*pair) for pair in self._near_pairs()}

    def grouped(self) -> Grouped:
        for a, b, reason in self._by_hand() + self._by_rule():
            if self.group_of[a] is self.group_of[b] or self._may_join(a, b):
                self._join(a, b, reason)
        seen = {id(members): frozenset(members) for members in self.group_of.values()}
        return Grouped(tuple(seen.values()), self.reasons, tuple(self._asks()))

    def _near_pairs(self) -> list[tuple[UUID, UUID]]:
        """Pairs with a number, a name or a parent in common: no other pair has anything to be compared for."""
        near: dict[tuple[str, ...], list[UUID]] = defaultdict(list)
        for record in self.known:
            for sign in _signs(self.said.compared[record]):
                near[sign].append(record)
        place = {record: place for place, record in enumerate(self.known)}
        pairs = {pair for records in near.values() for pair in combinations(records, 2)}
        return sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))

    def _by_hand(self) -> list[tuple[UUID, UUID, Verdict]]:
        same = [pair for pair, said in self.judged.items() if said.same and pair <= self.known.keys()]
        same.sort(key=lambda pair: (-self.judged[pair].latest, sorted(map(self._order, pair))))
        reason = Verdict(Band.LINK, "by hand", ("a person said so",))
        return [(a, b, reason) for a, b in (sorted(pair, key=self._order) for pair in same)]

    def _by_rule(self) -> list[tuple[UUID, UUID, Verdict]]:
        edges = [
            (a, b, verdict)
            for (a, b), verdict in self.verdicts.items()
            if verdict.band is Band.LINK and frozenset((a, b)) not in self.judged
        ]
        beside: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        for a, b, verdict in edges:
            beside[a].append((b, verdict.agreements))
            beside[b].append((a, verdict.agreements))
        sure = [
            (a, b, verdict)
            for a, b, verdict in edges
            if not self._fits_another(beside[a], b, verdict) and not self._fits_another(beside[b], a, verdict)
        ]
        return sorted(sure, key=lambda edge: -edge[2].agreements)

    def _fits_another(self, beside: Iterable[tuple[UUID, int]], record: UUID, verdict: Verdict) -> bool:
        """Whether one of those beside fits no worse than `record` does, and cannot be the same person as `record`."""
        return any(agreements >= verdict.agreements and self._apart(other, record) for other, agreements in beside)

    def _apart(self, a: UUID, b: UUID) -> bool:
        said = self.judged.get(frozenset((a, b)))
        if said:
            return not said.same
        return contradiction(self.known[a], self.known[b]) is not None and not self._spelt_otherwise(a, b)

    def _spelt_otherwise(self, a: UUID, b: UUID) -> bool:
        """Whether the two would be linked though something contradicts, or nothing does but one forename, written in two ways."""
        verdict = self.verdicts.get((a, b)) or self.verdicts.get((b, a))
        if verdict is not None and verdict.band is Band.LINK:
            return True
        return different_numbers(self.known[a], self.known[b]) is None and self.said.one_name(a, b)

    def _may_join(self, a: UUID, b: UUID) -> bool:
        return not any(self._apart(*pair) for pair in product(self.group_of[a], self.group_of[b]))

    def _join(self, a: UUID, b: UUID, reason: Verdict) -> None:
        self.reasons.setdefault(a, reason)
        self.reasons.setdefault(b, reason)
        if self.group_of[a] is not self.group_of[b]:
            joined = self.group_of[a] | self.group_of[b]
            self.group_of.update(dict.fromkeys(joined, joined))

    def _asks(self) -> Iterable[Ask]:
        """One question for two groups, the first by order, unless a person has judged any pair of theirs."""
        asked: set[tuple[int, int]] = set()
        for (a, b), verdict in self.verdicts.items():
            one, other = self.group_of[a], self.group_of[b]
            if verdict.band is Band.LEAVE or one is other or (id(one), id(other)) in asked:
                continue
            if self._is_worth_asking(one, other, verdict):
                asked |= {(id(one), id(other)), (id(other), id(one))}
                yield Ask(a, b, self._why(verdict), self.said.parts(a, b))

    def _is_worth_asking(self, one: Iterable[UUID], other: Iterable[UUID], verdict: Verdict) -> bool:
        pairs = list(product(one, other))
        if any(frozenset(pair) in self.judged for pair in pairs):
            return False
        return verdict.rule in NUMBERED or not any(different_numbers(self.known[a], self.known[b]) for a, b in pairs)

    def _why(self, verdict: Verdict) -> tuple[str, ...]:
        if verdict.band is Band.LINK:
            return (*verdict.words, "but a third record fits too, and contradicts")
        return verdict.words

    def _order(self, record: UUID) -> tuple[str, str]:
        return self.known[record].order


def _signs(one: Compared) -> Iterable[tuple[str, ...]]:
    known = one.known
    yield from one.signs()
    if known.forename and known.surname and known.is_child:
        # By name alone a pair is compared only as children inside one agency.
        yield "name", known.forename, known.surname, known.agency
    for parent in known.parents:
        yield "parent", parent


def _without_placeholders(records: list[Known]) -> list[Known]:
    nhs, upn = Counter(known.nhs_number for known in records), Counter(known.upn for known in records)
    return [
        replace(
            known,
            nhs_number=known.nhs_number if nhs[known.nhs_number] <= MOST_RECORDS_OF_A_NUMBER else None,
            upn=known.upn if upn[known.upn] <= MOST_RECORDS_OF_A_NUMBER else None,
        )
        for known in records
    ]
