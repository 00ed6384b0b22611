"""What is hidden of live figures about children, and that nobody can work it out again."""

import random

import pytest

from keepsight.errors import WrongUse
from keepsight.store import suppression
from keepsight.store.suppression import RULE, Edition, Rule, suppress, with_totals
from tests.store.attacker import attack

ROUNDING = 1e-6  # of the attacker's own arithmetic


@pytest.mark.parametrize(("least_count", "least_denominator"), [(4, 10), (5, 9), (0, 0)])
def test_a_rule_laxer_than_ours_is_refused(least_count: int, least_denominator: int) -> None:
    with pytest.raises(WrongUse, match="stricter, not laxer"):
        Rule(least_count, least_denominator)


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, False), (130, False)])
def test_a_count_standing_alone_is_hidden_from_one_to_four(count: int, hidden: bool) -> None:
    assert RULE.hides(count) is hidden


@pytest.mark.parametrize(
    ("part", "whole", "hidden"),
    [
        (5, 9, True),  # a small denominator
        (9, 9, True),
        (5, 10, False),
        (0, 10, False),
        (10, 10, False),
        (3, 40, True),  # 8% of 40 says three
        (38, 40, True),  # and 95% says that two were not
        (20, 40, False),
    ],
)
def test_a_share_is_hidden_on_a_small_denominator_or_where_it_tells_a_small_count(
    part: int, whole: int, hidden: bool
) -> None:
    assert RULE.hides_share(part, whole) is hidden


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        # Nothing small: all of it prints.
        ([[7, 8], [9, 10]], [[7, 8, 15], [9, 10, 19], [16, 18, 34]]),
        # One small count: three more go with it, or it could be had by subtraction.
        ([[1, 7], [6, 9]], [[None, None, 8], [None, None, 15], [7, 16, 23]]),
        # None at all is nobody's figure, and hides nothing.
        ([[0, 7], [6, 0]], [[0, 7, 7], [6, 0, 6], [6, 7, 13]]),
        # A single list: its total has to go as well, where only one other could stand in for it.
        ([[3, 12, 20]], [[None, None, 20, 35], [None, None, 20, 35]]),
    ],
)
def test_a_table_prints_what_gives_no_small_count_away(
    counts: list[list[int]], printed: list[list[int | None]]
) -> None:
    assert [list(row) for row in suppress(counts).printed()] == printed


def test_a_stricter_partnership_hides_more() -> None:
    assert suppress([[7, 8], [9, 20]], rule=Rule(least_count=8)).hidden > suppress([[7, 8], [9, 20]]).hidden


def test_what_an_edition_hid_is_not_given_away_by_the_next() -> None:
    first = suppress([[4, 20], [30, 40]])
    assert (0, 0) in first.hidden
    grown = [[5, 20], [30, 40]]  # five would print, and the row's total says that one child was added: four before
    alone, together = suppress(grown), suppress(grown, earlier=first)
    assert not alone.hidden
    assert together.hidden
    assert _given_away(first, alone)
    assert not _given_away(first, together)


def _random_counts(chance: random.Random) -> list[list[int]]:
    rows, columns = chance.randint(1, 4), chance.randint(2, 4)
    return [[chance.choice((0, 1, 2, 3, 4, 6, 9, 15, 40)) for _ in range(columns)] for _ in range(rows)]


def _grown(counts: list[list[int]], chance: random.Random) -> list[list[int]]:
    return [[count + chance.choice((0, 0, 0, 1, 1, 2, 5)) for count in row] for row in counts]


def _given_away(*editions: Edition, rule: Rule = RULE) -> list[object]:
    """The small counts of which an attacker learns more than that they are hidden."""
    most = rule.least_count - 1 - ROUNDING
    found = attack(*editions, small=rule.least_count)
    return [one for one in found if one.least > 1 + ROUNDING or one.most < most]


def _stands_against_the_attacker(tables: int, seed: int) -> int:
    """How many small counts were attacked, over that many random tables in two editions. None is given away."""
    chance, attacked = random.Random(seed), 0
    for number in range(tables):
        counts = _random_counts(chance)
        first = suppress(counts)
        second = suppress(_grown(counts, chance), earlier=first)
        given = _given_away(first, second)
        assert not given, f"table {number} of seed {seed}: {given}"
        attacked += len(attack(first, second, small=RULE.least_count))
    return attacked


@pytest.mark.long
def test_suppression_stands_against_a_linear_programme_over_two_editions_of_a_hundred_tables() -> None:
    assert _stands_against_the_attacker(100, seed=5) > 200


@pytest.mark.long
def test_suppression_stands_against_a_linear_programme_over_two_editions_of_a_thousand_tables() -> None:
    assert _stands_against_the_attacker(1000, seed=random.SystemRandom().randrange(10**6)) > 2000


def test_without_complementary_suppression_the_attacker_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "_to_protect", lambda *_: iter(()))
    with pytest.raises(AssertionError, match="table 0"):
        _stands_against_the_attacker(1, seed=5)


def test_without_looking_at_the_earlier_edition_the_attacker_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    given = []
    for _ in range(30):
        counts = _random_counts(chance)
        given += _given_away(suppress(counts), suppress(_grown(counts, chance)))
    assert given


def test_suppression_is_not_a_blank_page() -> None:
    chance = random.Random(11)
    tables = [suppress([[chance.randint(0, 40) for _ in range(4)] for _ in range(4)]) for _ in range(200)]
    printed = sum(25 - len(one.hidden) for one in tables) / (25 * len(tables))
    assert printed > 0.75
    assert all(one.counts == with_totals([row[:-1] for row in one.counts[:-1]]) for one in tables)
