"""Where a stretch of text lies, when programs count in different ways.

Some count CRLF as two and some as one; some count a smiley as two; some count the byte-order mark. The standard's own
sentence on it could not be read, so nothing is assumed: each way is tried, and the one is taken in which most stretches
are the words they say they are, or begin and end where words do. What fits in no such way is told, never shifted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import NamedTuple

BOM = "\ufeff"
SHORTEST_TELLING_NAME = 3


class Said(NamedTuple):
    """A stretch as the file says it: its positions, and its name, which may be the words themselves."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Counting:
    """A way to count: whether CRLF is two, a character beyond the first plane is two, the byte-order mark is one."""

    crlf_is_two: bool
    utf_16: bool
    bom_counts: bool

    def __str__(self) -> str:
        said = [
            "CRLF as two" if self.crlf_is_two else "lines ended by LF",
            "UTF-16 units" if self.utf_16 else "characters",
            "byte-order mark counted" if self.bom_counts else "",
        ]
        return ", ".join(one for one in said if one)


@dataclass(frozen=True, slots=True)
class Settled:
    """The text with LF and without a byte-order mark, and each stretch in it. None where it fits nowhere."""

    text: str
    counting: Counting
    places: tuple[tuple[int, int] | None, ...]


WAYS = tuple(Counting(*way) for way in product((True, False), (False, True), (False, True)))
"""As the file stands comes first: where all ways agree, it is taken."""


def settle(raw: str, said: Sequence[Said]) -> Settled:
    """The way of counting that fits best, and where each stretch lies by it."""
    text = raw.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    tried = [(way, _places(raw, way, said)) for way in _ways(raw)]
    names_tell = any(_names_fit(text, said, places) * 2 >= _telling(said) > 0 for _, places in tried)
    way, places = max(tried, key=lambda one: _score(text, said, one[1], names_tell))
    return Settled(
        text, way, tuple(_kept(text, one, place, names_tell) for one, place in zip(said, places, strict=True))
    )


def _ways(raw: str) -> list[Counting]:
    """The ways that can differ in this text."""
    has_crlf, has_bom, beyond = "\r\n" in raw, raw.startswith(BOM), any(ord(one) > 0xFFFF for one in raw)
    return [
        way
        for way in WAYS
        if (has_crlf or way.crlf_is_two) and (beyond or not way.utf_16) and (has_bom or not way.bom_counts)
    ]


def _places(raw: str, way: Counting, said: Sequence[Said]) -> list[tuple[int, int] | None]:
    """Each stretch in the settled text, if positions are counted in this way. None: outside, or amid a character."""
    at = _positions(raw, way)
    found = [(at.get(one.start), at.get(one.end)) for one in said]
    return [(start, end) if start is not None and end is not None and start < end else None for start, end in found]


def _positions(raw: str, way: Counting) -> dict[int, int]:
    """From a position counted in this way to one in the settled text."""
    pieces = raw.removeprefix(BOM).replace("\r\n", "\n")
    crlf = [len(one) for one in raw.removeprefix(BOM).split("\r\n")]
    two = set(accumulate(length + 1 for length in crlf[:-1])) if way.crlf_is_two else set()
    before = 1 if way.bom_counts and raw.startswith(BOM) else 0
    counted = {before: 0}
    for index, character in enumerate(pieces, start=1):
        before += 2 if index in two or (way.utf_16 and ord(character) > 0xFFFF) else 1
        counted[before] = index
    return counted


def _score(
    text: str, said: Sequence[Said], places: Sequence[tuple[int, int] | None], names_tell: bool
) -> tuple[int, int, int]:
    named = _names_fit(text, said, places) if names_tell else 0
    strict = sum(place is not None and _whole_words(text, place, strict=True) for place in places)
    loose = sum(place is not None and _whole_words(text, place, strict=False) for place in places)
    return named, strict, loose


def _kept(text: str, said: Said, place: tuple[int, int] | None, names_tell: bool) -> tuple[int, int] | None:
    if place is None:
        return None
    if names_tell and _tells(said):
        return place if _is_named(text, said, place) else None
    return place if _whole_words(text, place, strict=False) else None


def _whole_words(text: str, place: tuple[int, int], *, strict: bool) -> bool:
    """Whether a stretch cuts no word in two; strictly, whether it also begins and ends with no space."""
    start, end = place
    if strict and (text[start].isspace() or text[end - 1].isspace()):
        return False
    return not any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in place)


def _telling(said: Sequence[Said]) -> int:
    return sum(_tells(one) for one in said)


def _tells(said: Said) -> bool:
    return len(said.name) >= SHORTEST_TELLING_NAME


def _names_fit(text: str, said: Sequence[Said], places: Sequence[tuple[int, int] | None]) -> int:
    return sum(
        place is not None and _tells(one) and _is_named(text, one, place)
        for one, place in zip(said, places, strict=True)
    )


def _is_named(text: str, said: Said, place: tuple[int, int]) -> bool:
    """Whether the name is the words of the stretch, or how they begin. Spaces of any kind are alike."""
    words, name = (" ".join(one.split()) for one in (text[place[0] : place[1]], said.name))
    return bool(name) and words.startswith(name.removesuffix("...").removesuffix("…"))
