"""Where a family is drawn: everybody once, nothing over anything else, every tie from end to end, all within the picture."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsight.pages.family.placing import GRID, HEIGHT, PARENT_OF, Card, Drawn, Point, Segment, placed

KINDS = (PARENT_OF, "partner_of", "sibling_of", "cares_for")


@st.composite
def families(draw: st.DrawFn) -> tuple[dict[str, int], list[Drawn]]:
    """People of any generations, and any ties between them: impossible ones too, for files say such things."""
    generations = draw(st.lists(st.integers(-2, 1), min_size=1, max_size=14))
    people = {f"p{number}": generation for number, generation in enumerate(generations)}
    pairs = st.tuples(st.sampled_from(sorted(people)), st.sampled_from(KINDS), st.sampled_from(sorted(people)))
    said = draw(st.lists(st.tuples(pairs, st.booleans()), max_size=24))
    return people, [Drawn(*pair, ended) for pair, ended in said if pair[0] != pair[2]]


@given(families())
def test_everybody_stands_once_and_on_nobody_else(family: tuple[dict[str, int], list[Drawn]]) -> None:
    people, ties = family
    cards = placed(people, ties).cards
    assert sorted(one.who for one in cards) == sorted(people)
    assert not [pair for pair in itertools.combinations(cards, 2) if _overlap(*pair)]
    top = {one.who: one.y for one in cards}
    assert all(top[a] < top[b] for a, b in itertools.permutations(people, 2) if people[a] < people[b])


@given(families())
def test_every_tie_runs_from_one_to_the_other(family: tuple[dict[str, int], list[Drawn]]) -> None:
    people, ties = family
    drawn = placed(people, ties)
    card = {one.who: one for one in drawn.cards}
    wire_of = {tie: wire for wire in drawn.wires for tie in wire.ties}
    assert wire_of.keys() == set(ties)
    assert sum(len(wire.ties) for wire in drawn.wires) == len(wire_of)
    for tie, wire in wire_of.items():
        reached = _reached(wire.segments, card[tie.a])
        assert any(_touches(point, card[tie.b]) for point in reached), tie
        assert {(one.kind, one.ended) for one in wire.ties} == {(tie.kind, tie.ended)}
        assert any(_touches(point, card[tie.b]) for point in wire.to), "it says to whom it leads"


@given(families())
def test_no_tie_runs_through_a_card_nor_along_another_tie(family: tuple[dict[str, int], list[Drawn]]) -> None:
    drawn = placed(*family)
    segments = [(number, one) for number, wire in enumerate(drawn.wires) for one in wire.segments]
    assert not [one for _, one in segments if any(_enters(one, card) for card in drawn.cards)]
    shared = [
        (one, other)
        for (a, one), (b, other) in itertools.combinations(segments, 2)
        if a != b and _share_a_stretch(one, other)
    ]
    assert shared == []


@given(families())
def test_all_of_it_lies_within_the_picture(family: tuple[dict[str, int], list[Drawn]]) -> None:
    drawn = placed(*family)
    points = [point for wire in drawn.wires for segment in wire.segments for point in segment]
    points += [corner for card in drawn.cards for corner in ((card.x, card.y), (card.x + card.width, card.y + HEIGHT))]
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in points)


def test_parents_and_the_children_they_have_together_share_one_line() -> None:
    ties = [Drawn(parent, PARENT_OF, child) for parent in ("mum", "dad") for child in ("maya", "kit")]
    only_mum_s = Drawn("mum", PARENT_OF, "lee")
    drawn = placed({"mum": -1, "dad": -1, "maya": 0, "kit": 0, "lee": 0}, [*ties, only_mum_s])
    assert sorted(len(one.ties) for one in drawn.wires) == [1, 4]


def test_a_tie_that_has_ended_is_no_line_of_one_that_holds() -> None:
    ties = [Drawn("mum", PARENT_OF, "maya"), Drawn("dad", PARENT_OF, "maya", ended=True)]
    assert len(placed({"mum": -1, "dad": -1, "maya": 0}, ties).wires) == 2


def test_a_tie_between_rows_that_are_no_neighbours_goes_round_whoever_stands_between() -> None:
    drawn = placed({"gran": -2, "mum": -1, "maya": 0}, [Drawn("gran", "cares_for", "maya")])
    mum = next(one for one in drawn.cards if one.who == "mum")
    round_ = [one for one in drawn.wires[0].segments if one[0][1] < mum.y < one[1][1]]
    assert [a[0] < mum.x for a, _ in round_] == [True]


@pytest.mark.parametrize("fault", ["over a card", "along another", "not reached"])
def test_each_of_these_would_be_seen(fault: str) -> None:
    """What is looked for above is found where it is sown."""
    drawn = placed({"mum": -1, "maya": 0}, [Drawn("mum", PARENT_OF, "maya")])
    mum, (wire,) = drawn.cards[0], drawn.wires
    (x, y), _ = wire.segments[0]
    seen = {
        "over a card": lambda: _enters(((mum.x - 4, mum.y + 4), (mum.x + 40, mum.y + 4)), mum),
        "along another": lambda: _share_a_stretch(((x, y), (x, y + 10)), ((x, y + 5), (x, y + 20))),
        "not reached": lambda: not any(_touches(one, drawn.cards[1]) for one in _reached(wire.segments[:1], mum)),
    }
    assert seen[fault]()


def _overlap(one: Card, other: Card) -> bool:
    apart_across = one.x + one.width + GRID <= other.x or other.x + other.width + GRID <= one.x
    apart_down = one.y + HEIGHT + GRID <= other.y or other.y + HEIGHT + GRID <= one.y
    return not (apart_across or apart_down)


def _touches(point: Point, card: Card) -> bool:
    x, y = point
    return card.x < x < card.x + card.width and y in (card.y, card.y + HEIGHT)


def _reached(segments: Iterable[Segment], start: Card) -> set[Point]:
    """The points that can be come to along the segments from the edge of a card."""
    left = list(segments)
    reached = {point for segment in left for point in segment if _touches(point, start)}
    while met := [one for one in left if set(one) & reached]:
        reached |= {point for one in met for point in one}
        left = [one for one in left if one not in met]
    return reached


def _enters(segment: Segment, card: Card) -> bool:
    """Whether a segment lies within a card or along its edge for more than the point where it meets it."""
    (left, right), (top, bottom) = (sorted(point[axis] for point in segment) for axis in (0, 1))
    across = min(right, card.x + card.width) - max(left, card.x)
    down = min(bottom, card.y + HEIGHT) - max(top, card.y)
    return min(across, down) >= 0 and max(across, down) > 0


def _share_a_stretch(one: Segment, other: Segment) -> bool:
    """Whether two upright or two level segments lie on each other for more than a point."""
    for axis in (0, 1):
        if len({point[axis] for point in (*one, *other)}) == 1:
            a, b = (sorted(point[1 - axis] for point in each) for each in (one, other))
            return min(a[1], b[1]) > max(a[0], b[0])
    return False
