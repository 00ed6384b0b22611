"""Needs that no service could meet: the list to choose from, and how many children wait for the same. Part of `queries`.

Counts are of the whole partnership, so that one agency's silence hides no gap, and small ones are held back. In none of them
is a child who is restricted or sealed, or who does not exist for whoever asks.
"""

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.access.sight import Sight, seeing
from keepsight.chronology.acts import acts_on, threads_about
from keepsight.chronology.queries import chronologies
from keepsight.people import in_sight
from keepsight.people.queries import children
from keepsight.practice.following import Followed, begun, read_by
from keepsight.practice.queries import given
from keepsight.practice.threads.table import NEED
from keepsight.store.suppression import RULE, suppress

_LIST = tomllib.loads((Path(__file__).parent / "needs.toml").read_text(encoding="utf-8"))
NEEDS: Mapping[str, str] = _LIST["needs"]
BECAUSE: Mapping[str, str] = _LIST["because"]
SOURCE = f"List {_LIST['version']}. {_LIST['source']}"
OTHERS = "other services"
"""What services are called of which too few children's needs are known to name them: people write their names by hand."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A need as it is counted: which, where it was asked, why it was not met, when it was noted, and for which child."""

    child: UUID
    unmet: str
    service: str
    why_not: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a count: its words, and how many children (None: held back). `opens`: the reader sees some of them."""

    name: str
    title: str
    children: int | None
    opens: bool


def noted(seen: Sight) -> list[Noted]:
    """The needs of every child who is neither restricted nor sealed, met or not, the oldest first."""
    with seeing(the_machine()):
        kept_out = in_sight.now(seen.restricted | seen.sealed) | in_sight.hidden(seen)
        known = [one.id for one in children(the_machine()) if one.id not in kept_out]
        threads = threads_about(known, NEED.steps["note"].kind)
        begun = {thread: given(NEED, acts) for thread, acts in acts_on(list(threads)).items()}
    return [
        _noted(threads[thread], steps[0].details, steps[0].asked_of or "", steps[0].at.date())
        for thread, steps in begun.items()
        if steps
    ]


def in_sight_of(seen: Sight, of: Collection[UUID], user: User, today: dt.date) -> list[tuple[UUID, Followed]]:
    """The needs that this person reads, each with its child, the oldest first."""
    found = begun(NEED, of, user, today)
    told = chronologies(seen, {child for child, _ in found})
    return sorted(read_by(told.__getitem__, found), key=lambda one: one[1].begun.at)


def rows(found: Sequence[Noted], by: str, seen: Collection[UUID]) -> list[Row]:
    """How many children wait for the same, each child once in a row. `by`: unmet, service, why_not or quarter.

    Small counts are held back, and what would give them away, unless whoever asks sees every child who is counted.
    """
    whose: dict[str, set[UUID]] = defaultdict(set)
    for one in found:
        whose[BY[by](one)].add(one.child)
    if by == "service":
        whose = _too_few_pooled(whose, seen)
    names = sorted(whose, key=lambda name: (name == OTHERS, list(NEEDS).index(name) if name in NEEDS else 0, name))
    counts = [len(whose[name]) for name in names]
    printed: Sequence[int | None] = counts
    if counts and not all(some <= set(seen) for some in whose.values()):
        printed = [row[0] for row in suppress([[count] for count in counts]).printed()][: len(counts)]
    return [
        Row(name, _title(by, name), count, bool(whose[name] & set(seen)))
        for name, count in zip(names, printed, strict=True)
    ]


def quarter(on: dt.date) -> str:
    """ "2026, April to June"."""
    return f"{on.year}, {('January to March', 'April to June', 'July to September', 'October to December')[(on.month - 1) // 3]}"


BY: Mapping[str, Callable[[Noted], str]] = {
    "unmet": lambda one: one.unmet,
    "why_not": lambda one: one.why_not,
    "service": lambda one: one.service,
    "quarter": lambda one: quarter(one.on),
}
"""By what needs are counted, and what of a need that is."""


def as_noted(child: UUID, one: Followed) -> Noted:
    """A need that somebody reads, as it is counted."""
    return _noted(child, one.begun.details, one.begun.asked_of or "", one.begun.at.date())


def _noted(child: UUID, said: Mapping[str, object], service: str, on: dt.date) -> Noted:
    return Noted(child, str(said.get("unmet")), " ".join(service.casefold().split()), str(said.get("why_not")), on)


def _too_few_pooled(whose: Mapping[str, set[UUID]], seen: Collection[UUID]) -> dict[str, set[UUID]]:
    pooled: dict[str, set[UUID]] = defaultdict(set)
    for name, of in whose.items():
        pooled[OTHERS if RULE.hides(len(of)) and not of <= set(seen) else name] |= of
    return pooled


def _title(by: str, name: str) -> str:
    return {"unmet": NEEDS, "why_not": BECAUSE}.get(by, {}).get(name, name[:1].upper() + name[1:])
