"""The forms that a partnership makes of its own, edition by edition. Part of `actions` and `queries`.

    made ──changed: the next edition──▶ in use ──ended, with the reason──▶ ended ──changed──▶ in use again

What it says stands in `wording`. What was filled in keeps the words of its own edition.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from keepsight.access.models import User
from keepsight.errors import Overtaken, WrongUse
from keepsight.practice.forms.wording import Field, Wording, checked
from keepsight.practice.models import FormEdition
from keepsight.store import audit, clock

MAY_MAKE = frozenset({"agency_lead", "hub_coordinator"})
"""Roles that make forms: a lead for their own agency, a hub coordinator for every agency."""


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A form as its edition `number` has it. `agency` None: for every agency. `ended`: it is filled in no more, `because`.

    The wording of one that ended is the last that it had.
    """

    id: UUID
    number: int
    agency: str | None
    agency_name: str
    wording: Wording
    by: str
    at: dt.datetime
    ended: bool = False
    because: str = ""

    def may_change(self, user: User) -> bool:
        """Whether somebody may change or end it: a lead one of their own agency, a hub coordinator one for every agency."""
        return user.role in MAY_MAKE and _for_whom(user) == self.agency


@transaction.atomic
def make_form(wording: Wording, *, by: User) -> UUID:
    """Keep a new form, for the agency of whoever makes it or, where a hub coordinator does, for every agency. Its id.

    Raises WrongUse for another role, and where the form cannot be filled in as it is.
    """
    _refuse_another_role(by)
    form = uuid4()
    _keep(form, 1, _checked(wording, form, by), by=by)
    return form


@transaction.atomic
def change_form(form: UUID, wording: Wording, *, seen: int, by: User) -> int:
    """Keep the next edition of a form; one that had ended is in use again. Its number.

    Raises WrongUse as `make_form`, for a form that is not theirs and where nothing differs; Overtaken where there has been another
    edition since `seen`.
    """
    before = _theirs(form, seen, by)
    checked = _checked(wording, form, by)
    if checked == before.wording and not before.ended:
        raise WrongUse("Nothing differs from the edition before", next_step="Change something, or leave it as it is.")
    return _keep(form, seen + 1, checked, by=by)


@transaction.atomic
def end_form(form: UUID, *, because: str, seen: int, by: User) -> int:
    """Let a form be filled in no more. What was filled in stays. Raises as `change_form`, and without a reason."""
    before = _theirs(form, seen, by)
    if before.ended:
        raise WrongUse("It has ended already", next_step="See the list of forms.")
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say why it is filled in no more.")
    return _keep(form, seen + 1, None, because=because.strip(), by=by)


def forms(user: User) -> list[OwnForm]:
    """The forms that are offered to somebody, in their newest edition, by their titles; those that have ended last."""
    editions: dict[UUID, list[FormEdition]] = {}
    for one in _offered(user):
        editions.setdefault(one.form, []).append(one)
    newest = [_newest(some) for some in editions.values()]
    return sorted(newest, key=lambda one: (one.ended, one.wording.title.casefold(), str(one.id)))


def editions(form: UUID, user: User) -> list[OwnForm]:
    """Every edition of a form that is offered to somebody, the newest first; empty where there is none for them."""
    told = list(_offered(user).filter(form=form))
    return [_newest(told[:last]) for last in range(len(told), 0, -1)]


def _offered(user: User) -> QuerySet[FormEdition]:
    """The first hand of who is offered what; the database is the second (own_forms.sql)."""
    offered = FormEdition.objects.filter(Q(agency=None) | Q(agency=user.agency_id))
    return offered.select_related("agency", "by__agency").order_by("number")


def _newest(told: Sequence[FormEdition]) -> OwnForm:
    """The form as the last of these editions has it."""
    last, says = told[-1], next(one.says for one in reversed(told) if one.says)
    by = f"{last.by.name}, {last.by.agency.name}"
    name = last.agency.name if last.agency else "Every agency"
    return OwnForm(
        last.form, last.number, last.agency_id, name, _wording(says), by, last.at, last.says is None, last.because
    )


def _wording(says: Mapping[str, Any]) -> Wording:
    fields = tuple(Field(**{**one, "choices": tuple(one["choices"])}) for one in says["fields"])
    return Wording(says["title"], says["purpose"], says["level"], fields)


def _keep(form: UUID, number: int, wording: Wording | None, *, because: str = "", by: User) -> int:
    try:
        with transaction.atomic():
            FormEdition.objects.create(
                form=form, number=number, agency_id=_for_whom(by), says=asdict(wording) if wording else None,
                because=because, by=by, at=clock.now(),
            )  # fmt: skip
    except IntegrityError as wrong:
        raise _overtaken() from wrong
    audit.note("practice.keep_form", by=by, about=f"form {form}")
    return number


def _for_whom(by: User) -> str | None:
    return None if by.role == "hub_coordinator" else by.agency_id


def _theirs(form: UUID, seen: int, by: User) -> OwnForm:
    _refuse_another_role(by)
    newest = next(iter(editions(form, by)), None)
    if newest is None or not newest.may_change(by):
        raise WrongUse("This form is not yours to change", next_step="Ask whoever made it.")
    if newest.number != seen:
        raise _overtaken()
    return newest


def _overtaken() -> Overtaken:
    return Overtaken(
        "Somebody else has changed this form since you opened it",
        next_step="Read their edition; what you wrote is still here.",
    )


def _refuse_another_role(by: User) -> None:
    if by.role not in MAY_MAKE:
        raise WrongUse("Forms are not yours to make", next_step="Ask an agency lead or a hub coordinator.")


def _checked(wording: Wording, form: UUID, by: User) -> Wording:
    """The wording as it is kept. Raises WrongUse for the first thing of it that cannot be."""
    kept = checked(wording)
    in_use = (one for one in forms(by) if one.id != form and not one.ended)
    if any(one.wording.title.casefold() == kept.title.casefold() for one in in_use):
        raise WrongUse(
            "A form of that title is in use already", next_step="Change that one, or give yours another title."
        )
    return kept
