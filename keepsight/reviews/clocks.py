"""The clocks of a serious incident: by when it should be notified and reviewed, and when it was. Plain days in and out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from keepsight.clocks import last_day, limit

OF_STEPS = {"notified": "serious_incident_notified", "rapid_review_held": "rapid_review_held"}


@dataclass(frozen=True, slots=True)
class Due:
    """One clock: what it is of, the last day in time (None: cannot tell), and the day it was done (None: not yet)."""

    title: str
    due_on: dt.date | None
    done_on: dt.date | None
    source: str

    def late(self, today: dt.date) -> bool:
        """Whether it was done late, or is not done and its last day is over."""
        return self.due_on is not None and (self.done_on or today) > self.due_on


def clocks(aware_on: dt.date | None, done: Mapping[str, dt.date]) -> list[Due]:
    """The clocks that run from the day somebody became aware. None where nobody has said which day that was."""
    if aware_on is None:
        return []
    due = []
    for step, name in OF_STEPS.items():
        known = limit(name, aware_on)
        if known:
            source = f"{known.source}, {known.version}"
            due.append(Due(known.title, last_day(known.window, aware_on), done.get(step), source))
    return due
