"""How sure agreement is: the intervals are the ones of the sources, and hold the truth as often as they say."""

import itertools
import random

import pytest
from scipy.stats import binomtest

from keepsight.themes import intervals
from keepsight.themes.agreement import RARE_BELOW_PASSAGES, agreement, alpha
from keepsight.themes.intervals import of_alpha, of_positive, of_share

READINGS = 1500
READ = 80
HELD = (0.93, 0.975)  # of 95 in 100, by chance and by what the method is known for


def test_a_share_s_interval_is_scipy_s() -> None:
    for whole in (1, 7, 40, 300):
        for part in range(0, whole + 1, max(1, whole // 6)):
            theirs = binomtest(part, whole).proportion_ci(method="wilson")
            assert of_share(part, whole) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_each_interval_holds_its_figure() -> None:
    for both, apart, neither in itertools.product((0, 1, 5, 30), repeat=3):
        if both + apart:
            low, high = of_positive(both, apart)
            assert 0 <= low <= 2 * both / (2 * both + apart) + 1e-9
            assert 2 * both / (2 * both + apart) - 1e-9 <= high <= 1
        pairs = [(True, True)] * both + [(True, False)] * apart + [(False, False)] * neither
        if (told := alpha(pairs)) is not None:
            low, high = of_alpha(both, apart, neither)
            assert low - 1e-9 <= told <= high + 1e-9
            assert low < high


def test_all_alike_on_few_passages_is_not_certain() -> None:
    assert of_positive(12, 0)[0] < 0.9
    assert of_alpha(12, 0, 30)[0] < 0.95
    assert of_positive(12, 0)[1] == of_alpha(12, 0, 30)[1] == pytest.approx(1)


def test_more_passages_say_it_more_surely() -> None:
    for of, counts in ((of_positive, (6, 4)), (of_alpha, (6, 4, 10))):
        wide, narrow = (of(*(times * one for one in counts)) for times in (1, 10))  # type: ignore[operator]  # each method takes its own counts
        assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 2


def held(given: float = 0.3, agreeing: float = 0.6) -> float:
    """How often the interval holds the agreement by which invented readers were made."""
    chance, times = random.Random(11), 0
    both = given**2 + agreeing * given * (1 - given)
    apart = 2 * given * (1 - given) * (1 - agreeing)
    for _ in range(READINGS):
        drawn = chance.choices("bar", (both, apart, 1 - both - apart), k=READ)
        low, high = of_alpha(drawn.count("b"), drawn.count("a"), drawn.count("r"))
        times += low <= agreeing <= high
    return times / READINGS


def test_it_holds_the_truth_as_often_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert HELD[0] < held() < HELD[1]
    monkeypatch.setattr(intervals, "Z", 1.0)
    assert held() < HELD[0], "or an interval that is too narrow would pass"


def test_too_few_to_say_is_a_value() -> None:
    few, enough = (
        agreement(range(40), set(range(many)), set(range(1, many)))  # type: ignore[arg-type]  # numbers stand for passages
        for many in (RARE_BELOW_PASSAGES - 1, RARE_BELOW_PASSAGES)
    )
    assert few.positive_within is few.alpha_within is None
    assert enough.positive_within is not None
    assert enough.alpha_within is not None
    everywhere = agreement(range(40), set(range(40)), set(range(40)))  # type: ignore[arg-type]  # numbers stand for passages
    assert everywhere.alpha_within is None
