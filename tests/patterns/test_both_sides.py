"""Each number of each sheet is met from both sides: by one step more and by one step fewer some example says otherwise.

A step is the least that matters: one, an hour, a day, a working day (a month is moved by a day), a twentieth of the whole.
"""

import copy
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from keepsight.clocks import Window
from keepsight.errors import BrokenShelf, WrongUse
from keepsight.patterns.answers import Answer
from keepsight.patterns.numbers import PART, Number, numbers
from keepsight.patterns.sheets import LIBRARY, Sheet, library, sheet_of
from tests.patterns import oracle
from tests.patterns.asking import clock, told
from tests.patterns.examples import Example, examples

EXAMPLES = examples()
FEWEST_APART = 2  # from one agency is from any
MOVED = Window(7_777, "day")
"""Stands for a length in months that is moved by a day, which no words of a sheet can say."""

# What lies on the other side of a number is no question at all: the sheet, its number and the step, and why.
NO_QUESTION = {
    ("assessment-child-not-seen", "at_least", -1): "none at all is nothing to show",
    ("assessment-not-followed-up", "at_least", -1): "none at all is nothing to show",
    ("conference-missing-partner", "at_least", -1): "none at all is nothing to show",
    ("injury-not-yet-mobile", "within", -1): "nothing is sooner than the same day",
    ("mental-health-and-abuse-unlinked", "from.kinds", 1): "what it counts is of two kinds",
    ("strategy-without-partners", "at_least", -1): "none at all is nothing to show",
}


@dataclass(frozen=True)
class Side:
    """A number of a sheet and the side from which it is met: 1 is a step more, -1 a step fewer."""

    sheet: str
    number: Number
    step: int

    def __str__(self) -> str:
        return f"{self.sheet}: {'more' if self.step > 0 else 'fewer'} than {self.number.says} ({self.number.path})"


def said_in(sheet: str) -> dict[str, Any]:
    return tomllib.loads((LIBRARY / sheet / "sheet.toml").read_text(encoding="utf-8"))


SHELF = library()
SIDES = {name: [Side(name, number, step) for number in numbers(said_in(name)) for step in (1, -1)] for name in SHELF}


def moved(side: Side) -> Sheet:
    """The sheet with that number a step further, and with what leans on it where it cannot move alone."""
    if side.number.path == "until_in_a_row.times":  # a sheet says one with `until`, and "in a row" from two on
        asks = SHELF[side.sheet].asks
        row = replace(asks.until_in_a_row, times=asks.until_in_a_row.times + side.step)
        return replace(SHELF[side.sheet], asks=replace(asks, until_in_a_row=row))
    said = place = said_in(side.sheet)
    *tables, key = side.number.path.split(".")
    for table in tables:
        place = place[table]
    place[key] = stepped(place[key], side)
    apart = said.get("from", {})
    for what in [what for what, least in apart.items() if least < FEWEST_APART]:
        del apart[what]
    try:
        return sheet_of(side.sheet, copy.deepcopy(said))
    except BrokenShelf:  # three kinds are three at least: where one of the two numbers moves, the other does
        if tables != ["from"] and key != "at_least":
            raise
        if side.step > 0:
            said["at_least"] += 1
        else:
            most = said["at_least"]
            said["from"] = {what: min(least, most) for what, least in apart.items() if most >= FEWEST_APART}
        return sheet_of(side.sheet, said)


def stepped(value: Any, side: Side) -> Any:
    if PART.fullmatch(side.number.says):
        part, whole = value
        return [part * 20 + side.step * whole, whole * 20]
    if isinstance(value, int):
        return value + side.step
    window = Window.parse(value)
    return MOVED.text if window.unit == "month" else replace(window, count=window.count + side.step).text


def asked_of(sheet: Sheet, example: Example, side: Side | None = None) -> list[Answer]:
    """What plain Python answers; of a side, a length in months ending a day later or sooner."""

    def moved_clock(window: Window, day: date) -> date | None:
        if not side or window != MOVED:
            return clock(window, day)
        gone = clock(Window.parse(side.number.says), day)
        return gone + timedelta(days=side.step) if gone else None

    return oracle.ask([sheet], example.history, told([sheet], example.history), moved_clock)


@cache
def as_it_is(example: int) -> list[Answer]:
    """The answers of an example, by its place, with the numbers that ship."""
    return asked_of(SHELF[EXAMPLES[example].pattern], EXAMPLES[example])


def tells(side: Side, without: str = "") -> bool:
    """Whether some example's answer is another once that number is moved; `without` the example of that heading."""
    other = moved(side)
    own = [place for place, one in enumerate(EXAMPLES) if one.pattern == side.sheet and one.heading != without]
    return any(asked_of(other, EXAMPLES[place], side) != as_it_is(place) for place in own)


@pytest.mark.parametrize("sheet", SHELF)
def test_each_number_is_met_from_both_sides(sheet):
    sides = [side for side in SIDES[sheet] if (sheet, side.number.path, side.step) not in NO_QUESTION]
    assert [str(side) for side in sides if not tells(side)] == []


@pytest.mark.parametrize(("sheet", "path", "step"), NO_QUESTION)
def test_what_lies_on_the_other_side_of_a_few_is_no_question(sheet, path, step):
    (side,) = [one for one in SIDES[sheet] if (one.number.path, one.step) == (path, step)]
    with pytest.raises((BrokenShelf, WrongUse)):
        moved(side)


def test_without_the_one_example_that_meets_it_a_side_is_missed():
    """The sabotage: an interview at the seventy-second hour is what tells that seventy-one are not the number."""
    (side,) = [one for one in SIDES["missing-without-return-interview"] if one.step < 0]
    assert tells(side)
    assert not tells(side, without="72 hours to the minute are in time")
