"""How the prompts of each pattern were answered in a quarter, for whoever looks after the patterns, and which went back to people.

Each number opens the prompts that it counts, as far as its reader sees their children: most who read this see none. No order here
is a score.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.briefings.transparency import NOT_CHECKED
from keepsight.pages import words
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.patterns.sheets import Sheet
from keepsight.people.queries import children
from keepsight.practice.figures.answer_rates import (
    COLUMNS,
    GOES_BACK,
    UNANSWERED,
    Answered,
    Quarter,
    Rate,
    answered,
    quarter_of,
    rates,
)
from keepsight.prompts.counting import countable, counted
from keepsight.prompts.going_back import WentBack, went_back
from keepsight.prompts.in_force import known
from keepsight.store.suppression import LEAST_COUNT, LEAST_DENOMINATOR, TOO_FEW

PAGE = Page(
    address="assurance/answers/",
    title="How prompts were answered",
    who=frozenset({"learning_team", "analyst", "hub_coordinator"}),
)
GOES = {None: TOO_FEW, True: "Goes back: often wrong", False: "no"}


def _counted(place: int) -> Callable[[Any], str]:
    """What one column of counts says of a row."""
    return lambda one: words.printed(one["cells"][place][0])


LISTED = Listed(
    "patterns with how their prompts were answered",
    lambda page: page["rows"],
    {
        "Pattern": lambda one: one["title"],
        **{title: _counted(place) for place, title in enumerate([*COLUMNS.values(), "All answered"])},
        "Not answered": lambda one: words.printed(one["unanswered"][0]),
        "Of the answers, wrong": lambda one: words.share_between(one["wrong"]),
        "Goes back": lambda one: GOES[one["goes_back"]],
    },
)
QUARTERS = 5  # this one so far, and a year before it


@dataclass(frozen=True, slots=True)
class Fetched:
    """The quarter, what counts in it, the table as it may be printed, what went back, and the children in sight by name."""

    quarter: Quarter
    answers: Sequence[Answered]
    rates: Sequence[Rate]
    went_back: Sequence[WentBack]
    names: Mapping[UUID, str]


def fetch(asking: Asking) -> Fetched:
    """The quarter that was asked for; today's, where none was."""
    quarter = chosen(asking)
    answers = answered(quarter, counted(countable(asking.today, asking.sight)))
    opens = bool(asking.query.get("is"))
    names = {one.id: one.name for one in children(asking.sight)} if opens else {}
    return Fetched(quarter, answers, rates(answers), went_back(), names)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each pattern by its title, in their order."""
    here = f"{reverse('answered')}?quarter={fetched.quarter.first}"
    opened = _opened(asking, fetched)
    unchecked = [sheet for one in fetched.rates if (sheet := known().get(one.pattern)) and not _checked_by(sheet)]
    context: dict[str, Any] = {
        "quarters": [
            (title(one, asking), f"{reverse('answered')}?quarter={one.first}", one == fetched.quarter)
            for one in last(asking)
        ],
        "columns": [*COLUMNS.values(), "All answered"],
        "rows": sorted((_row(one, here) for one in fetched.rates), key=lambda one: str(one["title"])),
        "unchecked": len(unchecked),
        "look_again_by": min((one.look_again_on for one in unchecked), default=None),
        "rule": GOES_BACK,
        "least": LEAST_COUNT,
        "least_share": LEAST_DENOMINATOR,
        "went_back": [
            (one, pattern_title(one.notice.pattern), quarter_of(one.notice.quarter_on)) for one in fetched.went_back
        ],
        "opened": opened,
    }
    of_children: dict[UUID | None, int] = dict.fromkeys(opened["of"], 1) if opened else {}
    return Shown(context, of_children=of_children)


def last(asking: Asking) -> list[Quarter]:
    """The quarters that can be chosen, the newest first."""
    quarters = [quarter_of(asking.today)]
    while len(quarters) < QUARTERS:
        quarters.append(quarters[-1].before)
    return quarters


def chosen(asking: Asking) -> Quarter:
    """The quarter that the address names; today's, where it names none of those that can be chosen."""
    wanted = asking.query.get("quarter", "")
    return next((one for one in last(asking) if one.first.isoformat() == wanted), last(asking)[0])


def title(quarter: Quarter, asking: Asking) -> str:
    """ "July to September 2026", or that it is not over yet."""
    so_far = " so far" if quarter.last >= asking.today else ""
    return f"{quarter.first:%B} to {quarter.last:%B %Y}{so_far}"


def pattern_title(pattern: str) -> str:
    """What a pattern is called; its name, where it is on no shelf any more."""
    sheet = known().get(pattern)
    return sheet.title if sheet else pattern


def _row(one: Rate, here: str) -> dict[str, Any]:
    counts = dict(zip([*COLUMNS, "all"], one.counts, strict=True)) | {UNANSWERED: one.unanswered}
    href = {
        name: f"{here}&{urlencode({'pattern': one.pattern, 'is': name})}#opened" if count and name != "all" else ""
        for name, count in counts.items()
    }
    return {
        "title": pattern_title(one.pattern),
        "checked_by": _checked_by(sheet) if (sheet := known().get(one.pattern)) else "",
        "pattern": reverse("pattern", kwargs={"pattern": one.pattern}) if one.pattern in known() else "",
        "cells": [(counts[name], href[name]) for name in [*COLUMNS, "all"]],
        "unanswered": (counts[UNANSWERED], href[UNANSWERED]),
        "wrong": one.wrong,
        "goes_back": one.goes_back,
    }


def _checked_by(sheet: Sheet) -> str:
    """Who checked a pattern's wording; empty where nobody has, which the page says once of all of them."""
    return "" if sheet.checked_by.startswith(NOT_CHECKED) else sheet.checked_by


def _opened(asking: Asking, fetched: Fetched) -> dict[str, Any] | None:
    """The prompts that one number counts. A number that is hidden opens nothing."""
    pattern, column = asking.query.get("pattern", ""), asking.query.get("is", "")
    row = next((one for one in fetched.rates if one.pattern == pattern), None)
    if row is None or column not in (*COLUMNS, UNANSWERED):
        return None
    count = row.unanswered if column == UNANSWERED else row.counts[list(COLUMNS).index(column)]
    if not count:
        return None
    counts = [one for one in fetched.answers if (one.pattern, one.column) == (pattern, column)]
    seen = sorted(
        ((fetched.names[one.child], one) for one in counts if one.child in fetched.names),
        key=lambda each: (each[0], each[1].prompt),
    )
    return {
        "title": f"{pattern_title(pattern)}: {COLUMNS.get(column, 'Not answered').lower()}",
        "prompts": [
            (name, reverse("prompt", kwargs={"child_id": one.child, "prompt_id": one.prompt})) for name, one in seen
        ],
        "unseen": len(counts) - len(seen),
        "of": [one.child for _, one in seen],
    }
