"""What must be seen in the invented town, worked out by hand from the stories and never computed: something to check.

It stands beside each story in `families/` and is only read and moved here. An `ended_on` at which a window of months
runs out is exact where the story stands in its own calendar, and within three days elsewhere; every other date moves
with the story.
"""

from dataclasses import dataclass
from datetime import date

from keepsight.town.shift import moved_by
from keepsight.town.story import Family, families


@dataclass(frozen=True, slots=True)
class Expected:
    """A prompt that must hold, or have held, for a child (an NHS number). `ended_on` None: it holds at the end."""

    child: str
    pattern: str
    began_on: date
    ended_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the overview of a child must say when the story ends, of the child alone.

    `referrals` and `no_further_action` as social care's census holds them; `appointments` are those attended and not
    brought, with any service, cancelled ones left out. None: nothing is recorded.
    """

    child: str
    seen_alone_on: date | None
    seen_alone_by: str | None
    words: str | None
    words_on: date | None
    referrals: int
    no_further_action: int
    not_brought: int
    appointments: int
    missing: int
    return_interviews: int


def expected(until: date) -> tuple[Expected, ...]:
    """Every prompt, by child, for the town written with the same `until`."""
    return tuple(
        Expected(_number(family, one["child"]), one["pattern"], one["began_on"], one.get("ended_on"), one["why"])
        for family in families(moved_by(until))
        for one in family.prompts
    )


def facts(until: date) -> tuple[Facts, ...]:
    """The facts of every child, for the town written with the same `until`."""
    return tuple(
        Facts(
            child=_number(family, one["child"]),
            seen_alone_on=one.get("seen_alone_on"),
            seen_alone_by=one.get("seen_alone_by"),
            words=one.get("words"),
            words_on=one.get("words_on"),
            **{name: one[name] for name in _COUNTS},
        )
        for family in families(moved_by(until))
        for one in family.facts
    )


_COUNTS = ("referrals", "no_further_action", "not_brought", "appointments", "missing", "return_interviews")


def _number(family: Family, child: str) -> str:
    return family.people[child].nhs_number or ""
