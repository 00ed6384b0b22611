"""The generated sets are worth trying a linker on: whatever makes linking dangerous is in them, and the truth beside it."""

from collections import Counter
from functools import cache

import pytest

from tests.people.families import ORIGINS, Generated, generated


@cache
def some(slips: float = 1.0, density: float = 1.0) -> Generated:
    return generated(7, 250, slips=slips, density=density)


def test_the_same_seed_makes_the_same_families_and_another_makes_others():
    assert generated(3, 20) == generated(3, 20)
    assert generated(3, 20).told != generated(4, 20).told


def test_everybody_is_on_record_and_every_record_is_about_somebody():
    assert set(some().about) == {one.record for one in some().told}
    assert set(some().about.values()) == set(some().people)


def test_twins_share_everything_that_links_but_a_name_and_their_numbers():
    assert some().twins()
    for one, other in ([some().people[each] for each in pair] for pair in some().twins()):
        assert (one.born_on, one.homes, one.family) == (other.born_on, other.homes, other.family)
        assert one.forename != other.forename
        assert one.nhs_number != other.nhs_number


def test_families_of_every_origin_are_there():
    assert {one.origin for one in some().people.values()} == set(ORIGINS)


def test_two_densities_differ_and_twice_the_slips_leave_fewer_records_alike():
    assert len(some(density=0.3).told) < 0.7 * len(some().told)
    assert _as_they_are(some(slips=2.0)) < _as_they_are(some())


def _as_they_are(made: Generated) -> float:
    """The share of records whose name and birth date are written as they are."""
    people = [made.people[made.about[one.record]] for one in made.told]
    alike = [
        (one.forename or "").lower() == who.forename.lower() and one.born_on == who.born_on
        for one, who in zip(made.told, people, strict=True)
    ]
    return sum(alike) / len(alike)


@pytest.mark.parametrize(
    "what",
    [
        "a sibling's number",
        "no birth date",
        "1 January",
        "unborn",
        "baby",
        "former home",
        "middle name",
        "protected",
        "no number at all",
    ],
)
def test_what_makes_linking_hard_is_met(what):
    met: Counter[str] = Counter()
    for one in some(slips=2.0).told:
        who = some(slips=2.0).people[some(slips=2.0).about[one.record]]
        met["a sibling's number"] += bool(one.nhs_number) and one.nhs_number in {
            other.nhs_number for other in some(slips=2.0).people.values() if other is not who
        }
        met["no birth date"] += one.born_on is None
        met["1 January"] += bool(one.born_on and (one.born_on.month, one.born_on.day) == (1, 1))
        met["unborn"] += one.expected_on is not None
        met["baby"] += one.forename == "Baby"
        met["former home"] += (
            len(who.homes) > 1 and bool(one.address) and who.homes[0].address.upper() == one.address.upper()
        )
        met["middle name"] += f" {who.middle}".lower() in (one.forename or "").lower()
        met["protected"] += one.address_protected
        met["no number at all"] += not (one.nhs_number or one.upn)
    assert met[what]
