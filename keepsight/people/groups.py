"""Which records are one person: a function of the records and of what people have judged, never of their order.

Judgements go first, the latest before the older; then the rules' links, the best agreed first. Two groups join only if
no record of the one contradicts a record of the other. A record that fits two people who cannot be one is given to
neither, and a person is asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from uuid import UUID

from keepsight.people.rules import Band, Known, Verdict, compare, contradiction, different_numbers

Pair = frozenset[UUID]

# A number on more records than this is a placeholder ("4000000004" for all): it tells nobody from anybody.
MOST_RECORDS_OF_A_NUMBER = 25


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person last said of two records. `latest` is larger for what was said later."""

    same: bool
    latest: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Two records that a person must look at, and why, in words that name no value."""

    a: UUID
    b: UUID
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Every record in exactly one group; for each linked record its best reason; and what to ask."""

    groups: tuple[frozenset[UUID], ...]
    reasons: Mapping[UUID, Verdict]
    asks: tuple[Ask, ...]


def group(records: Iterable[Known], judged: Mapping[Pair, Judgement] | None = None) -> Grouped:
    """Part the records into persons."""
    return _Grouping(records, judged or {}).grouped()


class _Grouping:
    """One parting under way: the groups so far, by each record's group."""

    def __init__(self, records: Iterable[Known], judged: Mapping[Pair, Judgement]) -> None:
        ordered = sorted(_without_placeholders(list(records)), key=lambda known: known.order)
        self.known = {known.record: known for known in ordered}
        self.judged = judged
        self.group_of = {record: {record} for record in self.known}
        self.reasons: dict[UUID, Verdict] = {}
        self.verdicts = {pair: compare(*map(self.known.__getitem__, pair)) for pair in self._near_pairs()}

    def grouped(self) -> Grouped:
        for a, b, reason in self._by_hand() + self._by_rule():
            if self.group_of[a] is self.group_of[b] or self._may_join(a, b):
                self._join(a, b, reason)
        seen = {id(members): frozenset(members) for members in self.group_of.values()}
        return Grouped(tuple(seen.values()), self.reasons, tuple(self._asks()))

    def _near_pairs(self) -> list[tuple[UUID, UUID]]:
        """Pairs with a number, a name or a parent in common: no other pair has anything to be compared for."""
        near: dict[tuple[str, ...], list[UUID]] = defaultdict(list)
        for record, known in self.known.items():
            for sign in _signs(known):
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
        return not said.same if said else contradiction(self.known[a], self.known[b]) is not None

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
                yield Ask(a, b, self._why(verdict))

    def _is_worth_asking(self, one: Iterable[UUID], other: Iterable[UUID], verdict: Verdict) -> bool:
        pairs = list(product(one, other))
        if any(frozenset(pair) in self.judged for pair in pairs):
            return False
        by_name = verdict.rule in ("name and birth date", "name in one agency")
        return not (by_name and any(different_numbers(self.known[a], self.known[b]) for a, b in pairs))

    def _why(self, verdict: Verdict) -> tuple[str, ...]:
        if verdict.band is Band.LINK:
            return (*verdict.words, "but a third record fits too, and contradicts")
        return verdict.words

    def _order(self, record: UUID) -> tuple[str, str]:
        return self.known[record].order


def _signs(known: Known) -> Iterable[tuple[str, ...]]:
    if known.nhs_number:
        yield "nhs", known.nhs_number
    if known.upn:
        yield "upn", known.upn
    if known.forename and known.surname:
        # By name a pair is compared only with the same birth date, or as children inside one agency.
        if known.born_on:
            yield "born", known.forename, known.surname, known.born_on.isoformat()
        if known.is_child:
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
