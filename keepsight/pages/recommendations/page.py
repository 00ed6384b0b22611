"""What reviews said should change, who owns it, and where each stands. Done is not changed, and the page says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.assurance.queries import RecommendationShown, recommendations
from keepsight.pages import words
from keepsight.pages.page import WITH_ASSURANCE, Asking, Page, Shown
from keepsight.pages.taken_away import Listed

PAGE = Page(address="recommendations/", title="Recommendations", who=WITH_ASSURANCE, menu=5, group="Learning")
LISTED = Listed(
    "recommendations",
    lambda page: page["rows"],
    {
        "What should change": lambda one: one["says"],
        "Kind": lambda one: one["kind"],
        "Review": lambda one: one["review"],
        "Owner": lambda one: one["owner"],
        "Made": lambda one: words.day(one["made_on"]),
        "Where it stands": lambda one: one["stands"],
        "Since": lambda one: one["since"] and words.day(one["since"]),
        "Overdue": lambda one: words.counted(one["overdue"], "action") if one["overdue"] else None,
    },
)
LEVELS = {"system": "how the system works", "case": "how one kind of work is done"}
REACHES = {"local": "local", "national": "national"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """Every recommendation."""

    shown: Sequence[RecommendationShown]


def fetch(asking: Asking) -> Fetched:
    """All of them: the filters only leave some out."""
    return Fetched(recommendations(asking.today))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """By where each stands; `?stands=` keeps one group."""
    stands = asking.query.get("stands", "")
    groups: dict[str, tuple[str, int]] = {}
    for one in fetched.shown:
        title, count = groups.get(one.standing.step, (one.standing.title, 0))
        groups[one.standing.step] = (title, count + 1)
    kept = [one for one in fetched.shown if stands in ("", one.standing.step)]
    context: dict[str, Any] = {
        "rows": [_row(one) for one in kept],
        "groups": [(step, title, count) for step, (title, count) in sorted(groups.items())],
        "stands": stands,
        "all": len(fetched.shown),
    }
    return Shown(context)


def _row(one: RecommendationShown) -> dict[str, Any]:
    return {
        "says": one.made.says,
        "href": reverse("recommendation", kwargs={"recommendation_id": one.made.id}),
        "owner": one.made.owner.name,
        "review": one.made.review.title if one.made.review else "",
        "made_on": one.made.made_on,
        "kind": f"{REACHES[one.made.reach]}, {LEVELS[one.made.level]}",
        "stands": one.standing.title,
        "since": one.standing.since,
        "overdue": one.overdue,
    }
