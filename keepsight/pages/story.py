"""What every page of a child is told from, fetched once: the entries in sight, the prompts with their numbers, who sends files.

With names hidden the same story is told of the same entries, and every page that is told from it names nobody.

A prompt's number is its place on the child's page, standing ones first: the same in the drawing, in the table and in
print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.queries import chronology, documents
from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed, cited_passages, feeds
from keepsight.pages.in_parts import AT_ONCE, ROW
from keepsight.pages.page import Asking
from keepsight.pages.pseudonyms import Cast, cast_of, hidden_entry, hidden_feed
from keepsight.people import queries as people
from keepsight.prompts.queries import PromptShown, prompts_of


@dataclass(frozen=True, slots=True)
class Numbered:
    """A prompt with its number on the child's page."""

    number: int
    prompt: PromptShown
    href: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that an entry came with, or was made from: where it stands, and what in it.

    `passages` are those on which an entry rests that a person made of a fact; `waiting` are facts of the document that no
    person has looked at yet.
    """

    href: str
    passages: tuple[int, ...] = ()
    waiting: int = 0


@dataclass(frozen=True)
class Story:
    """The entries of a child, oldest first, and the prompts about that child."""

    child_id: UUID
    entries: Sequence[EntryShown]
    prompts: Sequence[Numbered]
    feeds: Sequence[Feed] = ()
    papers: Mapping[UUID, Paper] = field(default_factory=dict)

    @cached_property
    def chronology(self) -> str:
        """Where the chronology stands."""
        return reverse("chronology", kwargs={"child_id": self.child_id})

    @cached_property
    def by_account(self) -> dict[UUID, EntryShown]:
        """By the id of each account that is read, the entry that stands for it."""
        return {each.id: one for one in self.entries for each in one.accounts}

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

    @property
    def disputed(self) -> dict[int, int]:
        """By the number of a prompt, how many of the entries that show it somebody disputes."""
        said_against = {entry.id for entry in self.entries if entry.disputes}
        return {one.number: len(said_against & set(one.prompt.entry_ids)) for one in self.prompts}

    def href(self, entry: EntryShown) -> str:
        """Where an entry stands in the chronology, whatever else is shown of it."""
        return self.href_of(entry.id)

    def href_of(self, entry: UUID) -> str:
        """The same of an entry's id: in a chronology of one part there is nothing to be told but the place in it."""
        return entry_href(self.child_id, entry, which_part=len(self.entries) > AT_ONCE)


def entry_href(child: UUID, entry: UUID, *, which_part: bool = True) -> str:
    """Where an entry stands in a child's chronology. `which_part`: that may be longer than one part."""
    part = f"&{ROW}={entry}" if which_part else ""
    return f"{reverse('chronology', kwargs={'child_id': child})}?show=all{part}#entry-{entry}"


def story_of(asking: Asking) -> Story:
    """The story of the child whom the page is about, as far as the person asking may see, with names or without."""
    story = told(asking)
    return hidden(story, cast(asking, story)) if asking.names_hidden else story


def told(asking: Asking) -> Story:
    """The story with its names, for pages that say who is who."""
    child = asking.of_child.id
    prompts = numbered(child, prompts_of(asking.sight, child))
    entries = chronology(asking.sight, child)
    return Story(child, entries, prompts, feeds(), papers(asking, entries))


def papers(asking: Asking, entries: Sequence[EntryShown]) -> dict[UUID, Paper]:
    """By entry, the document it came with or was made from."""
    came = {receipt: entry.id for entry in entries for receipt in _received_with(entry)}
    if not came:
        return {}
    child = asking.of_child.id
    seen = documents(asking.sight, child)
    href = {one.id: reverse("document", kwargs={"child_id": child, "document_id": one.id}) for one in seen}
    found = {came[one.receipt_id]: Paper(href[one.id], (), one.waiting) for one in seen if one.receipt_id in came}
    made = cited_passages([entry.id for entry in entries if entry.source.by])
    return found | {entry: Paper(href[of], numbers) for entry, (of, numbers) in made.items() if of in href}


def _received_with(entry: EntryShown) -> list[UUID]:
    """The receipts of the files in which an entry that says a document came was told, corrected or not."""
    accounts = (entry, *entry.earlier) if entry.kind == "document.received" else ()
    return [one.source.receipt_id for one in accounts if one.source.receipt_id]


def cast(asking: Asking, story: Story) -> Cast:
    """Who is who in a story that is told with its names."""
    child = people.child(asking.sight, story.child_id)
    assert child is not None  # the door has made sure
    home = people.household([child.id], None)[child.id]
    roles = {member.id: member.role for member in home}
    everybody = {one.person_id for entry in story.entries for one in entry.about} | {child.id} | roles.keys()
    return cast_of(child, story.entries, story.feeds, people.spellings(everybody), roles)


def hidden(story: Story, who: Cast) -> Story:
    """The same story without names."""
    return replace(
        story,
        entries=[hidden_entry(entry, who) for entry in story.entries],
        prompts=[_hidden_prompt(one, who) for one in story.prompts],
        feeds=[hidden_feed(feed, who) for feed in story.feeds],
    )


def _hidden_prompt(one: Numbered, who: Cast) -> Numbered:
    owner = one.prompt.owner_agency_name
    return replace(one, prompt=replace(one.prompt, owner_agency_name=who.agency(owner) if owner else None))


def numbered(child: UUID, prompts: Sequence[PromptShown]) -> list[Numbered]:
    """The prompts in the order of the page: standing ones first, each part by the day it could first be seen."""
    ordered = sorted(prompts, key=lambda one: (not one.standing, one.visible_on, one.pattern, str(one.id)))
    return [
        Numbered(number, one, reverse("prompt", kwargs={"child_id": child, "prompt_id": one.id}))
        for number, one in enumerate(ordered, start=1)
    ]
