"""What was answered on the partnership's own forms about a child: filled in, corrected, counted. Part of `actions` and `queries`.

One filling in is one entry, in the words of the edition that was filled in, so that a later one changes nothing. Not known is an
answer and is kept as such; what is blank was not asked, and is told so. Nothing is added up.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.acts import told_of
from keepsight.chronology.queries import chronologies
from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.drafts import DetailValue, DraftEntry, When
from keepsight.practice.actions import hold, still_said
from keepsight.practice.forms.editions import OwnForm, editions
from keepsight.practice.forms.wording import BETWEEN, Field
from keepsight.practice.putting import draft_of, put
from keepsight.store import clock
from keepsight.vocabulary import UNKNOWN

FILLED_IN = "form.filled_in"
"""The kind of the entry that says what was answered."""
MOST_ANSWERED = 10_000  # characters of one answer: four sides of paper; what is longer is a document (local judgement)
MOST_CHILDREN = 200  # whose chronologies are read to count: some 20,000 entries, a few seconds (local judgement)
NOT_ASKED, NOT_KNOWN = "not asked", "not known"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was answered on a day: one answer for each field of an edition, in their order.

    UNKNOWN: it is not known. Empty: it was not asked. A day as in 2026-03-20; several words with BETWEEN between them.
    """

    on: dt.date
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A filling in that somebody reads: the child, and the entry."""

    child: UUID
    entry: EntryShown


@transaction.atomic
def fill_in(child: UUID, form: UUID, filled: Filled, *, edition: int, by: User) -> UUID:
    """Put on record what was answered about a child. The entry's id.

    Raises WrongUse for a form that is not offered to them or has ended, and for answers that its fields do not take; Overtaken
    where the form has another edition than the one they had before them.
    """
    newest = next(iter(editions(form, by)), None)
    if newest is None or newest.ended:
        raise WrongUse("That form is filled in no more", next_step="Choose one of those on the page.")
    if newest.number != edition:
        raise Overtaken(
            "This form was changed since you opened it",
            next_step="What you wrote stands where the form still asks it; read it through, and save again.",
        )
    with seeing(THE_MACHINE):
        return put(_draft(newest, filled, by), child, uuid4(), by)


@transaction.atomic
def correct(child: UUID, one: EntryShown, filled: Filled, *, by: User) -> UUID:
    """Put something else in the place of what one has filled in, in the same edition. The new entry's id.

    What stood before stays readable beneath. Raises WrongUse where somebody else filled it in, and as `fill_in` does; Overtaken
    where it was corrected or taken back since.
    """
    form = edition_of(one, by)
    if form is None or one.thread is None:
        raise WrongUse("That cannot be corrected here", next_step="Take it back, and fill the form in again.")
    with seeing(THE_MACHINE):
        hold(one.thread, one.id)
        (act,) = still_said(one.thread)
        if act.by != by.pk:
            raise WrongUse("That is not yours to correct", next_step="Whoever filled it in can correct it.")
        return put(replace(_draft(form, filled, by), level=act.level), child, one.thread, by, corrects=one.id)


def edition_of(one: EntryShown, user: User) -> OwnForm | None:
    """The edition that was filled in. None where it is not offered to somebody."""
    found = editions(UUID(str(one.details.get("form"))), user)
    return next((each for each in found if each.number == one.details.get("form_edition")), None)


def filled_in(seen: Sight, children: Collection[UUID]) -> list[Answered] | None:
    """What was filled in about these children, as far as somebody reads it, the newest first. None: of more than MOST_CHILDREN."""
    told = told_of(children, {FILLED_IN: None})[FILLED_IN]
    if len(told) > MOST_CHILDREN:
        return None
    found = [
        Answered(child, one)
        for child, entries in chronologies(seen, told).items()
        for one in entries
        if one.kind == FILLED_IN and one.scope == "child"
    ]
    return sorted(found, key=lambda each: when(each.entry), reverse=True)


def when(one: EntryShown) -> tuple[dt.date, dt.datetime]:
    """By what fillings in stand in order: the day that they are of, then when they were put on record."""
    assert one.occurred_to is not None  # the action gives each its day
    return one.occurred_to, one.received_at


def in_words(answer: str) -> str:
    """An answer as people say it."""
    return NOT_KNOWN if answer == UNKNOWN else answer or NOT_ASKED


def _draft(form: OwnForm, filled: Filled, by: User) -> DraftEntry:
    fields = form.wording.fields
    if filled.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day that it is about.")
    if len(filled.answers) != len(fields):
        raise WrongUse("These are not the answers of this form", next_step="Open the page again.")
    answers = [_checked(field, answer) for field, answer in zip(fields, filled.answers, strict=True)]
    if not any(answers):
        raise WrongUse("Nothing was answered", next_step="Answer a field, or say that it is not known.")
    details: dict[str, DetailValue] = {
        "form": str(form.id),
        "form_title": form.wording.title,
        "form_edition": form.number,
        "fields": [one.label for one in fields],
        "answers": answers,
    }
    draft = draft_of(FILLED_IN, _told(form, answers), details, form.wording.level, by)
    return replace(draft, when=When(filled.on, filled.on, "day", filled.on.isoformat()), basis=None)


def _told(form: OwnForm, answers: Sequence[str]) -> str:
    """All of it in words, for whoever reads the entry and not the form: a line for each answer, then what was not asked."""
    pairs = list(zip(form.wording.fields, answers, strict=True))
    lines = [f"{form.wording.title}, edition {form.number}"]
    lines += [
        f"{one.label}{'' if one.label.endswith('?') else ':'} {_said(one, answer)}" for one, answer in pairs if answer
    ]
    blank = [one.label for one, answer in pairs if not answer]
    return "\n".join([*lines, *([f"Not asked: {BETWEEN.join(blank)}"] if blank else [])])


def _said(field: Field, answer: str) -> str:
    if field.sort == "day" and answer != UNKNOWN:
        on = dt.date.fromisoformat(answer)
        return f"{on.day}/{on.month}/{on.year}"
    return in_words(answer).capitalize() if answer == UNKNOWN else answer


def _checked(field: Field, answer: str) -> str:
    """The answer as it is kept. Raises WrongUse where the field does not take it."""
    said = answer.replace("\r\n", "\n").strip()
    if field.must and not said:
        raise WrongUse(f"“{field.label}” must be answered", next_step="Answer it, or say that it is not known.")
    if said in ("", UNKNOWN):
        return said
    if len(said) > MOST_ANSWERED:
        raise WrongUse(
            f"“{field.label}” is answered at too great a length", next_step=f"Keep to {MOST_ANSWERED:,} characters."
        )
    parts = said.split(BETWEEN) if field.sort == "several" else [said]
    if field.words and set(parts) - set(field.words):
        raise WrongUse(
            f"“{field.label}” has no such answer", next_step="Choose among its words, or that it is not known."
        )
    if field.sort == "day" and not _is_day(said):
        raise WrongUse(f"“{field.label}” needs a real day", next_step="Write it like 27/3/2026.")
    return " ".join(said.split()) if field.sort == "line" else said


def _is_day(said: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(said))
    except ValueError:
        return False
