"""Missing: each time with who told of it, when the child was back, until when to ask, and what came of asking.

Earlier times stand beneath: what a child said after the last one is the first thing to read after this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import STATES, badges, open_since
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.unsaved import offered
from keepsight.practice.child.missing import KINDS, STRATEGY, Clock, Episode, clock_of, episodes, often
from keepsight.practice.child.return_interviews import Asked, ask_child
from keepsight.practice.threads.table import RETURN
from keepsight.store import clock

PAGE = Page(
    address="children/<uuid:child_id>/missing/",
    title="Missing",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
TOLD = (
    *("says", "interviewer", "independent", "asked_for", "words", "before", "during", "after"),
    *("place", "with_whom", "quality", "into"),
)
FIELDS = ("on", "episode", "step", "seen", *TOLD)
NAMED = {
    "interviewer": "Asked by",
    "asked_for": "The child asked for",
    "before": "Before",
    "during": "Meanwhile",
    "after": "Coming back, and next",
    "quality": "How it was done, as whoever read it sees it",
    "place": "Where",
    "with_whom": "With whom",
}
INDEPENDENT = {"yes": "Independent of the child’s care", "no": "Not independent of the child’s care"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the form as it was filled in, with what must be put right."""

    story: Story
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    overtaken: bool = False


def fetch(asking: Asking) -> Fetched:
    """The story, and the step that was chosen, or what this person left unsaved."""
    left = offered(asking)
    chosen = {name: asking.query.get(name, "") for name in ("episode", "step")} | {
        "on": words.day_as_typed(asking.today)
    }
    return Fetched(story_of(asking), left or chosen)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Put on record what came of asking, or take it back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        of = _kept(asking, form)
    except Overtaken:
        return Fetched(story_of(asking), form, overtaken=True)
    except WrongUse as wrong:
        return Fetched(story_of(asking), form, str(wrong))
    return Elsewhere(f"{asking.request.path}#time-{of}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each time the child was missing, the latest first, then the form of the step that was chosen."""
    story, child = fetched.story, asking.of_child
    found, unplaced = episodes(story.entries)
    chosen = next((one for one in found if fetched.form.get("episode") == str(one.id)), None)
    step = fetched.form.get("step", "")
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error or fetched.overtaken else ''}{child.name}: missing",
        "badges": badges(story.entries),
        "found": [_shown(one, story, asking) for one in reversed(found)],
        "unplaced": [_line(one, story) for one in unplaced],
        "often": len(often(found)),
        "rule": STRATEGY,
        "chosen": chosen if chosen and step in chosen.may else None,
        "step": RETURN.steps.get(step),
        "plans": [(one.id, f"{one.title}, {words.when(one)}") for one in _plans(story.entries)],
        "form": fetched.form,
        "error": fetched.error,
        "overtaken": fetched.overtaken,
        "here": reverse("missing", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=sum(one.kind in KINDS and one.scope == "child" for one in story.entries))


def stands(state: str, clock: Clock | None, over: bool) -> str:
    """Where a time missing stands, in a sentence. `over`: its clock has run out."""
    said = {
        "back": "Nobody has written down yet that the child was asked.",
        "offered": "An interview was offered. The child’s answer is not on record yet.",
        "agreed": "The child agrees to an interview, and none is on record yet.",
        "declined": "The child declined once. A first no is often a test of whether anyone means it: offer it again.",
        "declined_again": "The child declined, and did so again when it was offered once more.",
        "held": "An interview was held. Nobody has written down yet what of it goes into the plan.",
        "used": "An interview was held, and what was learned goes into the plan.",
    }[state]
    if clock is None:
        return f"{said} Until when to ask cannot be told: the day of the return is not known, or no rule stood on it."
    if RETURN.states[state] != "limit":
        return said
    until = words.moment(clock.at) if clock.at else words.long_day(clock.on)
    passed = f"The {clock.window.text} since the return were over on {until}." if over else f"To be asked by {until}."
    return f"{said} {passed}"


def _kept(asking: Asking, form: Mapping[str, str]) -> UUID | str:
    """The time about which something was put on record, or taken back."""
    assert asking.user
    child, of = asking.of_child.id, asking.posted_id("episode")
    if form["step"] == "take_back":
        take_own_back(story_of(asking), KINDS, asking, because=form["says"])
        return of or ""
    on = real_day(form["on"])
    if of is None or form["step"] not in RETURN.steps:
        raise WrongUse("There is no such return here", next_step="Open the page again.")
    asked = Asked(on, **{name: form[name] for name in TOLD} | {"independent": form["independent"] or "unknown"})
    ask_child(asking.sight, child, of, form["step"], asked, seen=asking.posted_id("seen"), by=asking.user)
    return of


def _shown(of: Episode, story: Story, asking: Asking) -> dict[str, Any]:
    runs = clock_of(of.back)
    over = runs is not None and runs.over(clock.now())
    own = [one for one in (*(one for _, one in of.steps[-1:]), *of.whereabouts) if is_own(one, KINDS, asking)]
    return {
        "id": of.id,
        "title": _title(of),
        "told": [_line(one, story) for one in (*of.reported, *of.found)],
        "clock": runs,
        "stands": stands(of.state, runs, over) if of.found else "No return is on record.",
        "late": over and RETURN.states[of.state] == "limit",
        "steps": [_line(one, story) | {"title": RETURN.steps[name].title} for name, one in of.steps],
        "whereabouts": [_line(one, story) for one in of.whereabouts],
        "choices": [(name, RETURN.steps[name].title) for name in of.may],
        "mine": [(one, f"{one.title}, {words.when(one)}") for one in own],
    }


def _title(of: Episode) -> str:
    gone = f"Missing {words.when(of.reported[0])}" if of.reported else "Back, and never reported missing on record"
    return f"{gone}; back {words.when(of.back)}" if of.back else gone


def _line(one: EntryShown, story: Story) -> dict[str, Any]:
    """An entry with its place in the chronology and what it says beyond its words."""
    said = [(title, told) for name, title in NAMED.items() if (told := words.known(one, name))]
    if one.kind == RETURN.steps["hold"].kind:
        said.insert(
            0, ("Interviewer", INDEPENDENT.get(str(one.details.get("independent")), "Independent or not: not known"))
        )
    into = next((each for each in story.entries if str(each.id) == one.details.get("into")), None)
    return {
        "one": one,
        "when": words.when(one),
        "href": story.href(one),
        "said": said,
        "into": (story.href(into), f"{into.title}, {words.when(into)}") if into else None,
    }


def _plans(entries: Sequence[EntryShown]) -> list[EntryShown]:
    """The plans of the child that stand."""
    about = [one for one in entries if one.scope == "child"]
    plans = [state for state in STATES if state.begins in (("plan.started",), ("early_help.started",))]
    return [began for state in plans if (began := open_since(state, about))]
