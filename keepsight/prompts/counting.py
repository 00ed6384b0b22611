"""Prompts, counted: of which pattern and which child, and when each was found. Part of `queries`. For figures; it shows nothing.

No figure tells of a child who is restricted or sealed, nor of a prompt that rests on a sealed entry: that there is such a one is
for those alone whom it names.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.queries import conflicts_of, restricted_or_sealed
from keepsight.access.roles import Reach
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.queries import unspeakable
from keepsight.people import in_sight
from keepsight.prompts.models import Prompt, PromptEntry
from keepsight.store.clock import LONDON

_SEALED_FROM_IT = Sight(None, "", "hub_coordinator", Reach.ALL)
"""Somebody who works with nobody: what is sealed does not exist for them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A prompt as figures count it. `waited`: it was there to be answered on the day it was found, and was not taken back since."""

    id: UUID
    pattern: str
    child: UUID
    found_on: dt.date
    waited: bool


def countable(on: dt.date) -> frozenset[UUID]:
    """The children of whom figures may tell: covered by an agreement on a day, and neither restricted nor sealed."""
    with seeing(THE_MACHINE):
        return frozenset(in_sight.covered(in_sight.children_among(None), on) - in_sight.now(restricted_or_sealed()))


def left_out_for(sight: Sight) -> frozenset[UUID]:
    """The children who do not exist for whoever reads a figure, their own family among them."""
    with seeing(THE_MACHINE):
        return in_sight.hidden(sight) | in_sight.family(conflicts_of(sight.user_id))


def counted(on: dt.date) -> list[Counted]:
    """Every prompt that was ever found of a child who counts on a day, withdrawn ones too: they may have been answered."""
    children = countable(on)
    with seeing(THE_MACHINE):
        prompts = [one for one in Prompt.objects.order_by("id") if one.child_id in children]
        rests_on: dict[UUID, set[UUID]] = defaultdict(set)
        for prompt, entry in PromptEntry.objects.values_list("prompt_id", "entry_id"):
            rests_on[prompt].add(entry)
    never = unspeakable(_SEALED_FROM_IT, {entry: one.child_id for one in prompts for entry in rests_on[one.id]})
    return [_one(prompt) for prompt in prompts if never.isdisjoint(rests_on[prompt.id])]


def _one(prompt: Prompt) -> Counted:
    found_on = prompt.first_found_at.astimezone(LONDON).date()
    waited = prompt.withdrawn_at is None and (prompt.ended_on is None or prompt.ended_on > found_on)
    return Counted(prompt.id, prompt.pattern, prompt.child_id, found_on, waited)
