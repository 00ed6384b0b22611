"""Two records as they come in weigh what they weigh in the bulk, to the last digit and word."""

import random

import duckdb
import pytest

from keepsight.people.matching import weighing
from keepsight.people.matching.model import trained
from keepsight.people.matching.standardising import standardise
from keepsight.people.matching.two import Compared, likeness, sound, weigh
from keepsight.people.rules import Known
from keepsight.people.standard import name_words, nhs_number, upn
from tests.people.families import Told, generated
from tests.people.matching_sets import as_told

WORDS = [
    "kirsty",
    "kirsyt",
    "a",
    "ab",
    "ba",
    "żółć",
    "zolc",
    "مريم",
    "मीरा",
    "anne marie",
    "marie anne",
    "o",
    "lena",
    "lina",
    "aa",
]


def without_home_and_family(told: Told) -> Told:
    return Told(
        **{name: getattr(told, name) for name in Told.__slots__}
        | dict.fromkeys(("uprn", "address", "postcode"))
        | {"kin": ()}
    )


def compared(told: Told) -> Compared:
    """A generated record as the store knows it."""
    return Compared(
        Known(
            told.record,
            (told.agency, told.record),
            name_words(told.forename),
            name_words(told.surname),
            told.born_on,
            nhs_number(told.nhs_number),
            upn(told.upn),
            is_child=told.is_child,
            expected_on=told.expected_on,
            unborn=told.expected_on is not None,
            sex=told.sex,
        )
    )


@pytest.mark.parametrize("seed", [11, 12])
def test_one_at_a_time_and_in_the_bulk_the_same_pairs_are_weighed_and_weigh_the_same(seed):
    told = [without_home_and_family(one) for one in generated(seed, 90, slips=2.0, twins=0.3).told]
    with duckdb.connect() as duck:
        standardise(duck, as_told(told))
        bulk = list(weighing.weighed(duck, trained()))
    records = {one.record: compared(one) for one in told}
    assert len(bulk) > 500
    for pair in bulk:
        a, b = records[pair.a], records[pair.b]
        assert set(a.signs()) & set(b.signs())
        here = weigh(a, b)
        assert here.agree == pair.agree
        assert here.weight == pytest.approx(pair.weight)
        assert here.parts == pytest.approx(pair.parts)
        facts = ("days_apart", "unborn", "recent", "one_is_a_child")
        assert [getattr(here, name) for name in facts] == [getattr(pair, name) for name in facts]
    assert {frozenset((one.a, one.b)) for one in bulk} == _heavy_enough(list(records.values()))


def _heavy_enough(records: list[Compared]) -> set[frozenset[str]]:
    """Pairs with a sign in common that weigh what the bulk tells of."""
    near: dict[tuple[str, ...], list[Compared]] = {}
    for one in records:
        for sign in one.signs():
            near.setdefault(sign, []).append(one)
    pairs = {(a.known.record, b.known.record): (a, b) for group in near.values() for a in group for b in group}
    return {
        frozenset((one, other))
        for (one, other), (a, b) in pairs.items()
        if one < other and weigh(a, b).weight >= weighing.LEAST_WEIGHT
    }


def test_two_words_are_as_like_as_duckdb_says():
    die = random.Random(1)
    drawn = ["".join(die.choice("aabcdeé ") for _ in range(die.randint(1, 12))) for _ in range(300)]
    pairs = [(one, other) for one in WORDS for other in WORDS] + [tuple(die.sample(drawn, 2)) for _ in range(2_000)]
    with duckdb.connect() as duck:
        for one, other in pairs:
            said = duck.execute("SELECT jaro_winkler_similarity($a, $b)", {"a": one, "b": other}).fetchall()[0][0]
            assert likeness(one, other) == pytest.approx(said), (one, other)


@pytest.mark.django_db
def test_the_store_hears_a_name_as_the_matcher_does():
    from django.db import connection

    names = sorted(
        {name_words(name) for one in generated(13, 200, slips=2.0).told for name in (one.forename, one.surname)}
    )
    assert len(names) > 100
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, people_sound(name) FROM unnest(%s::text[]) AS name", [[*names, *WORDS]])
        assert all(said == sound(name) for name, said in cursor.fetchall())
