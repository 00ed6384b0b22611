"""The child's words: what was said and shown, by the day, and a form for whoever has seen the child, or could not.

Above everything else stands how long ago anybody last wrote down what the child said or showed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import day_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.unsaved import offered, whose
from keepsight.practice.actions import drop_unsaved
from keepsight.practice.hearing import Heard, hear, take_back_meeting

PAGE = Page(
    address="children/<uuid:child_id>/voice/",
    title="The child’s words",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
    tab=4,
)
FIELDS = ("on", "seen", "with_whom", "why_not", "place", "communicates", "words", "showed", "thinks", "promised")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    unsaved: bool = False


def fetch(asking: Asking) -> Fetched:
    """What the child said so far, with what this person left unsaved."""
    left = offered(asking)
    return Fetched(story_of(asking), left or {"on": words.day_as_typed(asking.today)}, unsaved=left is not None)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Put a meeting on record, or take one back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        if asking.posted("act") == "take_back":
            because, thread = asking.posted("because"), asking.posted_id("thread")
            if thread is None:
                raise WrongUse("There is no such meeting here", next_step="Open the page again.")
            take_back_meeting(asking.of_child.id, thread, because=because, by=asking.user)
        else:
            hear(asking.of_child.id, _heard(form), by=asking.user)
    except WrongUse as wrong:
        return Fetched(story_of(asking), form, str(wrong))
    drop_unsaved(asking.request.path, by=asking.user)
    return Elsewhere(f"{asking.request.path}#said")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The child's words, the newest first, then the form."""
    story, child = fetched.story, asking.of_child
    said = [one for one in reversed(story.entries) if is_heard(one)]
    mine = [one for one in story.entries if asking.user and one.source.by == asking.user.name and one.thread]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{child.name}: the child’s words",
        "badges": badges(story.entries),
        "said": [(one, words.when(one), story.href(one), _details(one)) for one in said],
        "last_heard": last_heard(said, asking.today),
        "mine": _meetings(mine),
        "form": fetched.form,
        "error": fetched.error,
        "unsaved": fetched.unsaved,
        "whose": whose(asking),
        "here": reverse("voice", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(said))


def is_heard(entry: EntryShown) -> bool:
    """Whether an entry tells what this child said or showed."""
    return entry.scope == "child" and (entry.kind == "child.voice" or bool(entry.child_words))


def last_heard(said: Sequence[EntryShown], today: dt.date) -> str:
    """How long ago anybody last wrote down what the child said or showed, in a sentence. `said` is the newest first."""
    on = next((one.occurred_to for one in said if one.occurred_to), None)
    if on is None:
        return "Nobody has written down yet what this child says or shows, as far as you may read."
    days = (today - on).days
    return f"Last heard on {words.long_day(on)}, {words.counted(days, 'day')} ago." if days else "Heard today."


def _heard(form: Mapping[str, str]) -> Heard:
    on = day_of(form["on"])
    if on is None:
        raise WrongUse("The day must be a real one", next_step="Write it like 27/3/2026.")
    return Heard(on, **{name: said for name, said in form.items() if name != "on"})


def _details(entry: EntryShown) -> list[tuple[str, str]]:
    named = (("communicates", "How the child tells"), ("promised", "What the child was told would be done"))
    return [(title, said) for name, title in named if (said := words.known(entry, name))]


def _meetings(mine: Sequence[EntryShown]) -> list[tuple[UUID, str]]:
    """What this person put on record of meetings, by thread, each in a few words."""
    found = {one.thread: one for one in mine if one.kind in ("child.seen", "child.not_seen") and one.thread}
    return [(thread, f"{one.title}, {words.when(one)}") for thread, one in found.items()]
