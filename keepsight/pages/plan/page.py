"""The child's plan: what must change, line by line, and beside each line at equal size what the carer says, what somebody else saw,
and what the child lives.

Nothing here says whether a line is met. Whoever may not read a plan is not told that it has lines.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.acts import Act
from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.actions import take_back
from keepsight.practice.assessments.checking import PLANS, checks_of
from keepsight.practice.plans.lines import PlanLine, notes_of_control, plan_lines
from keepsight.practice.plans.planning import FOLLOWED, SEEN_AS, Line, OnLine, note_control, note_line, tell_of_line
from keepsight.practice.plans.step_downs import StepDown, answer_step_down, step_downs
from keepsight.practice.threads.table import PLAN_LINE, STEP_DOWN

PAGE = Page(
    address="children/<uuid:child_id>/plan/",
    title="Plan",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
    tab=5,
)
OF_LINE = ("says", "by_whom", "bottom_line", "negotiable", "sign", "on_breach", "contingency", "poverty")
FIELDS = (*OF_LINE, "thread", "seen", "step", "about", "by_when", "on", "words", "seen_as", "followed", "risk")

TITLES = (
    ("bottom_line", "Bottom line"),
    ("negotiable", "Open to discussion"),
    ("sign", "Sign that it gets better"),
    ("on_breach", "If the bottom line is crossed"),
    ("contingency", "If it does not work"),
    ("by_whom", "Who"),
    ("poverty", "What poverty does to it"),
)
UNSAID = {"poverty": "nobody has written down that they asked"}
BESIDE = (
    ("claim", "Said to be done", "Nobody has written down that a carer says so."),
    ("see", "Seen by somebody else", "Nobody other than the carer has been written down as having looked."),
    ("live", "What the child lives", "Nothing of what the child says or shows of this is written down."),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the lines of its plans and the notes on them, and a form as it was filled in, with what must be put right."""

    story: Story
    lines: Sequence[PlanLine]
    notes: Sequence[tuple[UUID, Act]]
    stepped: Sequence[StepDown]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What this person may read of it."""
    assert asking.user
    story = story_of(asking)
    return Fetched(
        story,
        plan_lines(story.child_id, story.by_account, asking.user, asking.today),
        notes_of_control(story.child_id, story.by_account),
        step_downs(story.entries, asking.user, asking.today),
    )


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Note a line, tell of one, note an order used as control, or take back what one said last. None without names."""
    if asking.names_hidden:
        return None
    fetched = fetch(asking)
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        where = _keep(asking, fetched, form)
    except (Overtaken, WrongUse) as wrong:
        return replace(fetched, form=form, error=str(wrong))
    assert asking.user
    return Elsewhere(f"{asking.request.path}#{where}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each plan with its lines, then the form that notes a new one."""
    story, child = fetched.story, asking.of_child
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{child.name}: the plan",
        "badges": badges(story.entries),
        "plans": [_plan(one, fetched, asking) for one in reversed(_plans(story))],
        "stepped": [_stepped(one, story, asking) for one in reversed(fetched.stepped)],
        "form": fetched.form,
        "error": fetched.error,
        "today": words.day_as_typed(asking.today),
        "seen_as": SEEN_AS,
        "followed": FOLLOWED,
        "here": reverse("plan", kwargs=dict(asking.address)),
    }
    shown = sum(1 + len(one.told) for one in fetched.lines) + len(fetched.notes)
    return Shown(context, entries=shown)


def plan_words(entry: EntryShown) -> str:
    """A plan in a line: which, since when, whose."""
    which = words.known(entry, "plan") if entry.kind == "plan.started" else None
    name = words.detail(which).capitalize() if which else entry.title
    return f"{name}, {words.when(entry)}, {entry.agency_name}"


def _plans(story: Story) -> list[EntryShown]:
    return [one for one in story.entries if one.kind in PLANS and one.scope == "child"]


