"""Supervision about a child: what was held, and a form that begins with the questions that the child's prompts ask.

What was thought and feared, and why it was hard to challenge, stands apart: in their own agency, and in nothing that leaves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.professionals.supervising import HARD, HELD, Apart, Thought, supervise, take_supervision_back
from keepsight.practice.professionals.supervisions import kept_apart

PAGE = Page(
    address="children/<uuid:child_id>/supervision/",
    title="Supervision",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
APART = ("hypotheses", "unknowns", "alternatives", "feels", "hard_because")
FIELDS = ("on", "with_whom", "other", *APART)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What was held so far."""
    return Fetched(story_of(asking), {"on": words.day_as_typed(asking.today)})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Put a supervision on record, or take one back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    story = story_of(asking)
    questions = questions_of(story)
    ticked = [*(f"asked-{number}" for number, _ in enumerate(questions)), *(f"hard-{word}" for word in HARD)]
    form = {name: asking.posted(name) for name in (*FIELDS, *ticked)}
    try:
        if asking.posted("act") == "take_back":
            _take_back(asking)
        else:
            supervise(asking.of_child.id, _thought(form, questions), _apart(form), by=asking.user)
    except (WrongUse, Overtaken) as wrong:
        return Fetched(story, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#held")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What was held, the newest first, each with what this person may read apart; then the form."""
    story, child, user = fetched.story, asking.of_child, asking.user
    assert user
    held = [one for one in reversed(story.entries) if one.kind == HELD and one.scope == "child"]
    threads = [one.thread for one in held if one.thread]
    apart = {} if asking.names_hidden else kept_apart(user, threads)
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{child.name}: supervision",
        "badges": badges(story.entries),
        "held": [_held(one, story, apart, user.name) for one in held],
        "questions": list(enumerate(questions_of(story))),
        "hard": HARD,
        "agency_name": user.agency.name,
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("supervision", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(held))


def questions_of(story: Story) -> list[str]:
    """The questions to reflect on that the standing prompts of a child ask, each once."""
    return list(dict.fromkeys(question for one in story.standing for question in one.prompt.sheet.questions))


def _thought(form: Mapping[str, str], questions: Sequence[str]) -> Thought:
    on = real_day(form["on"])
    # What was ticked is the question itself: the prompts may have changed since the page was opened.
    asked = [form[f"asked-{number}"] for number, _ in enumerate(questions) if form[f"asked-{number}"] in questions]
    used = (*asked, *([form["other"]] if form["other"] else []))
    return Thought(on, form["with_whom"], used)


def _apart(form: Mapping[str, str]) -> Apart:
    said = {name: form[name] for name in APART}
    return Apart(**said, hard=tuple(word for word in HARD if form[f"hard-{word}"]))


def _take_back(asking: Asking) -> None:
    assert asking.user
    thread, entry = asking.posted_id("thread"), asking.posted_id("entry")
    if thread is None or entry is None:
        raise WrongUse("There is no such supervision here", next_step="Open the page again.")
    because = asking.posted("because")
    take_supervision_back(asking.of_child.id, thread, entry, because=because, by=asking.user)


def _held(one: EntryShown, story: Story, apart: Mapping[Any, Any], name: str) -> dict[str, Any]:
    return {
        "one": one,
        "when": words.when(one),
        "href": story.href(one),
        "questions": one.texts("questions"),
        "with_whom": words.known(one, "with_whom"),
        "apart": [(note, [HARD.get(word, word) for word in note.hard]) for note in apart.get(one.thread, ())],
        "mine": one.source.by == name and one.thread is not None,
    }
