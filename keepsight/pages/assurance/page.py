"""Are the known failings falling, and is what went well kept up? Measures over the log, requests to agencies, training."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.assurance.models import Request, Training
from keepsight.assurance.queries import MeasureShown, Standing, measures, requests, training
from keepsight.pages import words
from keepsight.pages.answered.page import PAGE as HOW_ANSWERED
from keepsight.pages.earlier.page import PAGE as HOW_MUCH_EARLIER
from keepsight.pages.measure.drawing import chart_drawing
from keepsight.pages.measure.reading import says
from keepsight.pages.page import WITH_ASSURANCE, Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people.queries import children

PAGE = Page(address="assurance/", title="Assurance", who=WITH_ASSURANCE, menu=6, group="Learning")
LISTED = Listed(
    "requests to agencies",
    lambda page: page["requests"],
    {
        "What it should show": lambda one: one["asks"],
        "Agency": lambda one: one["agency"],
        "By": lambda one: words.day(one["due_on"]),
        "Where it stands": lambda one: one["stands"] + (": overdue" if one["overdue"] else ""),
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Every measure in force, every request, and the latest count of each training."""

    measures: Sequence[MeasureShown]
    requests: Sequence[tuple[Request, Standing]]
    training: Sequence[Training]
    seen: frozenset[UUID]


def fetch(asking: Asking) -> Fetched:
    """All of it."""
    seen = frozenset(child.id for child in children(asking.sight))
    return Fetched(measures(asking.today), requests(), training(), seen)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Measures first, in the order in which they were begun: no order here says which matters more."""
    context: dict[str, Any] = {
        "measures": [_measure(fetched.seen, one) for one in fetched.measures],
        "requests": [_request(asking, one, standing) for one, standing in fetched.requests],
        "training": fetched.training,
        "reads_answers": asking.sight.role in HOW_ANSWERED.who,
        "reads_earlier": asking.sight.role in HOW_MUCH_EARLIER.who,
    }
    return Shown(context)


def _measure(seen: frozenset[UUID], one: MeasureShown) -> dict[str, Any]:
    href, said = reverse("measure", kwargs={"measure_id": one.measure.id}), says(seen, one)
    return {
        "title": one.measure.title,
        "href": href,
        "says": said,
        "drawing": chart_drawing(one, href) if said.whole else None,
        "missing": [feed.agency_name for feed in one.missing],
    }


def _request(asking: Asking, one: Request, standing: Standing) -> dict[str, Any]:
    of = one.recommendation_id
    return {
        "asks": one.asks,
        "agency": one.agency.name,
        "due_on": one.due_on,
        "stands": standing.title,
        "overdue": standing.step == "made" and one.due_on < asking.today,
        "href": reverse("recommendation", kwargs={"recommendation_id": of}) if of else None,
    }
