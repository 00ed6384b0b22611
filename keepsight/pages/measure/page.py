"""One measure: its chart, the numbers under it, and for each number the children whom it counts, where they may be opened."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.assurance.measures import One, Point
from keepsight.assurance.queries import MeasureShown, measure
from keepsight.pages import words
from keepsight.pages.measure.drawing import chart_drawing
from keepsight.pages.measure.reading import held_back, says
from keepsight.pages.page import WITH_ASSURANCE, Asking, Page, Shown
from keepsight.pages.story import entry_href
from keepsight.pages.taken_away import Listed
from keepsight.people.queries import children
from keepsight.prompts.in_force import known

PAGE = Page(address="assurance/<uuid:measure_id>/", title="Measure", who=WITH_ASSURANCE, group="Learning")
LISTED = Listed(
    "periods of this measure",
    lambda page: [(one, bool(page["heads"][1])) for one in page["rows"]],
    {
        "First month": lambda row: words.month(row[0]["first"]),
        "Last month": lambda row: words.month(row[0]["last"]),
        "Since the change": lambda row: "since the change" if row[0]["after"] else None,
        "Counted": lambda row: _held("counted", row[0]),
        "Out of": lambda row: _held("out_of", row[0]) if row[1] else None,
        "Value": lambda row: _held("value", row[0]),
        "Cannot be told": lambda row: _held("untold", row[0]),
    },
)
COUNTS = {
    "in_time": ("in time", "out of"),
    "late": ("not in time", "out of"),
    "began": ("children for whom it began", ""),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The measure, and the children in sight by id."""

    shown: MeasureShown
    names: dict[Any, str]


def fetch(asking: Asking) -> Fetched | None:
    """The measure, or None. No child's name for a role that reads no child's story."""
    shown = measure(asking.address["measure_id"], asking.today)
    return Fetched(shown, {one.id: one.name for one in children(asking.sight)}) if shown else None


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The chart where no small figure is held back from this person; the table always."""
    one, opened = fetched.shown, _opened(asking, fetched.shown)
    href = reverse("measure", kwargs=dict(asking.address))
    said = says(fetched.names, one)
    context: dict[str, Any] = {
        "title": one.measure.title,
        "measure": one.measure,
        "sheet": known()[one.measure.pattern],
        "says": said,
        "drawing": chart_drawing(one, href) if said.whole else None,
        "heads": COUNTS[one.measure.counts],
        "rows": [
            _row(point, place >= one.chart.changed_at, said.whole, one.unit) for place, point in enumerate(one.points)
        ],
        "opened": opened,
        "people": _people(opened, fetched.names) if opened else [],
        "unit": one.unit,
        "missing": [feed.agency_name for feed in one.missing],
        "target": f"{one.measure.target:g}{one.unit if one.unit == '%' else ''}"
        if one.measure.target is not None
        else "",
    }
    return Shown(context)


def _opened(asking: Asking, one: MeasureShown) -> Point | None:
    try:
        first = dt.date.fromisoformat(asking.query.get("period", ""))
    except ValueError:
        return None
    return next((point for point in one.points if point.first == first), None)


def _row(point: Point, after: bool, whole: bool, unit: str) -> dict[str, Any]:
    hidden = not whole and held_back(point)
    return {
        "first": point.first,
        "last": point.last,
        "after": after,
        "hidden": hidden,
        "value": _value(point, unit),
        "counted": len(point.counted),
        "out_of": None if point.out_of is None else len(point.out_of),
        "untold": len(point.untold),
    }


def _held(name: str, row: dict[str, Any]) -> Any:
    """A figure of a row; that it is held back, where it is, since a cell that says nothing could mean none."""
    return "small, held back" if row["hidden"] else row[name]


def _value(point: Point, unit: str) -> str:
    if point.value is None:
        return "nothing to count" if point.empty else "cannot tell"
    return f"{point.value:.0f}{'%' if unit == '%' else ''}"


def _people(point: Point, names: dict[Any, str]) -> list[tuple[str, list[tuple[str, str]], int]]:
    """Under what each stands: the children who may be opened, by name, and how many others there are."""
    rest = [one for one in point.out_of or () if one not in point.counted]
    groups = (("Counted", point.counted), ("Not counted", rest), ("Nobody can tell", point.untold))
    return [(title, *_named(ones, names)) for title, ones in groups if ones]


def _named(ones: list[One] | tuple[One, ...], names: dict[Any, str]) -> tuple[list[tuple[str, str]], int]:
    mine = sorted((names[child], _entry(child, entry)) for child, entry in ones if child in names)
    return mine, len(ones) - len(mine)


def _entry(child: Any, entry: Any) -> str:
    return entry_href(child, entry)
