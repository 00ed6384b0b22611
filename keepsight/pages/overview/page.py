"""A child in half a minute: six facts, who knew what and when, what may be being missed, and what cannot be told."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from keepsight.intake.queries import Feed, feeds
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.coverage import others_reach, silent
from keepsight.pages.overview.drawing import drawing
from keepsight.pages.overview.facts import NOTHING, Fact, Known, facts
from keepsight.pages.overview.lanes import lanes
from keepsight.pages.overview.marks import key, key_of_hatching, key_of_stack
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.prompts.asking import CannotTell
from keepsight.prompts.queries import PromptShown, cannot_tell, waiting
from keepsight.prompts.sheets import sheets

PAGE = Page(address="children/<uuid:child_id>/", title="Overview", who=WITH_CHILDREN, tab=1)

MONTHS_AT_FIRST = 24  # what the drawing shows before it is asked for all of it: as much as 1280 pixels hold


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's story, who sends files, and the prompts that wait for the person asking."""

    story: Story
    feeds: Sequence[Feed]
    waiting: Sequence[PromptShown]
    unasked: Sequence[CannotTell]


def fetch(asking: Asking) -> Fetched:
    """Everything the page is told from."""
    child = asking.of_child.id
    mine = waiting(asking.sight, child)
    return Fetched(story_of(asking), feeds(), mine, cannot_tell(asking.sight, child))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The page in words and one drawing."""
    story, child = fetched.story, asking.of_child
    known = Known(child, story.entries, fetched.feeds, asking.today)
    whole = asking.query.get("span") == "all"
    drawn = lanes(
        story.entries,
        fetched.feeds,
        cited=story.cited,
        href=story.href,
        today=asking.today,
        since=None if whole else _since(asking.today),
    )
    context = {
        "title": f"{child.name}: overview",
        "badges": badges(story.entries),
        "facts": [_opened(fact, story) for fact in facts(known, fetched.waiting)],
        "drawing": drawing(drawn, lambda agency, first, last: _between(story, agency, first, last)),
        "drawn": drawn,
        "key": _key(),
        "standing": story.standing,
        "ended": [one for one in story.prompts if not one.prompt.standing],
        "untold": [*unasked(fetched.unasked), *untold(fetched.feeds, drawn.absent, asking.today)],
        "chronology": story.chronology,
        "entries": len(story.entries),
    }
    return Shown(context, entries=len(story.entries))


def unasked(patterns: Sequence[CannotTell]) -> list[str]:
    """The questions that could not be asked of this child, and what nobody has sent."""
    return [
        f"“{sheets()[one.pattern].title}” could not be asked: no file has told us of "
        f"{words.listed([title.lower() for title in words.titles(one.needs)], 'or')}."
        for one in patterns
    ]


def untold(feeds: Sequence[Feed], absent: Sequence[str], today: dt.date) -> list[str]:
    """What cannot be told: who is silent or not connected, and up to which day the others have told us."""
    sentences = [f"{says}. What happened there would not show here." for says in silent(feeds, today)]
    if absent:
        sentences.append(f"No agency is connected for {words.listed(list(absent))}.")
    if reached := others_reach(feeds, today):
        sentences.append(f"What the other agencies know is here up to {words.long_day(reached)}.")
    return sentences


def _since(today: dt.date) -> dt.date:
    """The first day of the month that begins the drawing."""
    months = today.year * 12 + today.month - MONTHS_AT_FIRST
    return dt.date(months // 12, months % 12 + 1, 1)


def _between(story: Story, agency: str, first: dt.date, last: dt.date) -> str:
    """Where the entries of one agency and a stretch of days stand."""
    return f"{story.chronology}?{urlencode({'agency': agency, 'since': first.isoformat(), 'until': last.isoformat()})}"


def _opened(fact: Fact, story: Story) -> dict[str, Any]:
    """A fact with the place that shows what it counts. A fact that rests on nothing opens nothing."""
    if fact.name == "waiting":
        return {"fact": fact, "href": None if fact.value == NOTHING else "#prompts"}
    return {"fact": fact, "href": f"{story.chronology}?fact={fact.name}" if fact.entries else None}


def _key() -> list[tuple[Any, str]]:
    """The marks and what they say."""
    return [
        (key("referral"), "referral"),
        (key("decision"), "decision or assessment"),
        (key("missing"), "missing"),
        (key("not_brought"), "was not brought"),
        (key("other"), "anything else"),
        (key("referral", hollow=True), "closed, or no further action"),
        (key("other", alone=True), "seen alone"),
        (key("other", household=True), "about someone else at home"),
        (key_of_stack(), "that many more"),
        (key_of_hatching(), "no file covers these days"),
    ]
