"""Pairs of records that wait for a person to say whether they are one, by the two households they lie between.

They stand in the order in which they were asked. Nothing here says how likely a pair is, and none is better or worse than another.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.page import MAY_JUDGE, Asking, Page, Shown
from keepsight.people.opinions import Standing
from keepsight.people.pairs import MOST, Waiting, queue

PAGE = Page(address="same-person/", title="Same person?", who=MAY_JUDGE)
NO_NAME = "A record without a name"


def fetch(asking: Asking) -> Sequence[tuple[Waiting, ...]]:
    """The pairs whose two records this person may read, those between the same two households together."""
    return queue(asking.sight, asking.today)


def present(asking: Asking, fetched: Sequence[tuple[Waiting, ...]]) -> Shown:
    """Group by group, each pair with whose turn it is."""
    assert asking.user is not None  # the door has made sure
    judge = asking.user.pk
    pairs = [one for group in fetched for one in group]
    context: dict[str, Any] = {
        "groups": [[_line(one, judge) for one in group] for group in fetched],
        "count": len(pairs),
        "mine": sum(one.standing.waits_for(judge) for one in pairs),
        "most": MOST if len(pairs) == MOST else None,
    }
    return Shown(context)


def turn(standing: Standing, judge: int) -> str:
    """Whose turn it is, in words that tell nothing of what others said before this judge has."""
    if standing.asked:
        return f"Waits for {standing.asked.agency_name}, which is being asked"
    if standing.of(judge) is None:
        return "Waits for you"
    return "The judges do not say the same" if standing.differ else "Waits for another judge"


def _line(one: Waiting, judge: int) -> dict[str, Any]:
    return {
        "href": reverse("pair", kwargs={"question_id": one.question}),
        "sides": [
            f"{name or NO_NAME} ({words.listed(list(agencies))})"
            for name, agencies in zip(one.names, one.agencies, strict=True)
        ],
        "asked_at": one.asked_at,
        "turn": turn(one.standing, judge),
        "mine": one.standing.waits_for(judge),
    }
