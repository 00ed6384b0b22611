"""What the worker does by itself: it asks each open clock on the day it runs out."""

from procrastinate.contrib.django import app

from keepsight.prompts.actions import ask_open_clocks
from keepsight.store.clock import today

SOON_AFTER_MIDNIGHT = "5 0 * * *"  # minute, hour, day, month, weekday: a clock runs out with its day


@app.periodic(cron=SOON_AFTER_MIDNIGHT)
@app.task(queueing_lock="ask_clocks")
def ask_clocks(timestamp: int) -> None:
    """Ask the patterns of every child one of whose clocks has run out. Asking twice changes nothing."""
    ask_open_clocks(today())
