"""What the worker does by itself: it forgets what people had written and never saved."""

from procrastinate.contrib.django import app

from keepsight.practice.actions import forget_unsaved

EARLY = "25 4 * * *"  # minute, hour, day, month, weekday: while nobody writes


@app.periodic(cron=EARLY)
@app.task(queueing_lock="forget_unsaved")
def forget(timestamp: int) -> None:
    """Forget what nobody came back for. Threads move up by the calendar and need no worker."""
    forget_unsaved()
