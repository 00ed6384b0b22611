"""What the worker does by itself: it forgets what people had written and never saved, and sends patterns back to people that were
often answered wrong in the quarter that is over."""

from procrastinate.contrib.django import app

from keepsight.practice.actions import forget_unsaved
from keepsight.practice.figures.answer_rates import answered, quarter_of, rates
from keepsight.prompts.counting import countable, counted
from keepsight.prompts.going_back import go_back
from keepsight.store.clock import today

EARLY = "25 4 * * *"  # minute, hour, day, month, weekday: while nobody writes
LATER = "40 4 * * *"


@app.periodic(cron=EARLY)
@app.task(queueing_lock="forget_unsaved")
def forget(timestamp: int) -> None:
    """Forget what nobody came back for. Threads move up by the calendar and need no worker."""
    forget_unsaved()


@app.periodic(cron=LATER)
@app.task(queueing_lock="send_patterns_back")
def send_back(timestamp: int) -> None:
    """Look at the quarter that is over. Looking twice changes nothing; a worker that was off for days looks when it is back."""
    send_patterns_back()


def send_patterns_back() -> int:
    """Keep a notice for each pattern that was too often answered wrong in the quarter before today's. How many were new."""
    quarter = quarter_of(today()).before
    made = [
        go_back(one.pattern, quarter.first, wrong=one.told_wrong, answered=one.told_answers)
        for one in rates(answered(quarter, counted(countable(today()))))
        if one.goes_back and one.told_wrong is not None and one.told_answers is not None
    ]
    return sum(one is not None for one in made)
