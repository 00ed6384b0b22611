"""How much earlier together than alone, over all children or all reviewed, by command. It is kept for the page too."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from keepsight.access.queries import the_machine
from keepsight.cli import saying
from keepsight.errors import WrongUse
from keepsight.prompts.earlier import APART, COLUMNS, Row, firsts, rows
from keepsight.prompts.in_force import known
from keepsight.prompts.replaying_all import as_replayed, ask_to_replay, carry_on, replayed_children
from keepsight.store.spreadsheets import safe
from keepsight.store.suppression import HIDDEN, LEAST_COUNT, TOO_FEW

TITLES = {
    "claimed": "Together earlier than alone",
    "by_definition": "Apart: patterns that ask for several agencies by their own words",
    "assumed": "Apart: on a day of writing that is only assumed",
}
HEADINGS = ("Pattern", *COLUMNS.values(), "All", "Lower quarter", "Median days", "Upper quarter")


def over_many(of: str, until: dt.date, out: Path | None, as_json: bool) -> None:
    """Replay them, a bar telling how far it is; then the figures, as the page prints them."""
    asked = ask_to_replay(of, until, by=None)
    with saying.progress(what="children", quiet=as_json) as told:
        if not carry_on(asked.id, told(Path("replay"))):
            raise WrongUse(
                "A worker of this store has begun with it already", next_step="Look at the page for its end."
            )
    found = replayed_children(the_machine(), asked)
    counted = firsts({child: map(as_replayed, said) for child, said in found.values()})
    figures = {apart: rows([one for one in counted if one.apart == apart]) for apart in APART}
    if out:
        _write(out, figures)
    if as_json:
        saying.answer(
            {"of": of, "until": until, "figures": {name: _as_json(some) for name, some in figures.items()}}, "", True
        )
        return
    for apart, some in figures.items():
        saying.table(TITLES[apart], HEADINGS, [_cells(one) for one in some])
    saying.say(
        f"Children and entries that are restricted or sealed are left out; counts from 1 to {LEAST_COUNT - 1}, and what would give "
        "them away, are hidden. A child counts once for each pattern."
    )


def _write(out: Path, figures: dict[str, list[Row]]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Table", *HEADINGS])
        for apart, some in figures.items():
            for pattern, *counted in map(_cells, some):  # a partnership wrote the pattern's title, we the rest
                writer.writerow([TITLES[apart], safe(pattern), *counted])


def _cells(one: Row) -> tuple[str, ...]:
    counts = (HIDDEN if count is None else str(count) for count in one.counts)
    days = map(str, one.days) if one.days else [TOO_FEW] * 3
    return (_title(one.pattern), *counts, *days)


def _title(pattern: str) -> str:
    sheet = known().get(pattern)
    return "All" if not pattern else sheet.title if sheet else pattern


def _as_json(some: list[Row]) -> list[dict[str, Any]]:
    names = (*COLUMNS, "all")
    return [
        {"pattern": one.pattern or None, "days": one.days} | dict(zip(names, one.counts, strict=True)) for one in some
    ]
