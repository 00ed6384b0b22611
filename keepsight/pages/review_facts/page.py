"""What is said of a review, to correct or add to: a correction is a new version, and nothing said before is lost."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.review.page import ABUSE_WORDS, HARM_WORDS
from keepsight.pages.reviews.page import KIND_WORDS, year_typed
from keepsight.reviews.actions import Child, Said, correct, name_child
from keepsight.reviews.models import ABUSE, HARMS, KINDS, Facts, Review
from keepsight.reviews.queries import ReviewShown, review

PAGE = Page(
    address="reviews/<uuid:review_id>/facts/",
    title="What is said of it",
    who=frozenset({"learning_team"}),
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)
AREA_WORDS = {"local": "Ours", "out_of_area": "Another area's, with a child of ours"}
DAYS = ("aware_on", "published_on")
OLDEST_YEARS = 25  # a care leaver, the oldest that a review is about


@dataclass(frozen=True, slots=True)
class Fetched:
    """The review, and what was typed and could not be kept, with the reason."""

    shown: ReviewShown
    typed: Mapping[str, str] | None = None
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """The review, or None: it is not there."""
    shown = review(asking.sight, asking.address["review_id"])
    return Fetched(shown) if shown else None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Say it anew, or name a child of it."""
    shown = review(asking.sight, asking.address["review_id"])
    if shown is None:
        return None
    kept = Review.objects.get(id=shown.id)
    try:
        if asking.posted("form") == "child":
            name_child(kept, _child(asking), by=asking.user)
        else:
            correct(kept, _said(asking), after=_after(asking), by=asking.user)
    except WrongUse as error:
        typed = {name: asking.posted(name) for name in asking.form or {}}
        return Fetched(shown, typed, str(error))
    return Elsewhere(reverse("review", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Two forms, filled with what stands or with what was typed."""
    facts = fetched.shown.facts
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}What is said of {facts.title}",
        "review": facts.title,
        "back": reverse("review", kwargs=dict(asking.address)),
        "after": facts.version,
        "said_by": facts.by.name if facts.by else "",
        "said_at": facts.at,
        "filled": fetched.typed or _filled(facts),
        "kinds": [(one, KIND_WORDS[one]) for one in KINDS],
        "areas": list(AREA_WORDS.items()),
        "harms": [(one, HARM_WORDS[one].capitalize()) for one in HARMS],
        "abuse": [(one, ABUSE_WORDS[one].capitalize()) for one in ABUSE],
        "chosen_abuse": asking.form.getlist("abuse") if asking.form else [],
        "error": fetched.error,
    }
    return Shown(context)


def _filled(facts: Facts) -> dict[str, str]:
    """The fields of the form as they stand: days in their three parts, agencies a line each."""
    filled = {one.name: str(getattr(facts, one.name) or "") for one in fields(Said)} | {
        "agencies": "\n".join(facts.agencies)
    }
    for name in DAYS:
        on: dt.date | None = getattr(facts, name)
        filled |= {f"{name}-{part}": str(getattr(on, part)) if on else "" for part in ("day", "month", "year")}
    return filled


def _said(asking: Asking) -> Said:
    kind, area = asking.posted("kind"), asking.posted("area")
    if kind not in KINDS or area not in AREA_WORDS:
        raise WrongUse("No kind of review, or no area, was chosen", next_step="Choose one.")
    return Said(
        kind, asking.posted("title"), area, year_typed(asking.posted("year")),
        aware_on=asking.posted_day("aware_on"),
        about=asking.posted("about"),
        asked_to_learn=asking.posted("asked_to_learn"),
        family_part=asking.posted("family_part"),
        family_words=asking.posted("family_words"),
        agencies=[line.strip() for line in asking.posted("agencies").splitlines() if line.strip()],
        published_on=asking.posted_day("published_on"),
        published_as=asking.posted("published_as"),
    )  # fmt: skip


def _child(asking: Asking) -> Child:
    age = asking.posted("age_years")
    if age and not (age.isdigit() and int(age) <= OLDEST_YEARS):
        raise WrongUse(
            f"The age is no number of years up to {OLDEST_YEARS}", next_step="Correct it, or leave it empty."
        )
    abuse = asking.form.getlist("abuse") if asking.form else []
    return Child(asking.posted("name_used"), asking.posted("harm") or "unknown", int(age) if age else None, abuse)


def _after(asking: Asking) -> int:
    after = asking.posted("after")
    return int(after) if after.isdigit() else -1
