"""One recommendation: what was said before, what is being done, what shows whether anything changed, and the next step."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.models import User
from keepsight.access.queries import agencies
from keepsight.assurance import actions
from keepsight.assurance.models import Action, Recommendation, Request
from keepsight.assurance.queries import (
    MeasureShown,
    RecommendationShown,
    Standing,
    measures,
    recommendation,
    requests,
    said_before,
)
from keepsight.assurance.steps import takes
from keepsight.errors import WrongUse
from keepsight.pages.measure.drawing import chart_drawing
from keepsight.pages.measure.reading import says
from keepsight.pages.page import WITH_ASSURANCE, Asking, Elsewhere, Page, Shown
from keepsight.pages.recommendations.page import LEVELS, REACHES
from keepsight.people.queries import children

PAGE = Page(
    address="recommendations/<uuid:recommendation_id>/",
    title="Recommendation",
    who=WITH_ASSURANCE,
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The recommendation and all that hangs on it; what was typed and could not be kept, with the reason."""

    shown: RecommendationShown
    before: Sequence[tuple[Recommendation, str]]
    requests: Sequence[tuple[Request, Standing]]
    measures: Sequence[MeasureShown]
    seen: frozenset[UUID]
    error: str = ""
    typed: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """The recommendation, or None."""
    return _fetched(asking)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Take a step, plan an action, or ask an agency to show something: whichever form was sent."""
    fetched = _fetched(asking)
    if fetched is None or asking.user is None:
        return None
    try:
        _act(asking, fetched, asking.user)
    except WrongUse as error:
        return _fetched(asking, str(error), asking.posted("says"))
    return Elsewhere(reverse("recommendation", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The story of it, in the order in which it happened, and the forms that are this person's to send."""
    one = fetched.shown
    context: dict[str, Any] = {
        "title": "Error: recommendation" if fetched.error else "Recommendation",
        "made": one.made,
        "kind": f"{REACHES[one.made.reach].capitalize()}; {LEVELS[one.made.level]}",
        "standing": one.standing,
        "steps": [(step, _title(one, step.step)) for step in one.made.steps.all()],
        "before": [(other, reason, _href(other)) for other, reason in fetched.before],
        "things": [_thing(asking, action, standing) for action, standing in one.actions],
        "requests": [_thing(asking, request, standing) for request, standing in fetched.requests],
        "measures": [_measure(fetched.seen, measure) for measure in fetched.measures],
        "form": _form(asking, one.made, one.standing),
        "plans": asking.user is not None and _owns(asking.user, one.made.owner_id),
        "asks": asking.sight.role == "learning_team",
        "agencies": [(code, agency.name) for code, agency in agencies().items()],
        "error": fetched.error,
        "typed": fetched.typed,
    }
    return Shown(context)


def _fetched(asking: Asking, error: str = "", typed: str = "") -> Fetched | None:
    key: UUID = asking.address["recommendation_id"]
    shown = recommendation(key, asking.today)
    if shown is None:
        return None
    of_it = [one for one in requests() if one[0].recommendation_id == key]
    seen = frozenset(child.id for child in children(asking.sight))
    return Fetched(shown, said_before(shown.made), of_it, measures(asking.today, key), seen, error, typed)


def _act(asking: Asking, fetched: Fetched, by: User) -> None:
    one = fetched.shown.made
    match asking.posted("form"):
        case "step":
            thing = _of(fetched, asking.posted("thing"))
            after = asking.posted("after")
            actions.take_step(
                thing,
                asking.posted("step"),
                says=asking.posted("says"),
                after=int(after) if after.isdigit() else -1,
                by=by,
            )
        case "action" if _owns(by, one.owner_id):
            actions.plan_action(one, says=asking.posted("says"), owner=one.owner, due_on=_due(asking), by=by)
        case "request" if by.role == "learning_team":
            agency = agencies().get(asking.posted("agency"))
            if agency is None:
                raise WrongUse("No agency was chosen", next_step="Choose the agency that should show it.")
            actions.request_assurance(
                agency, asks=asking.posted("says"), due_on=_due(asking), recommendation=one, by=by
            )
        case _:
            raise WrongUse(
                "That is not yours to do here", next_step="Ask the agency that owns it, or the learning team."
            )


def _of(fetched: Fetched, key: str) -> Recommendation | Action | Request:
    every: list[Recommendation | Action | Request] = [
        fetched.shown.made,
        *(action for action, _ in fetched.shown.actions),
        *(request for request, _ in fetched.requests),
    ]
    found = [one for one in every if str(one.id) == key]
    if not found:
        raise WrongUse("Nothing here has that step to take", next_step="Open the recommendation again.")
    return found[0]


def _due(asking: Asking) -> dt.date:
    due = asking.posted_day("due")
    if due is None:
        raise WrongUse("It is not said by when", next_step="Enter a day such as 27 3 2027.")
    return due


def _owns(user: User, owner: str) -> bool:
    return user.role == "agency_lead" and user.agency_id == owner


def _title(one: RecommendationShown, step: str) -> str:
    return actions.table_of(one.made)[step].title


def _thing(asking: Asking, thing: Action | Request, standing: Standing) -> dict[str, Any]:
    """An action or a request as it stands, with the form of its next step where it is this person's."""
    words, whose = (thing.says, thing.owner) if isinstance(thing, Action) else (thing.asks, thing.agency)
    table = actions.table_of(thing)
    return {
        "says": words,
        "whose": whose.name,
        "due_on": thing.due_on,
        "standing": standing,
        "steps": [(step, table[step.step].title) for step in thing.steps.all()],
        "overdue": standing.step == "made" and thing.due_on < asking.today,
        "form": _form(asking, thing, standing),
    }


def _form(asking: Asking, thing: Recommendation | Action | Request, standing: Standing) -> dict[str, Any] | None:
    user = asking.user
    if user is None:
        return None
    mine = [
        (step, allowed)
        for step, allowed in standing.follows
        if takes(user.role, user.agency_id, actions.owner_of(thing), allowed)
    ]
    return {"thing": str(thing.id), "after": standing.taken, "choices": mine} if mine else None


def _measure(seen: frozenset[UUID], one: MeasureShown) -> dict[str, Any]:
    href, said = reverse("measure", kwargs={"measure_id": one.measure.id}), says(seen, one)
    return {
        "title": one.measure.title,
        "href": href,
        "says": said,
        "drawing": chart_drawing(one, href) if said.whole else None,
    }


def _href(one: Recommendation) -> str:
    return reverse("recommendation", kwargs={"recommendation_id": one.id})
