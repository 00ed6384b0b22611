"""Of whom prompts come, and of whom they are answered wrong: by ethnicity, disability and care experience, as recorded.

It compares no families and puts no value before another: each table has its values in one order. Each number opens the children
that it counts, as far as its reader sees them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.answered.page import PAGE as ANSWERED
from keepsight.pages.answered.page import chosen, last, pattern_title, title
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people.queries import children
from keepsight.practice.figures.answer_rates import Quarter, answered
from keepsight.practice.figures.fairness import TABLES, TITLES, VALUES, Counts, Line, fairness, lines
from keepsight.prompts.counting import countable, counted
from keepsight.prompts.in_force import known
from keepsight.store.suppression import LEAST_COUNT, LEAST_DENOMINATOR

PAGE = Page(address="assurance/fairness/", title="Of whom prompts come", who=ANSWERED.who)
LISTED = Listed(
    "numbers of children",
    lambda page: [one for table in page["tables"] for one in _cells(table)],
    {
        "Table": lambda row: row[0],
        "By": lambda row: row[1],
        "As recorded": lambda row: row[2],
        "Counted": lambda row: row[3],
        "Children": lambda row: row[4],
    },
)
HEADINGS = {
    "prompted": (
        "Of whom a prompt was found",
        "All children on record whom an agreement covers, by whether a prompt of them was found.",
    ),
    "wrong": (
        "Of whom a prompt was answered as wrong",
        "Children of whom some prompt was answered in the quarter, by whether one was wrong.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The quarter, the pattern ("": all of them), both tables with the children they count, and the children in sight by name."""

    quarter: Quarter
    pattern: str
    tables: Sequence[Counts]
    names: Mapping[UUID, str]


def fetch(asking: Asking) -> Fetched:
    """Of the quarter and the pattern that were asked for."""
    quarter, pattern = chosen(asking), asking.query.get("pattern", "")
    pattern = pattern if pattern in known() else ""
    opens = bool(asking.query.get("table"))
    names = {one.id: one.name for one in children(asking.sight)} if opens else {}
    of = countable(asking.today, asking.sight)
    prompts = counted(of)
    return Fetched(quarter, pattern, fairness(of, prompts, answered(quarter, prompts), quarter, pattern), names)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The tables of each characteristic, and what one number of them counts, if that was asked for."""
    printed = {one.table: lines(one) for one in fetched.tables}
    opened = _opened(asking, fetched, printed)
    context: dict[str, Any] = {
        "quarters": [(title(one, asking), _href(one, fetched.pattern), one == fetched.quarter) for one in last(asking)],
        "quarter": fetched.quarter,
        "pattern": fetched.pattern,
        "pattern_title": pattern_title(fetched.pattern) if fetched.pattern else "All patterns together",
        "patterns": sorted((sheet.title, name) for name, sheet in known().items()),
        "here": reverse("fairness"),
        "tables": [_table(fetched, table, printed[table]) for table in TABLES],
        "least": LEAST_COUNT,
        "least_share": LEAST_DENOMINATOR,
        "opened": opened,
    }
    of_children: dict[UUID | None, int] = dict.fromkeys(opened["of"], 0) if opened else {}
    return Shown(context, of_children=of_children)


def _href(quarter: Quarter, pattern: str, **more: str) -> str:
    asked = {"quarter": quarter.first.isoformat()} | ({"pattern": pattern} if pattern else {}) | more
    return f"{reverse('fairness')}?{urlencode(asked)}"


def _table(fetched: Fetched, table: str, printed: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    heading, says = HEADINGS[table]
    return {
        "table": table,
        "heading": heading,
        "says": says,
        "columns": [*TABLES[table], "All"],
        "share": f"Share: {TABLES[table][0].lower()}",
        "of": [(TITLES[name], [_line(fetched, table, name, one) for one in told]) for name, told in printed.items()],
    }


def _cells(table: dict[str, Any]) -> Iterator[tuple[str, str, str, str, str]]:
    """Each number of a table: of which table, by what, of which value, what is counted, and the number as it is printed."""
    for name, told in table["of"]:
        for line in told:
            where = (table["heading"], name, line["title"])
            for column, (count, _) in zip(table["columns"], line["cells"], strict=True):
                yield *where, column, words.printed(count)
            yield *where, table["share"], words.share_between(line["share"])


def _line(fetched: Fetched, table: str, name: str, one: Line) -> dict[str, Any]:
    href = [
        f"{_href(fetched.quarter, fetched.pattern, table=table, by=name, value=one.value, side=str(side))}#opened"
        if count and one.value
        else ""
        for side, count in enumerate(one.counts[: len(TABLES[table])])
    ]
    return {
        "title": VALUES[name][one.value] if one.value else "All",
        "cells": list(zip(one.counts, [*href, ""], strict=True)),
        "share": one.share,
    }


def _opened(
    asking: Asking, fetched: Fetched, printed: Mapping[str, Mapping[str, Sequence[Line]]]
) -> dict[str, Any] | None:
    """The children that one number counts. A number that is hidden opens nothing."""
    table, name, value, side = (asking.query.get(one, "") for one in ("table", "by", "value", "side"))
    if table not in TABLES or name not in VALUES or value not in VALUES[name] or side not in ("0", "1"):
        return None
    line = next(one for one in printed[table][name] if one.value == value)
    if not line.counts[int(side)]:
        return None
    counts = next(one for one in fetched.tables if one.table == table).of[name, value][int(side)]
    seen = sorted((fetched.names[child], child) for child in counts if child in fetched.names)
    return {
        "title": f"{TITLES[name]}: {VALUES[name][value]}. {TABLES[table][int(side)]}",
        "children": [(called, reverse("overview", kwargs={"child_id": child})) for called, child in seen],
        "unseen": len(counts) - len(seen),
        "of": [child for _, child in seen],
    }
