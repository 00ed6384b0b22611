"""What is said of two records as they come in: the rules' word and the trained model's made one. In doubt, a person is asked.

A link needs a valid number in common; or one forename and one birth date to the letter, with a home or a whole name in the family
that both have, if no guard holds and neither is known to have a twin. A name and a birth date alone two people may share.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from uuid import UUID

from keepsight.people.matching.guards import ONE_NAME, TWIN, Weighed, agreeing, at_one_home, guarded, looks_like_twins
from keepsight.people.matching.pair import Pair
from keepsight.people.matching.two import Compared, Weights, weigh
from keepsight.people.rules import NAME_AND_BIRTH_DATE, Band, Known, Verdict, agreements, compare, shared_numbers

SPELT_OTHERWISE = "spelt otherwise"
"""The rule of a link between two records with a number in common whose forenames are two ways to write one."""
AT_HOME = "home or family"
"""The rule of a link between two records without a number in common: what agrees with name and birth date is a home or a family."""
WITHOUT_A_NUMBER = "weight without a number"
"""The rule of what is asked because two records weigh enough, though nothing but names and birth dates brings them together."""


class Verdicts:
    """Of some records, what is said of any two. `beside`: others, of whom one may be a twin of one of these.

    `weights`: of the model that weighs, None for the shipped one.
    """

    def __init__(self, records: Iterable[Known], beside: Iterable[Known] = (), weights: Weights | None = None) -> None:
        self.weights = weights
        self.compared: Mapping[UUID, Compared] = {known.record: Compared(known) for known in records}
        self.twins = _twins([*self.compared.values(), *map(Compared, beside)], weights)
        self._weighed: dict[tuple[UUID, UUID], Weighed | None] = {}

    def of(self, a: UUID, b: UUID) -> Verdict:
        """What is said of two of the records, and why."""
        one, other = self.compared[a].known, self.compared[b].known
        return together(one, other, compare(one, other), self.weighed(a, b))

    def one_name(self, a: UUID, b: UUID) -> bool:
        """Whether the forenames of two born on one day are two ways to write one, and neither has a twin."""
        found = self.weighed(a, b)
        if found is None or self.twins & {a, b}:
            return False
        agree = found.pair.agree
        return agree["forename"] in ONE_NAME and agree["birth date"] == "same" and agree["surname"] != "different"

    def parts(self, a: UUID, b: UUID) -> tuple[tuple[str, float], ...]:
        """What each thing compared weighs; () where the two may not be weighed."""
        found = self.weighed(a, b)
        return tuple((name, round(part, 3)) for name, part in found.pair.parts.items()) if found else ()

    def weighed(self, a: UUID, b: UUID) -> Weighed | None:
        """What the guards say of two of the records, by their weight. None where one is kept apart from all others."""
        if (a, b) not in self._weighed:
            self._weighed[a, b] = self._guarded(self.compared[a], self.compared[b])
        return self._weighed[a, b]

    def _guarded(self, a: Compared, b: Compared) -> Weighed | None:
        if a.known.kept_apart or b.known.kept_apart:
            return None
        pair = weigh(a, b, self.weights)
        return guarded(pair, has_twin=bool(self.twins & {a.known.record, b.known.record}))


def together(a: Known, b: Known, said: Verdict, weighed: Weighed | None) -> Verdict:
    """One word of two: a link needs both; what either would ask is asked, if both births, one home or a number in common are known.

    A pupil number is a child's alone: the rules link by it without the guards, who look for a parent of the same name. Of one
    who is kept apart nobody is asked, but where a number is shared.
    """
    if (a.kept_apart or b.kept_apart) and not shared_numbers(a, b):
        return Verdict(Band.LEAVE, "kept apart", ())
    if weighed is None or a.unborn or b.unborn:
        return said
    if said.band is Band.LINK and weighed.band is not Band.LINK and weighed.pair.agree["pupil number"] != "same":
        return Verdict(Band.ASK, "contradicted", (*said.words, weighed.words))
    if said.rule == "contradicted" and weighed.band is Band.LINK:
        return _spelt_otherwise(a, b, weighed.pair)
    if not shared_numbers(a, b) and weighed.band is Band.LINK and _at_home(weighed.pair):
        return Verdict(Band.LINK, AT_HOME, tuple(agreeing(weighed.pair)), len(agreements(a, b)) + 1)
    if said.band is Band.LEAVE and weighed.band is not Band.LEAVE and _is_known(weighed.pair):
        why = "no number in common" if weighed.band is Band.LINK else weighed.words
        return Verdict(Band.ASK, WITHOUT_A_NUMBER, (*agreeing(weighed.pair), why))
    if said.rule == NAME_AND_BIRTH_DATE and weighed.rule == TWIN:
        return Verdict(Band.ASK, said.rule, (*said.words, weighed.words))
    return said


def _spelt_otherwise(a: Known, b: Known, pair: Pair) -> Verdict:
    """A link that gives way to any whose names agree to the letter: it counts one agreement fewer."""
    count = len(shared_numbers(a, b)) + len(agreements(a, b)) - 1
    return Verdict(Band.LINK, SPELT_OTHERWISE, tuple(agreeing(pair)), count)


def _is_known(pair: Pair) -> bool:
    """Whether more is known of the two than a name: both births, or one door."""
    return pair.days_apart is not None or pair.agree["home"] == "same"


def _at_home(pair: Pair) -> bool:
    """Whether forename and birth date agree to the letter (`linking` looks for others by these), and a home or a family beside."""
    to_the_letter = pair.agree["forename"] == "same" == pair.agree["birth date"]
    return to_the_letter and at_one_home(pair)


def _twins(records: list[Compared], weights: Weights | None) -> frozenset[UUID]:
    """Those of whom another is born on the same day, of the same surname and of another forename."""
    born: dict[object, list[Compared]] = {}
    for one in records:
        if one.born_on and not one.known.kept_apart:
            born.setdefault(one.born_on, []).append(one)
    found = set[UUID]()
    for together_born in born.values():
        for a, b in combinations(together_born, 2):
            if _surnames_meet(a, b) and looks_like_twins(weigh(a, b, weights)):
                found |= {a.known.record, b.known.record}
    return frozenset(found)


def _surnames_meet(a: Compared, b: Compared) -> bool:
    return "" != a.surname_sound == b.surname_sound or bool(a.surname_parts & b.surname_parts)
