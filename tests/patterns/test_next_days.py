"""When to ask again: until the day named, asking again without news would answer the same; on that day it is asked."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest

from keepsight.patterns.coverage import Delivered
from tests.patterns.asking import ask_oracle
from tests.patterns.histories import Entry, History
from tests.patterns.lives import random_history

A_YEAR_ON = 400
"""Days: beyond every window of the sheets, so that each clock has run out by then."""


AMIDST = (date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 2), date(2024, 9, 2))
"""Days just after many of the histories' entries, with clocks running."""


ADA = UUID(int=1)
TOLD = [Delivered(None, "social_care", "child.voice", date(2024, 1, 1), date(2024, 12, 31))]
NAMED = {
    "heard since the opening": (
        "child-not-heard",
        [("involvement.opened", date(2024, 1, 10)), ("child.voice", date(2024, 3, 1))],
        date(2024, 5, 1),
    ),
    "not heard since the opening": ("child-not-heard", [("involvement.opened", date(2024, 3, 20))], date(2024, 5, 20)),
    "back from missing today": (
        "missing-without-return-interview",
        [("missing.found", date(2024, 4, 2))],
        date(2024, 4, 6),
    ),
    "referred once": ("re-referral", [("referral.received", date(2024, 2, 29))], date(2025, 3, 1)),
    "referred long ago": ("re-referral", [("referral.received", date(2023, 4, 1))], None),
}


@pytest.mark.parametrize("name", NAMED)
def test_the_next_day_is_the_first_on_which_a_window_is_over(shelf, duck, postgres, name):
    pattern, happened, day = NAMED[name]
    entries = [Entry(ADA, UUID(int=number), kind, on, on) for number, (kind, on) in enumerate(happened)]
    history, asked = History(entries, TOLD, date(2024, 4, 2)), [sheet for sheet in shelf if sheet.name == pattern]
    for engine in (duck, postgres):
        assert engine.next_days(asked, history) == ([(pattern, ADA, day)] if day else [])


def known(history: History, day: date) -> History:
    """What is on record by a day amidst it, asked on that day: nothing that happens later."""
    entries = [entry for entry in history.entries if entry.day_to is None or entry.day_to <= day]
    return replace(history, entries=entries, as_of=day)


def intervals(sheets, history: History, days_on: int) -> dict[tuple[str, str], set[tuple[object, ...]]]:
    """The intervals of each pattern and child, asked some days later without news."""
    found: dict[tuple[str, str], set[tuple[object, ...]]] = {}
    for a in ask_oracle(sheets, replace(history, as_of=history.as_of + timedelta(days=days_on))):
        found.setdefault((a.pattern, str(a.child)), set()).add((a.state, a.began_on, a.ended_on, a.anchor))
    return found


@pytest.mark.parametrize("amidst", AMIDST)
def test_nothing_changes_before_the_day_named(sheets, duck, postgres, amidst):
    history = known(random_history(Random(9), 50), amidst)
    named = {(pattern, str(child)): day for pattern, child, day in duck.next_days(sheets, history)}
    assert named == {(pattern, str(child)): day for pattern, child, day in postgres.next_days(sheets, history)}
    assert all(day > history.as_of for day in named.values())
    now = intervals(sheets, history, 0)
    changed = 0
    for days_on in (1, 3, 10, 60, A_YEAR_ON):
        then, day = intervals(sheets, history, days_on), history.as_of + timedelta(days=days_on)
        for whom in now.keys() | then.keys():
            if then.get(whom) != now.get(whom):
                changed += 1
                assert whom in named, "an answer changes of itself, and no day was named for it"
                assert named[whom] <= day
    assert changed, "no clock ran out in any history: this proved nothing"
