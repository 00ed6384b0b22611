"""Where everybody of a family stands in the drawing, and how the ties between them run: numbers in, numbers out.

Each person is a card. A generation is a row, a long one several; between rows lie channels, in which ties run sideways, each
on a track of its own. A tie between rows that are no neighbours goes round by the margin, so that none runs through a card.
Parents and the children they have together share one tie. No two ties share a stretch of line:

    +------+   +------+
    | Mum  |   | Dad  |          ports below cards stand on eighths of a grid, ports above them half-way between,
    +--+---+   +---+--+          so that what comes down to a track never covers what goes up from another
       +-----+-----+  track
       +-----|--+
    +--+---+ | ++-----+
    | Maya |-+ | Kit  |
    +------+   +------+
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Lengths are in CSS pixels.
GRID = 8  # from one port of a card to the next on the same side
CARD, GAP, HEIGHT = 30 * GRID, 3 * GRID, 92
ACROSS = 4  # cards in a row: as many as a page of 1,100 pixels holds
TRACK, CHANNEL = 12, 14  # from one track to the next; what is left free above the first and below the last
EDGE = 2 * GRID
PARENT_OF = "parent_of"

Point = tuple[int, int]
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tie as it is to be drawn: which kind, between whom, and whether it has ended."""

    a: str
    kind: str
    b: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Where somebody stands: the upper left corner, and how wide."""

    who: str
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Wire:
    """The line of one tie, or of parents and the children they have together. `to` are the ends that it leads to."""

    ties: tuple[Drawn, ...]
    segments: tuple[Segment, ...]
    to: tuple[Point, ...]

    @property
    def kind(self) -> str:
        """What it is a line of; all its ties are of one kind."""
        return self.ties[0].kind

    @property
    def ended(self) -> bool:
        """Whether what it shows has ended; all its ties have, or none."""
        return self.ties[0].ended


@dataclass(frozen=True, slots=True)
class Placed:
    """The whole drawing."""

    cards: tuple[Card, ...]
    wires: tuple[Wire, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Ties that run as one line: from cards of the upper row to cards of the lower, or of one row among themselves."""

    ties: tuple[Drawn, ...]
    upper: tuple[str, ...]
    lower: tuple[str, ...]
    rows: tuple[int, int]

    @property
    def goes_round(self) -> bool:
        return self.rows[1] - self.rows[0] > 1

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels it has a track in. Channel 0 lies above the first row, channel 1 below it."""
        above_lower = self.rows[1]
        return (self.rows[0] + 1, above_lower) if self.goes_round else (above_lower,)

    @property
    def ports(self) -> Iterator[tuple[str, bool]]:
        """The cards it touches, and whether from above."""
        level = self.rows[0] == self.rows[1]
        yield from ((who, level) for who in self.upper)
        yield from ((who, True) for who in self.lower)


def placed(generations: Mapping[str, int], ties: Iterable[Drawn]) -> Placed:
    """Where everybody of `generations` stands, in their order there, the least generation on top; and the lines of all ties.

    Both ends of every tie must be among them, and no tie lead back to whom it comes from.
    """
    rows = list(_rows(generations))
    bundles = _bundled(ties, {who: number for number, row in enumerate(rows) for who in row})
    ports = _ports(bundles)
    width = _card_width(ports)
    round_ = [one for one in bundles if one.goes_round]
    left = EDGE + GRID * len(round_)
    tops, channels = _heights(len(rows), bundles)
    widest = max((len(row) for row in rows), default=1)
    cards = {card.who: card for number, row in enumerate(rows) for card in _row(row, left, widest, width, tops[number])}
    run = _Run(cards, ports, _tracks(bundles, channels), {one: EDGE + GRID * n for n, one in enumerate(round_)})
    wires = tuple(run.wire(one) for one in bundles)
    across = left + widest * (width + GAP) - GAP + EDGE
    return Placed(tuple(cards.values()), wires, across, channels[-1] if rows else 2 * EDGE)


def _rows(generations: Mapping[str, int]) -> Iterator[list[str]]:
    for generation in sorted(set(generations.values())):
        whole = [who for who, of in generations.items() if of == generation]
        yield from (whole[first : first + ACROSS] for first in range(0, len(whole), ACROSS))


def _bundled(ties: Iterable[Drawn], row_of: Mapping[str, int]) -> list[_Bundle]:
    parents: dict[tuple[str, bool], list[Drawn]] = defaultdict(list)
    others: list[tuple[Drawn, ...]] = []
    for tie in dict.fromkeys(ties):
        if tie.kind == PARENT_OF:
            parents[tie.b, tie.ended].append(tie)
        else:
            others.append((tie,))
    return [_bundle(some, row_of) for some in (*_families(parents, row_of), *others)]


def _families(
    parents: Mapping[tuple[str, bool], Sequence[Drawn]], row_of: Mapping[str, int]
) -> Iterator[tuple[Drawn, ...]]:
    """Ties of parents of one row to the children of one row whom they have together."""
    families: dict[tuple[object, ...], list[Drawn]] = defaultdict(list)
    for (child, ended), some in parents.items():
        by_row: dict[int, list[Drawn]] = defaultdict(list)
        for tie in some:
            by_row[row_of[tie.a]].append(tie)
        for row, same in by_row.items():
            together = frozenset(tie.a for tie in same) if row != row_of[child] else (same[0].a, child)
            families[together, row, row_of[child], ended].extend(same)
    for family in families.values():
        level = row_of[family[0].a] == row_of[family[0].b]
        # Told of two of one row, which no family should be, each runs by itself.
        yield from ((tie,) for tie in family) if level else (tuple(family),)


def _bundle(ties: tuple[Drawn, ...], row_of: Mapping[str, int]) -> _Bundle:
    from_, to = (tuple(dict.fromkeys(end)) for end in zip(*((tie.a, tie.b) for tie in ties), strict=True))
    first, last = row_of[from_[0]], row_of[to[0]]
    return _Bundle(ties, from_, to, (first, last)) if first <= last else _Bundle(ties, to, from_, (last, first))


def _ports(bundles: Iterable[_Bundle]) -> dict[tuple[str, bool], list[_Bundle]]:
    ports: dict[tuple[str, bool], list[_Bundle]] = defaultdict(list)
    for one in bundles:
        for port in one.ports:
            ports[port].append(one)
    return ports


def _card_width(ports: Mapping[tuple[str, bool], Sequence[_Bundle]]) -> int:
    most = max(map(len, ports.values()), default=0)
    return max(CARD, GRID * (most + 2))


def _heights(rows: int, bundles: Sequence[_Bundle]) -> tuple[list[int], list[int]]:
    """The top of each row, and the bottom of each channel."""
    tops, channels, y = [], [], 0
    for number in range(rows + 1):
        y += 2 * CHANNEL + TRACK * max(sum(number in one.channels for one in bundles) - 1, 0)
        channels.append(y)
        tops.append(y)
        y += HEIGHT
    return tops[:rows], channels


def _row(row: Sequence[str], left: int, widest: int, width: int, top: int) -> Iterator[Card]:
    """The cards of a row, in the middle of the page, on the grid."""
    spare = (widest - len(row)) * (width + GAP) // 2 // GRID * GRID
    yield from (Card(who, left + spare + place * (width + GAP), top, width) for place, who in enumerate(row))


def _tracks(bundles: Sequence[_Bundle], bottoms: Sequence[int]) -> dict[tuple[_Bundle, int], int]:
    """How far down each track of each channel lies. Ties of one row run lowest, nearest to whom they tie."""
    tracks: dict[tuple[_Bundle, int], int] = {}
    for number, bottom in enumerate(bottoms):
        here = [one for one in bundles if number in one.channels]
        here.sort(key=lambda one: one.rows[0] == one.rows[1])
        tracks |= {(one, number): bottom - CHANNEL - TRACK * place for place, one in enumerate(reversed(here))}
    return tracks


@dataclass(frozen=True, slots=True)
class _Run:
    """How each bundle runs."""

    cards: Mapping[str, Card]
    ports: Mapping[tuple[str, bool], Sequence[_Bundle]]
    tracks: Mapping[tuple[_Bundle, int], int]
    margins: Mapping[_Bundle, int]

    def wire(self, one: _Bundle) -> Wire:
        level = one.rows[0] == one.rows[1]
        first, last = self.tracks[one, one.channels[0]], self.tracks[one, one.channels[-1]]
        begins = [self._port(one, who, above=level) for who in one.upper]
        ends = [self._port(one, who, above=True) for who in one.lower]
        segments = [((x, y), (x, first)) for x, y in begins] + [((x, y), (x, last)) for x, y in ends]
        if one.goes_round:
            margin = self.margins[one]
            segments.append(((margin, first), (margin, last)))
            segments += _along(first, [margin, *(x for x, _ in begins)])
            segments += _along(last, [margin, *(x for x, _ in ends)])
        else:
            segments += _along(first, [x for x, _ in (*begins, *ends)])
        downwards = one.ties[0].b in one.lower
        return Wire(one.ties, tuple(segments), tuple(ends if downwards else begins))

    def _port(self, one: _Bundle, who: str, *, above: bool) -> Point:
        """Where a bundle meets a card: ports stand side by side from the middle of it."""
        card, here = self.cards[who], self.ports[who, above]
        slots = card.width // GRID - 1
        apart = max(min(3, slots // len(here)), 1)
        slot = (slots - apart * (len(here) - 1)) // 2 + apart * here.index(one)
        x = card.x + GRID * slot + (GRID // 2 if above else GRID)
        return x, card.y if above else card.y + HEIGHT


def _along(y: int, xs: Iterable[int]) -> list[Segment]:
    """A track, from port to port."""
    return [((a, y), (b, y)) for a, b in pairwise(sorted(set(xs)))]
