"""What every page of a child is told from, fetched once: the entries in sight, and the prompts with their numbers.

A prompt's number is its place on the child's page, standing ones first: the same in the drawing, in the table and in
print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.pages.page import Asking
from keepsight.prompts.queries import PromptShown, prompts_of


@dataclass(frozen=True, slots=True)
class Numbered:
    """A prompt with its number on the child's page."""

    number: int
    prompt: PromptShown
    href: str


@dataclass(frozen=True)
class Story:
    """The entries of a child, oldest first, and the prompts about that child."""

    child_id: UUID
    entries: Sequence[EntryShown]
    prompts: Sequence[Numbered]

    @cached_property
    def chronology(self) -> str:
        """Where the chronology stands."""
        return reverse("chronology", kwargs={"child_id": self.child_id})

    @property
    def standing(self) -> list[Numbered]:
        """The prompts that hold."""
        return [one for one in self.prompts if one.prompt.standing]

    @property
    def cited(self) -> dict[UUID, tuple[int, ...]]:
        """By entry, the numbers of the standing prompts that show it as their evidence."""
        numbers: dict[UUID, tuple[int, ...]] = {}
        for one in self.standing:
            for entry in one.prompt.entry_ids:
                numbers[entry] = (*numbers.get(entry, ()), one.number)
        return numbers

    def href(self, entry: EntryShown) -> str:
        """Where an entry stands in the chronology."""
        return f"{self.chronology}#entry-{entry.id}"


def story_of(asking: Asking) -> Story:
    """The story of the child whom the page is about, as far as the person asking may see."""
    child = asking.of_child.id
    return Story(child, chronology(asking.sight, child), numbered(child, prompts_of(asking.sight, child)))


def numbered(child: UUID, prompts: Sequence[PromptShown]) -> list[Numbered]:
    """The prompts in the order of the page: standing ones first, each part by the day it could first be seen."""
    ordered = sorted(prompts, key=lambda one: (not one.standing, one.visible_on, one.pattern, str(one.id)))
    return [
        Numbered(number, one, reverse("prompt", kwargs={"child_id": child, "prompt_id": one.id}))
        for number, one in enumerate(ordered, start=1)
    ]
