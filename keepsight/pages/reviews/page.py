"""The register of case reviews: which there are, of what kind and year, and where each stands. Each number opens what it counts."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import WITH_REVIEWS, Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.reviews.actions import Said, register
from keepsight.reviews.models import KINDS
from keepsight.reviews.queries import ReviewShown, reviews
from keepsight.reviews.steps import STEPS

PAGE = Page(
    address="reviews/",
    title="Reviews",
    who=WITH_REVIEWS,
    methods=frozenset({"GET", "POST"}),
    menu=1,
    group="Learning",
)
LISTED = Listed(
    "reviews",
    lambda page: page["rows"],
    {
        "Review": lambda one: one["title"],
        "Kind": lambda one: one["kind"] + (", out of area" if one["out_of_area"] else ""),
        "Year": lambda one: one["year"],
        "Children named": lambda one: one["children"],
        "Documents": lambda one: one["documents"],
        "Where it stands": lambda one: one["stands"],
    },
)
KIND_WORDS = {
    "serious_case_review": "Serious case review",
    "child_safeguarding_practice_review": "Child safeguarding practice review",
    "rapid_review": "Rapid review",
    "partnership_review": "Partnership review",
    "internal_review": "Internal review",
}
FIRST_YEAR = 1945  # the first public inquiry into the death of a child in care; a year before it is a slip


@dataclass(frozen=True, slots=True)
class Fetched:
    """The reviews this person may read; what was typed of a new one and could not be kept, with the reason."""

    shown: Sequence[ReviewShown]
    error: str = ""
    typed: tuple[str, str, str] = ("", "", "")


def fetch(asking: Asking) -> Fetched:
    """All of them: the filters only leave some out."""
    return Fetched(reviews(asking.sight))


def act(asking: Asking) -> Fetched | Elsewhere:
    """Enter a review."""
    typed = (asking.posted("title"), asking.posted("kind"), asking.posted("year"))
    try:
        made = register(_slug(typed[0]), _said(asking, *typed), by=asking.user)
    except WrongUse as error:
        return Fetched(reviews(asking.sight), str(error), typed)
    return Elsewhere(reverse("review", kwargs={"review_id": made.id}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The register, filtered as asked."""
    kind, year, stands = (asking.query.get(name, "") for name in ("kind", "year", "stands"))
    kept = [
        one
        for one in fetched.shown
        if kind in ("", one.facts.kind) and year in ("", str(one.facts.year)) and stands in ("", one.at)
    ]
    context: dict[str, Any] = {
        "title": "Error: reviews" if fetched.error else "Reviews",
        "rows": [_row(one) for one in kept],
        "all": len(fetched.shown),
        "filters": [
            ("kind", kind, [(one, KIND_WORDS[one], count) for one, count in _counts(fetched, "kind")]),
            ("year", year, [(one, one, count) for one, count in _counts(fetched, "year")]),
            ("stands", stands, [(one, STEPS[one].title, count) for one, count in _counts(fetched, "stands")]),
        ],
        "enters": asking.sight.role == "learning_team",
        "kinds": [(one, KIND_WORDS[one]) for one in KINDS],
        "error": fetched.error,
        "typed": fetched.typed,
    }
    return Shown(context)


def _counts(fetched: Fetched, what: str) -> list[tuple[str, int]]:
    told = {
        "kind": [one.facts.kind for one in fetched.shown],
        "year": [str(one.facts.year) for one in fetched.shown if one.facts.year],
        "stands": [one.at for one in fetched.shown],
    }
    return sorted(Counter(told[what]).items())


def _row(one: ReviewShown) -> dict[str, Any]:
    return {
        "title": one.facts.title,
        "href": reverse("review", kwargs={"review_id": one.id}),
        "kind": KIND_WORDS[one.facts.kind],
        "year": one.facts.year or "not known",
        "children": len(one.children),
        "stands": STEPS[one.at].title,
        "documents": len(one.documents),
        "out_of_area": one.facts.area == "out_of_area",
    }


def _said(asking: Asking, title: str, kind: str, year: str) -> Said:
    if asking.sight.role != "learning_team":
        raise WrongUse("Only the learning team enters reviews", next_step="Ask them.")
    if kind not in KINDS:
        raise WrongUse("No kind of review was chosen", next_step="Choose one.")
    return Said(kind=kind, title=title, year=year_typed(year))


def year_typed(year: str) -> int | None:
    """A year as somebody typed it; None where it was left empty. Raises WrongUse for what is none."""
    if year and not (year.isdigit() and FIRST_YEAR <= int(year) <= dt.date.max.year):
        raise WrongUse("The year is no year", next_step="Enter four digits, or leave it empty where it is not known.")
    return int(year) if year else None


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:50] or "untitled"
