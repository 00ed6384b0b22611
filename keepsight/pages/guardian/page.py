"""What waits for an information guardian: glass, staff who may be family, attempts, children whom nobody sees, agreements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.agreeing import to_look_at
from keepsight.access.glass import CATEGORIES, JUDGEMENTS, judge_glass, overdue_elsewhere, to_judge
from keepsight.access.guarding import answer_conflict, attempt_seen, attempts_for, conflicts_for
from keepsight.access.models import Agreement, Attempt, BrokenGlass, Conflict, User
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.people.queries import own_family
from keepsight.prompts.queries import Unseen, seen_by_nobody

PAGE = Page(
    address="guardian/",
    title="For the guardian",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
    menu=1,
    group="Who sees what",
)
WHY = {"family": "may be family", "sealed": "is not named for a sealed child"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """Everything that waits for this guardian. Children stand here by number alone: their story is not the guardian's."""

    glass: Sequence[BrokenGlass]
    elsewhere: Sequence[BrokenGlass]
    conflicts: Sequence[Conflict]
    attempts: Sequence[Attempt]
    unseen: Sequence[Unseen]
    agreements: Sequence[Agreement]
    error: str | None = None


def fetch(asking: Asking, error: str | None = None) -> Fetched:
    """What waits: never anything of the guardian's own, or of their family."""
    by = _guardian(asking)
    glass, elsewhere, attempts = list(to_judge(by)), list(overdue_elsewhere(by)), list(attempts_for(by))
    unseen = seen_by_nobody(asking.today)
    all_told: list[BrokenGlass | Attempt | Unseen] = [*glass, *elsewhere, *attempts, *unseen]
    own = own_family(asking.sight, {one.child for one in all_told})
    return Fetched(
        [one for one in glass if one.child not in own],
        [one for one in elsewhere if one.child not in own],
        list(conflicts_for(by)),
        [one for one in attempts if one.child not in own],
        [one for one in unseen if one.child not in own],
        to_look_at(asking.today),
        error,
    )


def sorts(fetched: Fetched) -> list[tuple[str, str, Sequence[object]]]:
    """What may wait for a guardian: its title, where it stands on this page, and all that does wait."""
    return [
        ("Broken glass to judge", "glass", fetched.glass),
        ("Staff who may be family of somebody on record", "conflicts", fetched.conflicts),
        ("Attempts to look into", "attempts", fetched.attempts),
        ("Prompts that nobody can see", "unseen", fetched.unseen),
        ("Agreements to look at again", "agreements", fetched.agreements),
    ]


def act(asking: Asking) -> Fetched | Elsewhere:
    """Judge, answer, or say that it was looked into."""
    by, which = _guardian(asking), asking.posted("which")
    acts: dict[str, Callable[[UUID], object]] = {
        "glass": lambda one: judge_glass(one, asking.posted("judgement"), because=asking.posted("because"), by=by),
        "conflict": lambda one: answer_conflict(one, holds=asking.posted("holds") == "yes", by=by),
        "attempt": lambda one: attempt_seen(one, by=by),
    }
    waits = fetch(asking)
    mine = {one.pk for some in (waits.glass, waits.conflicts, waits.attempts) for one in some}
    try:
        if UUID(asking.posted("id")) not in mine:
            raise WrongUse("There is nothing here for you to answer", next_step="Open this page again.")
        acts[which](UUID(asking.posted("id")))
    except (KeyError, ValueError):
        return fetch(asking, "Choose something to answer")
    except WrongUse as wrong:
        return fetch(asking, str(wrong))
    return Elsewhere(reverse("guardian"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each as a form of its own, what is overdue first."""
    context: dict[str, Any] = {
        "glass": [
            {
                "id": one.pk,
                "who": f"{one.user.name}, {one.user.agency.name}",
                "why": CATEGORIES[one.category],
                "reason": one.reason,
                "at": one.at,
                "judge_by": one.judge_by,
                "overdue": one.judge_by < asking.today,
            }
            for one in fetched.glass
        ],
        "overdue": sum(1 for one in fetched.glass if one.judge_by < asking.today),
        "elsewhere": [(f"{one.user.name}, {one.user.agency.name}", one.at, one.judge_by) for one in fetched.elsewhere],
        "judgements": JUDGEMENTS,
        "conflicts": fetched.conflicts,
        "attempts": [(one, WHY.get(one.why, one.why)) for one in fetched.attempts],
        "unseen": fetched.unseen,
        "agreements": [
            (one.agency.name, one.review_on, one.over_on, reverse("agreed", kwargs={"agreement_id": one.pk}))
            for one in fetched.agreements
        ],
        "nothing": words.without((title, some) for title, _, some in sorts(fetched)),
        "error": fetched.error,
    }
    return Shown(context)


def _guardian(asking: Asking) -> User:
    assert asking.user is not None  # the door has made sure
    return asking.user
