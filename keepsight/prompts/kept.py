"""What patterns answer, kept as prompts: which begin, go on, end, or are no longer shown, of whom none can tell, and when to ask
again. Part of `actions`.

A prompt carries the version that asked. One that ended stays as that version had it, whatever the version in force now would
say of those days; one that goes because the pattern itself was changed says by which change.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
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
    _alone_with(children, as_of)
    asked = asking.ask(in_sight.covered(children, as_of), as_of)
    _keep_all(children, asked, Prompt.objects.all())
    Untold.objects.filter(child_id__in=children).delete()
    _note_untold(children, asked.cannot_tell)
    _wind_clocks(children, as_of)


@transaction.atomic
@seeing(THE_MACHINE)
def ask_anew(pattern: str, children: Collection[UUID], as_of: dt.date) -> None:
    """Ask one pattern of `children` as it is in force now, after it was put in force: what begins or goes for that says so."""
    _alone_with(children, as_of)
    now = in_force()
    sheet, change = now.asked.get(pattern), PatternSwitch.objects.get(id=now.switches[pattern])
    covered = in_sight.covered(children, as_of)
    asked = asking.ask_one(sheet, covered, as_of) if sheet else asking.Asked(as_of, (), ())
    _keep_all(children, asked, Prompt.objects.filter(pattern=pattern), change)
    Untold.objects.filter(child_id__in=children, pattern=pattern).delete()
    _note_untold(children, asked.cannot_tell)
    _wind_clocks(children, as_of)


def _alone_with(children: Collection[UUID], as_of: dt.date) -> None:
    """Keep whoever else asks of one of these children off until this transaction ends: they then ask with what it has told.

    A child's clock is taken hold of, wound to the day of asking until `_wind_clocks` winds it; the lowest id first, so that
    two who ask of several never wait for each other.
    """
    OpenClock.objects.bulk_create(
        [OpenClock(child_id=child, runs_out_on=as_of) for child in sorted(children)],
        update_conflicts=True,
        unique_fields=["child"],
        update_fields=["runs_out_on"],
    )


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
    now, stays = clock.now(), _of_another_version([prompt for some in kept.values() for prompt in some])
    said, gone = [], []
    for child, pattern in sorted(answers.keys() | kept.keys()):
        beside = lay_beside(kept[child, pattern], answers[child, pattern])
        said += [(old, answer) for old, answer in beside.continued if old.id not in stays or answer.ended_on is None]
        said += [(_begun(answer, now, change), answer) for answer in beside.new]
        gone += [prompt.id for prompt in beside.gone if prompt.id not in stays]
    _write(said, with_open_involvement(children, asked.as_of), asked.as_of)
    Prompt.objects.filter(id__in=gone).update(withdrawn_at=now, withdrawn_by=change)


def _of_another_version(kept: Iterable[Prompt]) -> set[UUID]:
    """Of these prompts, the ended ones that another version asked for, and whose entries are still the child's: they stay as
    they were, whatever the version in force now would say of those days."""
    now = in_force()
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


def _begun(answer: Answer, now: dt.datetime, change: PatternSwitch | None) -> Prompt:
    return Prompt(child_id=answer.child, pattern=answer.pattern, first_found_at=now, begun_by=change)


def _write(said: Sequence[tuple[Prompt, Answer]], allocated: Collection[UUID], as_of: dt.date) -> None:
    """Let each prompt say what its answer says as of a day, and rest on its entries. What says so already is not written again."""
    begun = []
    for prompt, answer in said:
        changed = _say(prompt, answer, "allocated_team" if answer.child in allocated else "front_door")
        if prompt._state.adding:
            prompt.as_at = as_of
            begun.append(prompt)
        elif changed:
            prompt.save(update_fields=SAID)
    Prompt.objects.bulk_create(begun)
    of_these = [prompt.id for prompt, _ in said]
    Prompt.objects.filter(id__in=of_these).exclude(as_at=as_of).update(as_at=as_of)
    rests = {(prompt.id, entry, part) for prompt, answer in said for entry, part in answer.entries}
    rested = set(PromptEntry.objects.filter(prompt__in=of_these).values_list("prompt_id", "entry_id", "part"))
    PromptEntry.objects.filter(pk__in=list(rested - rests)).delete()
    now_too = (PromptEntry(prompt_id=of, entry_id=on, part=part) for of, on, part in sorted(rests - rested))
    PromptEntry.objects.bulk_create(now_too)


SAID = ("version", "began_on", "ended_on", "visible_on", "anchor", "measure", "owner")
"""What an answer says of a prompt. Its id, and the moment it was first found, stay."""


def _say(prompt: Prompt, answer: Answer, owner: str) -> bool:
    """Let the prompt say what the answer says. Whether it said anything otherwise before."""
    before = [getattr(prompt, name) for name in SAID]
    prompt.version, prompt.began_on, prompt.ended_on = answer.version, answer.began_on, answer.ended_on
    prompt.visible_on, prompt.anchor, prompt.measure = answer.visible_on, answer.anchor, answer.measure
    prompt.owner = owner
    return before != [getattr(prompt, name) for name in SAID]


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
