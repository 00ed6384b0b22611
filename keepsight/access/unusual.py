"""Looks that somebody should ask about: five rules, each in a sentence, each with the looks it rests on. Never a score.

A look is *idle* where the person did not work with the child on that day and did nothing for the child in the week after. Only
idle looks are ever shown here: whoever works with a child looks at the child. A look that was refused counts like any other,
because trying is what a rule is about. None of it says that somebody did wrong; a guardian asks them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

# Our own judgement, to be looked at again with the first partnership's guardians after a quarter of real looks.
WORK_WITHIN = dt.timedelta(days=7)
MANY_CHILDREN = 12  # in one day
MANY_LOOKERS = 5  # at one child
AT_ONCE = dt.timedelta(days=3)  # the span in which so many looked
MANY_DAYS = 4  # on which one person came back to one child


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a child, and what makes it idle or not."""

    seq: int
    at: dt.datetime
    user: int
    child: UUID
    page: str
    answer: int
    involved: bool
    worked: bool

    @property
    def idle(self) -> bool:
        return not (self.involved or self.worked)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known besides: who bears a child's surname, who lives at a child's postcode. What nobody has said is left out."""

    same_surname: frozenset[tuple[int, UUID]] = frozenset()
    same_postcode: frozenset[tuple[int, UUID]] = frozenset()


@dataclass(frozen=True, slots=True)
class Unusual:
    """One thing to ask about: what it is, and the looks that show it."""

    rule: str
    looks: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a person reads it, and how it is found."""

    name: str
    title: str
    why: str
    found: Callable[[Sequence[Looked], Facts], Iterable[Sequence[Looked]]]


def unusual(looks: Iterable[Looked], facts: Facts) -> list[Unusual]:
    """What to ask about, rule by rule in their order, the oldest first."""
    idle = sorted((look for look in looks if look.idle), key=lambda look: look.seq)
    return [Unusual(rule.name, tuple(found)) for rule in RULES for found in rule.found(idle, facts)]


def _same_surname(looks: Sequence[Looked], facts: Facts) -> Iterable[Sequence[Looked]]:
    return _of_pairs(looks, facts.same_surname)


def _same_postcode(looks: Sequence[Looked], facts: Facts) -> Iterable[Sequence[Looked]]:
    return _of_pairs(looks, facts.same_postcode)


def _many_children(looks: Sequence[Looked], facts: Facts) -> Iterable[Sequence[Looked]]:
    days = _by(looks, lambda look: (look.user, look.at.date())).values()
    return (day for day in days if len({look.child for look in day}) >= MANY_CHILDREN)


def _many_lookers(looks: Sequence[Looked], facts: Facts) -> Iterable[Sequence[Looked]]:
    """The first span of looks at a child in which so many people looked, with all that followed close upon it."""
    for of_child in _by(looks, lambda look: look.child).values():
        for first in of_child:
            span = [look for look in of_child if first.at <= look.at <= first.at + AT_ONCE]
            if len({look.user for look in span}) >= MANY_LOOKERS:
                yield span
                break


def _comes_back(looks: Sequence[Looked], facts: Facts) -> Iterable[Sequence[Looked]]:
    pairs = _by(looks, lambda look: (look.user, look.child)).values()
    return (pair for pair in pairs if len({look.at.date() for look in pair}) >= MANY_DAYS)


def _of_pairs(looks: Sequence[Looked], pairs: frozenset[tuple[int, UUID]]) -> Iterable[Sequence[Looked]]:
    return _by(
        (look for look in looks if (look.user, look.child) in pairs), lambda look: (look.user, look.child)
    ).values()


def _by(looks: Iterable[Looked], key: Callable[[Looked], Hashable]) -> dict[Hashable, list[Looked]]:
    gathered: dict[Hashable, list[Looked]] = defaultdict(list)
    for look in looks:
        gathered[key(look)].append(look)
    return gathered


RULES = (
    Rule(
        "same_surname",
        "A child of the same surname",
        "The person and the child bear the same surname. They may be family; or it may be a common name.",
        _same_surname,
    ),
    Rule(
        "same_postcode",
        "A child at the same postcode",
        "The person lives at a postcode on record for the child. They may be neighbours.",
        _same_postcode,
    ),
    Rule(
        "many_children",
        "Many children in one day",
        f"The person looked at {MANY_CHILDREN} children or more in one day. They may have been asked to; then somebody knows.",
        _many_children,
    ),
    Rule(
        "many_lookers",
        "Many people at one child",
        f"{MANY_LOOKERS} people or more looked within {AT_ONCE.days} days. The child may be in the news, or talked about.",
        _many_lookers,
    ),
    Rule(
        "comes_back",
        "The same child again and again",
        f"The person came back on {MANY_DAYS} days or more. They may be waiting to be added to the child’s network.",
        _comes_back,
    ),
)
