"""How many reviews say so: a list of those that do beside a list of those that could, as at a day, under a code's version.

There is no bare number here. Which reviews are in the denominator is said each time, for the answer turns on it: reviews are
silent on many things, and silence is not absence. Counts of published reviews print whole: they are no counts of children.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from keepsight.themes.codebook import CodeNow

OF_JUDGED = "reviews that say whether it was so"
OF_APPLICABLE = "reviews it could apply to"
OF_ALL = "all reviews in the register"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, each a list of reviews. `of` says in words which reviews the whole is."""

    part: tuple[UUID, ...]
    whole: tuple[UUID, ...]
    of: str

    def __str__(self) -> str:
        return f"{len(self.part)} of {len(self.whole)}"

    @property
    def ratio(self) -> float | None:
        """The share as a fraction. None where the whole is empty."""
        return len(self.part) / len(self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Prevalence:
    """What the register says of a code, or of a theme: each review in one list. `version` names what was counted."""

    name: str
    title: str
    version: str
    as_at: dt.date
    present: tuple[UUID, ...]
    absent: tuple[UUID, ...]
    not_mentioned: tuple[UUID, ...]
    not_applicable: tuple[UUID, ...]
    not_judged: tuple[UUID, ...]

    @property
    def shares(self) -> tuple[Share, Share, Share]:
        """The same part of three wholes: those that say whether, those it could apply to, all."""
        judged = (*self.present, *self.absent)
        applicable = (*judged, *self.not_mentioned)
        everything = (*applicable, *self.not_applicable, *self.not_judged)
        return (
            Share(self.present, judged, OF_JUDGED),
            Share(self.present, applicable, OF_APPLICABLE),
            Share(self.present, everything, OF_ALL),
        )


States = Mapping[UUID, str]
"""What each review that was judged says of one code."""


def of_code(code: CodeNow, states: States, reviews: tuple[UUID, ...], as_at: dt.date) -> Prevalence:
    """The reviews by what they say of a code, in the order of the register."""
    return _told(code.name, code.title, f"{code.title}, version {code.number}", states, reviews, as_at)


def of_theme(
    name: str,
    title: str,
    codes: Mapping[str, CodeNow],
    by_code: Mapping[str, States],
    reviews: tuple[UUID, ...],
    as_at: dt.date,
) -> Prevalence:
    """The reviews by what they say of a theme, worked out from its codes.

    Present: one of its codes is. Absent: one was looked for and absent, none was passed over in silence, none is present.
    """
    states = {}
    for review in reviews:
        said = {by_code[code][review] for code in codes if review in by_code.get(code, {})}
        if said:
            states[review] = _of_several(said)
    version = "; ".join(f"{code.title}, version {code.number}" for code in codes.values())
    return _told(name, title, version, states, reviews, as_at)


@dataclass(frozen=True, slots=True)
class Together:
    """Two codes, or themes, in the same reviews: those where both are present, of those that say whether of both."""

    one: str
    other: str
    share: Share


def co_occurrence(told: list[Prevalence]) -> list[Together]:
    """Every two that stand in a review together, those that do so most often first."""
    found = []
    for one, other in combinations(told, 2):
        part = tuple(review for review in one.present if review in set(other.present))
        judged = {*other.present, *other.absent}
        whole = tuple(review for review in (*one.present, *one.absent) if review in judged)
        if part:
            found.append(Together(one.name, other.name, Share(part, whole, "reviews that say whether, of both")))
    return sorted(found, key=lambda pair: (-len(pair.share.part), pair.one, pair.other))


def _of_several(said: set[str]) -> str:
    for state in ("present", "not_mentioned", "absent"):
        if state in said:
            return state
    return "not_applicable"


def _told(name: str, title: str, version: str, states: States, reviews: tuple[UUID, ...], as_at: dt.date) -> Prevalence:
    def those(state: str | None) -> tuple[UUID, ...]:
        return tuple(review for review in reviews if states.get(review) == state)

    return Prevalence(
        name, title, version, as_at,
        those("present"), those("absent"), those("not_mentioned"), those("not_applicable"), those(None),
    )  # fmt: skip
