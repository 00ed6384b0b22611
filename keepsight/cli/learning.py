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
from keepsight.reviews.actions import Child, register
from keepsight.reviews.actions import Said as ReviewSaid
from keepsight.reviews.actions import take_step as take_review_step
from keepsight.reviews.documents import add_document
from keepsight.reviews.example import load_example
from keepsight.reviews.models import Review
from keepsight.town.agencies import AGENCIES
from keepsight.town.learning import REPORT, Said, Taken, learning
from keepsight.town.shift import moved_by

ROWAN = "rowan"


def load_reviews(today: dt.date) -> dict[str, Review]:
    """The worked example of the register, and the town's own review with its report. The reviews by their short names."""
    others, _ = load_example()
    by = moved_by(today)
    said = ReviewSaid(
        kind="child_safeguarding_practice_review", title="Rowan", year=(dt.date(2024, 11, 25) + by).year,
        aware_on=dt.date(2024, 4, 22) + by,
        about="A young person in care who was often missing, and died. Nobody in it lived, and nothing in it happened.",
        asked_to_learn="What agencies knew of each time Rowan was missing, when they knew it, and what they did with it.",
        family_part="A grandmother met the reviewer three times; a brother wrote a page; two young people changed a draft.",
        family_words="Ask me when it's still today.", published_as="Rowan",
        agencies=["Children's social care", "Police", "The surgery", "The school", "The home"],
    )  # fmt: skip
    rowan = register(ROWAN, said, children=[Child("Rowan", "death", 16, ["exploitation", "domestic_abuse"])], by=None)
    for place, (step, says, day) in enumerate(OF_ROWAN):
        take_review_step(rowan, step, says=says, on=day + by, after=place, by=None)
    add_document(REPORT, review=rowan, title="Report", by=None)
    return {one.slug: one for one in [*others, rowan]}


OF_ROWAN = (
    ("notified", "", dt.date(2024, 4, 26)),
    ("criteria_met", "A child in care has died, and exploitation is suspected.", dt.date(2024, 5, 3)),
    ("rapid_review_held", "", dt.date(2024, 5, 13)),
    ("commissioned", "", dt.date(2024, 5, 20)),
    ("received", "", dt.date(2024, 11, 25)),
    ("published", "", dt.date(2025, 1, 20)),
)


def load_learning(today: dt.date, reviews: dict[str, Review]) -> None:
    """Keep every recommendation of the town with its steps. `reviews` are those of the register by their short names."""
    said, trained = learning(moved_by(today))
    agencies = {word: Agency.objects.get(code=agency.code) for word, agency in AGENCIES.items()}
    for one in said:
        _recommend(one, agencies, reviews)
    for count in trained:
        count_training(
            agencies[count.agency], about=count.about, counted_on=count.counted_on, trained=count.trained,
            should_be=count.should_be, by=None,
        )  # fmt: skip


def _recommend(one: Said, agencies: dict[str, Agency], reviews: dict[str, Review]) -> None:
    recommended = Recommended(
        one.says, one.level, one.reach, agencies[one.owner], one.made_on, one.owner_role, one.codes
    )
    made = recommend(recommended, by=None, review=reviews[one.review] if one.review else None)
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
