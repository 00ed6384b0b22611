"""A change of a pattern put in force by the worker: the sheet is another from then on, what begins and goes for it is kept, and
whoever read what goes hears of it.

It is one transaction. What time alone changed by today is asked first, so that the difference is the change's own. One that dies
leaves the pattern asked as before, and the next one begins anew.
"""

import datetime as dt
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from procrastinate.contrib.django import app

from keepsight.access.queries import the_machine
from keepsight.access.sharing import tell_of_a_changed_question
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.errors import KeepsightError, Overtaken
from keepsight.people import in_sight
from keepsight.prompts.actions import ask_open_clocks
from keepsight.prompts.asking import in_turns
from keepsight.prompts.at_work import MOST_TRIES, Beat, beat, carry, note
from keepsight.prompts.kept import ask_anew
from keepsight.prompts.models import PatternInForce, PatternSwitch, Prompt
from keepsight.prompts.queries import who_reads
from keepsight.prompts.receiving import one_at_a_time
from keepsight.store import clock

TASK = "keepsight.prompts.jobs.carry_switch"
OUR_FAULT = f"The change was begun {MOST_TRIES} times and never came to its end: a fault of ours. Nothing was changed."


def wake_worker(switch: PatternSwitch) -> None:
    """Tell the worker, once this transaction has committed, that a change may be put in force."""
    app.configure_task(TASK).defer(switch_id=str(switch.id))


def waiting() -> QuerySet[PatternSwitch]:
    """The changes that the worker may put in force: those that need no second yes, or have it. The longest waiting first."""
    ready = PatternSwitch.objects.filter(Q(needs_second=False) | Q(agreed_by__isnull=False), ended_at=None)
    return ready.select_related("version", "by").order_by("at", "id")


def take_up_again() -> int:
    """Put in force every change that nobody is at: what a killed worker left behind. How many they were."""
    return sum([carry_on(one.id) for one in waiting()])


def carry_on(switch_id: UUID) -> bool:
    """Put one change in force. Whether there was anything to do, and nobody at it."""
    return carry(waiting(), switch_id, _do, fault=OUR_FAULT, done=0)


def _do(switch: PatternSwitch) -> None:
    note(switch, total=len(_everybody()))
    try:
        _put_in_force(switch)
    except Overtaken:  # let go while it was being worked on: then nothing of it is left
        return
    except KeepsightError as refused:
        note(switch, ended_at=clock.now(), refused_because=str(refused))


@transaction.atomic
@seeing(THE_MACHINE)
def _put_in_force(switch: PatternSwitch) -> None:
    one_at_a_time()
    on = clock.today()
    ask_open_clocks(on)
    last = PatternInForce.objects.aggregate(last=Max("place"))["last"] or 0
    PatternInForce.objects.create(place=last + 1, switch=switch, at=clock.now())
    done = 0
    with Beat(partial(beat, switch)) as alive:  # no lock on the row that it writes is held before it ends
        for some in in_turns(_everybody()):
            ask_anew(switch.pattern, some, on)
            done += len(some)
            alive.tell(done)
    _tell_who_read(switch, on)
    if not PatternSwitch.objects.filter(id=switch.id, ended_at=None).update(ended_at=clock.now(), done=done):
        raise Overtaken("This was let go")


def _tell_who_read(switch: PatternSwitch, on: dt.date) -> None:
    """Whoever works with a child and read a prompt of it that stood, in any agency, hears that it went with this change."""
    gone = Prompt.objects.filter(withdrawn_by=switch, ended_on=None).prefetch_related("evidence")
    for child, readers in sorted(who_reads(list(gone), on).items()):
        tell_of_a_changed_question(child, switch.id, readers)


def _everybody() -> list[UUID]:
    return sorted(in_sight.within(the_machine(), None))
