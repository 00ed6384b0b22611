"""What the partnership's own tools gave of a child, side by side over time, with what happened between two times.

Each use stands as it was written down, in the tool's words of that day. No line is drawn through them and nothing is added up.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.by_number import entry_numbered
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.chronology.rows import disputed
from keepsight.pages.overview.lanes import whose
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.unsaved import offered
from keepsight.practice.assessments.scoring import USED, Chain, Use, between, chains, review_day, use_tool
from keepsight.practice.assessments.tools import TOOLS
from keepsight.vocabulary import UNKNOWN

PAGE = Page(
    address="children/<uuid:child_id>/tools/",
    title="What tools gave over time",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("act", "tool", "on", "of_whom", "used_by", "review_on", "rests_on", "numbers", "total")
CANNOT_TELL = "Cannot tell"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and a form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """The story, and what this person left unsaved."""
    story = story_of(asking)
    return Fetched(story, _of_now(offered(asking) or {}, story))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Write down what a tool gave, or take that back. None without names."""
    if asking.names_hidden:
        return None
    story, form = story_of(asking), {name: asking.posted(name) for name in _fields()}
    try:
        _keep(asking, story, form)
    except WrongUse as wrong:
        return Fetched(story, _of_now(form, story), str(wrong))
    return Elsewhere(f"{asking.request.path}#tools")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each tool with its uses and what happened between; then a form for each tool."""
    story = fetched.story
    found = chains(story.entries)
    mine = [one for one in story.entries if is_own(one, {USED}, asking)]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: what tools gave over time",
        "badges": badges(story.entries),
        "chains": [_chain(one, asking.today, story) for one in found],
        "tools": TOOLS,
        "unknown": UNKNOWN,
        "cannot_tell": CANNOT_TELL,
        "mine": [(one, f"{words.known(one, 'tool_title')}, {words.when(one)}") for one in mine],
        "total": len(story.entries),
        "seen": _latest(story),
        "today_typed": words.day_as_typed(asking.today),
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("tools", kwargs=dict(asking.address)),
    }
    told = {each.id for one in found for each in (*one.uses, *between(story.entries, one.uses[0], asking.today))}
    return Shown(context, entries=len(told))


def _fields() -> list[str]:
    """What a form sends: the level of as many items as the longest tool has, beside what every tool asks."""
    most = max((len(one.items) for one in TOOLS.values()), default=0)
    return [*FIELDS, *(f"{part}-{place}" for place in range(most) for part in ("level", "unknown"))]


def _of_now(form: Mapping[str, str], story: Story) -> dict[str, str]:
    """A form as it is given back: without numbers of entries, where they were of a chronology that has changed."""
    kept = form.get("total") == str(len(story.entries))
    return {name: said for name, said in form.items() if kept or name != "numbers"}


def _latest(story: Story) -> str:
    """What was written down last of any tool, by id; empty for nothing."""
    last = max((one for one in story.entries if one.kind == USED), key=lambda one: one.received_at, default=None)
    return str(last.id) if last else ""


def _keep(asking: Asking, story: Story, form: Mapping[str, str]) -> UUID:
    assert asking.user
    if form["act"] == "take_back":
        return take_own_back(story, {USED}, asking, because=asking.posted("because"))
    if asking.posted("seen") != _latest(story):
        raise Overtaken(
            "Somebody has written down what a tool gave since you opened this page",
            next_step="Read it above; what you wrote is still in the form.",
        )
    return use_tool(story.child_id, form["tool"], _use(asking, story, form), by=asking.user)


def _use(asking: Asking, story: Story, form: Mapping[str, str]) -> Use:
    tool = TOOLS.get(form["tool"])
    return Use(
        on=real_day(form["on"]),
        levels=tuple(_level(form, place) for place in range(len(tool.items) if tool else 0)),
        rests_on=form["rests_on"],
        evidence=tuple(entry_numbered(asking, story, one) for one in form["numbers"].replace(",", " ").split()),
        of_whom=form["of_whom"],
        used_by=form["used_by"],
        review_on=real_day(form["review_on"]) if form["review_on"] else None,
    )


def _level(form: Mapping[str, str], place: int) -> str:
    """The level of one item as somebody said it. Raises WrongUse for a level that is said to be not known too."""
    level, unknown = form[f"level-{place}"], form[f"unknown-{place}"]
    if level and unknown:
        raise WrongUse("A level stands beside “cannot tell”", next_step="Give the one or the other.")
    return UNKNOWN if unknown else level


def _chain(one: Chain, today: dt.date, story: Story) -> dict[str, Any]:
    """A tool's uses in words, each with what happened until the next, the last with what happened since."""
    ends = [each.occurred_to or today for each in one.uses[1:]] + [today]
    return {
        "id": one.last.id,
        "title": words.known(one.last, "tool_title"),
        "of_whom": words.known(one.last, "of_whom"),
        "uses": [_used(each, story) for each in one.uses],
        "passed": (due := review_day(one.last)) is not None and due < today,
        "versions": len({words.known(each, "tool_version") for each in one.uses}) > 1,
        "between": [_between(first, until, story) for first, until in zip(one.uses, ends, strict=True)],
    }


def _used(one: EntryShown, story: Story) -> dict[str, Any]:
    levels = zip(one.texts("items"), one.texts("levels"), strict=False)
    evidence = [story.by_account[UUID(each)] for each in one.texts("evidence") if UUID(each) in story.by_account]
    return {
        "one": one,
        "when": words.when(one),
        "href": story.href(one),
        "levels": [(item, CANNOT_TELL if level == UNKNOWN else level) for item, level in levels],
        "version": words.known(one, "tool_version"),
        "used_by": words.known(one, "used_by"),
        "review_on": words.day(due) if (due := review_day(one)) else None,
        "evidence": [_line(each, story) for each in evidence],
        "disputes": [disputed(each) for each in one.disputes],
    }


def _between(first: EntryShown, until: dt.date, story: Story) -> dict[str, Any]:
    return {
        "since": words.day(first.occurred_to),
        "until": words.day(until),
        "found": [_line(each, story) for each in between(story.entries, first, until)],
    }


def _line(one: EntryShown, story: Story) -> tuple[str, str]:
    of_another = f", {whose(one)}" if one.scope == "household" else ""
    return f"{one.title}, {words.when(one)}, {one.agency_name}{of_another}", story.href(one)
