"""What helps a child to be understood and heard: how the child communicates, an interpreter, an advocate, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.child.supporting import STANDS, SUPPORT, SUPPORTS, note_support, supports

PAGE = Page(
    address="children/<uuid:child_id>/support/",
    title="What helps the child to be heard",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("support", "on", "says", "stands", "by_whom")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SupportLine:
    """How it stands with one thing that helps, in words. `href` None: not recorded."""

    title: str
    says: str
    href: str | None


def fetch(asking: Asking) -> Fetched:
    """The story."""
    return Fetched(story_of(asking), {"on": words.day_as_typed(asking.today)})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Write down how it stands, or take that back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    story, form = story_of(asking), {name: asking.posted(name) for name in FIELDS}
    try:
        _keep(asking, story, form)
    except WrongUse as wrong:
        return Fetched(story, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#support")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """How it stands with each, then the form."""
    story, lines = fetched.story, support_lines(fetched.story)
    mine = [one for one in story.entries if is_own(one, {SUPPORT}, asking)]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: what helps the child to be heard",
        "badges": badges(story.entries),
        "supports": lines,
        "sorts": SUPPORTS,
        "stands": STANDS,
        "mine": [(one, f"{SUPPORTS[str(one.details['support'])]}, {words.when(one)}") for one in mine],
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("support", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=sum(one.href is not None for one in lines))


def support_lines(story: Story) -> list[SupportLine]:
    """How it stands with each thing that helps this child to be heard, as far as this person may read it."""
    return [_line(SUPPORTS[name], one, story) for name, one in supports(story.entries).items()]


def _line(title: str, one: EntryShown | None, story: Story) -> SupportLine:
    if one is None:
        return SupportLine(title, "", None)
    stands, by = STANDS.get(words.known(one, "stands") or ""), words.known(one, "by_whom")
    said = ", ".join(part for part in (stands, by and f"by {by}", f"since {words.when(one)}") if part)
    return SupportLine(title, f"{said}: {one.narrative}" if one.narrative else said, story.href(one))


def _keep(asking: Asking, story: Story, form: Mapping[str, str]) -> None:
    assert asking.user
    if asking.posted("act") == "take_back":
        take_own_back(story, {SUPPORT}, asking, because=asking.posted("because"))
        return
    note_support(
        story.child_id,
        form["support"],
        real_day(form["on"]),
        says=form["says"],
        stands=form["stands"],
        by_whom=form["by_whom"],
        by=asking.user,
    )
