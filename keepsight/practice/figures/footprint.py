"""What a reviewing officer's challenges left on a child's record, and what stood on the day of each. Part of `queries`.

That a prompt ended after a challenge says no cause; that none did says nothing of whoever challenged either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.practice.professionals.disagreements import Disagreement
from keepsight.practice.queries import Given, Stands, day_of
from keepsight.prompts.queries import PromptShown

OFFICER = "reviewing_officer"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A step that a reviewing officer took in a disagreement, or what they said to a prompt.

    `stood` are the prompts that stood on that day, those that have ended since among them.
    """

    given: Given
    of: Disagreement | PromptShown
    stood: tuple[PromptShown, ...]


def challenges(
    disputed: Sequence[Disagreement], prompts: Sequence[PromptShown], said: Mapping[UUID, Stands]
) -> list[Challenge]:
    """The challenges of a child's reviewing officers, the oldest first: in these disagreements, and to these prompts."""
    found = [Challenge(one, of, _stood(one, prompts)) for of in disputed for one in of.stands.given if _officer_s(one)]
    found += [Challenge(one, of, (of,)) for of in prompts for one in said[of.id].given if _officer_s(one)]
    return sorted(found, key=lambda one: one.given.at)


def _officer_s(one: Given) -> bool:
    return one.role == OFFICER


def _stood(one: Given, prompts: Sequence[PromptShown]) -> tuple[PromptShown, ...]:
    day = day_of(one.at)
    return tuple(each for each in prompts if each.visible_on <= day and (each.ended_on is None or each.ended_on > day))
