"""Injuries, absences and worries: what a parent or carer says of each, and with whom somebody checked it, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.family.explaining import ACTS, FOUND, GIVEN, TO_EXPLAIN, check_explanation, explain

PAGE = Page(
    address="children/<uuid:child_id>/explanations/",
    title="Explanations",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("act", "about", "told_by", "says", "asked_of", "found", "seen_as")


@dataclass(frozen=True, slots=True)
class Explained:
    """One injury, absence or worry, with what carers say of it and what came of checking that, the oldest first."""

    entry: EntryShown
    said: tuple[EntryShown, ...]
    checked: tuple[EntryShown, ...]

    @property
    def rests_on_a_carer(self) -> bool:
        """Whether what a carer says of it is all there is."""
        return not self.checked and (bool(self.said) or self.entry.basis == "carer")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, what may be explained in it, and a form as it was filled in, with what must be put right."""

    story: Story
    found: Sequence[Explained]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What this person may read of it."""
    story = story_of(asking)
    return Fetched(story, explained(story.entries))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Put on record what a carer says, or that it was checked; or take one's own back. None without names."""
    if asking.names_hidden:
        return None
    fetched = fetch(asking)
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        _keep(asking, fetched, form)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.found, form, str(wrong))
    assert asking.user
    return Elsewhere(f"{asking.request.path}#explanations")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What rests on a carer's word first, then what was checked, then the forms."""
    story = fetched.story
    told = [one for one in fetched.found if one.said or one.checked or one.rests_on_a_carer]
    mine = [one for one in story.entries if is_own(one, ACTS, asking)]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: explanations",
        "badges": badges(story.entries),
        "found": [_shown(one, story) for one in sorted(told, key=lambda one: not one.rests_on_a_carer)],
        "choices": [(str(one.entry.id), _line(one.entry)) for one in reversed(fetched.found)],
        "outcomes": FOUND,
        "mine": [(one, f"{one.title}, {words.when(one)}") for one in mine],
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("explanations", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=sum(1 + len(one.said) + len(one.checked) for one in told))


def explained(entries: Sequence[EntryShown]) -> list[Explained]:
    """What may be explained of the child, the oldest first, each with what was said of whichever account of it."""
    acts: dict[str, list[EntryShown]] = {}
    for one in entries:
        if one.kind in ACTS:
            acts.setdefault(str(one.details.get("about")), []).append(one)
    found = []
    for entry in entries:
        if entry.kind in TO_EXPLAIN and entry.scope == "child":
            of_it = [one for account in entry.accounts for one in acts.get(str(account.id), [])]
            said = tuple(one for one in of_it if one.kind == GIVEN)
            found.append(Explained(entry, said, tuple(one for one in of_it if one.kind != GIVEN)))
    return found


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> UUID:
    assert asking.user
    if form["act"] == "take_back":
        return take_own_back(fetched.story, ACTS, asking, because=asking.posted("because"))
    about = asking.posted_id("about")
    one = next((each.entry for each in fetched.found if each.entry.id == about), None)
    if one is None:
        raise WrongUse("There is no such entry here", next_step="Choose the injury, absence or worry again.")
    child, by = fetched.story.child_id, asking.user
    if form["act"] == "check":
        said, seen_as = form["found"], form["seen_as"]
        return check_explanation(child, one, asked_of=form["asked_of"], says=said, seen_as=seen_as, by=by)
    return explain(child, one, told_by=form["told_by"], says=form["says"], by=by)


def _shown(one: Explained, story: Story) -> dict[str, Any]:
    return {
        "one": one,
        "line": _line(one.entry),
        "href": story.href(one.entry),
        "said": [(each, words.known(each, "told_by"), words.when(each)) for each in one.said],
        "checked": [
            (each, words.known(each, "asked_of"), FOUND.get(str(words.known(each, "seen_as"))), words.when(each))
            for each in one.checked
        ],
    }


def _line(entry: EntryShown) -> str:
    return f"{entry.title}, {words.when(entry)}, {entry.agency_name}"
