"""What the network had on record by the day of an entry, beside what the decision names: two columns of one size, by agency.

It never says that somebody should have known. What was read in later, or after that day, is not here; which agencies had sent
nothing that speaks for that day stands beside it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.rows import disputed
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.assessments.checking import ASSESSED
from keepsight.practice.assessments.weighing import BEARING, DECISIONS, WEIGHED, Held, SideBySide, side_by_side, weigh
from keepsight.practice.plans.approving import APPROVABLE
from keepsight.vocabulary import TOPICS

PAGE = Page(
    address="children/<uuid:child_id>/entries/<uuid:entry_id>/held/",
    title="Held that day",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("bearing", "says")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the entry, and what was on record by its day (None: it has no day); and the form as it was filled in."""

    story: Story
    entry: EntryShown
    beside: SideBySide | None
    topics: Sequence[str] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such entry for this person."""
    story = story_of(asking)
    entry = story.by_account.get(asking.address["entry_id"])
    if entry is None:
        return None
    return Fetched(
        story,
        entry,
        side_by_side(story.entries, entry),
    )


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Say of what was on record whether it was considered, or take that back. None without names, or of no such decision."""
    fetched = fetch(asking)
    if fetched is None or fetched.beside is None or fetched.entry.kind not in DECISIONS or asking.names_hidden:
        return None
    assert asking.user
    assert asking.form is not None
    topics, form = asking.form.getlist("topics"), {name: asking.posted(name) for name in FIELDS}
    try:
        if asking.posted("act") == "take_back":
            take_own_back(fetched.story, (WEIGHED,), asking, because=form["says"])
        else:
            weigh(fetched.story.child_id, fetched.beside, topics, form["bearing"], form["says"], by=asking.user)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.entry, fetched.beside, topics, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#said")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The two columns, what was said of it since, and the form for the agency that decided."""
    story, entry, beside = fetched.story, fetched.entry, fetched.beside
    decides = entry.kind in DECISIONS
    theirs = asking.user is not None and asking.user.agency_id == entry.agency
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: on record by {words.when(entry)}",
        "badges": badges(story.entries),
        "entry": entry,
        "when": words.when(entry),
        "approvable": theirs and entry.kind in APPROVABLE,
        "href": story.href(entry),
        "laid": beside,
        "decides": decides,
        "assesses": entry.kind == ASSESSED,
        "agencies": _by_agency(beside, story) if beside else [],
        "silent": silent_on(story.feeds, beside.day) if beside else [],
        "unnamed": [TOPICS[name].title for name in beside.unnamed] if beside and decides else [],
        "said": [_said(one, story, asking) for one in beside.said] if beside else [],
        "choices": [(name, TOPICS[name].title, name in fetched.topics) for name in beside.topics] if beside else [],
        "may_say": decides and theirs and beside is not None and bool(beside.topics),
        "bearing": BEARING,
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("held", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=1 + (len(beside.held) + len(beside.said) if beside else 0))


def silent_on(feeds: Sequence[Feed], day: dt.date) -> list[str]:
    """Agencies of whom nothing can be told on a day: not connected, or whose files do not speak for it."""
    named = [feed for feed in feeds if feed.agency]
    return [f"{feed.agency_name}: not connected" for feed in named if not feed.connected] + [
        f"{feed.agency_name}: no file of its own speaks for that day"
        for feed in named
        if feed.connected and not _covers(feed, day)
    ]


def _by_agency(beside: SideBySide, story: Story) -> list[dict[str, Any]]:
    """By agency, in the order of their names: what bears on a topic that patterns ask of, then everything else."""
    found: dict[str, list[Held]] = defaultdict(list)
    for one in beside.held:
        found[one.account.agency_name].append(one)
    return [
        {
            "name": name,
            "topical": [_line(one, story) for one in found[name] if one.topic],
            "others": [_line(one, story) for one in found[name] if not one.topic],
        }
        for name in sorted(found)
    ]


def _line(one: Held, story: Story) -> dict[str, Any]:
    account = one.account
    return {
        "when": words.when(account),
        "title": account.title,
        "text": account.narrative if one.topic else "",
        "topic": TOPICS[one.topic].title if one.topic else "",
        "href": story.href(one.entry),
        "told_on": one.told_on,
        "disputes": tuple(map(disputed, one.entry.disputes)),
        "assumed": account.recorded_how == "assumed",
    }


def _covers(feed: Feed, day: dt.date) -> bool:
    first, last = feed.covered_from, feed.covered_to
    return first is not None and last is not None and first <= day <= last


def _said(one: EntryShown, story: Story, asking: Asking) -> dict[str, Any]:
    return {
        "one": one,
        "when": words.when(one),
        "href": story.href(one),
        "topics": words.listed([TOPICS[name].title for name in one.texts("factors") if name in TOPICS]),
        "bearing": BEARING.get(str(one.details.get("bearing")), ""),
        "mine": is_own(one, (WEIGHED,), asking),
    }
