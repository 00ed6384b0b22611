"""Who could have seen what, and when: for each prompt of a child the day all agencies together could, and the day each alone could.

It says what was knowable, never what should have been known, and names no person. What is true by a pattern's own words, and
what rests on an assumed day, is told apart.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.access.queries import agencies
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.coverage import untold
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.pseudonyms import Cast
from keepsight.pages.replay.drawing import drawing
from keepsight.pages.replay.telling import Told, line_of, looked_for, says_of, told_of
from keepsight.pages.story import Story, cast, hidden, told
from keepsight.patterns.replaying.replay import Replayed
from keepsight.prompts.replaying import came_next, replay_of
from keepsight.vocabulary import SECTORS

PAGE = Page(address="children/<uuid:child_id>/replay/", title="Who could have seen it, and when", who=WITH_CHILDREN)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, what was replayed of it, and what each agency is called, by its code."""

    story: Story
    replayed: Sequence[Replayed]
    called: Mapping[str, str]


def fetch(asking: Asking) -> Fetched:
    """The story of the child, and the replay of it up to today."""
    story = told(asking)
    who = cast(asking, story) if asking.names_hidden else None
    replayed = replay_of(asking.sight, asking.of_child.id, asking.today)
    return Fetched(hidden(story, who) if who else story, replayed, agencies_called(who))


def agencies_called(who: Cast | None) -> Mapping[str, str]:
    """What each agency is called, by its code; without names, what it is called in the story, or else its kind."""
    known = agencies()
    if who is None:
        return {code: agency.name for code, agency in known.items()}
    cast_names = {name for one in who.named for name in one.names}
    return {
        code: who.agency(agency.name) if agency.name in cast_names else SECTORS[agency.sector].short
        for code, agency in known.items()
    }


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The drawing, and the same as a table."""
    story, replayed = fetched.story, fetched.replayed
    told_here = [_told(story, fetched.called, number, one) for number, one in enumerate(replayed, 1)]
    lines = [line_of(*each) for each in zip(told_here, replayed, strict=True)]
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: who could have seen it, and when",
        "badges": badges(story.entries),
        "told": told_here,
        "says": says_of(replayed, asking.today),
        "drawing": drawing(lines, asking.today) if lines else None,
        "untold": untold(story.feeds, asking.today),
        "chronology": story.chronology,
        "looked_for": looked_for(),
    }
    return Shown(context, entries=len({entry for one in replayed for entry in one.entries}))


def _told(story: Story, named: Mapping[str, str], number: int, one: Replayed) -> Told:
    return told_of(
        number,
        one,
        named,
        told=_told_of(story, one.entries),
        came_next=_next(story, one.on),
        shown_by=_shown_by(story, one.entries),
    )


def _told_of(story: Story, entries: Sequence[UUID]) -> list[str]:
    """Whom the files say were told of some entries, a sentence for each agency."""
    showing = set(entries)
    said: dict[str, list[str]] = defaultdict(list)
    for number, entry in enumerate(story.entries, 1):
        for account in entry.accounts:
            for name, on in account.told if account.id in showing else ():
                said[name].append(f"entry {number}, {_told_on(on, account.recorded_on)}")
    return [f"The file says that {name} was told of {'; '.join(of)}" for name, of in said.items()]


def _told_on(on: dt.date | None, written: dt.date) -> str:
    """The day of telling, as far as a file says it, and from when it counts where that is another day."""
    if on is None:
        return f"not on which day: {words.long_day(written)} is assumed, when it was written"
    if on < written:
        return f"on {words.long_day(on)}, and it was written on {words.long_day(written)}: it counts from then"
    return f"on {words.long_day(on)}"


def _next(story: Story, on: dt.date) -> tuple[str, str] | None:
    """What came next after a day, with how long after, and where it stands."""
    if came := came_next(story.entries, on):
        entry, days = came
        return f"{entry.title}, {words.counted(days, 'day')} later", story.href(entry)
    return None


def _shown_by(story: Story, entries: Sequence[UUID]) -> list[tuple[int, str]]:
    shown = {story.by_account[one].id for one in entries if one in story.by_account}
    return [(number, story.href(one)) for number, one in enumerate(story.entries, 1) if one.id in shown]
