"""Needs of a child that no service could meet: each goes up to those who commission until it is met."""

from keepsight.pages import words
from keepsight.pages.following import Fetched, act_on, fetch_of, present_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.practice.plans.needs import BECAUSE, NEEDS, SOURCE
from keepsight.practice.threads.table import NEED

PAGE = Page(
    address="children/<uuid:child_id>/needs/",
    title="Needs not met",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
STANDS = {"met": "Met.", "withdrawn": "Not needed after all."}


def fetch(asking: Asking) -> Fetched:
    """The needs of this child that were noted, as far as this person may read them."""
    return fetch_of(NEED, asking)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Note a need, or what came of one. None without names."""
    return act_on(NEED, asking, offers={"unmet": NEEDS, "why_not": BECAUSE})


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each need with what came of it, then the form for another."""
    more = {
        "stands_words": STANDS,
        "new_heading": "Note a need",
        "says_label": "What was said, and by whom",
        "by_when_label": "If it is answered: the day by when",
        "needs": NEEDS,
        "because": BECAUSE,
        "list_source": SOURCE,
        "today_typed": words.day_as_typed(asking.today),
    }
    return present_of(NEED, asking, fetched, "needs not met", **more)
