"""What happened, in order, by whom, and what came of it: every entry in sight, as a table that prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import HEAPS, Filters, agencies_of, asked_for, keeps, only_significant
from keepsight.pages.chronology.rows import rows
from keepsight.pages.in_parts import AT_ONCE, ROW, Part, part_of
from keepsight.pages.overview.facts import FACTS, Fact, Known
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.assessments.weighing import DECISIONS
from keepsight.practice.marac.referrals import OF_ABUSE

PAGE = Page(address="children/<uuid:child_id>/chronology/", title="Chronology", who=WITH_CHILDREN, tab=2)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's story."""

    story: Story


def fetch(asking: Asking) -> Fetched:
    """Everything the page is told from."""
    return Fetched(story_of(asking))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The rows asked for, each with its number in the whole."""
    story, child = fetched.story, asking.of_child
    filters = asked_for(asking.query)
    fact = fact_of(asking, story)
    curated = fact is None and only_significant(filters, story.entries)
    kept = kept_of(story, filters, fact, curated)
    told = [one for one in story.entries if one.id in kept]
    part = _part(asking, told)
    here = told[part.rows]
    context: dict[str, Any] = {
        "title": f"{child.name}: chronology",
        "badges": badges(story.entries),
        "rows": rows(story.entries, story.cited, {one.id for one in here}),
        "part": part,
        "before_birth": {
            one.id: said for one in here if (said := words.before_birth(child, one.occurred_from, one.occurred_to))
        },
        "total": len(story.entries),
        "agencies": agencies_of(story.entries),
        "heaps": [(name, title) for name, (title, _) in HEAPS.items()],
        "filters": filters,
        "fact": fact,
        "curated": curated,
        "significant": sum(1 for entry in story.entries if entry.significance),
        "query": asking.query.urlencode(),
        "prompt_of": {one.number: one for one in story.prompts},
        "here": story.chronology,
        "papers": story.papers,
        "decisions": {one.id for one in here if one.kind in DECISIONS},
        "of_abuse": {one.id for one in here if one.kind in OF_ABUSE},
    }
    return Shown(context, entries=len(here))


def _part(asking: Asking, told: Sequence[EntryShown]) -> Part:
    """The part that was asked for, or the one in which the entry stands that somebody came for."""
    came_for = asking.query.get(ROW)
    place = next((place for place, one in enumerate(told) if str(one.id) == came_for), None) if came_for else None
    return part_of(len(told), AT_ONCE, asking.query, place=place, may_be_whole=True)


def fact_of(asking: Asking, story: Story) -> Fact | None:
    """The fact whose entries were asked for, told anew: the entries shown are exactly those it counts."""
    tell = FACTS.get(asking.query.get("fact", ""))
    return tell(Known(asking.of_child, story.entries, story.feeds, asking.today)) if tell else None


def kept_of(story: Story, filters: Filters, fact: Fact | None, curated: bool) -> frozenset[UUID]:
    """The entries to be shown."""
    if fact is not None:
        return frozenset(fact.entries)
    return frozenset(
        entry.id for entry in story.entries if keeps(filters, entry) and (entry.significance or not curated)
    )
