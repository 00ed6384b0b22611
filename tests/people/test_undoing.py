"""Whatever people join and part, and then take back, the last first: the same records are the same persons as before."""

import random
import uuid
from collections.abc import Iterable
from uuid import UUID

import pytest

from keepsight.people.groups import Ask, Judgement, Pair, group
from keepsight.people.rules import Known
from keepsight.people.said import Said, holding
from tests.people.test_groups import BORN, NHS, OTHER_NHS, OTHER_UPN, UPN, record

AGENCIES = ("school", "gp", "hospital", "police", "camhs", "council")
MOST_ACTS = 6
Persons = tuple[frozenset[frozenset[UUID]], frozenset[Ask]]
"""Which records are one person, and what is asked of two that are not."""


class People:
    """Records, and what people said of each two of them, as the store keeps it: rows that are only added."""

    def __init__(self, records: list[Known]) -> None:
        self.records = records
        self.said: list[Said] = []
        self.taken_back: set[UUID] = set()

    def persons(self) -> Persons:
        grouped = group(self.records, holding(self.said, self.taken_back))
        return frozenset(grouped.groups), frozenset(grouped.asks)

    def say(self, pairs: Iterable[Pair], *, same: bool) -> UUID:
        act = uuid.UUID(int=len(self.said))
        self.said += [Said(pair, same, len(self.said) + place, act) for place, pair in enumerate(pairs)]
        return act

    def take_back(self, act: UUID) -> None:
        self.taken_back.add(act)


def say_the_opposite(people: People, act: UUID) -> None:
    """How an act was undone once."""
    of_it = [one for one in people.said if one.act == act]
    people.say([one.pair for one in of_it], same=not of_it[0].same)


def drawn(chance: random.Random) -> list[Known]:
    """Records of a few children, twins among them: some share numbers, some a name, some contradict."""
    return [
        record(
            f"{chance.choice(AGENCIES)} {n}",
            forename=chance.choice(("ivy", "iris", "")),
            surname=chance.choice(("marsh", "")),
            born_on=chance.choice((BORN, None)),
            nhs_number=chance.choice((NHS, OTHER_NHS, None, None)),
            upn=chance.choice((UPN, OTHER_UPN, None, None)),
        )
        for n in range(chance.randint(3, 8))
    ]


def acts(people: People, chance: random.Random) -> list[UUID]:
    """A record is joined to another person, or parted from its own, some times over."""
    done: list[UUID] = []
    for _ in range(chance.randint(1, MOST_ACTS)):
        one, (groups, _asks) = chance.choice(people.records).record, people.persons()
        mine = next(members for members in groups if one in members)
        elsewhere = sorted((members for members in groups if members != mine), key=sorted)
        parts = len(mine) > 1 and (not elsewhere or chance.random() < 1 / 2)
        if parts or elsewhere:
            others = mine - {one} if parts else chance.choice(elsewhere)
            done.append(people.say([frozenset((one, other)) for other in sorted(others)], same=not parts))
    return done


def restored(seed: int) -> tuple[Persons, Persons, Persons]:
    """Who is one person at first, after some acts, and after all of them were taken back, the last first."""
    chance = random.Random(seed)
    people = People(drawn(chance))
    before = people.persons()
    done = acts(people, chance)
    between = people.persons()
    for act in reversed(done):
        people.take_back(act)
    return before, between, people.persons()


def differing(graphs: int) -> list[int]:
    """The graphs that are not as they were, by their seeds."""
    told = [restored(seed) for seed in range(graphs)]
    assert sum(before[0] != between[0] for before, between, _ in told) > graphs / 2  # else nothing was done
    return [seed for seed, (before, _, after) in enumerate(told) if before != after]


@pytest.mark.parametrize("graphs", [60, pytest.param(1_000, marks=pytest.mark.long)])
def test_joins_and_partings_taken_back_leave_the_persons_and_the_questions_that_there_were(graphs: int) -> None:
    assert differing(graphs) == []


def test_were_an_act_undone_by_saying_its_opposite_others_would_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that fits two others is joined to neither; said to be different from the one, it would go to the other."""
    monkeypatch.setattr(People, "take_back", say_the_opposite)
    assert any(before[0] != after[0] for before, _, after in map(restored, range(60)))


def test_what_was_taken_back_gives_way_to_what_was_said_before_it_and_not_to_what_was_said_since() -> None:
    pair, act = frozenset((uuid.uuid4(), uuid.uuid4())), [uuid.uuid4() for _ in range(3)]
    said = [Said(pair, True, 1, act[0]), Said(pair, False, 5, act[1]), Said(pair, True, 7, act[2])]
    assert holding(said[::-1], ()) == {pair: Judgement(True, 7)}
    assert holding(said[:2], {act[1]}) == {pair: Judgement(True, 1)}
    assert holding(said, {act[1]}) == {pair: Judgement(True, 7)}
    assert holding(said, act) == {}
