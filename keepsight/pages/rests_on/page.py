"""On what decisions about a child rest: those that one opinion carries are marked, with whoever else is not answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.decisions import decision_words, disputable
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.assessments.resting import RESTS, RESTS_ON, Resting, resting, say_on_what

PAGE = Page(
    address="children/<uuid:child_id>/rests-on/",
    title="On what decisions rest",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("about", "rests_on", "opinion_of", "says")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """The story, and the decision that the address names in the form."""
    return Fetched(story_of(asking), {"about": asking.query.get("about", "")})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Say on what a decision rests, or take that back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    story, form = story_of(asking), {name: asking.posted(name) for name in FIELDS}
    try:
        _keep(asking, story, form)
    except WrongUse as wrong:
        return Fetched(story, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#rests")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each decision of which somebody said it, then the form."""
    story = fetched.story
    found, mine = rests(story), [one for one in story.entries if is_own(one, {RESTS}, asking)]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: on what decisions rest",
        "badges": badges(story.entries),
        "found": found,
        "decisions": [(one.id, decision_words(one)) for one in reversed(story.entries) if disputable(one)],
        "sorts": RESTS_ON,
        "mine": [(one, f"{one.title}, {words.when(one)}") for one in mine],
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("rests_on", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(found))


def rests(story: Story) -> list[dict[str, Any]]:
    """The decisions of which somebody said on what they rest, in words, as far as this person reads them."""
    return [_shown(one, story) for one in resting(story.entries)]


def _shown(one: Resting, story: Story) -> dict[str, Any]:
    return {
        "decision": decision_words(one.decision),
        "href": story.href(one.decision),
        "marked": one.on_one_opinion,
        "rests_on": RESTS_ON[str(one.note.details["rests_on"])],
        "opinion_of": words.known(one.note, "opinion_of"),
        "says": one.note.narrative,
        "by": f"{one.note.professional}, {one.note.agency_name}",
        "when": words.when(one.note),
        "others": [
            (f"{view.title}, {view.professional or view.agency_name}, {words.when(view)}", story.href(view))
            for view in one.others
        ],
    }


def _keep(asking: Asking, story: Story, form: Mapping[str, str]) -> None:
    assert asking.user
    if asking.posted("act") == "take_back":
        take_own_back(story, {RESTS}, asking, because=asking.posted("because"))
        return
    about = asking.posted_id("about")
    if about is None or about not in {one.id for one in story.entries if disputable(one)}:
        raise WrongUse("Something is missing", next_step="Choose the decision.")
    say_on_what(
        story.child_id, about, form["rests_on"], opinion_of=form["opinion_of"], says=form["says"], by=asking.user
    )
