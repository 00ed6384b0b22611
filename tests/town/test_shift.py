"""The story in another year: whole weeks, the same weekdays, the same ages."""

from datetime import date, timedelta

import pytest

from keepsight.town import STORY_ENDS_ON
from keepsight.town.shift import moved, moved_by


@pytest.mark.parametrize(
    ("until", "ends_on"),
    [
        (date(2026, 3, 29), date(2026, 3, 29)),  # a Sunday is its own last Sunday
        (date(2026, 4, 4), date(2026, 3, 29)),  # the Saturday after
        (date(2026, 4, 5), date(2026, 4, 5)),
        (date(2026, 3, 28), date(2026, 3, 22)),  # back in time too
        (date(2031, 1, 1), date(2030, 12, 29)),
    ],
)
def test_the_story_ends_on_the_last_sunday_on_or_before_the_day_asked_for(until, ends_on):
    assert STORY_ENDS_ON + moved_by(until) == ends_on
    assert moved_by(until) % timedelta(weeks=1) == timedelta(0)


@pytest.mark.parametrize(
    ("told", "becomes"),
    [
        (date(2025, 3, 14), date(2025, 3, 21)),
        ("by {2025-03-14} at the latest", "by 21/03/2025 at the latest"),
        ("?{2025-12-30}", "?06/01/2026"),
        ("{month:2025-05-28}", "June 2025"),
        ("31/09/{year:2025-12-28}", "31/09/2026"),
        ("a {brace} that is no date", "a {brace} that is no date"),
        (
            {"on": date(2025, 3, 14), "parts": [{"started": date(2025, 3, 17)}]},
            {"on": date(2025, 3, 21), "parts": [{"started": date(2025, 3, 24)}]},
        ),
        (True, True),
        (7, 7),
    ],
)
def test_dates_move_wherever_they_stand_and_nothing_else_does(told, becomes):
    assert moved(told, timedelta(weeks=1)) == becomes
