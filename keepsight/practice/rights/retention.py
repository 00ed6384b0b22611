"""How long what is said of a child is kept, by the rows of `retention.toml`."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keepsight.people.shown import ChildShown

OF_AGE = 18  # years


@dataclass(frozen=True, slots=True)
class Keep:
    """One rule: so many years after a birth or a death, for whom, and where that stands."""

    applies_to: str
    years: int
    after: str
    standing: str
    source: str
    version: str


@cache
def keeps() -> tuple[Keep, ...]:
    """Every rule, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "retention.toml").read_text(encoding="utf-8"))["keep"]
    return tuple(Keep(**row) for row in rows)


def kept_until(child: ChildShown, *, looked_after: bool) -> tuple[dt.date, Keep] | None:
    """The day from which a child's record need not be kept any longer, and by which rule. None: nobody can tell."""
    if child.born_on is None or child.born_precision not in ("day", "minute"):
        return None
    died_young = child.died_on is not None and child.died_on < _years_after(child.born_on, OF_AGE)
    applies = {"every_child"}
    if looked_after:
        applies.add("looked_after_who_died" if died_young else "looked_after")
    days = []
    for one in keeps():
        if one.applies_to in applies:
            from_on = child.died_on if one.after == "death" else child.born_on
            assert from_on is not None, "only of a child who died is it asked"
            days.append((_years_after(from_on, one.years), one))
    return max(days, key=lambda found: found[0])


def _years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; of a 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
