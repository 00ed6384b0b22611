"""A child who was made up, as five agencies told of her: what a visitor is shown before there is anybody to sign in as.

The entries are written by hand. What the patterns make of them is not: a test replays them, and finds what stands here.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from keepsight.patterns.replaying.replay import Replayed
from keepsight.vocabulary import KINDS

CALLED = "Linnet"
TODAY = dt.date(2026, 3, 1)
"""The day on which the story is told."""

AGENCIES: Mapping[str, str] = MappingProxyType(
    {
        "social_care": "Children’s Services",
        "police": "Police",
        "school": "School",
        "gp": "Surgery",
        "hospital": "Hospital",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the story. `agency` is one of AGENCIES, whose codes are sectors; `of` is whom it is about."""

    on: dt.date
    agency: str
    kind: str
    says: str
    of: str = "child"  # or "parent": then it is about the household
    detail: tuple[str, str] | None = None

    @property
    def title(self) -> str:
        """What kind of entry it is, in words."""
        return KINDS[self.kind].title


ENTRIES: tuple[Entry, ...] = (
    Entry(dt.date(2024, 5, 14), "police", "domestic_abuse.incident", "Called to the home at night. Linnet was upstairs.", "parent"),
    Entry(dt.date(2024, 9, 20), "school", "neglect.indicator", "Third week without a lunch. She says she is not hungry.",
          detail=("indicator", "hunger")),
    Entry(dt.date(2024, 11, 5), "hospital", "appointment.not_brought", "Was not brought to the dental clinic.",
          detail=("service", "dental clinic")),
    Entry(dt.date(2025, 1, 16), "social_care", "referral.received", "The school asks for help: hungry, tired, worried."),
    Entry(dt.date(2025, 1, 20), "social_care", "referral.decided", "Her mother says that all is well. No further action.",
          detail=("outcome", "no_further_action")),
    Entry(dt.date(2025, 2, 3), "gp", "adult_mental_health.episode", "Her mother is low, and is sleeping badly.", "parent"),
    Entry(dt.date(2025, 3, 11), "hospital", "appointment.not_brought", "Was not brought again.",
          detail=("service", "dental clinic")),
    Entry(dt.date(2025, 4, 8), "school", "neglect.indicator", "Her coat is too small, and she asks to keep her shoes on.",
          detail=("indicator", "hygiene")),
    Entry(dt.date(2025, 4, 29), "police", "domestic_abuse.incident", "A neighbour rang. Nobody asked where Linnet was.", "parent"),
    Entry(dt.date(2025, 5, 2), "social_care", "referral.received", "The police tell of the call."),
    Entry(dt.date(2025, 5, 6), "social_care", "referral.decided", "A letter to her mother. No further action.",
          detail=("outcome", "no_further_action")),
    Entry(dt.date(2025, 6, 17), "hospital", "injury.recorded", "A broken wrist. “She fell”, her mother says."),
    Entry(dt.date(2025, 9, 8), "hospital", "appointment.not_brought", "Was not brought to the fracture clinic.",
          detail=("service", "fracture clinic")),
    Entry(dt.date(2025, 10, 21), "police", "missing.reported", "Gone since school. Home by eleven."),
    Entry(dt.date(2026, 2, 12), "social_care", "strategy_discussion.held", "All of this is read in one room, for the first time."),
)  # fmt: skip


def entry_id(number: int) -> UUID:
    """The id of the entry that stands at a place of the story, from 1."""
    return UUID(int=number)


def _replayed(
    pattern: str,
    on: dt.date,
    entries: tuple[int, ...],
    needed: set[str],
    *,
    alone: Mapping[str, dt.date] = MappingProxyType({}),
    by_definition: bool = False,
) -> Replayed:
    """A prompt of the story. `alone`: the agencies that could see it by themselves, and since when."""
    days = {agency: alone.get(agency) for agency in AGENCIES}
    return Replayed(
        pattern, on, on, tuple(map(entry_id, entries)), days, (frozenset(needed),), by_definition, assumed=False
    )


REPLAYED = (
    _replayed("cumulative-harm", dt.date(2025, 2, 3), (1, 2, 6), {"police", "school", "gp"}),
    _replayed("mental-health-and-abuse-unlinked", dt.date(2025, 2, 3), (1, 6), {"police", "gp"}, by_definition=True),
    _replayed(
        "neglect-indicators-gather", dt.date(2025, 4, 8), (2, 3, 7, 8), {"school", "hospital"}, by_definition=True
    ),
    _replayed("re-referral", dt.date(2025, 5, 2), (4, 10), {"social_care"}, alone={"social_care": dt.date(2025, 5, 2)}),
)
"""What the patterns of the library make of the story, replayed to TODAY."""
