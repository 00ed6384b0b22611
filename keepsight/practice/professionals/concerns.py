"""A concern that somebody raises with the front door, or thinks of and does not raise. Part of `actions`.

What was seen, what was told and what is thought of it are kept apart: whoever decides must be able to tell the one from the other.
"""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftEntry
from keepsight.practice.actions import Said, begin, beginning, hold, still_said
from keepsight.practice.putting import draft_of, put
from keepsight.practice.threads.table import CONCERN, TAKEN_BACK
from keepsight.prompts.queries import owning_agency
from keepsight.store import clock

VOICE = "child.voice"


@dataclass(frozen=True, slots=True)
class Worry:
    """What somebody raises. Empty: not said. `words` are the child's own."""

    saw: str = ""
    was_told: str = ""
    told_by: str = ""
    thinks: str = ""
    words: str = ""


def refuse_half_told(worry: Worry) -> None:
    """Raises WrongUse where nobody could decide on it: nothing seen and nothing told, or nobody knows by whom, or why."""
    missing = [
        says
        for lacks, says in (
            (not (worry.saw or worry.was_told or worry.words), "what you saw, or what you were told"),
            (worry.was_told and not worry.told_by, "who told you"),
            (not worry.thinks, "what worries you about it"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")


@transaction.atomic
@seeing(THE_MACHINE)
def raise_concern(child: UUID, worry: Worry, *, by: User) -> UUID:
    """Put a worry to the front door, and the child's own words on record apart from it. The id of the thread they share.

    Raises WrongUse where it is half told. The front door counts as told from today.
    """
    refuse_half_told(worry)
    thread = uuid4()
    if worry.words:
        voice = draft_of(VOICE, "", {}, "standard", by)
        put(replace(voice, basis="child", child_words=worry.words), child, thread, by)
    put(_raised(worry, by), child, thread, by)
    return thread


def keep_reason(child: UUID, reason: str, *, by: User) -> UUID:
    """Keep why somebody thought of raising a concern and does not. The id of its thread. Raises WrongUse without a reason."""
    return begin(CONCERN, child, "not_raise", Said(reason), by=by)


@transaction.atomic
@seeing(THE_MACHINE)
def take_back_concern(child: UUID, thread: UUID, *, because: str, by: User) -> None:
    """Take back what one raised, before anybody acted on it; what it said stays readable beneath. Raises WrongUse otherwise."""
    acts = still_said(thread)
    own = {VOICE, *(CONCERN.steps[name].kind for name in ("raise", "not_raise"))}
    if not acts or {one.by for one in acts} != {by.pk} or not {one.kind for one in acts} <= own:
        raise WrongUse("That is not yours to take back", next_step="Tell whoever has acted on it since.")
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say why you take it back.")
    hold(thread, acts[-1].id)
    for one in acts:
        put(draft_of(TAKEN_BACK, because.strip(), {}, one.level, by), child, thread, by, corrects=one.id)


def _raised(worry: Worry, by: User) -> DraftEntry:
    """The concern as an entry. What is only told is another's account; what is thought of it is significance, kept apart."""
    draft = beginning(CONCERN, "raise", Said(worry.saw or worry.was_told or worry.words, thinks=worry.thinks), by=by)
    told = {name: said for name, said in (("was_told", worry.was_told), ("told_by", worry.told_by)) if said}
    door = owning_agency()
    return replace(
        draft,
        narrative=worry.saw.strip(),
        details=dict(told),
        basis="observed" if worry.saw else "child" if worry.words and not worry.was_told else "other_account",
        significance=worry.thinks.strip(),
        told=((door.name, clock.today()),) if door else (),
    )
