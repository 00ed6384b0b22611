"""One prompt, whole: the sentence, the entries that show it, what else could explain it, and what would clear it.

The page gives no score and no order of urgency. It says what is on record, when that could first be seen, and what to
think over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.rows import Row, rows
from keepsight.pages.page import MAY_SHARE, WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Numbered, Story, story_of
from keepsight.patterns.kept import own_number
from keepsight.patterns.sheets import Sheet, kinds_asked
from keepsight.practice.queries import Stands, answers
from keepsight.prompts.queries import may_also_count, not_known

TO_MARAC = "marac.referred"
"""The kind of a referral to MARAC: a question that waits for it leads to where one is made."""

PAGE = Page(address="children/<uuid:child_id>/prompts/<uuid:prompt_id>/", title="Prompt", who=WITH_CHILDREN)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The prompt, the story it stands in, entries that may count beside those that do, and those that weigh on neither side."""

    asked: Numbered
    story: Story
    may_also_count: tuple[UUID, ...]
    not_known: tuple[UUID, ...]
    stands: Stands


def fetch(asking: Asking) -> Fetched | None:
    """None where this child has no such prompt that this person may see."""
    story = story_of(asking)
    asked = next((one for one in story.prompts if one.prompt.id == asking.address["prompt_id"]), None)
    if asked is None:
        return None
    stands = answers([asked.prompt], asking.today)[asked.prompt.id]
    return Fetched(asked, story, may_also_count(asked.prompt), not_known(asked.prompt), stands)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The prompt in words, with its evidence as rows that lead to the chronology."""
    story, asked, child = fetched.story, fetched.asked, asking.of_child
    cited = {*asked.prompt.entry_ids, *fetched.may_also_count}
    by_id = {row.id: row for row in rows(story.entries, story.cited, cited)}
    evidence = _among(by_id, asked.prompt.entry_ids)
    context: dict[str, Any] = {
        "title": f"{child.name}: prompt {asked.number}",
        "badges": badges(story.entries),
        "number": asked.number,
        "prompt": asked.prompt,
        "sheet": asked.prompt.sheet,
        "evidence": evidence,
        "not_known": _among(by_id, fetched.not_known),
        "unseen": len(asked.prompt.entry_ids) - len(evidence),
        "may_also": _among(by_id, fetched.may_also_count),
        "owner": owner(asked),
        "coverage": coverage(asked, story.feeds),
        "rule": rule(asked.prompt.sheet),
        "version": version(asked.prompt.sheet),
        "pattern": reverse("pattern", kwargs={"pattern": asked.prompt.pattern}),
        "href_of": story.href_of,
        "papers": story.papers,
        "stands": fetched.stands,
        "answer": reverse("answer", kwargs=dict(asking.address)),
        "pack": _pack(asking),
        "marac": TO_MARAC in kinds_asked({asked.prompt.pattern: asked.prompt.sheet}),
    }
    return Shown(context, entries=len(evidence))


def owner(asked: Numbered) -> str:
    """Whose it is to look at. Never nobody's."""
    where = f" at {asked.prompt.owner_agency_name}" if asked.prompt.owner_agency_name else ""
    if asked.prompt.owner == "front_door":
        return f"The front door{where}, because nothing is open for the child"
    return f"The allocated team{where}"


def coverage(asked: Numbered, feeds: Sequence[Feed]) -> list[str]:
    """Up to when each agency whose entries this could rest on has sent them, one sentence an agency."""
    sheet = asked.prompt.sheet
    needed = {kind for need in sheet.needs for kind in need.kinds} or kinds_asked({sheet.name: sheet})
    return [
        f"{feed.agency_name}: {words.listed(words.titles(tuple(needed & set(feed.kinds)))).lower()}, "
        f"up to {words.long_day(feed.covered_to)}"
        for feed in feeds
        if feed.agency and feed.connected and needed & set(feed.kinds)
    ]


def version(sheet: Sheet) -> str:
    """Whose version of the question asked."""
    own = own_number(sheet.version)
    return f"This partnership’s version {own}" if own else f"The library’s version {sheet.version}"


def rule(sheet: Sheet) -> str:
    """Where the sheet's clock comes from. Local practice is said to be local, never law."""
    if sheet.clock.in_force_from is None:
        return "Local practice, not law"
    version = f", {sheet.clock.version}" if sheet.clock.version else ""
    return f"{sheet.clock.name}{version}, in force from {words.long_day(sheet.clock.in_force_from)}"


def _among(by_id: dict[UUID, Row], wanted: Sequence[UUID]) -> list[Row]:
    """The rows of these entries in the order of the chronology. One out of sight is left out, and counted beside."""
    return sorted((by_id[one] for one in wanted if one in by_id), key=lambda row: row.number)


def _pack(asking: Asking) -> str | None:
    """Where a pack is made of these entries; None for a role that shares nothing."""
    if asking.sight.role not in MAY_SHARE:
        return None
    return f"{reverse('pack_make', kwargs={'child_id': asking.of_child.id})}?prompt={asking.address['prompt_id']}"
