"""A conference about a child, prepared: each agency's one page, filled in from what it has on record; every view, and its answer.

An agency that has said nothing stands there empty. Whoever has known the child longest is named, so that they are asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.chronology.contact import in_contact
from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Numbered, Story, story_of
from keepsight.practice.actions import take_back
from keepsight.practice.professionals.conferences import WEIGHED, Conference, conferences, view_thread
from keepsight.practice.professionals.conferring import (
    ViewSaid,
    answer_view,
    call,
    give_view,
    go_on,
    see_it_differently,
)
from keepsight.practice.threads.table import CONFERENCE

PAGE = Page(
    address="children/<uuid:child_id>/conference/",
    title="Conference",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
PARTS = {
    "knows": ("What we know", "What you have seen and been told, and how you know it"),
    "worries": ("What worries us", "What has harmed the child, and what may"),
    "harder": ("What makes it harder", "What stands in the way, without being harm itself"),
    "safe": ("What keeps the child safe", "What somebody does, and has been seen to do, that keeps the child safe"),
    "well": ("What is going well", "Strengths, and people who help"),
    "unsure": ("What we are not sure of", "What nobody has seen, asked or understood yet"),
    "wishes": ("What we want to happen", "And what would show that it has helped the child"),
}
"""What an agency is asked, in the order of its page: the words of the form, and a hint."""
FIELDS = (*PARTS, "act", "says", "day", "weighed", "agency", "seen", "conference")
OWN_ENTRIES = 12  # local judgement: what fits a page that somebody is to correct and not to copy


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the conferences about the child, and a form as it was filled in, with what must be put right."""

    story: Story
    found: Sequence[Conference]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    overtaken: bool = False


def fetch(asking: Asking) -> Fetched:
    """What stands."""
    story = story_of(asking)
    found = conferences(asking.sight, story.child_id, expected(story.entries), asking.today)
    return Fetched(story, found)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Call a conference, prepare it, answer a view, conclude it. None without names."""
    if asking.names_hidden:
        return None
    fetched = fetch(asking)
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        _keep(asking, fetched, form)
    except Overtaken:
        return Fetched(fetched.story, fetched.found, form, overtaken=True)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.found, form, str(wrong))
    assert asking.user
    return Elsewhere(f"{asking.request.path}#views")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The latest conference: one's own preparation, every view, then what whoever chairs does."""
    story, child, user = fetched.story, asking.of_child, asking.user
    assert user
    latest = fetched.found[0] if fetched.found else None
    own = [one for one in story.entries if one.agency == user.agency_id and one.scope == "child"]
    view = latest.view_of(user.agency_id) if latest else None
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error or fetched.overtaken else ''}{child.name}: conference",
        "badges": badges(story.entries),
        "latest": latest,
        "earlier": fetched.found[1:],
        "view": view,
        "parts": PARTS,
        "filled": _filled(fetched, latest, user.agency_id, own),
        "own": [(one.title, words.when(one), story.href(one)) for one in reversed(own)],
        "asked": _about_lane(story, user.agency_id),
        "longest": in_contact(story.entries),
        "chairs": latest is not None and CONFERENCE.ladder.turn_of(user.role, latest.state.stage),
        "agency_name": user.agency.name,
        "mine": {one.id: one.by == user.pk for one in _last_acts(latest)},
        "weighed": WEIGHED,
        "form": fetched.form,
        "error": fetched.error,
        "overtaken": fetched.overtaken,
        "here": reverse("conference", kwargs=dict(asking.address)),
        "pack": reverse("conference_pack", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(own))


def expected(entries: Sequence[EntryShown]) -> frozenset[str]:
    """The agencies with anything on record about the child itself: each is expected to bring its view."""
    return frozenset(one.agency for one in entries if one.scope == "child")


def _last_acts(latest: Conference | None) -> list[Any]:
    return [latest.last, *(one.last for one in latest.views if one.last)] if latest else []


def _about_lane(story: Story, agency: str) -> list[Numbered]:
    """The prompts that stand and rest on an entry of this agency."""
    own = {one.id for one in story.entries if one.agency == agency}
    return [one for one in story.standing if own & set(one.prompt.entry_ids)]


def _filled(fetched: Fetched, latest: Conference | None, agency: str, own: Sequence[EntryShown]) -> Mapping[str, str]:
    """What stands in the form: what was typed, else what the agency said last, else what it has on record."""
    if fetched.form.get("act") == "view":
        return fetched.form
    view = latest.view_of(agency) if latest else None
    if view and view.said:
        return {name: str(view.said.details.get(name, "")) for name in PARTS} | {"knows": view.said.narrative}
    return {"knows": "\n".join(_line(one) for one in own[-OWN_ENTRIES:] if not one.kind.startswith("conference."))}


def _line(one: EntryShown) -> str:
    said = one.significance or one.narrative.split("\n")[0]
    return f"{words.when(one)}: {one.title}{'. ' + said if said else ''}"


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> None:
    assert asking.user
    child, by = fetched.story.child_id, asking.user
    day, seen = real_day(form["day"]) if form["day"] else None, asking.posted_id("seen")
    if form["act"] == "call":
        call(child, on=day, because=form["says"], by=by)
        return
    conference = asking.posted_id("conference")
    if conference is None or conference not in {one.id for one in fetched.found}:
        raise WrongUse("There is no such conference here", next_step="Open the page again.")
    match form["act"]:
        case "view":
            said = ViewSaid(**{name: form[name] for name in PARTS})
            give_view(child, conference, said, seen=seen, by=by)
        case "differ":
            see_it_differently(child, conference, says=form["says"], seen=seen, by=by)
        case "answer":
            weighed, agency = form["weighed"], form["agency"]
            answer_view(child, conference, agency, weighed=weighed, says=form["says"], seen=seen, by=by)
        case "take_back" if seen:
            thread = view_thread(conference, form["agency"]) if form["agency"] else conference
            take_back(child, thread, seen, because=form["says"], by=by)
        case "postpone" | "conclude" as step:
            go_on(child, conference, step, says=form["says"], by_when=day, seen=seen, by=by)
        case _:
            raise WrongUse("Something is missing", next_step="Choose what you do.")
