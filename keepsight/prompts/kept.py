"""What patterns answer, kept as prompts: which begin, go on, end, or are no longer shown, of whom none can tell, and when to ask
again. Part of `actions`.

A prompt carries the version that asked. One that ended stays as that version had it, whatever the version in force now would
say of those days; one that goes because the pattern itself was changed says by which change.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.queries import current_entries, with_open_involvement
from keepsight.patterns.answers import Answer
from keepsight.people import in_sight
from keepsight.people.queries import records_of
from keepsight.prompts import asking
from keepsight.prompts.in_force import InForce, in_force
from keepsight.prompts.keeping import lay_beside
from keepsight.prompts.models import OpenClock, PatternSwitch, Prompt, PromptEntry, Untold
from keepsight.store import clock


@transaction.atomic
@seeing(THE_MACHINE)
def ask(children: Collection[UUID], as_of: dt.date) -> None:
    """Ask the library of `children` and keep what it answers: prompts begin, go on, end, or are no longer shown."""
    if not children:
        return
    asked = asking.ask(in_sight.covered(children, as_of), as_of)
    _keep_all(children, asked, Prompt.objects.all())
    Untold.objects.filter(child_id__in=children).delete()
    _note_untold(children, asked.cannot_tell)
    _wind_clocks(children, as_of)


@transaction.atomic
@seeing(THE_MACHINE)
def ask_anew(pattern: str, children: Collection[UUID], as_of: dt.date) -> None:
    """Ask one pattern of `children` as it is in force now, after it was put in force: what begins or goes for that says so."""
    now = in_force()
    sheet, change = now.asked.get(pattern), PatternSwitch.objects.get(id=now.switches[pattern])
    covered = in_sight.covered(children, as_of)
    asked = asking.ask_one(sheet, covered, as_of) if sheet else asking.Asked(as_of, (), ())
    _keep_all(children, asked, Prompt.objects.filter(pattern=pattern), change)
    Untold.objects.filter(child_id__in=children, pattern=pattern).delete()
    _note_untold(children, asked.cannot_tell)
    _wind_clocks(children, as_of)


def _keep_all(
    children: Collection[UUID], asked: asking.Asked, among: QuerySet[Prompt], change: PatternSwitch | None = None
) -> None:
    """Keep what was answered beside what is kept `among` the prompts of these children. `change`: the pattern's, just made."""
    answers: dict[tuple[UUID, str], list[Answer]] = defaultdict(list)
    for answer in asked.prompts:
        answers[answer.child, answer.pattern].append(answer)
    kept: dict[tuple[UUID, str], list[Prompt]] = defaultdict(list)
    for prompt in among.filter(child_id__in=children, withdrawn_at__isnull=True):
        kept[prompt.child_id, prompt.pattern].append(prompt)
    now, allocated = in_force(), with_open_involvement(children, asked.as_of)
    stays = _of_another_version(now, [prompt for some in kept.values() for prompt in some])
    for child, pattern in answers.keys() | kept.keys():
        owner = "allocated_team" if child in allocated else "front_door"
        _keep(kept[child, pattern], answers[child, pattern], owner, asked.as_of, stays, change)


def _of_another_version(now: InForce, kept: Iterable[Prompt]) -> set[UUID]:
    """Of these prompts, the ended ones that another version asked for, and whose entries are still the child's: they stay as
    they were, whatever the version in force now would say of those days."""
    old = [one for one in kept if one.ended_on and one.version != _version(now, one.pattern)]
    if not old:
        return set()
    told = current_entries({one.child_id for one in old})
    evidence = PromptEntry.objects.filter(prompt__in=old).values_list("prompt_id", "prompt__child_id", "entry_id")
    lost = {prompt for prompt, child, entry in evidence if (child, entry) not in told}
    return {one.id for one in old} - lost


def _version(now: InForce, pattern: str) -> int | None:
    sheet = now.asked.get(pattern)
    return sheet.version if sheet else None


def _keep(
    kept: list[Prompt],
    answers: list[Answer],
    owner: str,
    as_of: dt.date,
    stays: Collection[UUID],
    change: PatternSwitch | None,
) -> None:
    beside = lay_beside(kept, answers)
    now = clock.now()
    for prompt, answer in beside.continued:
        if prompt.id not in stays or answer.ended_on is None:
            _write(prompt, answer, owner, as_of)
    for answer in beside.new:
        prompt = Prompt(child_id=answer.child, pattern=answer.pattern, first_found_at=now, begun_by=change)
        _write(prompt, answer, owner, as_of)
    for prompt in beside.gone:
        if prompt.id not in stays:
            prompt.withdrawn_at, prompt.withdrawn_by = now, change
            prompt.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _write(prompt: Prompt, answer: Answer, owner: str, as_of: dt.date) -> None:
    """Let the prompt say what the answer says. Its id, and the moment it was first found, stay."""
    prompt.version, prompt.began_on, prompt.ended_on = answer.version, answer.began_on, answer.ended_on
    prompt.visible_on, prompt.anchor, prompt.measure = answer.visible_on, answer.anchor, answer.measure
    prompt.owner, prompt.as_at = owner, as_of
    prompt.save()
    prompt.evidence.exclude(entry_id__in=[entry for entry, _ in answer.entries]).delete()
    PromptEntry.objects.bulk_create(
        [PromptEntry(prompt=prompt, entry_id=entry, part=part) for entry, part in answer.entries], ignore_conflicts=True
    )


def _note_untold(children: Collection[UUID], cannot_tell: Iterable[asking.CannotTell]) -> None:
    """Note of whom a pattern could not tell; never of somebody who has no record any more, of whom no feed will ever tell."""
    known = records_of(children).keys()
    Untold.objects.bulk_create(
        [Untold(child_id=child, pattern=one.pattern) for one in cannot_tell for child in known & one.children]
    )


def _wind_clocks(children: Collection[UUID], as_of: dt.date) -> None:
    """Note for each child the next day on which time alone may change an answer."""
    soonest = asking.next_days(children, as_of)
    OpenClock.objects.filter(child_id__in=set(children) - soonest.keys()).delete()
    OpenClock.objects.bulk_create(
        [OpenClock(child_id=child, runs_out_on=day) for child, day in soonest.items()],
        update_conflicts=True,
        unique_fields=["child"],
        update_fields=["runs_out_on"],
    )