def _plan(plan: EntryShown, fetched: Fetched, asking: Asking) -> dict[str, Any]:
    accounts = {each.id for each in plan.accounts}
    return {
        "id": plan.id,
        "title": plan_words(plan),
        "href": fetched.story.href(plan),
        "checks": len(checks_of(fetched.story.entries, plan)),
        "lines": [_line(one, fetched.story, asking) for one in fetched.lines if one.plan in accounts],
        "notes": [
            (one, asking.user is not None and one.by == asking.user.pk)
            for about, one in fetched.notes
            if about in accounts
        ],
    }


def _line(line: PlanLine, story: Story, asking: Asking) -> dict[str, Any]:
    entries = {each.id: story.href(one) for one in story.entries for each in one.accounts}
    told = line.noted.details
    last = line.last
    return {
        "one": line,
        "says": [(title, told.get(name) or UNSAID.get(name, "not said")) for name, title in TITLES],
        "by_when": dt.date.fromisoformat(told["by_when"]),
        "beside": [(title, [_shown(one, entries) for one in line.of(step)], none) for step, title, none in BESIDE],
        "asked": [_shown(one, entries) for one in line.of("ask")],
        "crossed": [_shown(one.act, entries) for one in line.told if one.step in ("breach", "follow")],
        "choices": [(name, PLAN_LINE.steps[name].title) for name in line.may],
        "mine": asking.user is not None and last.by == asking.user.pk,
    }


def _stepped(one: StepDown, story: Story, asking: Asking) -> dict[str, Any]:
    again = one.begun_again
    return {
        "one": one,
        "title": f"By {one.entry.agency_name}, {words.when(one.entry)}",
        "href": story.href(one.entry),
        "begun_again": again and (again.title, words.when(again), story.href(again)),
        "choices": [(name, STEP_DOWN.steps[name].title) for name in one.may],
        "mine": asking.user is not None and one.last is not None and one.last.by == asking.user.pk,
    }


def _shown(act: Act, entries: Mapping[UUID, str]) -> dict[str, Any]:
    """What somebody put on record, and where its entry stands where the reader may open it there."""
    found = act.details.get("seen_as"), act.details.get("followed")
    says = SEEN_AS.get(str(found[0])) or FOLLOWED.get(str(found[1]))
    return {"act": act, "href": entries.get(act.id), "found": says}


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> str:
    """Where on the page what was kept stands."""
    assert asking.user
    child, about, thread = fetched.story.child_id, asking.posted_id("about"), asking.posted_id("thread")
    step, seen = form["step"], asking.posted_id("seen")
    if thread is None:
        if about not in {one.id for one in _plans(fetched.story)}:
            raise WrongUse("Something is missing", next_step="Choose the plan.")
        assert about
        if step == "control":
            note_control(child, about, form["says"], by=asking.user)
            return f"plan-{about}"
        return f"line-{note_line(child, _noted(about, form), by=asking.user)}"
    stepped = next((one for one in fetched.stepped if one.id == thread), None)
    if stepped and step != "take_back":
        answer_step_down(child, stepped, step, form, seen=seen, by=asking.user)
        return f"step-down-{thread}"
    if stepped is None and thread not in {one.id for one in fetched.lines} | {one.thread for _, one in fetched.notes}:
        raise WrongUse("There is no such line here", next_step="Open the page again.")
    if step == "take_back" and seen:
        take_back(child, thread, seen, because=form["says"], by=asking.user)
    else:
        tell_of_line(child, thread, step, _of_line(form), seen=seen, by=asking.user)
    return f"line-{thread}"


def _noted(about: UUID, form: Mapping[str, str]) -> Line:
    by_when = real_day(form["by_when"]) if form["by_when"] else None
    return Line(about, by_when=by_when, **{name: form[name] for name in OF_LINE})


def _of_line(form: Mapping[str, str]) -> OnLine:
    on = real_day(form["on"])
    return OnLine(on, form["says"], form["words"], form["seen_as"], form["followed"])
