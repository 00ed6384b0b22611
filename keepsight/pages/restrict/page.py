"""Who reads an entry: the agency that holds it may keep it to itself and to those who are named for the child, and say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.chronology.restricting import MAY_RESTRICT, LevelSaid, may_restrict, restrict, said_of
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.rows import row
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of

PAGE = Page(
    address="children/<uuid:child_id>/entries/<uuid:entry_id>/level/",
    title="Who reads an entry",
    who=MAY_RESTRICT,
    methods=frozenset({"GET", "POST"}),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The entry in its story, what was ever said of its level, and what must be put right."""

    story: Story
    entry: EntryShown
    number: int
    said: Sequence[LevelSaid]
    error: str | None = None


def fetch(asking: Asking, error: str | None = None) -> Fetched | None:
    """None where this person reads no such entry."""
    story = story_of(asking)
    for number, one in enumerate(story.entries, start=1):
        if one.id == asking.address["entry_id"]:
            return Fetched(story, one, number, said_of(one.id), error)
    return None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep it restricted, or open it again. None without names, or where there is no such entry."""
    fetched = fetch(asking)
    if fetched is None or asking.names_hidden:
        return None
    assert asking.user is not None  # the door has made sure
    holds, because = asking.posted("holds") == "yes", asking.posted("because")
    try:
        restrict(asking.of_child.id, fetched.entry.id, holds=holds, because=because, by=asking.user)
    except WrongUse as wrong:
        return fetch(asking, str(wrong))
    return Elsewhere(reverse("restrict", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The entry, who reads it, and the form."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: who reads entry {fetched.number}",
        "badges": badges(fetched.story.entries),
        "row": row(fetched.entry, fetched.number, ()),
        "href": fetched.story.href(fetched.entry),
        "level": fetched.entry.level,
        "kept": bool(fetched.said) and fetched.said[0].holds,
        "may": asking.user is not None and not asking.names_hidden and may_restrict(asking.user, fetched.entry),
        "said": fetched.said,
        "error": fetched.error,
    }
    return Shown(context, entries=1)
