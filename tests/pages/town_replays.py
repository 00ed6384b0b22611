"""A replay over many children, as the pages show one, without replaying anybody."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from keepsight.access.queries import the_machine
from keepsight.access.sight import seeing
from keepsight.prompts.models import ReplayedChild, Replaying
from keepsight.reviews.actions import say_about
from keepsight.reviews.models import Review
from keepsight.store import clock

SEEN = {
    "pattern": "cumulative-harm",
    "began_on": "2024-03-01",
    "on": "2024-03-01",
    "alone": {"wash-constabulary": None, "marshlight-school": "2025-03-01"},
    "fewest": [["marshlight-school", "wash-constabulary"]],
    "by_definition": False,
    "assumed": False,
    "told_assumed": [],
    "next": {"kind": "missing.reported", "days": 40},
}
"""A prompt that all together could see a year before the school alone could."""


def a_replaying(*children: UUID, found: Iterable[Mapping[str, Any]] = (SEEN,), reviewed: bool = True) -> UUID:
    """A replaying that has come to its end, of these children in this order, each with the same prompts. Its id.

    `reviewed`: a review is about each of them.
    """
    made = Replaying.objects.create(of="all", until=clock.today(), at=clock.now(), ended_at=clock.now())
    with seeing(the_machine()):
        for number, child in enumerate(children, 1):
            ReplayedChild.objects.create(replaying=made, number=number, child_id=child, found=list(found))
    for child in children if reviewed else ():
        say_about(Review.objects.earliest("added_at", "id"), child, by=None)
    return made.id
