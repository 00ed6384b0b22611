"""A version tried on the store's own past by the worker: of how many children in a hundred it ever held, and what would change.

Nothing is kept but the trial's own figures and intervals, and nobody is told. It counts no child and no answer that does not exist
for somebody: not one who is restricted or sealed, and nothing that rests on a sealed entry. They are asked once it is in force.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.roles import Reach
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.queries import unspeakable
from keepsight.errors import KeepsightError
from keepsight.patterns.answers import Answer
from keepsight.patterns.kept import sheet_from
from keepsight.people import in_sight
from keepsight.prompts.asking import answers_of, in_turns
from keepsight.prompts.at_work import MOST_TRIES, Beat, beat, carry, note
from keepsight.prompts.in_force import in_force
from keepsight.prompts.keeping import lay_beside
from keepsight.prompts.models import PatternTrial, TriedAnswer
from keepsight.prompts.queries import may_read
from keepsight.store import clock

TASK = "keepsight.prompts.jobs.carry_trial"
OUR_FAULT = f"Trying it was begun {MOST_TRIES} times and never came to its end: a fault of ours."
CHANGES = ("begins", "goes", "stays")


@dataclass(frozen=True, slots=True)
class Tried:
    """An interval of a trial for whoever may see its child."""

    child: UUID
    change: str
    answer: TriedAnswer


def wake_worker(trial: PatternTrial) -> None:
    """Tell the worker, once this transaction has committed, that a version waits to be tried."""
    app.configure_task(TASK).defer(trial_id=str(trial.id))


def waiting() -> QuerySet[PatternTrial]:
    """What waits to be tried, the longest waiting first."""
    return PatternTrial.objects.filter(ended_at=None).select_related("version", "by").order_by("at", "id")


def take_up_again() -> int:
    """Go on with every trial that nobody is at: what a killed worker left behind. How many they were."""
    return sum([carry_on(one.id) for one in waiting()])


def carry_on(trial_id: UUID) -> bool:
    """Try one version. Whether there was anything to do, and nobody at it."""
    return carry(waiting(), trial_id, _do, fault=OUR_FAULT, done=0, total=None)


def found_of(reader: Sight, trial: PatternTrial) -> list[Tried]:
    """What a trial found, of the children whom this person may see and of what they may know, those that change first.

    Nothing of a restricted pattern for whoever may not read its prompts.
    """
    sheet = sheet_from(trial.version.pattern, trial.version.says, trial.version.number)
    if not may_read(reader, sheet):
        return []
    answers = list(trial.answers.filter(child__in=in_sight.within(reader, None)).order_by("began_on", "id"))
    never = unspeakable(reader, {UUID(entry): one.child_id for one in answers for entry in one.entries})
    told = [one for one in answers if never.isdisjoint(map(UUID, one.entries))]
    return [Tried(one.child_id, one.change, one) for change in CHANGES for one in told if one.change == change]


def _do(trial: PatternTrial) -> None:
    try:
        _carry_out(trial)
    except KeepsightError as refused:
        note(trial, ended_at=clock.now(), refused_because=str(refused))


@transaction.atomic
@seeing(THE_MACHINE)
def _carry_out(trial: PatternTrial) -> None:
    """Ask it, and today's version beside it, of everybody who may be counted. One transaction: nothing of half a trial is kept."""
    version, nobody = trial.version, _whom_nobody_keeps_from_anybody(trial.by)
    new, old = sheet_from(version.pattern, version.says, version.number), in_force().asked.get(version.pattern)
    children = sorted(in_sight.covered(in_sight.within(nobody, None), trial.as_of))
    now: list[Answer] = []
    before: list[Answer] = []
    done = 0
    with Beat(partial(beat, trial)) as alive:
        for some in in_turns(children):
            now += _speakable(nobody, answers_of(new, some, trial.as_of))
            before += _speakable(nobody, answers_of(old, some, trial.as_of)) if old else []
            done += len(some)
            alive.tell(done)
    tried = [one for change, some in _changes(before, now) for one in _kept(trial, change, some)]
    TriedAnswer.objects.bulk_create(tried)
    found = {
        "children": len(children),
        "ever": _children(now), "today": _children(now, standing=True),
        "ever_before": _children(before), "today_before": _children(before, standing=True), "compared": old is not None,
        **{f"{change}_today": _changing(tried, change) for change in CHANGES},
    }  # fmt: skip
    note(trial, ended_at=clock.now(), total=len(children), done=len(children), found=found)


def _whom_nobody_keeps_from_anybody(by: User) -> Sight:
    """The sight of a role that sees every child, works with none, and so sees none who is restricted or sealed."""
    levels = sight(by, clock.today())
    return Sight(None, "", "hub_coordinator", Reach.ALL, restricted=levels.restricted, sealed=levels.sealed)


def _speakable(nobody: Sight, answers: Iterable[Answer]) -> list[Answer]:
    holding = [one for one in answers if one.holds]
    never = unspeakable(nobody, {entry: one.child for one in holding for entry, _ in one.entries})
    return [one for one in holding if never.isdisjoint(entry for entry, _ in one.entries)]


def _changes(before: Sequence[Answer], now: Sequence[Answer]) -> Iterable[tuple[str, list[Answer]]]:
    """What begins, goes and stays, a child at a time as prompts are kept."""
    for child in sorted({one.child for one in (*before, *now)}):
        beside = lay_beside([one for one in before if one.child == child], [one for one in now if one.child == child])
        yield "begins", list(beside.new)
        yield "goes", list(beside.gone)
        yield "stays", [answer for _, answer in beside.continued]


def _kept(trial: PatternTrial, change: str, answers: Iterable[Answer]) -> Iterable[TriedAnswer]:
    for one in answers:
        entries = sorted({str(entry) for entry, _ in one.entries})
        yield TriedAnswer(
            trial=trial, child_id=one.child, change=change, began_on=one.began_on, ended_on=one.ended_on, entries=entries
        )  # fmt: skip


def _children(answers: Iterable[Answer], *, standing: bool = False) -> int:
    return len({one.child for one in answers if not standing or one.ended_on is None})


def _changing(tried: Iterable[TriedAnswer], change: str) -> int:
    return len({one.child_id for one in tried if one.change == change and one.ended_on is None})
