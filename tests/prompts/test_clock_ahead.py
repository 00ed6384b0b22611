"""A machine whose clock runs ahead asks as of days that have not come; once the clock is right again, so is what stands."""

import datetime as dt
from unittest import mock

from keepsight.prompts.actions import ask_open_clocks
from keepsight.prompts.models import OpenClock, Prompt
from keepsight.store import clock

YEARS_AHEAD = 4


def standing() -> set[tuple[object, ...]]:
    """What stands, by its own id, and what shows it."""
    found = Prompt.objects.filter(withdrawn_at__isnull=True)
    said = found.values_list("id", "child_id", "pattern", "version", "began_on", "ended_on", "visible_on", "anchor")
    return {(*one, frozenset(Prompt.objects.get(id=one[0]).evidence.values_list("entry_id", "part"))) for one in said}


def clocks() -> set[tuple[object, ...]]:
    """The day on which each child is asked about next."""
    return set(OpenClock.objects.values_list("child_id", "runs_out_on"))


def test_what_a_clock_that_was_ahead_made_begin_or_end_is_put_right_once_it_is_not(town: None) -> None:
    today = clock.today()
    ask_open_clocks(today)
    before, wound = standing(), clocks()

    ahead = today.replace(year=today.year + YEARS_AHEAD)
    with mock.patch.object(clock, "now", return_value=dt.datetime.combine(ahead, dt.time(9), clock.LONDON)):
        ask_open_clocks(ahead)
    assert standing() != before
    assert clocks() != wound

    ask_open_clocks(today)
    assert standing() == before
    assert clocks() == wound
    assert ask_open_clocks(today) == 0, "once is enough"
