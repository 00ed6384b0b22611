"""How the prompts of each pattern were answered lately, for whoever looks after the patterns. Nothing here names a child."""

from collections.abc import Sequence
from typing import Any

from keepsight.pages.page import Asking, Page, Shown
from keepsight.practice.answer_rates import COLUMNS, GOES_BACK, Rate, answered, rates
from keepsight.prompts.in_force import known
from keepsight.store.suppression import LEAST_COUNT

PAGE = Page(
    address="assurance/answers/",
    title="How prompts were answered",
    who=frozenset({"learning_team", "analyst", "hub_coordinator"}),
)


def fetch(asking: Asking) -> list[Rate]:
    """The table as it may be printed."""
    return rates(answered(asking.today))


def present(asking: Asking, fetched: Sequence[Rate]) -> Shown:
    """Each pattern by its title; all of them together stand last."""
    named = known()
    context: dict[str, Any] = {
        "columns": [*COLUMNS.values(), "All"],
        "rows": [(named.get(one.pattern), one.pattern, one) for one in fetched if one.pattern],
        "all": next((one for one in fetched if not one.pattern), None),
        "rule": GOES_BACK,
        "least": LEAST_COUNT,
    }
    return Shown(context)
