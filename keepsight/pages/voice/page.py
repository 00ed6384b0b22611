"""The child's words: what was said and shown, by the day, with what was done about it, and a form for whoever has seen the child.

Above everything else stands how long ago anybody last wrote down what the child said or showed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.support.page import support_lines
from keepsight.pages.unsaved import offered
from keepsight.pages.voice.protected import protected
from keepsight.practice.actions import take_back
from keepsight.practice.child.hearing import ANSWERED, Heard, answer_child, hear, take_back_meeting

PAGE = Page(
    address="children/<uuid:child_id>/voice/",
    title="The child’s words",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
    tab=4,
)
HEARD = (
    *("on", "seen", "with_whom", "why_not", "place", "communicates", "words", "showed", "distressed", "thinks"),
    *("promised", "effect", "protected_by"),
)
FIELDS = (*HEARD, "about", "did", "told")


DISTRESS = "child.distress"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What the child said so far, with what this person left unsaved."""
    left = offered(asking)
    asked = {name: asking.query.get(name, "") for name in ("about", "effect")}
    fresh = {"on": words.day_as_typed(asking.today), **asked}
    return Fetched(story_of(asking), left or fresh)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Put a meeting on record, or take one back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    form = {name: asking.posted(name) for name in FIELDS}
    story = story_of(asking)
    try:
        _keep(asking, story, form)
    except WrongUse as wrong:
        return Fetched(story, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#said")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The child's words, the newest first, then the form."""
    story, child = fetched.story, asking.of_child
    said = answerable(story.entries)
    mine = [one for one in story.entries if asking.user and one.source.by == asking.user.name and one.thread]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{child.name}: the child’s words",
        "badges": badges(story.entries),
        "said": [_shown(one, story) for one in said],
        "answering": next((one for one in said if str(one.id) == fetched.form.get("about")), None),
        "last_heard": last_heard(story.entries, asking.today),
        "supports": support_lines(story),
        "protected": protected(story),
        "mine": _meetings(mine),
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("voice", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(said))


def is_heard(entry: EntryShown) -> bool:
    """Whether an entry tells what this child said or showed."""
    return entry.scope == "child" and (entry.kind == "child.voice" or bool(entry.child_words))


def answerable(entries: Sequence[EntryShown]) -> list[EntryShown]:
    """What the child said, showed or told of, the newest first. Distress that was seen at a meeting is said beside its words."""
    heard = [one for one in entries if is_heard(one)]
    meetings = {one.thread for one in heard if one.thread}
    alone = [one for one in entries if one.kind == DISTRESS and one.scope == "child" and one.thread not in meetings]
    told = [one for one in entries if one.kind == "disclosure.made" and one.scope == "child" and not is_heard(one)]
    found = {one.id for one in (*heard, *alone, *told)}
    return [one for one in reversed(entries) if one.id in found]


def last_heard(entries: Iterable[EntryShown], today: dt.date) -> str:
    """How long ago anybody last wrote down what the child said or showed, in a sentence. It stands above all that is of adults."""
    on = max((one.occurred_to for one in entries if is_heard(one) and one.occurred_to), default=None)
    if on is None:
        return "Nobody has written down yet what this child says or shows, as far as you may read."
    days = (today - on).days
    return f"Last heard on {words.long_day(on)}, {words.counted(days, 'day')} ago." if days else "Heard today."


def _keep(asking: Asking, story: Story, form: Mapping[str, str]) -> None:
    """What was posted: a meeting, what was done about what the child said, or that either is taken back."""
    assert asking.user
    child, thread, because = story.child_id, asking.posted_id("thread"), asking.posted("because")
    match asking.posted("act"):
        case "answer":
            about = asking.posted_id("about")
            if about is None or about not in {one.id for one in answerable(story.entries)}:
                raise WrongUse("There is nothing of that here", next_step="Choose again what the child said or showed.")
            answer_child(child, about, form["did"], form["told"], by=asking.user)
        case "take_back":
            if thread is None:
                raise WrongUse("There is no such meeting here", next_step="Open the page again.")
            done = [one for one in story.entries if one.kind == ANSWERED and one.thread == thread]
            if done:
                take_back(child, thread, done[0].id, because=because, by=asking.user)
            else:
                take_back_meeting(child, thread, because=because, by=asking.user)
        case _:
            hear(child, _heard(form, story), by=asking.user)


def _shown(one: EntryShown, story: Story) -> dict[str, Any]:
    """What the child said with what was done about it, and whether the child was seen to be distressed."""
    ids = {str(each.id) for each in one.accounts}
    done = [each for each in story.entries if each.kind == ANSWERED and str(each.details.get("about")) in ids]
    distress = [each for each in story.entries if each.kind == DISTRESS and each.thread == one.thread and one.thread]
    return {
        "one": one,
        "when": words.when(one),
        "href": story.href(one),
        "details": _details(one),
        "distress": distress and one.kind != DISTRESS,
        "done": [(each, words.when(each)) for each in done],
    }


def _heard(form: Mapping[str, str], story: Story) -> Heard:
    on, said = real_day(form["on"]), {name: form[name] for name in HEARD if name not in ("on", "effect")}
    if form["effect"] and form["effect"] not in {one.id for one in protected(story)}:
        raise WrongUse("There is nothing of that here", next_step="Choose again what was done to protect the child.")
    return Heard(on, about=form["effect"], **said)


def _details(entry: EntryShown) -> list[tuple[str, str]]:
    named = (("communicates", "How the child tells"), ("promised", "What the child was told would be done"))
    return [(title, said) for name, title in named if (said := words.known(entry, name))]


def _meetings(mine: Sequence[EntryShown]) -> list[tuple[UUID, str]]:
    """What this person put on record of meetings, and of what was done, by thread, each in a few words."""
    found = {one.thread: one for one in mine if one.kind in ("child.seen", "child.not_seen", ANSWERED) and one.thread}
    return [(thread, f"{one.title}, {words.when(one)}") for thread, one in found.items()]
