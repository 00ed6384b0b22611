"""Every child replayed, or every child whom a review is about: asked for by somebody, done by the worker a child at a time.

Each child is a transaction of its own: a worker that dies leaves what it has done, and the next one goes on. What is restricted or
sealed is replayed for nobody here, neither a child nor an entry: the figures are read by people who see no child.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from keepsight.access.models import User
from keepsight.access.queries import restricted_or_sealed, the_machine
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.errors import WrongUse
from keepsight.patterns.replaying.replay import Replayed
from keepsight.people import in_sight
from keepsight.people import queries as people
from keepsight.prompts.at_work import MOST_TRIES, Beat, beat, carry, note
from keepsight.prompts.models import ReplayedChild, Replaying
from keepsight.prompts.queries import readable
from keepsight.prompts.replaying import replay_for_figures
from keepsight.reviews.queries import reviewed_children
from keepsight.store import audit, clock

OUR_FAULT = f"It was begun {MOST_TRIES} times and never came to its end: a fault of ours."
TASK = "keepsight.prompts.jobs.replay_everybody"


@transaction.atomic
def ask_to_replay(of: str, until: dt.date, *, by: User | None) -> Replaying:
    """Ask for all children to be replayed, or those "reviewed". Raises WrongUse where that is under way already."""
    try:
        with transaction.atomic():
            asked = Replaying.objects.create(of=of, until=until, by=by, at=clock.now())
    except IntegrityError as wrong:
        raise WrongUse("This is being worked out already", next_step="Open the page again.") from wrong
    audit.note("prompts.ask_to_replay", by=by, about=f"replaying {asked.id}")
    return asked


def wake_worker(asked: Replaying) -> None:
    """Tell the worker, once this transaction has committed, that children wait to be replayed."""
    app.configure_task(TASK).defer(asked_id=str(asked.id))


def take_up_again() -> int:
    """Go on with every replaying that nobody is at: what a killed worker left behind. How many they were."""
    return sum(carry_on(one.id) for one in waiting())


def waiting() -> QuerySet[Replaying]:
    """What the worker has to do, the longest waiting first."""
    return Replaying.objects.filter(ended_at=None).order_by("at", "id")


def carry_on(asked_id: UUID, progress: Callable[[int], None] = lambda done: None) -> bool:
    """Go on with one replaying to its end. Whether there was anything to do, and nobody at it. `progress`: children done."""
    return carry(waiting(), asked_id, partial(_do, progress=progress), fault=OUR_FAULT)


def latest(of: str) -> Replaying | None:
    """The last replaying that came to its end. None: there is none."""
    return Replaying.objects.filter(of=of, ended_at__isnull=False, refused_because="").order_by("-at").first()


def last_asked(of: str) -> Replaying | None:
    """The one that was last asked for, on its way or ended."""
    return Replaying.objects.filter(of=of).order_by("-at").first()


def replayed_children(sight: Sight, of: Replaying) -> dict[int, tuple[UUID, list[dict[str, Any]]]]:
    """By the number that each child has there, the child and what was replayed.

    Of nobody who is restricted or sealed now, or does not exist for whoever asks; of no pattern that they may not read.
    """
    read = {sheet.name for sheet in readable(sight)}
    with seeing(THE_MACHINE):
        kept_out = in_sight.now(restricted_or_sealed()) | in_sight.hidden(sight)
        kept = list(ReplayedChild.objects.filter(replaying=of).order_by("number"))
        now = in_sight.current(one.child_id for one in kept)
    return {
        one.number: (one.child_id, [said for said in one.found if said["pattern"] in read])
        for one in kept
        if not now[one.child_id] & kept_out
    }


def under_review() -> frozenset[UUID]:
    """The children whom a review is about, as they are now, but for those who are restricted or sealed."""
    return in_sight.now(reviewed_children()) - in_sight.now(restricted_or_sealed())


def as_replayed(said: Mapping[str, Any]) -> Replayed:
    """A prompt out of what is kept of it. Its entries are not."""
    day = dt.date.fromisoformat
    return Replayed(
        pattern=said["pattern"],
        began_on=day(said["began_on"]),
        on=day(said["on"]),
        entries=(),
        alone={agency: day(on) if on else None for agency, on in said["alone"].items()},
        fewest=tuple(frozenset(some) for some in said["fewest"]),
        by_definition=said["by_definition"],
        assumed=said["assumed"],
        told_assumed=frozenset(said["told_assumed"]),
    )


def _do(asked: Replaying, progress: Callable[[int], None]) -> None:
    with transaction.atomic(), seeing(THE_MACHINE):
        left, done, number = _left(asked)
    note(asked, done=done, total=done + len(left))
    with Beat(partial(beat, asked)) as alive:
        for child in left:
            _replay(asked, child, number)
            done, number = done + 1, number + 1
            alive.tell(done)
            progress(done)
    note(asked, done=done, ended_at=clock.now())


def _left(asked: Replaying) -> tuple[list[UUID], int, int]:
    """The children still to be replayed in an order drawn by chance, how many are done, and the next number."""
    wanted = {one.id for one in people.children(the_machine())} - in_sight.now(restricted_or_sealed())
    if asked.of == "reviewed":
        wanted &= under_review()
    kept = dict(ReplayedChild.objects.filter(replaying=asked).values_list("child_id", "number"))
    left = sorted(wanted - kept.keys())
    SystemRandom().shuffle(left)
    return left, len(kept), max(kept.values(), default=0) + 1


@transaction.atomic
@seeing(THE_MACHINE)
def _replay(asked: Replaying, child: UUID, number: int) -> None:
    ReplayedChild.objects.create(
        replaying=asked, number=number, child_id=child, found=replay_for_figures(child, asked.until)
    )
