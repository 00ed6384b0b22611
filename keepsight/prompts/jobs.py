"""What the worker does by itself: it asks each open clock on the day it runs out, and keeps the store's columns in step."""

from procrastinate.contrib.django import app

from keepsight.chronology.projection import bring_up_to_date, own_folder
from keepsight.prompts.actions import ask_open_clocks
from keepsight.store.clock import today

SOON_AFTER_MIDNIGHT = "5 0 * * *"  # minute, hour, day, month, weekday: a clock runs out with its day
EVERY_HOUR = "35 * * * *"


@app.periodic(cron=SOON_AFTER_MIDNIGHT)
@app.task(queueing_lock="ask_clocks")
def ask_clocks(timestamp: int) -> None:
    """Ask the patterns of every child one of whose clocks has run out. Asking twice changes nothing."""
    ask_open_clocks(today())


@app.periodic(cron=EVERY_HOUR)
@app.task(queueing_lock="project")
def project(timestamp: int) -> None:
    """Bring the store's own columns in step with the log, once somebody has asked for them: nobody else pays for them."""
    if own_folder().is_dir():
        bring_up_to_date(own_folder(), today())
