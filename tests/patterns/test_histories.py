"""PostgreSQL, DuckDB and plain Python answer alike, to the last entry of the evidence, on histories nobody thought of."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.patterns.asking import ask_oracle
from tests.patterns.lives import random_history

CHILDREN_AT_ONCE = 60  # one statement asks them all: each is a history of its own
HISTORIES = 420
MANY_HISTORIES = 1_020


def agree(sheets, postgres, duck, history) -> int:
    """Compare the three; how many answers there were."""
    expected = ask_oracle(sheets, history)
    assert postgres.ask(sheets, history) == expected
    assert duck.ask(sheets, history) == expected
    return len(expected)


@pytest.mark.parametrize("seed", range(HISTORIES // CHILDREN_AT_ONCE))
def test_three_engines_agree_on_random_histories(sheets, postgres, duck, seed):
    assert agree(sheets, postgres, duck, random_history(Random(seed), CHILDREN_AT_ONCE)), (
        "nothing was asked of anything"
    )


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(min_value=1_000_000), most=st.integers(min_value=0, max_value=6))
def test_they_agree_on_short_histories_that_hypothesis_makes_shorter_still(sheets, postgres, duck, seed, most):
    agree(sheets, postgres, duck, random_history(Random(seed), 4, most))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10_000, 10_000 + MANY_HISTORIES // CHILDREN_AT_ONCE))
def test_they_agree_on_many_more(sheets, postgres, duck, seed):
    agree(sheets, postgres, duck, random_history(Random(seed), CHILDREN_AT_ONCE, 20))


def test_the_random_histories_reach_every_state(sheets):
    """That each pattern holds in some life that is compared, stands in test_faults."""
    compared = (random_history(Random(seed), CHILDREN_AT_ONCE) for seed in range(HISTORIES // CHILDREN_AT_ONCE))
    met = {(answer.state, answer.ended_on is None) for history in compared for answer in ask_oracle(sheets, history)}
    assert met == {("holds", True), ("holds", False), ("cannot_tell", True), ("cannot_tell", False)}
