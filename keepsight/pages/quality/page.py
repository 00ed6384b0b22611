"""An assessment or a plan looked at for each quality, with the entry that shows it: every check as it was made, and no total.
Beside an assessment, who of the agencies around the child knows what came of it.

What is on record that may show a quality stands beside the question and answers none. Two people may differ: both stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.by_number import entry_numbered
from keepsight.pages.child_bar import badges
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.quality import passed_on
from keepsight.pages.story import Story, story_of
from keepsight.practice.assessments.checking import (
    ASSESSED,
    CARRIED_OUT,
    CHECKED,
    FOLLOWED_UP,
    FOUND,
    LOOKED_FOR,
    PLAN_CHECKED,
    Check,
    Look,
    check,
    checks_of,
    differ,
    follow_up,
    follow_ups_of,
    on_record,
)
from keepsight.practice.assessments.passing_on import PASSED_ON, READ
from keepsight.practice.assessments.qualities import OF_ASSESSMENT, OF_PLAN, Quality

PAGE = Page(
    address="children/<uuid:child_id>/entries/<uuid:entry_id>/quality/",
    title="Quality of an assessment or a plan",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
OF_FOLLOW_UP = ("what", "carried_out", "reason")
FIELDS = (
    *(
        f"{part}-{name}"
        for of in (OF_ASSESSMENT, OF_PLAN)
        for name in of.qualities
        for part in ("found", "because", "number")
    ),
    *OF_FOLLOW_UP,
    *passed_on.FIELDS,
    "act",
)
OWN = (CHECKED, PLAN_CHECKED, FOLLOWED_UP, PASSED_ON, READ)
MOST_ON_RECORD = 3  # beside a question: the newest ones, and how many more there are


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the entry in it, and the form as it was filled in, with what must be put right."""

    story: Story
    entry: EntryShown
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such entry for this person."""
    story = story_of(asking)
    entry = story.by_account.get(asking.address["entry_id"])
    if entry is None:
        return None
    return Fetched(story, entry)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep a check, what became of a recommendation, that an agency knows of it, or that one of these is taken back.

    None without names, or of neither an assessment nor a plan.
    """
    fetched = fetch(asking)
    if fetched is None or fetched.entry.kind not in LOOKED_FOR or asking.names_hidden:
        return None
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        where = _keep(asking, fetched, form)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.entry, form, str(wrong))
    assert asking.user
    return Elsewhere(where if where.startswith("/") else f"{asking.request.path}#{where}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each quality with what is on record and what each person found; then the form, and what became of recommendations."""
    story, entry = fetched.story, fetched.entry
    checks, followed = checks_of(story.entries, entry), follow_ups_of(story.entries, entry)
    assesses, of = entry.kind == ASSESSED, LOOKED_FOR.get(entry.kind, ("", OF_ASSESSMENT))[1]
    what = "assessment" if assesses else "plan"
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: quality of the {what} of {words.when(entry)}",
        "badges": badges(story.entries),
        "entry": entry,
        "when": words.when(entry),
        "href": story.href(entry),
        "assesses": assesses,
        "looked_for": entry.kind in LOOKED_FOR,
        "child_seen": {"yes": "was seen", "no": "was not seen"}.get(words.known(entry, "child_seen") or ""),
        "list": of,
        "qualities": [_quality(name, one, checks, story) for name, one in of.qualities.items()],
        "checks": [(one.entry, words.when(one.entry), one.version) for one in checks],
        "followed": [_followed(one, story) for one in followed],
        "mine": [(one.id, one.thread, f"{one.title}, {words.when(one)}") for one in _own(entry, story, asking)],
        "outcome": passed_on.passing_on(asking, story, entry) if assesses else None,
        "found": FOUND,
        "carried_out": CARRIED_OUT,
        "total": len(story.entries),
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("quality", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=1 + len(checks) + len(followed))


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> str:
    """Where on the page what was kept stands."""
    assert asking.user
    story, entry = fetched.story, fetched.entry
    match form["act"]:
        case "take_back":
            take_own_back(story, OWN, asking, because=asking.posted("because"))
            return "looked-at"
        case "tell" | "read":
            passed_on.keep_step(asking, story, entry, form)
            return _disputes(story, entry) if form["act"] == "read" and form["differs"] == "yes" else "told"
        case "follow_up":
            follow_up(story.child_id, entry, *(form[name] for name in OF_FOLLOW_UP), by=asking.user)
            return "recommended"
        case _:
            check(story.child_id, entry, _looks(asking, story, form), by=asking.user)
            return "looked-at"


def _looks(asking: Asking, story: Story, form: Mapping[str, str]) -> dict[str, Look]:
    answered = [name for of in (OF_ASSESSMENT, OF_PLAN) for name in of.qualities if form[f"found-{name}"]]
    return {
        name: Look(form[f"found-{name}"], form[f"because-{name}"], _shown_by(asking, story, form[f"number-{name}"]))
        for name in answered
    }


def _shown_by(asking: Asking, story: Story, number: str) -> UUID | None:
    return entry_numbered(asking, story, number) if number else None


def _quality(name: str, one: Quality, checks: list[Check], story: Story) -> dict[str, Any]:
    there = on_record(story.entries, name)
    return {
        "name": name,
        "one": one,
        "on_record": [(words.when(each), _called(each), story.href(each)) for each in there[-MOST_ON_RECORD:]],
        "more": max(0, len(there) - MOST_ON_RECORD),
        "looks": [_look(each, name, story) for each in checks if name in each.looks],
        "differ": differ(checks, name),
    }


def _called(one: EntryShown) -> str:
    """What is on record, and of whom where it is not the child."""
    return one.title if one.scope == "child" else f"{one.title} ({words.detail(one.role)})"


def _look(one: Check, name: str, story: Story) -> dict[str, Any]:
    look = one.looks[name]
    shown = story.by_account.get(look.shown_by) if look.shown_by else None
    return {
        "found": FOUND.get(look.found, look.found),
        "because": look.because,
        "by": one.entry.source.by,
        "when": words.when(one.entry),
        "shown_by": (words.when(shown), shown.title, story.href(shown)) if shown else None,
    }


def _followed(one: EntryShown, story: Story) -> dict[str, Any]:
    return {
        "one": one,
        "when": words.when(one),
        "href": story.href(one),
        "carried_out": CARRIED_OUT.get(str(one.details.get("carried_out")), "Not known"),
        "reason": words.known(one, "reason"),
    }


def _own(entry: EntryShown, story: Story, asking: Asking) -> list[EntryShown]:
    accounts = {str(each.id) for each in entry.accounts}
    return [one for one in story.entries if str(one.details.get("about")) in accounts and is_own(one, OWN, asking)]


def _disputes(story: Story, entry: EntryShown) -> str:
    """Where whoever sees an outcome differently opens a disagreement about it."""
    return f"{reverse('disagreements', kwargs={'child_id': story.child_id})}?about={entry.id}"
