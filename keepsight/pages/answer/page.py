"""Answering a prompt: is it right, what will be done by when; or known, wrong, not enough known, disputed.

What is said is read by everybody who may read the prompt, and the page says so. Whoever disagrees goes on to the partnership's
ladder. What somebody had written when they were signed out, or when somebody else answered first, is in the form still.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.errors import Overtaken, WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Numbered, story_of
from keepsight.practice.actions import Said, answer, take_back
from keepsight.practice.queries import Stands, answers, taker
from keepsight.practice.threads.table import ANSWER

PAGE = Page(
    address="children/<uuid:child_id>/prompts/<uuid:prompt_id>/answer/",
    title="Answer a prompt",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("response", "says", "by_when", "asked_of")

# What each answer means to whoever chooses it.
HINTS = {
    "right": "Say what you will do, and by when",
    "already_known": "Somebody is acting on it: say who, and what",
    "wrong": "Say why: it is kept with the question, for whoever looks after the pattern",
    "not_known": "Say what is not known, whom you ask, and by when",
    "disagree": "Say with what. The next stage is asked to look at it at once, and you go on to what you want instead",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The prompt, where its answer stands, what this person may say, and the form as it was filled in."""

    asked: Numbered
    stands: Stands
    may: tuple[str, ...]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    overtaken: bool = False


def fetch(asking: Asking) -> Fetched | None:
    """The form. None where this child has no such prompt that this person may see."""
    asked = next((one for one in story_of(asking).prompts if one.prompt.id == asking.address["prompt_id"]), None)
    if asked is None:
        return None
    assert asking.user
    by = taker(asking.user, asked.prompt)
    may = tuple(name for name, step in ANSWER.steps.items() if step.who != "owner" or (by.owns and not by.named))
    return Fetched(asked, _stands(asked, asking), may)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep the answer, or take the last one back. None where the prompt no longer stands, and without names."""
    fetched = fetch(asking)
    if fetched is None or asking.names_hidden or not fetched.asked.prompt.standing:
        return None
    try:
        _keep(asking, fetched)
    except Overtaken:
        return _again(fetched, asking, overtaken=True)
    except WrongUse as wrong:
        return _again(fetched, asking, error=str(wrong))
    assert asking.user
    if asking.posted("response") == "disagree":
        ladder = reverse("disagreements", kwargs={"child_id": asking.of_child.id})
        return Elsewhere(f"{ladder}?prompt={fetched.asked.prompt.id}#new")
    return Elsewhere(fetched.asked.href + "#answers")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What was said so far, then the form."""
    prompt, stands, child = fetched.asked.prompt, fetched.stands, asking.of_child
    wrong = fetched.error or fetched.overtaken
    context: dict[str, Any] = {
        "title": f"{'Error: ' if wrong else ''}{child.name}: answer prompt {fetched.asked.number}",
        "badges": badges(story_of(asking).entries),
        "asked": fetched.asked,
        "prompt": prompt,
        "stands": stands,
        "choices": [(name, ANSWER.steps[name].title, HINTS[name]) for name in fetched.may],
        "kept_from": len(fetched.may) < len(ANSWER.steps),
        "form": fetched.form,
        "error": fetched.error,
        "overtaken": fetched.overtaken,
        "seen": stands.last.id if stands.last else "",
        "mine": asking.user is not None and stands.last is not None and stands.last.by == asking.user.pk,
        "ahead": ANSWER.ladder.promise.text,
        "here": reverse("answer", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(stands.given))


def _stands(asked: Numbered, asking: Asking) -> Stands:
    return answers([asked.prompt], asking.today)[asked.prompt.id]


def _keep(asking: Asking, fetched: Fetched) -> None:
    assert asking.user
    seen = asking.posted_id("seen")
    prompt = fetched.asked.prompt
    if asking.posted("act") == "take_back" and seen:
        because = asking.posted("because")
        take_back(prompt.child_id, prompt.id, seen, because=because, by=asking.user)
        return
    by_when = real_day(asking.posted("by_when")) if asking.posted("by_when") else None
    if not asking.posted("response"):
        raise WrongUse("Something is missing", next_step="Choose what you make of it.")
    said = Said(asking.posted("says"), by_when, asking.posted("asked_of"))
    answer(prompt, asking.posted("response"), said, seen=seen, by=asking.user)


def _again(fetched: Fetched, asking: Asking, *, error: str | None = None, overtaken: bool = False) -> Fetched:
    """The form as it was filled in, so that nothing that was typed is lost."""
    form = {name: asking.posted(name) for name in FIELDS}
    return Fetched(fetched.asked, fetched.stands, fetched.may, form, error, overtaken)
