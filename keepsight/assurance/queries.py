"""Recommendations, requests and measures, asked: where each stands, worked out from its steps."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet

from keepsight.access.models import Agency
from keepsight.assurance.chart import Chart, chart
from keepsight.assurance.measures import Point, before, points
from keepsight.assurance.models import Action, Measure, Recommendation, Request, Step, Training
from keepsight.assurance.steps import BEGINNING, OF_ACTIONS, OF_RECOMMENDATIONS, OF_REQUESTS, Allowed, Table
from keepsight.assurance.verdict import Verdict, verdict
from keepsight.intake.queries import Feed, feeds
from keepsight.prompts.in_force import known

SAME_WORDS = 0.5  # of the words of a recommendation that stood in an earlier one: judged by reading, look again in 2027
OVER = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands: the step it is at, since when, which can follow, and how many it has taken."""

    step: str
    title: str
    since: dt.date | None
    follows: tuple[tuple[str, Allowed], ...]
    taken: int


@dataclass(frozen=True, slots=True)
class RecommendationShown:
    """A recommendation and where it stands. `overdue`: an action of it was due before today and is not over."""

    made: Recommendation
    standing: Standing
    actions: tuple[tuple[Action, Standing], ...]
    overdue: int


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure as it was counted: its points, their chart, what can be said of it, and the feeds that it lacks."""

    measure: Measure
    points: tuple[Point, ...]
    chart: Chart
    verdict: Verdict
    unit: str
    missing: tuple[Feed, ...]


def standing(thing: Recommendation | Action | Request) -> Standing:
    """Where a recommendation, an action or a request stands."""
    table = _table(thing)
    steps = sorted(thing.steps.all(), key=lambda step: step.order)
    last = steps[-1] if steps else None
    at = last.step if last else BEGINNING
    follows = tuple((step, table[step]) for step in table[at].then)
    return Standing(at, table[at].title, last.on if last else None, follows, len(steps))


def recommendations(today: dt.date) -> list[RecommendationShown]:
    """Every recommendation, the latest first."""
    return [_shown(one, today) for one in _recommendations().order_by("-made_on", "id")]


def recommendation(key: UUID, today: dt.date) -> RecommendationShown | None:
    """One recommendation, or None."""
    found = _recommendations().filter(id=key).first()
    return _shown(found, today) if found else None


def requests(agency: Agency | None = None) -> list[tuple[Request, Standing]]:
    """The requests put to agencies (or to one of them), those that wait first, then by the day they are due."""
    found = Request.objects.select_related("agency", "recommendation").prefetch_related("steps")
    asked = [(one, standing(one)) for one in (found.filter(agency=agency) if agency else found)]
    return sorted(asked, key=lambda one: (one[1].step not in (BEGINNING, "answered"), one[0].due_on, str(one[0].id)))


def said_before(one: Recommendation) -> list[tuple[Recommendation, str]]:
    """Earlier recommendations that this one says again, each with the reason for thinking so, the latest first."""
    earlier = (
        Recommendation.objects.filter(made_on__lt=one.made_on)
        .select_related("owner", "review")
        .prefetch_related("review__facts")
    )
    alike = _share_of_words(one)
    again = []
    for other in earlier.order_by("-made_on", "id"):
        if reason := _again(one, other, alike.get(other.id, 0.0)):
            again.append((other, reason))
    return again


def measures(as_of: dt.date, of: UUID | None = None) -> list[MeasureShown]:
    """Every measure in force, or those of one recommendation, as counted up to a day."""
    found = Measure.objects.filter(replaced_by__isnull=True).order_by("at", "id")
    return [counted(one, as_of) for one in (found.filter(recommendation_id=of) if of else found)]


def measure(key: UUID, as_of: dt.date) -> MeasureShown | None:
    """One measure as counted up to a day, or None."""
    found = Measure.objects.filter(id=key).select_related("recommendation").first()
    return counted(found, as_of) if found else None


def counted(one: Measure, as_of: dt.date) -> MeasureShown:
    """A measure counted over the log as it stands."""
    drawn = tuple(points(one, as_of))
    charted = chart([point.value for point in drawn], before(one, drawn))
    unit = "children" if one.counts == "began" else "%"
    says = verdict(charted, drawn, changed_on=one.changed_on, better=one.better, unit=unit)
    return MeasureShown(one, drawn, charted, says, unit, _missing(one))


def training() -> list[Training]:
    """The latest count of each training in each agency, by what it is about."""
    latest: dict[tuple[str, str], Training] = {}
    for one in Training.objects.select_related("agency").order_by("counted_on"):
        latest[one.about, one.agency_id] = one
    return [latest[key] for key in sorted(latest)]


def _recommendations() -> QuerySet[Recommendation]:
    actions = Action.objects.select_related("owner").prefetch_related("steps").order_by("due_on", "id")
    return Recommendation.objects.select_related("owner").prefetch_related(
        Prefetch("steps", Step.objects.select_related("by").order_by("order")), Prefetch("actions", actions)
    )


def _shown(one: Recommendation, today: dt.date) -> RecommendationShown:
    actions = tuple((action, standing(action)) for action in one.actions.all())
    overdue = sum(stands.step not in OVER and action.due_on < today for action, stands in actions)
    return RecommendationShown(one, standing(one), actions, overdue)


def _table(thing: Recommendation | Action | Request) -> Table:
    if isinstance(thing, Recommendation):
        return OF_RECOMMENDATIONS
    return OF_ACTIONS if isinstance(thing, Action) else OF_REQUESTS


def _again(one: Recommendation, other: Recommendation, alike: float) -> str | None:
    shared = sorted(set(one.codes) & set(other.codes))
    if shared and other.owner_id == one.owner_id:
        return "the same agency, about the same thing"
    return "in much the same words" if alike >= SAME_WORDS else None


def _share_of_words(one: Recommendation) -> dict[UUID, float]:
    """For each earlier recommendation, the share of this one's words (by their stems) that stand in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH words AS (SELECT unnest(tsvector_to_array(to_tsvector('english', %(says)s))) AS word)
            SELECT other.id, count(*) FILTER (WHERE words.word = ANY (tsvector_to_array(to_tsvector('english', other.says))))
                / greatest(count(*), 1)::float
            FROM assurance_recommendation AS other CROSS JOIN words
            WHERE other.made_on < %(made_on)s GROUP BY other.id
            """,
            {"says": one.says, "made_on": one.made_on},
        )
        return dict(cursor.fetchall())


def _missing(one: Measure) -> tuple[Feed, ...]:
    """The feeds that could have told and have not: of the sectors that the pattern needs, those not connected or silent."""
    sheet = known().get(one.pattern)
    sectors = {sector for need in sheet.needs for sector in need.sectors} if sheet else set()
    return tuple(feed for feed in feeds() if feed.sector in sectors and not feed.connected)


def children_of(points_: Iterable[Point]) -> set[UUID]:
    """Every child that some points count or were counted out of."""
    return {child for point in points_ for child, _ in (*point.counted, *(point.out_of or ()), *point.untold)}


def rows_of(shown: MeasureShown) -> Sequence[tuple[Point, bool]]:
    """The points with whether each came after the change."""
    return [(point, place >= shown.chart.changed_at) for place, point in enumerate(shown.points)]
