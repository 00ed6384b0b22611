"""The control chart: held to a published worked example, and to what chance alone may do."""

import random

import pytest

from keepsight.assurance import chart as room
from keepsight.assurance.chart import LEAST_BEFORE, RUN, Side, chart, limits_of

# NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2 (individuals control charts): ten flow rates and what the
# handbook computes from them.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
MIDDLE, AVERAGE_RANGE, LOWER, UPPER = 50.81, 1.8778, 45.8159, 55.8041

FLAT = [10.0, 12.0] * 5  # a middle of 11, ranges of 2, and so limits about 5.3 to either side


def test_a_published_worked_example_comes_out_as_printed() -> None:
    limits = limits_of(FLOW)
    assert limits is not None
    said = (limits.middle, limits.average_range, limits.lower, limits.upper)
    assert said == pytest.approx((MIDDLE, AVERAGE_RANGE, LOWER, UPPER), abs=5e-5)


def test_with_another_constant_the_worked_example_would_not_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "RANGE_OF_TWO", 1.0)
    limits = limits_of(FLOW)
    assert limits is not None
    assert limits.upper != pytest.approx(UPPER, abs=5e-5)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ([1.0] * (LEAST_BEFORE - 1), "one period too few"),
        ([1.0, None] * LEAST_BEFORE, "no two periods that touch"),
        ([3.0] * 12, "nothing that ever moved"),
        ([], "nothing at all"),
    ],
)
def test_nothing_is_judged_by(before: list[float | None], why: str) -> None:
    drawn = chart([*before, 100.0], len(before))
    assert (drawn.limits, drawn.signals, drawn.moved) == (None, (), None), why


@pytest.mark.parametrize(
    ("after", "moved"),
    [
        ([11.0], None),
        ([16.3], None),  # within: 11 + 3 * 2 / 1.128 is 16.319
        ([16.4], Side.HIGHER),
        ([5.7], None),
        ([5.6], Side.LOWER),
        ([10.9] * (RUN - 1), None),
        ([10.9] * RUN, Side.LOWER),
        ([10.9] * (RUN - 1) + [11.0], None),  # on the middle is on neither side
        ([10.9] * 4 + [None] + [10.9] * 4, None),  # a period nobody can tell breaks a run
        ([14.0, 14.0, 11.0, 14.0], Side.HIGHER),
        ([14.0, 14.0, 11.0, 11.0, 14.0], None),  # three of five
        ([13.6, 13.6, 13.6], None),  # halfway to the limit is 13.66
    ],
)
def test_since_the_change_it_has_moved(after: list[float | None], moved: Side | None) -> None:
    assert chart([*FLAT, *after], len(FLAT)).moved == moved


def test_what_began_before_the_change_is_no_effect_of_it() -> None:
    before = [12.0, 10.0, 12.0, 10.0, 12.0, 10.0, 10.5, 10.5, 10.5]
    drawn = chart([*before, *[10.5] * 5], len(before))
    assert any(signal.rule == "a run on one side" for signal in drawn.signals)
    assert drawn.since == ()


def test_a_range_is_never_taken_across_a_period_that_cannot_be_told() -> None:
    with_gap = limits_of([10.0, 12.0, 10.0, None, 90.0, 92.0, 90.0])
    assert with_gap is not None
    assert with_gap.average_range == 2.0


def test_a_count_has_no_limit_below_nothing() -> None:
    limits = limits_of([1.0, 3.0, 0.0, 4.0, 1.0, 2.0])
    assert limits is not None
    assert limits.lower is None


def test_where_nothing_changes_hardly_one_chart_in_ten_says_that_something_did() -> None:
    """Twelve periods before, four after, all of one kind: over 2,000 charts, a false alarm is the exception."""
    drawn = random.Random(5)
    alarms = sum(chart([drawn.gauss(20, 3) for _ in range(16)], 12).moved is not None for _ in range(2_000))
    assert alarms < 200
