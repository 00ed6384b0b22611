"""A child in half a minute: six facts, who knew what and when, what may be being missed, and what cannot be told."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from markupsafe import Markup

from keepsight.pages import words
from keepsight.pages.asked_here import gone, not_asked_here
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import day_of
from keepsight.pages.coverage import untold
from keepsight.pages.overview.drawing import drawing
from keepsight.pages.overview.facts import NOTHING, Fact, Known, facts
from keepsight.pages.overview.heat import Heat, heat, is_long
from keepsight.pages.overview.heat_drawing import heat_drawing, square
from keepsight.pages.overview.lanes import Lanes, lanes
from keepsight.pages.overview.leads import LEADS
from keepsight.pages.overview.marks import key, key_of_hatching, key_of_stack
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.support.page import support_lines
from keepsight.pages.taken_away import Listed
from keepsight.patterns.sheets import Sheet
from keepsight.practice.queries import Stands, answers
from keepsight.prompts.asked_here import gone_of
from keepsight.prompts.asking import CannotTell
from keepsight.prompts.in_force import known, not_asked
from keepsight.prompts.models import PatternSwitch, Prompt
from keepsight.prompts.queries import PromptShown, cannot_tell, waiting
from keepsight.vocabulary import KINDS

PAGE = Page(address="children/<uuid:child_id>/", title="Overview", who=WITH_CHILDREN, tab=1)
LISTED = Listed(
    "prompts",
    lambda page: [*page["standing"], *page["ended"]],
    {
        "Prompt": lambda one: one.number,
        "Question": lambda one: one.prompt.sheet.title,
        "What is on record": lambda one: one.prompt.sentence,
        "Began": lambda one: words.day(one.prompt.began_on),
        "Ended": lambda one: one.prompt.ended_on and words.day(one.prompt.ended_on),
        "Could be seen from": lambda one: words.day(one.prompt.visible_on),
        "Shown by": lambda one: words.counted(len(one.prompt.entry_ids), "entry", "entries"),
    },
)

Stretch = tuple[dt.date, dt.date]

MONTHS_AT_FIRST = 24  # what the drawing shows before it is asked for all of it: as much as 1280 pixels hold


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's story, the prompts that wait for the person asking, and the patterns that could not be asked."""

    story: Story
    waiting: Sequence[PromptShown]
    unasked: Sequence[CannotTell]
    answers: Mapping[UUID, Stands]
    not_asked: Sequence[PatternSwitch]
    gone: Sequence[Prompt]
    sheets: Mapping[str, Sheet]


