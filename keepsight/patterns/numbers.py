"""The numbers of a sheet, found in its words as they stand in its file: how many, from how many, within how long.

A partnership may set each of them otherwise, but for a length of time that the law or guidance sets: local practice is never
passed off as law. The sheet with other numbers is read as strictly as the first (`sheets.sheet_of`).
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keepsight.clocks import Window
from keepsight.errors import WrongUse

NOT_NUMBERS = frozenset({"version"})
TITLES = {
    "at_least": "At least how many",
    "within": "Within how long",
    "each_within": "Each round within how long",
    "counts_after": "Counted once it has stood for how long",
    "of_longest": "In contact for at least how long",
    "of_pregnancy": "Once how much of the pregnancy is over",
    "from.agencies": "From at least how many agencies",
    "from.services": "From at least how many services",
    "from.kinds": "Of at least how many kinds",
    "from.matters": "In at least how many matters",
    "until_in_a_row.times": "How often in a row puts it right",
    "share.at_least": "At least what part",
    "part_at_least": "At least what part",
    "part_less_than": "Less than what part",
    "stands_for": "How long an answer stands",
    "events": "After at least how many",
    "counts_for": "How long each of them counts",
}
PART = re.compile(r"\s*(\d{1,4})\s+in\s+(\d{1,4})\s*")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a sheet. `path` is where it stands, `says` how it is written: 3, 12 months, 1 in 3.

    `by_law` is the name of the law or guidance that sets it, empty where it is the partnership's own to set.
    """

    path: str
    title: str
    says: str
    by_law: str = ""

    @property
    def hint(self) -> str:
        """How it is to be written."""
        if PART.fullmatch(self.says):
            return "A part, such as 1 in 3"
        return "A whole number" if self.says.isdecimal() else "A length, such as 12 months, 10 working days or 72 hours"


def numbers(said: Mapping[str, Any]) -> list[Number]:
    """Every number of a sheet, from the table of its file, in the order in which it gives them."""
    clock = said.get("clock")
    law = str(clock["name"]) if isinstance(clock, Mapping) else ""
    return [
        Number(
            path, TITLES.get(path, path.replace(".", " ").replace("_", " ").capitalize()), says, law if length else ""
        )
        for path, value in _places(said)
        for says, length in _written(value)
    ]


def with_numbers(said: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, Any]:
    """The same table with other numbers, each by its path and as a person writes it.

    Raises WrongUse for a path that is no number of it, one that the law sets, and what is no such number.
    """
    changed = copy.deepcopy(dict(said))
    known = {one.path: one for one in numbers(said)}
    for path, says in wanted.items():
        if path not in known:
            raise WrongUse(f"This question has no number called {path}", next_step="Open the page again.")
        if says.strip() == known[path].says:
            continue
        if law := known[path].by_law:
            raise WrongUse(f"{known[path].title} is set by {law}", next_step="Leave it as it is.")
        *tables, key = path.split(".")
        place = changed
        for table in tables:
            place = place[table]
        place[key] = _read(known[path], says)
    return changed


def _places(said: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        if isinstance(value, Mapping) and not above and key != "clock":
            yield from _places(value, f"{key}.")
        elif key not in NOT_NUMBERS:
            yield f"{above}{key}", value


def _written(value: Any) -> Iterator[tuple[str, bool]]:
    """How a value is written, and whether it is a length of time; nothing for what is no number."""
    if type(value) is int:
        yield str(value), False
    elif isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value):
        yield f"{value[0]} in {value[1]}", False
    elif isinstance(value, str) and _window(value):
        yield value, True


def _window(written: str) -> Window | None:
    try:
        return Window.parse(written)
    except WrongUse:
        return None


def _read(number: Number, says: str) -> int | str | list[int]:
    if part := PART.fullmatch(says):
        if PART.fullmatch(number.says):
            return [int(part[1]), int(part[2])]
    elif number.says.isdecimal() and says.strip().isdecimal():
        return int(says)
    elif (window := _window(says)) and _window(number.says):
        return window.text
    raise WrongUse(f"{number.title} cannot be read", next_step=f"{number.hint}.")
