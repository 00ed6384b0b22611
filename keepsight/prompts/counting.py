"""Prompts, counted: of which pattern and which child, and when each was found. Part of `queries`. For figures; it shows nothing.

No figure tells of a child who is restricted or sealed, nor of a prompt that rests on a sealed entry: that there is such a one is
for those alone whom it names.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.queries import restricted_or_sealed
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


def countable(on: dt.date, sight: Sight = THE_MACHINE) -> frozenset[UUID]:
    """The children of whom figures may tell: covered by an agreement on a day, and neither restricted nor sealed.

    None who does not exist for whoever reads them, their own family among those.
    """
    with seeing(THE_MACHINE):
        covered = in_sight.covered(in_sight.children_among(None), on)
        return frozenset(covered - in_sight.now(restricted_or_sealed()) - in_sight.hidden(sight))


def counted(children: Collection[UUID]) -> list[Counted]:
    """Every prompt that was ever found of these children, withdrawn ones too: they may have been answered."""
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
