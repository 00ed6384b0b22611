"""The partnership's own forms, filled in for a child: each in the words of its edition, and what was answered before.

Nothing is added up, and no page holds the answers of two children side by side.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.chronology.rows import disputed
from keepsight.pages.own_acts import is_own, own_posted, take_own_back
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.unsaved import offered
from keepsight.practice.forms.editions import OwnForm, editions, forms
from keepsight.practice.forms.filling_in import FILLED_IN, Filled, correct, edition_of, fill_in, in_words, when
from keepsight.practice.forms.wording import BETWEEN, Field
from keepsight.vocabulary import UNKNOWN

PAGE = Page(
    address="children/<uuid:child_id>/forms/",
    title="Forms of your partnership’s own",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
TYPED = re.compile(r"on|(answer|unknown)-\d+")
"""The names of the fields of a form, whichever it is."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story and the forms that are offered. `form`: the one that is open, with what is typed in it; `of`: what it corrects."""

    story: Story
    forms: Sequence[OwnForm]
    form: OwnForm | None = None
    of: EntryShown | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    lost: Sequence[tuple[str, str]] = ()
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """The story, and the form that is asked for. None where that one is not offered to them, or is not theirs to correct."""
    assert asking.user
    story, some = story_of(asking), [one for one in forms(asking.user) if not one.ended]
    if entry := asking.query.get("correct"):
        of = next((one for one in story.entries if str(one.id) == entry and is_own(one, {FILLED_IN}, asking)), None)
        form = edition_of(of, asking.user) if of else None
        if of is None or form is None:
            return None
        return Fetched(story, some, form, of, offered(asking) or _typed_of(form, of))
    form = next((one for one in some if str(one.id) == asking.query.get("form")), None)
    if asking.query.get("form") and form is None:
        return None
    return Fetched(story, some, form, typed=offered(asking) or {})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Fill a form in, correct that, or take it back. None without names: what is written would name people."""
    fetched = None if asking.names_hidden else fetch(asking)
    if fetched is None or asking.form is None:
        return None
    typed = {name: "\n".join(asking.form.getlist(name)) for name in asking.form if TYPED.fullmatch(name)}
    fetched = replace(fetched, typed=typed)
    try:
        _keep(asking, fetched)
    except Overtaken as wrong:
        return _carried_over(asking, fetched, str(wrong))
    except WrongUse as wrong:
        return replace(fetched, error=str(wrong))
    return Elsewhere(f"{reverse('fill_in', kwargs=dict(asking.address))}#filled-in")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The open form, or those that may be opened; then what was filled in, form by form, the newest first."""
    story, form = fetched.story, fetched.form
    found = _by_form(story)
    here = reverse("fill_in", kwargs=dict(asking.address))
    filled = [(title, [_filled(one, asking, story, here) for one in some]) for title, some in found]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: forms of your partnership’s own",
        "badges": badges(story.entries),
        "forms": [(one, f"{here}?{urlencode({'form': one.id})}") for one in fetched.forms],
        "form": form,
        "of": fetched.of,
        "typed": fetched.typed,
        "lost": fetched.lost,
        "seen": _latest(story, form),
        "filled": filled,
        "mine": [(title, each) for title, some in filled for each in some if each["own"]],
        "makes": reverse("forms"),
        "today_typed": words.day_as_typed(asking.today),
        "unknown": UNKNOWN,
        "error": fetched.error,
        "here": here,
        "sent_to": f"{here}?{asking.query.urlencode()}" if form else here,
    }
    return Shown(context, entries=sum(len(some) for _, some in found))


def _keep(asking: Asking, fetched: Fetched) -> UUID:
    assert asking.user
    story, form = fetched.story, fetched.form
    if asking.posted("act") == "take_back":
        return take_own_back(story, {FILLED_IN}, asking, because=asking.posted("because"))
    if form is None:
        raise WrongUse("Nobody has said which form it is", next_step="Choose one of those on the page.")
    if fetched.of:
        own = own_posted(story, {FILLED_IN}, asking)
        return correct(story.child_id, own, _said(form, fetched.typed), by=asking.user)
    if asking.posted("seen") != _latest(story, form):
        raise Overtaken(
            "Somebody has filled in this form since you opened it",
            next_step="Read it below; what you wrote is still in the form.",
        )
    had = _had(asking, form)
    if had is None:
        raise WrongUse("Nobody has said which edition it is", next_step="Open the page again.")
    return fill_in(story.child_id, form.id, _said(had, fetched.typed), edition=had.number, by=asking.user)


def _had(asking: Asking, form: OwnForm) -> OwnForm | None:
    """The form in the edition that somebody had before them when they sent it."""
    assert asking.user
    return next((one for one in editions(form.id, asking.user) if str(one.number) == asking.posted("edition")), None)


