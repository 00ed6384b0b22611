"""Raising a concern: write, read it beside what was asked before, send; then whoever raised it reads what was decided, and why.

Three pages at most. What was seen, what was told and what is thought of it are kept apart, and so are the child's own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import Overtaken, WrongUse
from keepsight.pages.asked_before import asked_before, parts_of
from keepsight.pages.child_bar import badges
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.unsaved import offered
from keepsight.practice.actions import Said, go_on, take_back
from keepsight.practice.following import Followed, followed
from keepsight.practice.professionals.concerns import (
    Worry,
    keep_reason,
    raise_concern,
    refuse_half_told,
    take_back_concern,
)
from keepsight.practice.threads.table import CONCERN

PAGE = Page(
    address="children/<uuid:child_id>/concern/",
    title="Raise a concern",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("saw", "was_told", "told_by", "thinks", "words")
SHOWN_BEFORE = 10  # so many are read before sending; the rest are a link away. Local judgement


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the concerns raised so far, and the form as it was filled in. `checking`: it is read before it is sent."""

    story: Story
    found: Sequence[Followed]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    checking: bool = False


def fetch(asking: Asking) -> Fetched:
    """What was raised so far, with what this person left unsaved."""
    assert asking.user
    story = story_of(asking)
    found = followed(CONCERN, story.child_id, story.by_account, asking.user, asking.today)
    return Fetched(story, found, offered(asking) or {})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Read a concern before it is sent, send it, or go on with one. None without names."""
    if asking.names_hidden:
        return None
    fetched = fetch(asking)
    form = {name: asking.posted(name) for name in (*FIELDS, "reason", "act")}
    doing = form["act"]
    try:
        if doing == "check":
            refuse_half_told(_worry(form))
        thread = None if doing in ("check", "change") else _keep(asking, fetched, form, doing)
    except (Overtaken, WrongUse) as wrong:
        return Fetched(fetched.story, fetched.found, form, str(wrong))
    if thread is None:
        return Fetched(fetched.story, fetched.found, form, checking=doing == "check")
    assert asking.user
    return Elsewhere(f"{asking.request.path}{'?sent=yes' if doing == 'send' else ''}#concern-{thread}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form, or what it says beside what was asked before; then each concern with what was decided on it."""
    story, child = fetched.story, asking.of_child
    before = asked_before(story)
    title = "check before you send" if fetched.checking else "raise a concern"
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{child.name}: {title}",
        "badges": badges(story.entries),
        "before": before[:SHOWN_BEFORE],
        "before_count": len(before),
        "chronology": story.chronology,
        "checking": fetched.checking,
        "form": fetched.form,
        "error": fetched.error,
        "found": [_shown(one, story, asking) for one in reversed(fetched.found)],
        "sent": asking.query.get("sent") == "yes" and bool(fetched.found),
        "ladder": CONCERN.ladder,
        "here": reverse("concern", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(fetched.found) + (min(len(before), SHOWN_BEFORE) if fetched.checking else 0))


def _shown(one: Followed, story: Story, asking: Asking) -> dict[str, Any]:
    entry = story.by_account[one.begun.id]
    mine = asking.user is not None and one.begun.by == asking.user.pk
    last = one.stands.last
    told_by_them = asking.user is not None and last is not None and last.step == "tell" and last.by == asking.user.pk
    return {
        "one": one,
        "parts": parts_of(entry, story),
        "href": story.href(entry),
        "raised": one.begun.step == "raise",
        "decided": one.step("decide"),
        "told": one.step("tell"),
        "mine": mine,
        "may_tell": mine and "tell" in one.may,
        "may_take_back": (mine and len(one.stands.given) == 1) or told_by_them,
    }


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str], doing: str) -> UUID:
    """The thread that was begun or went on."""
    assert asking.user
    child, thread = fetched.story.child_id, asking.posted_id("thread")
    if doing == "not_raise":
        return keep_reason(child, form["reason"], by=asking.user)
    if doing == "send":
        return raise_concern(child, _worry(form), by=asking.user)
    if thread is None or thread not in {one.id for one in fetched.found}:
        raise WrongUse("There is no such concern here", next_step="Open the page again.")
    seen = asking.posted_id("seen")
    if doing == "take_back" and seen:
        take_back(child, thread, seen, because=form["reason"], by=asking.user)
    elif doing == "take_back":
        take_back_concern(child, thread, because=form["reason"], by=asking.user)
    else:
        go_on(CONCERN, child, thread, "tell", Said(), seen=seen, by=asking.user)
    return thread


def _worry(form: Mapping[str, str]) -> Worry:
    return Worry(**{name: form[name] for name in FIELDS})
