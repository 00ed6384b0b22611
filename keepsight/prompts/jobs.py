"""What the worker does by itself: it asks each open clock on the day it runs out, takes in files that people handed in on a
page and takes back those they want taken back, tries versions of patterns and puts them in force, replays every child where
somebody asked for it, and keeps the store's columns in step."""

from uuid import UUID

from procrastinate.contrib.django import app

from keepsight.chronology.projection import bring_up_to_date, own_folder
from keepsight.intake.uploads import sweep
from keepsight.prompts import handing_in, replaying_all, switching, taking_back, trials
from keepsight.prompts.actions import ask_open_clocks
from keepsight.prompts.in_force import write_beside
from keepsight.store.clock import today

SOON_AFTER_MIDNIGHT = "5 0 * * *"  # minute, hour, day, month, weekday: a clock runs out with its day
EVERY_MINUTE = "* * * * *"
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
        write_beside(own_folder())


@app.task
def carry_out(upload_id: str) -> None:
    """Move on one file that somebody hands in. Doing so twice changes nothing."""
    handing_in.carry_on(UUID(upload_id))


@app.task
def carry_back(asked_id: str) -> None:
    """Take back one file, as somebody asked. Doing so twice changes nothing."""
    taking_back.carry_back(UUID(asked_id))


@app.task
def carry_trial(trial_id: str) -> None:
    """Try one version of a pattern on the past, as somebody asked. Doing so twice changes nothing."""
    trials.carry_on(UUID(trial_id))


@app.task
def carry_switch(switch_id: str) -> None:
    """Put one change of a pattern in force, as was agreed. Doing so twice changes nothing."""
    switching.carry_on(UUID(switch_id))


@app.task
def replay_everybody(asked_id: str) -> None:
    """Replay the children that somebody asked for. Doing so twice changes nothing."""
    replaying_all.carry_on(UUID(asked_id))


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="take_up_again")
def take_up(timestamp: int) -> None:
    """Take up again what a worker left behind that was killed, and remove files that nobody came back to."""
    handing_in.take_up_again()
    taking_back.take_up_again()
    trials.take_up_again()
    switching.take_up_again()
    replaying_all.take_up_again()
    sweep()