def _carried_over(asking: Asking, fetched: Fetched, error: str) -> Fetched:
    """What was typed, where the edition of today still asks it; what it asks no more is given back beside it."""
    form = fetched.form
    had = _had(asking, form) if form and not fetched.of else None
    if form is None or had is None or had.number == form.number:
        return replace(fetched, error=error)
    typed, lost, places = {"on": fetched.typed.get("on", "")}, [], {_asks(one): n for n, one in _numbered(form)}
    for n, one in _numbered(had):
        said = {name: fetched.typed.get(f"{name}-{n}", "") for name in ("answer", "unknown")}
        if _asks(one) in places:
            typed |= {f"{name}-{places[_asks(one)]}": value for name, value in said.items()}
        elif any(said.values()):
            lost.append((one.label, in_words(said["answer"] or said["unknown"])))
    return replace(fetched, typed=typed, lost=lost, error=error)


def _asks(one: Field) -> tuple[object, ...]:
    """What makes two fields of two editions the same question."""
    return one.label, one.sort, one.choices


def _numbered(form: OwnForm) -> list[tuple[int, Field]]:
    return list(enumerate(form.wording.fields))


def _said(form: OwnForm, typed: Mapping[str, str]) -> Filled:
    answers = (
        _answer(one, typed.get(f"answer-{n}", "").strip(), typed.get(f"unknown-{n}", "")) for n, one in _numbered(form)
    )
    return Filled(real_day(typed.get("on", "")), tuple(answers))


def _answer(one: Field, said: str, unknown: str) -> str:
    """One answer as it is kept. Raises WrongUse for one that is said to be not known too, and for a day that is none."""
    ticked = said.splitlines() if one.words else [said] if said else []
    if unknown or UNKNOWN in ticked:
        if set(ticked) - {UNKNOWN}:
            raise WrongUse(
                f"“{one.label}” is answered, and said to be not known", next_step="Say the one or the other."
            )
        return UNKNOWN
    if one.sort == "day" and said:
        return real_day(said).isoformat()
    return BETWEEN.join(ticked) if one.sort == "several" else said


def _typed_of(form: OwnForm, of: EntryShown) -> dict[str, str]:
    """What would have to be typed for what was answered."""
    typed = {"on": words.day_as_typed(when(of)[0])}
    for (n, one), answer in zip(_numbered(form), of.texts("answers"), strict=False):
        if answer == UNKNOWN and not one.words:
            typed[f"unknown-{n}"] = UNKNOWN
        elif one.sort == "day" and answer:
            typed[f"answer-{n}"] = words.day_as_typed(real_day(answer))
        else:
            typed[f"answer-{n}"] = answer.replace(BETWEEN, "\n") if one.sort == "several" else answer
    return typed


def _latest(story: Story, form: OwnForm | None) -> str:
    """The id of what was last put on record with this form, as far as somebody reads it; empty for nothing."""
    told = (one for one in story.entries if form and one.kind == FILLED_IN and one.details.get("form") == str(form.id))
    last = max(told, key=lambda one: one.received_at, default=None)
    return str(last.id) if last else ""


def _by_form(story: Story) -> list[tuple[str, list[EntryShown]]]:
    """What was filled in of the child, the newest first, under the title that the form had last; by title."""
    told = [one for one in story.entries if one.kind == FILLED_IN and one.scope == "child"]
    by_form: dict[str, list[EntryShown]] = {}
    for one in sorted(told, key=when, reverse=True):
        by_form.setdefault(str(one.details.get("form")), []).append(one)
    titled = [(words.known(some[0], "form_title") or "A form", some) for some in by_form.values()]
    return sorted(titled, key=lambda each: each[0].casefold())


def _filled(one: EntryShown, asking: Asking, story: Story, here: str) -> dict[str, Any]:
    """One filling in, in words."""
    answers = zip(one.texts("fields"), one.texts("answers"), strict=False)
    return {
        "one": one,
        "when": words.when(one),
        "edition": one.details.get("form_edition"),
        "answers": [(label, _shown(answer), not answer) for label, answer in answers],
        "href": story.href(one),
        "own": is_own(one, {FILLED_IN}, asking) and not asking.names_hidden and not asking.by_glass,
        "correct": f"{here}?{urlencode({'correct': one.id})}",
        "disputes": [disputed(each) for each in one.disputes],
    }


def _shown(answer: str) -> str:
    said = in_words(answer)
    if words.ISO_DAY.fullmatch(said):
        return words.detail(said)
    return f"{said[0].upper()}{said[1:]}" if said else said
