"""What a row leaves out and another table of the same file says: whose review it is, by the number of the time in care.

Common models keep a table for each thing, and most of these name nobody: they give the number of a row elsewhere. A join
follows such numbers inside one file. Nothing is looked for outside it: a row whose number leads nowhere is set aside.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from keepsight.intake.drafts import Warned
from keepsight.intake.formats.plan import Join, Plan
from keepsight.intake.formats.plan_lines import Line

TWO_WAYS = "two rows of this file say different things under this number: neither was taken"
Given = dict[str, str | None]
"""What a number gives, by field; None where two rows differ."""


def joined(lines: Callable[[], Iterable[Line | Warned]], plan: Plan) -> Callable[[], Iterator[Line | Warned]]:
    """The lines again, each with what its numbers give. Goes through them once more than whoever reads them."""
    known: dict[tuple[str, str], Given] = {}
    for line in lines():
        if isinstance(line, Line) and line.table:
            _learn(known, line.said, plan.joins)
    return lambda: (_filled(line, known, plan.joins) for line in lines())


def _learn(known: dict[tuple[str, str], Given], said: dict[str, str], joins: tuple[Join, ...]) -> None:
    for join in joins:
        if number := said.get(join.by):
            given = known.setdefault((join.by, number), {})
            for name in join.gives:
                if name in said:
                    given[name] = said[name] if given.get(name, said[name]) == said[name] else None
            for new, old in join.least.items():
                if old in said:
                    given[new] = min(given.get(new) or said[old], said[old])  # the same in whatever order rows stand


def _filled(line: Line | Warned, known: dict[tuple[str, str], Given], joins: tuple[Join, ...]) -> Line | Warned:
    """The line with what its numbers give, and what those that are given in turn."""
    if isinstance(line, Warned) or not line.table:
        return line
    said, two_ways = dict(line.said), dict[str, None]()
    waiting = [join for join in joins if join.by in said]
    while waiting:
        by = waiting.pop().by
        for name, words in known.get((by, said[by]), {}).items():
            if words is None:
                two_ways[by] = None
            elif name not in said:
                said[name] = words
                waiting += [join for join in joins if join.by == name]
    notes = tuple((line.heading.get(by), TWO_WAYS) for by in two_ways)
    return replace(line, said=said, notes=line.notes + notes)
