"""Weighed pairs become persons: never two numbers or two twins in one, whatever they weigh and in whatever order they come."""

import datetime as dt
import random

import duckdb
import pytest

from keepsight.people.matching.clustering import Parted, part
from keepsight.people.matching.standardising import standardise
from tests.people.matching_sets import said
from tests.people.test_guards import pair

BORN = dt.date(2015, 3, 1)
NHS, OTHER_NHS, UPN = "9434765919", "9990000018", "Z823432119001"


def linked(a: int, b: int, weight: float = 20.0, **agree):
    found = pair(weight=weight, **{"NHS number": "same"} | agree)
    return type(found)(str(a), str(b), found.weight, found.agree, {}, 0, False, True, False)


def parted(records, pairs, judged=None) -> Parted:
    with duckdb.connect() as duck:
        standardise(duck, said(*records))
        return part(duck, pairs, {frozenset(map(str, two)): same for two, same in (judged or {}).items()})


def groups(found: Parted) -> set[str]:
    return {" ".join(sorted(group)) for group in found.groups}


def test_records_that_nothing_links_are_persons_of_their_own():
    assert groups(parted([{}, {}], [])) == {"0", "1"}


def test_links_reach_over_a_third_record():
    assert groups(parted([{}] * 3, [linked(0, 1), linked(1, 2)])) == {"0 1 2"}


def test_a_third_record_never_brings_two_numbers_together_and_a_person_is_asked():
    found = parted([{"nhs_number": NHS}, {}, {"nhs_number": OTHER_NHS}], [linked(0, 1, 25), linked(1, 2, 20)])
    assert groups(found) == {"0 1", "2"}
    assert found.questions == (), "both have a number, and they differ: the answer is known"
    found = parted(
        [{"nhs_number": NHS, "upn": UPN}, {}, {"nhs_number": OTHER_NHS, "upn": UPN}],
        [linked(0, 1, 25), linked(1, 2, 20)],
    )
    assert [one.rule for one in found.questions] == ["refused"]


def test_a_third_record_never_brings_twins_together():
    twins = linked(0, 2, forename="different", **{"NHS number": "missing"})
    found = parted([{}] * 3, [linked(0, 1, 25), linked(1, 2, 20), twins])
    assert groups(found) == {"0 1", "2"}
    assert [one.rule for one in found.questions] == ["refused"]


def test_a_third_record_never_brings_a_mother_and_a_daughter_together():
    records = [{"born_on": BORN}, {}, {"born_on": dt.date(1985, 3, 1)}]
    assert groups(parted(records, [linked(0, 1, 25), linked(1, 2, 20)])) == {"0 1", "2"}


@pytest.mark.parametrize(
    ("judged", "expected"),
    [({(0, 1): False}, {"0", "1 2"}), ({(0, 2): False}, {"0 1", "2"}), ({(0, 1): True}, {"0 1 2"})],
)
def test_what_a_person_said_goes_before_any_weight(judged, expected):
    assert groups(parted([{}] * 3, [linked(0, 1, 25), linked(1, 2, 20)], judged)) == expected


def test_a_person_may_join_what_no_machine_would():
    found = parted([{"nhs_number": NHS}, {"nhs_number": OTHER_NHS}], [], {(0, 1): True})
    assert groups(found) == {"0 1"}


def test_two_persons_are_one_question():
    asked = [linked(a, b, forename="different") for a in (0, 1) for b in (2, 3)]
    found = parted([{}] * 4, [linked(0, 1), linked(2, 3), *asked])
    assert groups(found) == {"0 1", "2 3"}
    assert len(found.questions) == 1


def test_the_order_in_which_pairs_come_changes_nothing():
    die = random.Random(1)
    records = [{"nhs_number": die.choice((NHS, OTHER_NHS, None))} for _ in range(12)]
    pairs = [
        linked(a, b, float(die.randint(12, 30))) for a in range(12) for b in range(a + 1, 12) if die.random() < 0.3
    ]
    once = parted(records, pairs)
    for _ in range(5):
        die.shuffle(pairs)
        again = parted(records, pairs)
        assert (groups(again), again.questions) == (groups(once), once.questions)
