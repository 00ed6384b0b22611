"""Domestic abuse and MARAC: what is on record, which criteria that meets and by what; the checklist; a referral until it was heard.

The page decides nothing and adds nothing up. Its entries are restricted, and nothing a family reads tells of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.adults.page import Adult, adults_of, told_apart
from keepsight.pages.by_number import entry_numbered
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.marac.shown import checklist, line, record_of, standing, tracked
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.unsaved import offered
from keepsight.people.queries import household
from keepsight.practice.actions import take_back
from keepsight.practice.marac.checklist import ANSWERS, CHECKED, JUDGED, Checklist, checklists, go_through, standings
from keepsight.practice.marac.criteria import FOR_MARAC
from keepsight.practice.marac.referrals import (
    AT_MARAC,
    OF_ABUSE,
    Referral,
    Told,
    begin_referral,
    go_on_referral,
    referrals,
    told_by_files,
)
from keepsight.practice.threads.table import MARAC

PAGE = Page(
    address="children/<uuid:child_id>/marac/",
    title="Domestic abuse and MARAC",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
QUESTIONS = tuple(f"question-{number}" for number in range(1, FOR_MARAC.questions + 1))
NAMES = tuple(f"criteria-{name}" for name in FOR_MARAC.criteria)
FIELDS = (
    *("act", "thread", "step", "seen", "total", "on", "adult", "who", "says", "to_whom", "by_when", "by_whom"),
    *("used_by", "judgement", "judged_because", "numbers", *QUESTIONS, *NAMES),
)
KINDS = frozenset({CHECKED, *AT_MARAC})
BEGIN = ("refer", "consider")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the adults in it, the referrals, and a form as it was filled in, with what must be put right."""

    story: Story
    adults: Sequence[Adult]
    found: Sequence[Referral]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What is on record as far as this person may read it, and what they left unsaved."""
    return _fetched(asking, offered(asking) or {})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep a checklist, a referral or a step of one, why there is none, or that one's own is taken back. None without names."""
    if asking.names_hidden:
        return None
    form = {name: asking.posted(name) for name in FIELDS}
    fetched = _fetched(asking, form)
    try:
        where = _keep(asking, fetched, form)
    except WrongUse as wrong:
        return _fetched(asking, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#{where}")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What is on record and which criteria it meets, the referrals with what came of each, the checklists; then the forms."""
    story, today = fetched.story, asking.today
    stands = standings(story.entries, today)
    record = record_of(story, today)
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: domestic abuse and MARAC",
        "badges": badges(story.entries),
        "criteria": [standing(one, story) | {"name": name} for name, one in stands.items()],
        "met": [name for name, one in stands.items() if one.state == "met"],
        "record": record,
        "found": [tracked(one, story, asking) for one in reversed(fetched.found)],
        "told_by_files": [
            (line(one, story), line(heard, story) if heard else None) for one, heard in told_by_files(story.entries)
        ],
        "checklists": [checklist(one, story) for one in reversed(checklists(story.entries))],
        "mine": [(one, f"{one.title}, {words.when(one)}") for one in story.entries if is_own(one, {CHECKED}, asking)],
        "list": FOR_MARAC,
        "questions": list(zip(QUESTIONS, FOR_MARAC.asks, strict=True)),
        "answers": ANSWERS,
        "judged": JUDGED,
        "choices": [(str(one.id), f"{one.name}, {one.part}") for one in fetched.adults if one.id],
        "ladder": MARAC.ladder,
        "total": len(story.entries),
        "seen": _latest(story),
        "today_typed": words.day_as_typed(today),
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("marac", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=sum(one.kind in OF_ABUSE for one in story.entries))


def _fetched(asking: Asking, form: Mapping[str, str], error: str | None = None) -> Fetched:
    assert asking.user
    story = story_of(asking)
    home = household([story.child_id], None)[story.child_id]
    adults = told_apart(adults_of(story.entries, home, names_hidden=asking.names_hidden), story.feeds)
    kept = form.get("total") == str(len(story.entries))  # else the numbers of entries are of another chronology
    form = {name: said for name, said in form.items() if kept or name != "numbers"}
    found = referrals(story.child_id, story.entries, asking.user, asking.today)
    return Fetched(story, adults, found, form, error)


def _keep(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> str:
    """Where on the page what was kept stands."""
    assert asking.user
    story, doing = fetched.story, form["act"]
    if doing == "take_back":
        take_own_back(story, {CHECKED}, asking, because=asking.posted("because"))
        return "checklists"
    if doing in ("go_on", "undo"):
        return f"thread-{_gone_on(asking, fetched, form)}"
    if form["seen"] != _latest(story):
        raise Overtaken(
            "Somebody has written something down here since you opened this page",
            next_step="Read it above; what you wrote is still in the form.",
        )
    adult = _adult(asking, fetched)
    if doing in BEGIN:
        return f"thread-{begin_referral(story.child_id, doing, _told(fetched, form, adult), by=asking.user)}"
    go_through(story.child_id, _checklist(asking, story, form, adult), by=asking.user)
    return "checklists"


def _gone_on(asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> UUID:
    """The thread that went on, or of which the last step was taken back."""
    assert asking.user
    child, thread, seen = fetched.story.child_id, asking.posted_id("thread"), asking.posted_id("seen")
    if thread is None or thread not in {one.followed.id for one in fetched.found}:
        raise WrongUse("There is no such referral here", next_step="Open the page again.")
    if form["act"] == "undo" and seen:
        take_back(child, thread, seen, because=form["says"], by=asking.user)
    else:
        go_on_referral(child, thread, form["step"], _told(fetched, form, None), seen=seen, by=asking.user)
    return thread


def _adult(asking: Asking, fetched: Fetched) -> UUID | None:
    """The adult whom somebody chose; None: they say in words who it is."""
    adult = asking.posted_id("adult")
    if adult is not None and adult not in {one.id for one in fetched.adults}:
        raise WrongUse("There is no such adult here", next_step="Choose the adult again.")
    return adult


def _told(fetched: Fetched, form: Mapping[str, str], adult: UUID | None) -> Told:
    """What a form says of a referral. One that names no criteria, or says why there is none, names those that are met."""
    named = tuple(name for name in FOR_MARAC.criteria if form[f"criteria-{name}"])
    on = real_day(form["on"])
    if form["act"] == "consider":
        stands = standings(fetched.story.entries, on)
        named = tuple(name for name, one in stands.items() if one.state == "met")
    by_when = real_day(form["by_when"]) if form["by_when"] else None
    return Told(on, form["says"], form["to_whom"], named, adult, form["who"], by_when, form["by_whom"])


def _checklist(asking: Asking, story: Story, form: Mapping[str, str], adult: UUID | None) -> Checklist:
    return Checklist(
        on=real_day(form["on"]),
        answers=tuple(form[name] for name in QUESTIONS),
        rests_on=form["says"],
        adult=adult,
        who=form["who"],
        used_by=form["used_by"],
        judgement=form["judgement"],
        judged_because=form["judged_because"],
        evidence=tuple(entry_numbered(asking, story, one) for one in form["numbers"].replace(",", " ").split()),
    )


def _latest(story: Story) -> str:
    """How much people put on record here, and what of it last, by id: two may write at one moment."""
    here = [one for one in story.entries if one.kind in KINDS and one.source.by]
    last = max(here, key=lambda one: one.received_at, default=None)
    return f"{len(here)} {last.id}" if last else ""
