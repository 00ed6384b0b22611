"""What the town's partnership decided to change, read from `learning.toml`: plain data, its dates moved with the story.

It keeps nothing: whoever loads the town hands it to `assurance`. A word that nothing here knows is refused.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from keepsight.errors import BrokenShelf, Where
from keepsight.town.shift import moved

FILE = Path(__file__).parent / "learning.toml"
REPORT = Path(__file__).parent / "review.txt"  # the report of the town's own review


@dataclass(frozen=True, slots=True)
class Taken:
    """A step somebody took on a day, and what was said with it."""

    step: str
    on: date
    says: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What one agency will do by a day, and the steps of it so far."""

    says: str
    owner: str
    due_on: date
    steps: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What one agency was asked to show by a day, and the steps of it so far."""

    agency: str
    asks: str
    due_on: date
    steps: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of a recommendation, in the words of `assurance`."""

    title: str
    pattern: str
    counts: str
    per: str
    from_on: date
    better: str
    changed_on: date | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A recommendation with all that hangs on it. `review` is the short name of the review that made it, or None."""

    says: str
    level: str
    reach: str
    owner: str
    made_on: date
    codes: tuple[str, ...]
    owner_role: str = ""
    review: str | None = None
    steps: tuple[Taken, ...] = ()
    actions: tuple[Planned, ...] = ()
    requests: tuple[Asked, ...] = ()
    measures: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class Trained:
    """How many of an agency's people had some training, as counted on a day."""

    about: str
    agency: str
    counted_on: date
    trained: int
    should_be: int


def learning(by: timedelta) -> tuple[tuple[Said, ...], tuple[Trained, ...]]:
    """Every recommendation of the town and every count of training, moved by `by`. Raises BrokenShelf on a strange word."""
    told = moved(tomllib.loads(FILE.read_text("utf-8")), by)
    try:
        said = tuple(map(_said, told.pop("recommendations")))
        trained = tuple(Trained(**one) for one in told.pop("training"))
    except (KeyError, TypeError) as error:
        raise BrokenShelf("The town's learning cannot be read", where=Where(file=FILE.name)) from error
    if told:
        raise BrokenShelf(f"Nothing here knows {', '.join(sorted(told))}", where=Where(file=FILE.name))
    return said, trained


def _said(told: dict[str, Any]) -> Said:
    return Said(
        steps=_steps(told),
        actions=tuple(Planned(steps=_steps(one), **one) for one in told.pop("actions", ())),
        requests=tuple(Asked(steps=_steps(one), **one) for one in told.pop("requests", ())),
        measures=tuple(Measured(**one) for one in told.pop("measures", ())),
        codes=tuple(told.pop("codes")),
        **told,
    )


def _steps(told: dict[str, Any]) -> tuple[Taken, ...]:
    return tuple(Taken(**one) for one in told.pop("steps", ()))
