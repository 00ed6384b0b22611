"""How much earlier all agencies together could see each pattern than any of them alone, over many children, as it may be printed.

A child counts once for each pattern: by the first prompt of it. What a pattern asks of several agencies by its own words is no
figure about sharing, and what rests on an assumed day of writing is no figure at all: both are told apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from uuid import UUID

from keepsight.patterns.replaying.replay import Replayed
from keepsight.store.suppression import RULE, Rule, suppress

APART = ("claimed", "by_definition", "assumed")
"""In which of three tables a prompt counts."""
COLUMNS = {
    "never": "No agency alone",
    "earlier": "Together earlier",
    "not_earlier": "Not earlier",
}
"""How a child counts in a row, in the order of a table."""


@dataclass(frozen=True, slots=True)
class First:
    """A child's first prompt of a pattern. `days`: how much earlier all together could see it than anybody alone; None: never."""

    child: UUID
    pattern: str
    apart: str
    days: int | None

    @property
    def column(self) -> str:
        """How it counts."""
        if self.days is None:
            return "never"
        return "earlier" if self.days > 0 else "not_earlier"


@dataclass(frozen=True, slots=True)
class Row:
    """A pattern's figures as they may be printed; "" is all patterns. `counts` by COLUMNS and then in all; None: hidden.

    `days` are the lower quartile, the median and the upper quartile, in days, of those whom an agency alone could see at last;
    None: too few to say.
    """

    pattern: str
    counts: tuple[int | None, ...]
    days: tuple[int, int, int] | None


def firsts(found: Mapping[UUID, Iterable[Replayed]]) -> list[First]:
    """The prompts that count, of what was replayed of each child."""
    first: dict[tuple[UUID, str, str], Replayed] = {}
    for child, prompts in found.items():
        for one in prompts:
            place = (child, one.pattern, apart(one))
            first[place] = min(first.get(place, one), one, key=lambda prompt: prompt.on)
    return [First(child, pattern, where, one.days_earlier) for (child, pattern, where), one in first.items()]


def apart(one: Replayed) -> str:
    """In which table a prompt counts."""
    if one.by_definition:
        return "by_definition"
    return "assumed" if one.assumed else "claimed"


def rows(counted: Sequence[First], *, rule: Rule = RULE) -> list[Row]:
    """The table of these prompts, a row for each pattern and one for all: small counts, and what would give them away, hidden."""
    if not counted:
        return []
    of: dict[tuple[str, str], list[First]] = defaultdict(list)
    for one in counted:
        of[one.pattern, one.column].append(one)
    names = sorted({one.pattern for one in counted})
    printed = suppress([[len(of[name, column]) for column in COLUMNS] for name in names], rule=rule).printed()
    each = [
        _row(name, counts, [one for one in counted if one.pattern == name], rule)
        for name, counts in zip(names, printed, strict=False)
    ]
    return [*each, _row("", _of_few_children(printed[-1], counted, rule), counted, rule)]


def _row(name: str, counts: tuple[int | None, ...], of: Sequence[First], rule: Rule) -> Row:
    days = [one.days for one in of if one.days is not None]
    children = {one.child for one in of if one.days is not None}
    if None in counts or len(children) < rule.least_denominator:
        return Row(name, counts, None)
    lower, _, upper = quantiles(days, n=4, method="inclusive")
    return Row(name, counts, (round(lower), round(median(days)), round(upper)))


def _of_few_children(counts: tuple[int | None, ...], counted: Sequence[First], rule: Rule) -> tuple[int | None, ...]:
    """The sums, without those in which few children count, each several times."""
    children = [len({one.child for one in counted if one.column == column}) for column in COLUMNS]
    few = [rule.hides(number) for number in (*children, len({one.child for one in counted}))]
    return tuple(None if hidden else count for hidden, count in zip(few, counts, strict=True))
