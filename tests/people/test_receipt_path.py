"""What links for real, as records come in (`groups` with `verdicts`), over sets whose truth is known: it keeps what is promised.

`test_matching` tries the matcher of all records at once, which decides nothing. Here no home is compared, and a number in common is
what any link needs; so far fewer are found, and of more a person is asked. `bench/linking.py` counts both, side by side.
"""

from itertools import combinations

import pytest

from keepsight.people import verdicts
from keepsight.people.matching.guards import Weighed
from keepsight.people.rules import Band, Known, Verdict
from tests.people.families import Generated, generated
from tests.people.matching_sets import as_known, received, scored
from tests.people.test_matching import HELD_OUT, LEAST_PRECISION


def number_in_common(families: Generated) -> dict[frozenset[str], bool]:
    """Of each pair of records that is one person, whether a valid number stands on both, though it may be a slip of the hand."""
    known = {one.order[1]: one for one in as_known(families.told)}
    made = (pair for group in received(families.told).groups for pair in combinations(sorted(group), 2))
    return {frozenset((a, b)): _share(known[a], known[b]) for a, b in made}


def _share(a: Known, b: Known) -> bool:
    return (a.nhs_number or "a") == (b.nhs_number or "b") or (a.upn or "a") == (b.upn or "b")


def joined_of_one_birth(families: Generated) -> list[bool]:
    """Of each pair of records of two brothers or sisters that were joined, whether a number was written on both."""
    apart = families.twins() | families.siblings()
    shared = number_in_common(families)
    return [own for pair, own in shared.items() if frozenset(families.about[one] for one in pair) in apart]


def test_twins_and_siblings_stay_two_and_what_has_a_number_is_found():
    families = generated(HELD_OUT, 120, twins=0.4)
    found = scored(families, received(families.told).groups)
    assert families.twins()
    assert not found.mixed & (families.twins() | families.siblings())
    assert found.recall > 0.15


def test_where_a_name_and_a_birth_date_were_enough_twins_would_be_joined(monkeypatch):
    """The sabotage: what weighs enough is linked without any number."""
    families = generated(HELD_OUT, 120, twins=0.4)

    def by_weight(a: Known, b: Known, said: Verdict, weighed: Weighed | None) -> Verdict:
        alike = weighed is not None and weighed.pair.agree["birth date"] == "same"
        return Verdict(Band.LINK, "weight", ("weight",), 1) if alike else said

    monkeypatch.setattr(verdicts, "together", by_weight)
    monkeypatch.setattr("keepsight.people.groups.contradiction", lambda a, b: None)
    assert False in joined_of_one_birth(families)


@pytest.mark.long
def test_of_six_thousand_pairs_of_twins_none_is_joined_without_a_number_in_common():
    twins, joined = 0, list[bool]()
    for seed in range(HELD_OUT + 10, HELD_OUT + 14):
        families = generated(seed, 1100, twins=0.97, density=0.6)
        twins += len(families.twins())
        joined += joined_of_one_birth(families)
    assert twins >= 6_000
    assert False not in joined


@pytest.mark.long
@pytest.mark.parametrize("slips", [1.0, 2.0])
@pytest.mark.parametrize(("families", "density"), [(900, 1.0), (2200, 0.3)])
def test_hardly_ever_are_two_people_taken_for_one(families, density, slips):
    found = [
        scored(made, received(made.told).groups)
        for made in (generated(HELD_OUT + 20 + seed, families, density=density, slips=slips) for seed in range(2))
    ]
    made, wrong = sum(one.made for one in found), sum(one.wrong for one in found)
    assert 1 - wrong / made >= LEAST_PRECISION
