"""Who could have seen what of one child, and when, without names: the picture for those who learn from a review about that child.

It is made of what was kept of a replay: patterns, days and kinds of agencies, no entry and no word of one. It opens only where a
review is about the child. That it was opened stands in the log of looks of that child.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.access.queries import agencies
from keepsight.pages import words
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.replay.drawing import drawing
from keepsight.pages.replay.telling import line_of, looked_for, says_of, told_of
from keepsight.patterns.replaying.replay import Replayed
from keepsight.people import in_sight
from keepsight.prompts.models import Replaying
from keepsight.prompts.replaying_all import as_replayed, replayed_children, under_review
from keepsight.vocabulary import KINDS, SECTORS

PAGE = Page(
    address="assurance/earlier/<uuid:replaying_id>/<int:number>/",
    title="Who could have seen it, without names",
    who=frozenset({"learning_team"}),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The replaying, the child, what was replayed of it, what came next after each prompt, and what agencies are called."""

    of: Replaying
    child: UUID
    replayed: Sequence[Replayed]
    next: Sequence[tuple[str, int] | None]
    called: Mapping[str, str]


def fetch(asking: Asking) -> Fetched | None:
    """None where no review is about such a child, or there is none."""
    of = Replaying.objects.filter(id=asking.address["replaying_id"], ended_at__isnull=False).first()
    child, said = replayed_children(asking.sight, of).get(asking.address["number"], (None, [])) if of else (None, [])
    if of is None or child is None or not in_sight.now({child}) & under_review():
        return None
    replayed = [as_replayed(one) for one in said]
    came = [(one["next"]["kind"], one["next"]["days"]) if one["next"] else None for one in said]
    return Fetched(of, child, replayed, came, by_their_kind({agency for one in replayed for agency in one.alone}))


def by_their_kind(codes: Iterable[str]) -> dict[str, str]:
    """What agencies are called without their names: their kind, numbered where a kind has several."""
    sectors = {code: agency.sector for code, agency in agencies().items()}
    known = [code for code in sorted(codes) if code in sectors]
    several, places = Counter(sectors[code] for code in known), Counter[str]()
    called = {}
    for code in known:
        short = SECTORS[sectors[code]].short
        places[short] += 1
        called[code] = f"{short} {places[short]}" if several[sectors[code]] > 1 else short
    return called


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The drawing, and the same as a table."""
    told = [
        told_of(number, one, fetched.called, came_next=_next(came))
        for number, (one, came) in enumerate(zip(fetched.replayed, fetched.next, strict=True), 1)
    ]
    lines = [line_of(*each) for each in zip(told, fetched.replayed, strict=True)]
    context: dict[str, Any] = {
        "title": f"Child {asking.address['number']}: who could have seen it, and when",
        "number": asking.address["number"],
        "until": fetched.of.until,
        "of": fetched.of.of,
        "told": told,
        "says": says_of(fetched.replayed, fetched.of.until),
        "drawing": drawing(lines, fetched.of.until) if lines else None,
        "looked_for": looked_for(),
    }
    return Shown(context, of_children={fetched.child: 0})


def _next(came: tuple[str, int] | None) -> tuple[str, None] | None:
    if came is None:
        return None
    kind, days = came
    return f"{KINDS[kind].title}, {words.counted(days, 'day')} later", None
