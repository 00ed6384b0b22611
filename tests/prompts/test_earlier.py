"""How much earlier together than alone, in figures: who counts, what stands apart, and what is hidden."""

import datetime as dt
from unittest import mock
from uuid import UUID

import pytest

from keepsight.patterns.replaying.replay import Replayed
from keepsight.prompts.earlier import First, Row, firsts, rows

DAY = dt.date(2025, 1, 1)


def seen(
    on: dt.date = DAY, *, alone_after: int | None = None, by_definition: bool = False, assumed: bool = False
) -> Replayed:
    """A prompt that all together could see on a day, and the school alone so many days after."""
    alone = {"school": None if alone_after is None else on + dt.timedelta(days=alone_after), "police": None}
    return Replayed("quiet", on, on, (), alone, (), by_definition, assumed)


def some(number: int, days: int | None, *, pattern: str = "quiet", from_: int = 0) -> list[First]:
    """So many children, each with a first prompt."""
    return [First(UUID(int=from_ + one), pattern, "claimed", days) for one in range(number)]


def test_a_child_counts_once_for_a_pattern_by_the_first_prompt_of_it() -> None:
    later = dt.date(2025, 6, 1)
    (counted,) = firsts({UUID(int=1): [seen(later), seen(alone_after=40)]})
    assert (counted.days, counted.column) == (40, "earlier")


@pytest.mark.parametrize(
    ("one", "apart"),
    [
        (seen(), "claimed"),
        (seen(by_definition=True), "by_definition"),
        (seen(by_definition=True, assumed=True), "by_definition"),
        (seen(assumed=True), "assumed"),
    ],
)
def test_what_is_true_by_definition_and_what_rests_on_an_assumed_day_stand_apart(one: Replayed, apart: str) -> None:
    assert [each.apart for each in firsts({UUID(int=1): [one]})] == [apart]


@pytest.mark.parametrize(("days", "column"), [(None, "never"), (1, "earlier"), (0, "not_earlier"), (-3, "not_earlier")])
def test_how_a_child_counts(days: int | None, column: str) -> None:
    assert First(UUID(int=1), "quiet", "claimed", days).column == column


def test_days_are_said_of_those_whom_an_agency_alone_could_see_at_last() -> None:
    of = [*some(8, None, from_=100), *some(5, 10), *some(5, 30, from_=20), *some(5, 0, from_=40)]
    quiet, everything = rows(of)
    assert quiet == Row("quiet", (8, 10, 5, 23), (0, 10, 30)), "those of whom nobody alone ever could are in no median"
    assert everything.counts == quiet.counts


def test_of_too_few_children_no_days_are_said() -> None:
    (quiet, _) = rows([*some(9, 20), *some(7, None, from_=50)])
    assert quiet.counts == (7, 9, 0, 16)
    assert quiet.days is None


def test_small_counts_are_hidden_with_what_would_give_them_away() -> None:
    of = [*some(8, None), *some(8, 10, from_=20), *some(3, 0, from_=40)]
    of += [
        *some(8, None, pattern="loud", from_=60),
        *some(8, 10, pattern="loud", from_=80),
        *some(9, 0, pattern="loud", from_=99),
    ]
    loud, quiet, everything = rows(of)
    assert quiet.counts[2] is None
    assert None in (*quiet.counts[:2], quiet.counts[3])
    assert loud.counts[2] is None or everything.counts[2] is None
    assert quiet.days is None, "a hidden row says nothing of its days"
    plain = mock.Mock(hides=lambda _: False, hides_share=lambda *_: False, least_denominator=1)
    assert rows(of, rule=plain)[1].counts[2] == 3, "a rule that hides nothing is found out"


def test_a_sum_of_few_children_is_hidden_though_each_counts_several_times() -> None:
    of = [one for pattern in ("loud", "quiet", "still") for one in some(3, None, pattern=pattern)]
    assert rows(of)[-1].counts[0] is None


def test_of_nobody_there_is_no_table() -> None:
    assert rows([]) == []
