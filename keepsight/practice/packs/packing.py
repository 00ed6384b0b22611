"""Making an evidence pack, and noting who received it. Part of `actions`.

What goes in is asked of the chronology with the maker's own sight at that moment; every entry that they read and leave out has its
reason; and whoever makes a pack must have had all of them before them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.bases import Basis, basis_on
from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sharing import CONSENT, SAFE_TO_TELL, Reasons, tell_agencies
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.drafts import DetailValue, Level, When
from keepsight.practice.actions import still_said
from keepsight.practice.packs.editions import (
    MADE,
    Edition,
    cited,
    editions_of,
    is_within,
    kept,
    left_out,
    mark_of,
    numbers_of,
    offered,
)
from keepsight.practice.putting import draft_of, put
from keepsight.practice.queries import day_of
from keepsight.practice.threads.steps import check_follows
from keepsight.practice.threads.table import EVIDENCE_PACK
from keepsight.practice.threads.thread import NOT_BEGUN
from keepsight.store import clock
from keepsight.store.alone import alone_with


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody puts into a pack, and what they say with it. `because`: by entry that is left out, why.

    `reasons.purpose` is what the pack is for. `untold` are sentences on who is silent or not connected today.
    """

    entries: frozenset[UUID]
    because: Mapping[UUID, str]
    decision: str
    to_whom: str
    statement: str
    reasons: Reasons
    since: dt.date | None = None
    until: dt.date | None = None
    untold: tuple[str, ...] = ()


@transaction.atomic
@seeing(THE_MACHINE)
def make(child: UUID, choice: Choice, *, seen: str, of: UUID | None = None, by: User) -> UUID:
    """Make a pack, or a later edition of one (`of`). The id of the pack.

    `seen` is the mark of the entries that its maker had before them. Raises Overtaken where they are others now, and WrongUse where
    one of them is not theirs to put in, where one is left out without a reason, or where what must be said is not.
    """
    pack = of or uuid4()
    alone_with(pack)
    story = chronology(sight(by, clock.today()), child)
    open_to_them = offered(by, story)
    if mark_of(open_to_them) != seen:
        raise Overtaken("Something came in since you opened this page", next_step="Look at the entries again.")
    before = _before(of, story)
    chosen = [one for one in open_to_them if one.id in choice.entries]
    basis = _refuse_half_told(choice, chosen, before)
    within = [one for one in open_to_them if is_within(one, choice.since, choice.until)]
    unchosen = [one for one in within if one.id not in choice.entries]
    numbers = numbers_of(chosen, before)
    _refuse_unexplained(choice, unchosen, numbers)
    said: dict[str, DetailValue] = {
        **kept(chosen, numbers), **_said(choice, basis), "edition": max((one.number for one in before), default=0) + 1,
        "left_out": left_out([choice.because[one.id].strip() for one in unchosen]),
        "outside": len([one for one in open_to_them if one not in within and one not in chosen]),
    }  # fmt: skip
    level: Level = "restricted" if any(one.level == "restricted" for one in chosen) else "standard"
    edition = put(draft_of(MADE, choice.reasons.purpose, said, level, by), child, pack, by)
    if level == "standard":  # of one that holds what the others may not read they are not told that it is there
        tell_agencies(child, edition, "packed", {one.agency for one in chosen}, by=by)
    return pack


@transaction.atomic
@seeing(THE_MACHINE)
def note_received(child: UUID, edition: Edition, received_by: str, how: str, *, on: dt.date, by: User) -> None:
    """Put on record that somebody received an edition that this person was shown. Raises WrongUse for a day that cannot be."""
    step = check_follows(EVIDENCE_PACK, "made", "receive", {"about": edition.id, "received_by": received_by.strip()})
    if not day_of(edition.made_at) <= on <= clock.today():
        raise WrongUse("It cannot have been received on that day", next_step="Give a day since the pack was made.")
    level = still_said(edition.pack)[-1].level
    told: dict[str, DetailValue] = {"about": str(edition.id), "received_by": received_by.strip(), "how": how.strip()}
    draft = draft_of(step.kind, "", told, level, by)
    put(replace(draft, when=When(on, on, "day", on.isoformat())), child, edition.pack, by)


def _before(of: UUID | None, story: Sequence[EntryShown]) -> list[Edition]:
    """The earlier editions. Raises WrongUse where whoever asks does not read them all: its numbers could mean two things."""
    if of is None:
        return []
    found = editions_of(of, story)
    if not found or len(found) != sum(1 for one in still_said(of) if one.kind == MADE):
        raise WrongUse("There is no such pack for you to go on with", next_step="Make a pack of its own.")
    return found


def _refuse_half_told(choice: Choice, chosen: Sequence[EntryShown], before: Sequence[Edition]) -> Basis:
    """The ground on which it is shared. Raises WrongUse where the choice, or what must be said with it, is not whole."""
    if not chosen or {one.id for one in chosen} != choice.entries:
        raise WrongUse("One of these entries is not for you to put in", next_step="Choose from the entries again.")
    said = {
        "says": choice.reasons.purpose.strip(),
        "decision": choice.decision.strip(),
        "to_whom": choice.to_whom.strip(),
        "statement": choice.statement.strip(),
    }
    check_follows(EVIDENCE_PACK, "made" if before else NOT_BEGUN, "make", said)
    basis = basis_on(choice.reasons.basis, clock.today())
    if basis is None:
        raise WrongUse("That ground is not known to be in force today", next_step="Choose another one.")
    if choice.reasons.safe_to_tell not in SAFE_TO_TELL or choice.reasons.consent not in CONSENT:
        raise WrongUse(
            "Something is missing", next_step="Say whether the family may be told, and whether it was asked."
        )
    if not choice.reasons.proportionate.strip():
        raise WrongUse("Something is missing", next_step="Say why these entries and no more.")
    return basis


def _refuse_unexplained(choice: Choice, unchosen: Sequence[EntryShown], numbers: Mapping[UUID, int]) -> None:
    if not all(choice.because.get(one.id, "").strip() for one in unchosen):
        raise WrongUse("Something is left out without a reason", next_step="Say why, for each sort of entry.")
    numbered = cited(choice.statement)
    if strange := sorted(numbered - set(numbers.values())):
        raise WrongUse(f"No entry here has the number {strange[0]}", next_step="Cite an entry by its number, as [1].")
    if not numbered:
        raise WrongUse("What you say cites no entry", next_step="Cite an entry by its number, as [1].")


def _said(choice: Choice, basis: Basis) -> dict[str, DetailValue]:
    days = {"since": choice.since, "until": choice.until}
    return {
        "decision": choice.decision.strip(), "to_whom": choice.to_whom.strip(), "statement": choice.statement.strip(),
        "untold": list(choice.untold), "lawful_basis": f"{basis.code} {basis.version}",
        "proportionate": choice.reasons.proportionate.strip(), "safe_to_tell": choice.reasons.safe_to_tell,
        "asked_family": choice.reasons.consent,
        **{name: day.isoformat() for name, day in days.items() if day},
    }  # fmt: skip
