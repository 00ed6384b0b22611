"""Moves the story in time: by whole weeks, so that it ends on the last Sunday on or before the day asked for.

Weekdays stay what they were, and so do the days between two events and everybody's age. It does not follow the
calendar: a school day may come to lie in the holidays, and a window of months may end a day or two earlier or later
than authored.
"""

import re
from datetime import date, timedelta
from typing import Any

STORY_ENDS_ON = date(2026, 3, 29)  # a Sunday; every date in `families/` is written against it
STORY_BEGINS_ON = date(2023, 4, 2)  # three years earlier, a Sunday too: what came before is in no file

_PLACE = re.compile(r"\{(?:(month|year):)?(\d{4}-\d\d-\d\d)\}")
_SPELLED = {None: "%d/%m/%Y", "month": "%B %Y", "year": "%Y"}


def moved_by(until: date) -> timedelta:
    """How far the story moves so that it ends on the last Sunday on or before `until`: always whole weeks."""
    return until - timedelta(days=until.isoweekday() % 7) - STORY_ENDS_ON


def moved(told: Any, by: timedelta) -> Any:
    """The same lists, tables and texts with every date, and every `{2025-05-14}` in a text, moved by `by`."""
    if isinstance(told, date):
        return told + by
    if isinstance(told, str):
        return _PLACE.sub(lambda place: _spelled(place, by), told)
    if isinstance(told, list):
        return [moved(one, by) for one in told]
    if isinstance(told, dict):
        return {name: moved(one, by) for name, one in told.items()}
    return told


def _spelled(place: re.Match[str], by: timedelta) -> str:
    return (date.fromisoformat(place[2]) + by).strftime(_SPELLED[place[1]])
