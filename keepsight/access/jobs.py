"""What the worker does by itself in this room: it notes each broken glass that nobody judged in time."""

from procrastinate.contrib.django import app

from keepsight.access.glass import escalate_overdue
from keepsight.store.clock import today

SOON_AFTER_MIDNIGHT = "10 0 * * *"  # minute, hour, day, month, weekday: a day to judge by runs out with itself


@app.periodic(cron=SOON_AFTER_MIDNIGHT)
@app.task(queueing_lock="escalate_glass")
def escalate_glass(timestamp: int) -> None:
    """Escalate what is overdue to every guardian. Doing so twice changes nothing."""
    escalate_overdue(today())
