"""Agreement a code: what the figures are, laid beside libraries that others trust."""

import math
import random
import warnings

import krippendorff
import pytest
from sklearn.metrics import cohen_kappa_score

from keepsight.themes.agreement import agreement, alpha, kappa

NEARLY = 1e-12
TABLES = 300
VALUES = ("a", "b", "c", "d")


def random_tables(readers: int) -> list[list[tuple[str | None, ...]]]:
    """Tables of what each of some readers said of each passage, a fifth of it missing, some values rare."""
    chance = random.Random(7 + readers)
    said = [*VALUES, "a", "a", "a", None, None]
    return [
        [tuple(chance.choice(said) for _ in range(readers)) for _ in range(chance.randint(2, 40))]
        for _ in range(TABLES)
    ]


def theirs_kappa(table: list[tuple[str | None, ...]]) -> float:
    whole = [pair for pair in table if None not in pair]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(cohen_kappa_score([one for one, _ in whole], [two for _, two in whole])) if whole else math.nan


def theirs_alpha(table: list[tuple[str | None, ...]]) -> float:
    by_reader = [
        [math.nan if said is None else VALUES.index(said) for said in reader] for reader in zip(*table, strict=True)
    ]
    pairable = {said for unit in table if len([x for x in unit if x]) > 1 for said in unit if said}
    if len(pairable) < 2:
        return math.nan
    return float(krippendorff.alpha(reliability_data=by_reader, level_of_measurement="nominal"))


def test_kappa_is_scikit_learn_s() -> None:
    tables = random_tables(2)
    assert all(_same(kappa(table), theirs_kappa(table)) for table in tables)  # type: ignore[arg-type]
    assert sum(kappa(table) is not None for table in tables) > TABLES / 2  # type: ignore[arg-type]


@pytest.mark.parametrize("readers", [2, 3, 5])
def test_nominal_alpha_is_krippendorff_s(readers: int) -> None:
    tables = random_tables(readers)
    assert all(_same(alpha(table), theirs_alpha(table)) for table in tables)
    assert sum(alpha(table) is not None for table in tables) > TABLES / 2


def test_a_kappa_that_forgets_chance_would_be_found() -> None:
    def without_chance(table: list[tuple[str | None, ...]]) -> float | None:
        whole = [pair for pair in table if None not in pair]
        return sum(one == two for one, two in whole) / len(whole) if whole else None

    assert not all(_same(without_chance(table), theirs_kappa(table)) for table in random_tables(2))


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        # passages 1 to 10 were read by both: a's, b's, then both, only a, only b, neither, positive, kappa
        ({1, 2}, {1, 2}, (2, 0, 0, 8, 1.0, 1.0)),
        ({1, 2}, {3, 4}, (0, 2, 2, 6, 0.0, -0.25)),
        ({1, 2, 3}, {1, 2}, (2, 1, 0, 7, 0.8, 0.7368421052631579)),
        (set(), set(), (0, 0, 0, 10, None, None)),
        ({1, 99}, {1, 98}, (1, 0, 0, 9, 1.0, 1.0)),  # 98 and 99 were not read by both
    ],
)
def test_agreement_is_told_by_its_passages(a: set[int], b: set[int], says: tuple[float | None, ...]) -> None:
    told = agreement(range(1, 11), a, b)  # type: ignore[arg-type]
    assert (told.both, told.only_a, told.only_b, told.neither, told.positive) == says[:5]
    assert told.kappa == pytest.approx(says[5]) if says[5] is not None else told.kappa is None


def test_a_rare_code_looks_alike_and_is_warned_of() -> None:
    told = agreement(range(100), {1, 2, 3}, {1, 4, 5})  # type: ignore[arg-type]
    assert (told.both + told.neither) / 100 == 0.96
    assert told.kappa == pytest.approx(0.3127, abs=1e-4)
    assert told.rare


def _same(ours: float | None, theirs: float) -> bool:
    return math.isnan(theirs) if ours is None else abs(ours - theirs) <= NEARLY
