"""The only place where recommendations, actions, requests and measures change: each change is a row more."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from keepsight.access.models import Agency, User
from keepsight.assurance.models import Action, Measure, Recommendation, Request, Step, Training
from keepsight.assurance.steps import BEGINNING, OF_ACTIONS, OF_RECOMMENDATIONS, OF_REQUESTS, Table, check, takes
from keepsight.errors import WrongUse
from keepsight.prompts.in_force import sheets
from keepsight.reviews.models import Review
from keepsight.store import audit, clock
from keepsight.vocabulary import CODES

Thing = Recommendation | Action | Request

_TABLES: dict[type[Thing], tuple[str, Table]] = {
    Recommendation: ("recommendation", OF_RECOMMENDATIONS),
    Action: ("action", OF_ACTIONS),
    Request: ("request", OF_REQUESTS),
}


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation as it is made."""

    says: str
    level: str
    reach: str
    owner: Agency
    made_on: dt.date
    owner_role: str = ""
    codes: Sequence[str] = ()


@transaction.atomic
def recommend(said: Recommended, *, by: User | None, review: Review | None = None) -> Recommendation:
    """Keep a recommendation. Raises WrongUse where it says nothing, or is about a code that is not in the codebook."""
    if not said.says.strip():
        raise WrongUse("A recommendation says nothing", next_step="Write what should change.")
    if strange := sorted(set(said.codes) - set(CODES)):
        raise WrongUse(f"The codebook has no {', '.join(strange)}", next_step="Choose codes of the codebook.")
    made = Recommendation.objects.create(
        review=review, says=said.says.strip(), level=said.level, reach=said.reach, codes=list(said.codes),
        owner=said.owner, owner_role=said.owner_role, made_on=said.made_on, by=by, at=clock.now(),
    )  # fmt: skip
    audit.note("assurance.recommend", by=by, about=f"recommendation {made.id}")
    return made


@transaction.atomic
def plan_action(
    recommendation: Recommendation, *, says: str, owner: Agency, due_on: dt.date, by: User | None
) -> Action:
    """Keep what an agency will do about a recommendation."""
    if not says.strip():
        raise WrongUse("An action says nothing", next_step="Write what will be done.")
    made = Action.objects.create(
        recommendation=recommendation, says=says.strip(), owner=owner, due_on=due_on, by=by, at=clock.now()
    )
    audit.note("assurance.plan_action", by=by, about=f"action {made.id}")
    return made


@transaction.atomic
def request_assurance(
    agency: Agency, *, asks: str, due_on: dt.date, recommendation: Recommendation | None, by: User | None
) -> Request:
    """Ask an agency to show that something is so."""
    if not asks.strip():
        raise WrongUse("A request asks nothing", next_step="Write what the agency should show.")
    made = Request.objects.create(
        agency=agency, asks=asks.strip(), due_on=due_on, recommendation=recommendation, by=by, at=clock.now()
    )
    audit.note("assurance.request", by=by, about=f"request {made.id}")
    return made


@transaction.atomic
def take_step(
    thing: Thing, step: str, *, says: str = "", on: dt.date | None = None, after: int, by: User | None
) -> Step:
    """Take the next step of a recommendation, an action or a request.

    `after` is how many steps it had when the person read it. Raises WrongUse where the step does not follow, is not this
    person's to take, lacks its reason or evidence, or somebody else has taken a step since.
    """
    name, table = _TABLES[type(thing)]
    taken = list(thing.steps.order_by("order").values_list("step", flat=True))
    if len(taken) != after:
        raise _somebody_else()
    check(table, taken[-1] if taken else BEGINNING, step, says)
    if by and not takes(by.role, by.agency_id, owner_of(thing), table[step]):
        raise WrongUse("That step is not yours to take", next_step="The owning agency acts; the learning team judges.")
    made: dict[str, Any] = {
        name: thing, "order": len(taken) + 1, "step": step, "says": says.strip(), "on": on or clock.today(),
        "by": by, "at": clock.now(),
    }  # fmt: skip
    try:
        with transaction.atomic():
            kept = Step.objects.create(**made)
    except IntegrityError as error:
        raise _somebody_else() from error
    audit.note("assurance.take_step", by=by, about=f"{name} {thing.id}")
    return kept


@transaction.atomic
def keep_measure(measure: Measure, *, by: User | None) -> Measure:
    """Keep a measure, or what replaces one: a measure is never changed, so that an old chart can be read again.

    Raises WrongUse for a pattern that is not on the shelf, or a share of one that awaits nothing.
    """
    sheet = sheets().get(measure.pattern)
    if sheet is None:
        raise WrongUse(f"There is no pattern {measure.pattern}", next_step="See 'keepsight patterns'.")
    if measure.counts != "began" and sheet.shape != "awaited":
        raise WrongUse(
            f"{measure.pattern} awaits nothing, so nothing can be in time", next_step="Count how often it began."
        )
    measure.by, measure.at = by, clock.now()
    measure.save(force_insert=True)
    audit.note("assurance.keep_measure", by=by, about=f"measure {measure.id}")
    return measure


@transaction.atomic
def count_training(
    agency: Agency, *, about: str, counted_on: dt.date, trained: int, should_be: int, by: User | None
) -> Training:
    """Keep how many of an agency's people have had some training, as counted on a day. Raises WrongUse for more than all."""
    if not 0 <= trained <= should_be:
        raise WrongUse("More people were trained than there are to train", next_step="Correct one of the two numbers.")
    made = Training.objects.create(
        agency=agency, about=about.strip(), counted_on=counted_on, trained=trained, should_be=should_be, by=by,
        at=clock.now(),
    )  # fmt: skip
    audit.note("assurance.count_training", by=by, about=f"training {made.id}")
    return made


def table_of(thing: Thing) -> Table:
    """The allowed steps of a recommendation, an action or a request."""
    return _TABLES[type(thing)][1]


def owner_of(thing: Thing) -> str:
    """The code of the agency whose thing it is."""
    return thing.agency_id if isinstance(thing, Request) else thing.owner_id


def _somebody_else() -> WrongUse:
    return WrongUse("Somebody else has taken a step since this was opened", next_step="Read it again, then decide.")
