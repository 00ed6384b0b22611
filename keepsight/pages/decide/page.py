"""The front door: each concern beside the whole history, so that no decision is made on the latest one alone.

Beside it stand what every agency asked for before and what came of it, what is on record about the others in the home, the prompts
that stand, and which agencies have told nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import Overtaken, WrongUse
from keepsight.pages.asked_before import asked_before, at_home, parts_of
from keepsight.pages.child_bar import badges
from keepsight.pages.coverage import untold
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.rests_on.page import rests
from keepsight.pages.story import Numbered, Story, story_of
from keepsight.pages.unsaved import offered
from keepsight.pages.words import detail
from keepsight.practice.actions import Said, go_on, take_back
from keepsight.practice.following import Followed, followed
from keepsight.practice.queries import answers
from keepsight.practice.threads.table import CONCERN
from keepsight.vocabulary import KINDS

PAGE = Page(
    address="children/<uuid:child_id>/decide/",
    title="Front door: decide",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("thread", "step", "outcome", "says", "seen", "read")
OUTCOMES = KINDS[CONCERN.steps["decide"].kind].details["outcome"].words
CLOSES = ("no_further_action", "signposted")
"""Decisions after which nobody at the front door goes on with the child: naming a service to the family is one of them. They are
interrupted once while prompts have no answer."""
FIRST = 10  # so many lines of a history stand open; the rest are one click away. Local judgement


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the concerns in it, and a form as it was filled in, with what must be put right."""

    story: Story
    found: Sequence[Followed]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    overtaken: bool = False
    unanswered: Sequence[Numbered] = ()


def fetch(asking: Asking) -> Fetched:
    """What this person may read of it, with what they left unsaved."""
    assert asking.user
    story = story_of(asking)
    every = followed(CONCERN, story.child_id, story.by_account, asking.user, asking.today)
    return Fetched(story, [one for one in every if one.begun.step == "raise"], offered(asking) or {})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Decide on a concern, note that whoever raised it was told, or take back what one did last. None without names."""
    if asking.names_hidden:
        return None
    fetched = fetch(asking)
    form = {name: asking.posted(name) for name in FIELDS}
    if waits := _interrupts(fetched, form, asking):
        return Fetched(fetched.story, fetched.found, form, unanswered=waits)
    try:
        _keep(asking, fetched, form)
    except Overtaken:
        return Fetched(fetched.story, fetched.found, form, overtaken=True)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.found, form, str(wrong))
    assert asking.user
    return Elsewhere(f"{asking.request.path}#concern-{form['thread']}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each concern with what may follow, then the history."""
    story, child = fetched.story, asking.of_child
    before, home = asked_before(story), at_home(story)
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error or fetched.overtaken else ''}{child.name}: front door",
        "badges": badges(story.entries),
        "rests": rests(story),
        "found": [_shown(one, story, asking) for one in reversed(fetched.found)],
        "outcomes": [(one, detail(one)) for one in OUTCOMES],
        "before": (before[:FIRST], before[FIRST:]),
        "home": (home[:FIRST], home[FIRST:]),
        "standing": story.standing,
        "untold": untold(story.feeds, asking.today),
        "unanswered": fetched.unanswered,
        "form": fetched.form,
        "error": fetched.error,
        "overtaken": fetched.overtaken,
        "ladder": CONCERN.ladder,
        "here": reverse("decide", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len({one.entry.id for one in (*before, *home)}))


def _interrupts(fetched: Fetched, form: Mapping[str, str], asking: Asking) -> list[Numbered]:
    """The prompts without an answer that somebody who would close has not read: one of two interruptions in all of Keepsight."""
    theirs = any("decide" in one.may for one in fetched.found if str(one.id) == form["thread"])
    closes = form["says"] and form["step"] == "decide" and form["outcome"] in CLOSES
    if not (theirs and closes) or form["read"] == "yes":
        return []
    standing = fetched.story.standing
    stands = answers([one.prompt for one in standing], asking.today)
    return [one for one in standing if stands[one.prompt.id].state.name == "waits"]


def _shown(one: Followed, story: Story, asking: Asking) -> dict[str, Any]:
    entry = story.by_account[one.begun.id]
    last = one.stands.last
    assert last is not None
    return {
        "one": one,
        "parts": parts_of(entry, story),
        "href": story.href(entry),
        "since": [each for each in one.stands.given if each is not one.begun],
        "mine": asking.user is not None and last.by == asking.user.pk and last is not one.begun,
    }


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> UUID:
    assert asking.user
    child, thread, seen = fetched.story.child_id, asking.posted_id("thread"), asking.posted_id("seen")
    if thread is None or seen is None or thread not in {one.id for one in fetched.found}:
        raise WrongUse("There is no such concern here", next_step="Open the page again.")
    if form["step"] == "take_back":
        return take_back(child, thread, seen, because=form["says"], by=asking.user)
    if form["outcome"] not in (*OUTCOMES, ""):
        raise WrongUse("That is no decision", next_step="Choose what is decided.")
    return go_on(
        CONCERN, child, thread, form["step"], Said(form["says"], outcome=form["outcome"]), seen=seen, by=asking.user
    )
