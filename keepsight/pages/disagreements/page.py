"""Disagreements about a child: what is disputed, every view at equal size with its answer, whose turn it is and until when.

Whoever may not read a decision is not told that anybody disputes it. Who has known the child longest is named, so that they are
asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.contact import InContact, in_contact
from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.decisions import decision_words, disputable
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.rests_on.page import rests
from keepsight.pages.story import Story, story_of
from keepsight.pages.taken_away import Listed
from keepsight.pages.unsaved import offered
from keepsight.practice.actions import Said, disagree, go_on, take_back
from keepsight.practice.professionals.disagreements import Disagreement, disagreements
from keepsight.practice.queries import answers
from keepsight.practice.threads.table import DISAGREEMENT

PAGE = Page(
    address="children/<uuid:child_id>/disagreements/",
    title="Disagreements",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
LISTED = Listed(
    "disagreements",
    lambda page: page["found"],
    {
        "The decision": lambda each: each["about"],
        "Wanted instead": lambda each: each["wanted"],
        "Opened": lambda each: words.moment(each["one"].opened.at),
    },
)
FIELDS = ("thread", "step", "says", "wanted", "about", "seen", "prompt")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the disagreements in it, and a form as it was filled in, with what must be put right."""

    story: Story
    found: Sequence[Disagreement]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    overtaken: bool = False


def fetch(asking: Asking) -> Fetched:
    """What this person may read of it, with what they left unsaved."""
    assert asking.user
    story = story_of(asking)
    left = offered(asking)
    found = disagreements(story.child_id, story.by_account, asking.user, asking.today)
    return Fetched(story, found, left or _begun(story, asking))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Open a disagreement or go on with one. None without names."""
    if asking.names_hidden:
        return None
    fetched = fetch(asking)
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        thread = _keep(asking, fetched, form)
    except Overtaken:
        return Fetched(fetched.story, fetched.found, form, overtaken=True)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.found, form, str(wrong))
    assert asking.user
    return Elsewhere(f"{asking.request.path}#disagreement-{thread}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each disagreement with what may follow, then the form that opens a new one."""
    story, child = fetched.story, asking.of_child
    longest = next(iter(in_contact(story.entries)), None)
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error or fetched.overtaken else ''}{child.name}: disagreements",
        "badges": badges(story.entries),
        "rests": rests(story),
        "found": [_shown(one, story.by_account[one.about], story, asking, longest) for one in fetched.found],
        "decisions": [(one.id, decision_words(one)) for one in _offered(story, fetched.form.get("prompt", ""))],
        "form": fetched.form,
        "error": fetched.error,
        "overtaken": fetched.overtaken,
        "ladder": DISAGREEMENT.ladder,
        "here": reverse("disagreements", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=sum(len(one.stands.given) for one in fetched.found))


def _offered(story: Story, prompt: str) -> list[EntryShown]:
    """What may be disputed, the newest first: decisions, and before them what a prompt rests on that somebody disagrees with."""
    shows = {one for each in story.prompts if str(each.prompt.id) == prompt for one in each.prompt.entry_ids}
    newest = list(reversed(story.entries))
    return sorted((one for one in newest if disputable(one) or one.id in shows), key=lambda one: one.id not in shows)


def _begun(story: Story, asking: Asking) -> dict[str, str]:
    """The form as it is offered: with the entry that the address names, or with what this person said to a prompt of theirs."""
    asked = next((one.prompt for one in story.prompts if str(one.prompt.id) == asking.query.get("prompt")), None)
    if asked is None:
        return {"about": asking.query.get("about", "")}
    last = answers([asked], asking.today)[asked.id].last
    mine = last.says if last and asking.user and last.by == asking.user.pk and last.step == "disagree" else ""
    first = next((str(one.id) for one in _offered(story, str(asked.id)) if one.id in asked.entry_ids), "")
    return {"about": first, "prompt": str(asked.id), "says": mine}


def _shown(
    one: Disagreement,
    about: EntryShown,
    story: Story,
    asking: Asking,
    longest: InContact | None,
) -> dict[str, Any]:
    last = one.stands.last
    assert last is not None
    return {
        "one": one,
        "about": decision_words(about),
        "href": story.href(about),
        "wanted": "" if asking.names_hidden else one.opened.wanted,
        "choices": [(name, DISAGREEMENT.steps[name].title) for name in one.may],
        "rest": [each for each in one.stands.given if each.step not in ("raise", "view", "answer_view")],
        "open": one.stands.state.name in ("open", "offered"),
        "mine": asking.user is not None and last.by == asking.user.pk,
        "longest": longest,
        "longest_asked": longest is not None and any(view.agency == longest.agency for view, _ in one.views),
    }


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> UUID:
    """The disagreement that was opened or went on."""
    assert asking.user
    child, about = fetched.story.child_id, asking.posted_id("about")
    said = Said(form["says"], wanted=form["wanted"], about=about)
    thread, seen = asking.posted_id("thread"), asking.posted_id("seen")
    if not thread:
        if said.about not in {one.id for one in _offered(fetched.story, form["prompt"])}:
            raise WrongUse("Something is missing", next_step="Choose the decision that you disagree with.")
        assert said.about
        return disagree(child, said.about, said, by=asking.user)
    if thread not in {one.id for one in fetched.found}:
        raise WrongUse("There is no such disagreement here", next_step="Open the page again.")
    if form["step"] == "take_back" and seen:
        take_back(child, thread, seen, because=form["says"], by=asking.user)
    else:
        go_on(DISAGREEMENT, child, thread, form["step"], said, seen=seen, by=asking.user)
    return thread
