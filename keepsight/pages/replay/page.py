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
from keepsight.pages.replay.drawing import Line, drawing
from keepsight.pages.story import Story, cast, hidden, told
from keepsight.patterns.replaying.replay import MOST_NEEDED, Replayed
from keepsight.prompts.in_force import known
from keepsight.prompts.replaying import replay_of
from keepsight.vocabulary import KINDS, SECTORS

PAGE = Page(address="children/<uuid:child_id>/replay/", title="Who could have seen it, and when", who=WITH_CHILDREN)

CAME_NEXT = (
    "child.died",
    "disclosure.made",
    "domestic_abuse.incident",
    "emergency_protection.started",
    "injury.recorded",
    "looked_after.started",
    "missing.reported",
    "plan.started",
    "section47.started",
    "strategy_discussion.held",
)
"""What is looked for after a prompt could be seen: harm to the child, or a step to protect the child. Local practice."""
A_YEAR = 365  # days
AT_THE_EARLIEST = " at the earliest, for nobody wrote down on which day it was told"
NO_CLAIM = "Nothing can be claimed in figures of how much earlier all together could have seen it."


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, what was replayed of it, and what each agency is called, by its code."""

    story: Story
    replayed: Sequence[Replayed]
    called: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One prompt of the replay in words. `shown_by` are the entries that showed it: their numbers, and where they stand.

    `told` says whom the files say were told of these entries.
    """

    number: int
    title: str
    question: str
    on: str
    alone: Sequence[str]
    told: Sequence[str]
    earlier: str
    needed: str
    next: tuple[str, str] | None
    shown_by: Sequence[tuple[int, str]]
    apart: str


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
    told_of = [_told(story, fetched.called, number, one) for number, one in enumerate(replayed, 1)]
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: who could have seen it, and when",
        "badges": badges(story.entries),
        "told": told_of,
        "says": says_of(replayed, asking.today),
        "drawing": drawing([_line(*each) for each in zip(told_of, replayed, strict=True)], asking.today)
        if told_of
        else None,
        "untold": untold(story.feeds, asking.today),
        "chronology": story.chronology,
        "looked_for": words.listed(
            sorted(KINDS[kind].title[0].lower() + KINDS[kind].title[1:] for kind in CAME_NEXT), "or"
        ),
    }
    return Shown(context, entries=len({entry for one in replayed for entry in one.entries}))


def _told(story: Story, named: Mapping[str, str], number: int, one: Replayed) -> Told:
    sheet = known()[one.pattern]
    return Told(
        number=number,
        title=sheet.title,
        question=sheet.question,
        on=words.long_day(one.on),
        alone=_alone(named, one),
        told=_told_of(story, one.entries),
        earlier=_earlier(one),
        needed=_needed(named, one),
        next=_next(story, one.on),
        shown_by=_shown_by(story, one.entries),
        apart=_apart(one),
    )


def _called(named: Mapping[str, str], agency: str) -> str:
    """The agency's name. One that sent something and is no agency here has none."""
    return named.get(agency, "Another agency, of which nothing else is known here")


def _alone(named: Mapping[str, str], one: Replayed) -> list[str]:
    """Each agency that could see it by itself, with its first day, the earliest first; and how many never could."""
    could = sorted((day, _called(named, agency)) for agency, day in one.alone.items() if day)
    never = len(one.alone) - len(could)
    guessed = {_called(named, agency) for agency in one.told_assumed}
    said = [
        f"{agency}: from {words.long_day(day)}{AT_THE_EARLIEST if agency in guessed else ''}" for day, agency in could
    ]
    if never and not could:
        return [f"None of {never}, to this day" if never > 1 else "Not the one that knew anything, to this day"]
    return [*said, f"{words.counted(never, 'other')} never, to this day"] if never else said


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


def _earlier(one: Replayed) -> str:
    if one.days_earlier is None:
        return "No agency alone ever could"
    if one.days_earlier <= 0:
        return "Not earlier"
    return f"{words.counted(one.days_earlier, 'day')} earlier than the first agency alone"


def _needed(named: Mapping[str, str], one: Replayed) -> str:
    if not one.fewest:
        return f"Entries of more than {MOST_NEEDED} agencies"
    sets = [words.listed(sorted(_called(named, agency) for agency in some)) for some in one.fewest]
    return "; or ".join(sets)


def _next(story: Story, on: dt.date) -> tuple[str, str] | None:
    """What came next after a day, with how long after, and where it stands."""
    for entry in story.entries:
        if entry.kind in CAME_NEXT and entry.occurred_from and entry.occurred_from > on and entry.scope == "child":
            after = words.counted((entry.occurred_from - on).days, "day")
            return f"{entry.title}, {after} later", story.href(entry)
    return None


def _shown_by(story: Story, entries: Sequence[UUID]) -> list[tuple[int, str]]:
    shown = {story.by_account[one].id for one in entries if one in story.by_account}
    return [(number, story.href(one)) for number, one in enumerate(story.entries, 1) if one.id in shown]


def _apart(one: Replayed) -> str:
    if one.by_definition:
        return "Its own words ask for several agencies. An agency alone is asked it without them."
    if one.assumed:
        return "Of some of its entries nobody knows when they were written: the day on which they happened is taken."
    return ""


def says_of(replayed: Sequence[Replayed], today: dt.date) -> list[str]:
    """What may be claimed of it in figures, and what is left out of the claim."""
    apart = [one for one in replayed if one.by_definition]
    assumed = [one for one in replayed if one.assumed and not one.by_definition]
    claimed = [one for one in replayed if not one.by_definition and not one.assumed]
    said = [_claim(claimed, today) if claimed else NO_CLAIM]
    if apart:
        said.append(
            f"Left out of this: {words.counted(len(apart), 'prompt')} of which the pattern itself asks for several agencies."
        )
    if assumed:
        said.append(f"Left out of this: {words.counted(len(assumed), 'prompt')} whose day of writing is only assumed.")
    return said


def _claim(claimed: Sequence[Replayed], today: dt.date) -> str:
    never = sum(one.first_alone is None for one in claimed)
    year = sum(_lead(one, today) >= A_YEAR for one in claimed)
    return (
        f"Of {words.counted(len(claimed), 'prompt')} that one agency might have seen by itself, {never} could be seen only by "
        f"several together, and {year} by all together at least a year before any agency alone."
    )


def _lead(one: Replayed, today: dt.date) -> int:
    """By how many days together came before anybody alone: where nobody alone ever could, up to today."""
    return ((one.first_alone or today) - one.on).days


def _line(told: Told, one: Replayed) -> Line:
    return Line(told.number, told.title, one.on, one.first_alone)
