"""The invented town's learning, loaded as people would have kept it: recommendations, what was done, what shows a change."""

import datetime as dt

from keepsight.access.models import Agency
from keepsight.assurance.actions import (
    Recommended,
    count_training,
    keep_measure,
    plan_action,
    recommend,
    request_assurance,
    take_step,
)
from keepsight.assurance.models import Action, Measure, Recommendation, Request
from keepsight.town.agencies import AGENCIES
from keepsight.town.learning import Said, Taken, learning
from keepsight.town.shift import moved_by


def load_learning(today: dt.date) -> None:
    """Keep every recommendation of the town with its steps."""
    said, trained = learning(moved_by(today))
    agencies = {word: Agency.objects.get(code=agency.code) for word, agency in AGENCIES.items()}
    for one in said:
        _recommend(one, agencies)
    for count in trained:
        count_training(
            agencies[count.agency], about=count.about, counted_on=count.counted_on, trained=count.trained,
            should_be=count.should_be, by=None,
        )  # fmt: skip


def _recommend(one: Said, agencies: dict[str, Agency]) -> None:
    recommended = Recommended(
        one.says, one.level, one.reach, agencies[one.owner], one.made_on, one.owner_role, one.codes
    )
    made = recommend(recommended, by=None)
    for planned in one.actions:
        action = plan_action(made, says=planned.says, owner=agencies[planned.owner], due_on=planned.due_on, by=None)
        _take(action, planned.steps)
    for asked in one.requests:
        request = request_assurance(
            agencies[asked.agency], asks=asked.asks, due_on=asked.due_on, recommendation=made, by=None
        )
        _take(request, asked.steps)
    for said in one.measures:
        measure = Measure(
            recommendation=made, title=said.title, pattern=said.pattern, counts=said.counts, per=said.per,
            from_on=said.from_on, changed_on=said.changed_on, better=said.better, target=said.target,
        )  # fmt: skip
        keep_measure(measure, by=None)
    _take(made, one.steps)


def _take(thing: Recommendation | Action | Request, steps: tuple[Taken, ...]) -> None:
    for place, taken in enumerate(steps):
        take_step(thing, taken.step, says=taken.says, on=taken.on, after=place, by=None)