def fetch(asking: Asking) -> Fetched:
    """Everything the page is told from."""
    child = asking.of_child.id
    mine = waiting(asking.sight, child)
    story = story_of(asking)
    said = answers([one.prompt for one in story.prompts], asking.today)
    told = cannot_tell(asking.sight, child)
    return Fetched(story, mine, told, said, not_asked(), gone_of(asking.sight, child), known())


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The page in words and one drawing."""
    story, child = fetched.story, asking.of_child
    known = Known(child, story.entries, story.feeds, asking.today)
    stretch = stretch_of(asking.query)
    long = is_long(story.entries, asking.today)
    heated = _heat(story, asking.today) if long and stretch is None else None
    drawn = None if heated else _lanes(story, asking, stretch)
    context: dict[str, Any] = {
        "title": f"{child.name}: overview",
        "badges": badges(story.entries),
        "facts": [_opened(fact, story) for fact in facts(known, fetched.waiting)],
        "supports": support_lines(story),
        "heat": heated,
        "drawn": drawn,
        "drawing": _drawing(story, drawn, heated),
        "long": long,
        "stretch": f"{words.month(stretch[0])} to {words.month(stretch[1])}" if stretch else "",
        "key": _key_of_heat() if heated else _key(),
        "disputed": story.disputed,
        "standing": story.standing,
        "answers": fetched.answers,
        "ended": [one for one in story.prompts if not one.prompt.standing],
        "leads": LEADS,
        "untold": [
            *not_asked_here(fetched.not_asked, fetched.sheets),
            *untold(story.feeds, asking.today),
        ],
        "unasked": unasked(fetched.unasked, fetched.sheets),
        "could_not_ask": len(fetched.unasked),
        "gone": gone(fetched.gone, fetched.sheets),
        "chronology": story.chronology,
        "entries": len(story.entries),
    }
    return Shown(context, entries=len(story.entries))


def stretch_of(query: Mapping[str, str]) -> Stretch | None:
    """The first and last day of the months asked for, or None: not asked, or not to be read."""
    first, last = day_of(query.get("since", "")), day_of(query.get("until", ""))
    return (first, last) if first and last and first <= last else None


def _lanes(story: Story, asking: Asking, stretch: Stretch | None) -> Lanes:
    """The lanes of a stretch, of all the record, or of as much of it as a screen holds."""
    since, until = stretch or (None if asking.query.get("span") == "all" else _since(asking.today), None)
    return lanes(
        story.entries,
        story.feeds,
        cited=story.cited,
        href=story.href,
        today=asking.today,
        since=since,
        until=until,
    )


def _heat(story: Story, today: dt.date) -> Heat:
    return heat(
        story.entries,
        story.feeds,
        today=today,
        between=lambda agency, first, last: _between(story, agency, first, last),
        lanes_of=lambda first, last: f"?{_days(first, last)}#lanes-heading",
    )


def _drawing(story: Story, drawn: Lanes | None, heated: Heat | None) -> Markup:
    if heated:
        return heat_drawing(heated)
    assert drawn is not None
    return drawing(drawn, lambda agency, first, last: _between(story, agency, first, last))


@dataclass(frozen=True, slots=True)
class NotSent:
    """What nobody sent who could have, up to which day they did (None: never), and what could not be asked without it."""

    senders: str
    told_until: dt.date | None
    kinds: str
    questions: Sequence[str]


def unasked(patterns: Sequence[CannotTell], sheets: Mapping[str, Sheet]) -> list[NotSent]:
    """The questions that could not be asked of this child, by what is missing: one that lacks two things stands under both."""
    kinds: dict[tuple[str, dt.date | None], dict[str, None]] = {}
    questions: dict[tuple[str, dt.date | None], dict[str, None]] = {}
    for one in patterns:
        for lack in one.needs:
            place = lack.senders, lack.told_until
            kinds.setdefault(place, {})[KINDS[lack.kind].title] = None
            questions.setdefault(place, {})[sheets[one.pattern].title] = None
    places = sorted(kinds, key=lambda place: (place[0], place[1] or dt.date.min))
    return [NotSent(*place, words.in_a_row(list(kinds[place])), sorted(questions[place])) for place in places]


def _since(today: dt.date) -> dt.date:
    """The first day of the month that begins the drawing."""
    months = today.year * 12 + today.month - MONTHS_AT_FIRST
    return dt.date(months // 12, months % 12 + 1, 1)


def _between(story: Story, agency: str, first: dt.date, last: dt.date) -> str:
    """Where the entries of one agency and a stretch of days stand."""
    return f"{story.chronology}?{urlencode({'agency': agency})}&{_days(first, last)}"


def _days(first: dt.date, last: dt.date) -> str:
    return urlencode({"since": first.isoformat(), "until": last.isoformat()})


def _opened(fact: Fact, story: Story) -> dict[str, Any]:
    """A fact with the place that shows what it counts. A fact that rests on nothing opens nothing."""
    if fact.name == "waiting":
        return {"fact": fact, "href": None if fact.value == NOTHING else "#prompts"}
    return {"fact": fact, "href": f"{story.chronology}?fact={fact.name}" if fact.entries else None}


def _key_of_heat() -> list[tuple[Any, str]]:
    """The squares and what they count."""
    return [
        (square(0), "1 entry in the month"),
        (square(1), "2 or 3"),
        (square(2), "4 to 7"),
        (square(3), "8 or more"),
        (key_of_hatching(), "not sent: no file covers the month"),
    ]


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
