"""What a child said and showed, and whether the child was seen alone. Part of `actions`.

The child's own words, what the child showed, and what the professional makes of it are kept apart: a reader must be able to tell
the one from the other.
"""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import acts_on, behind
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue, DraftEntry, When
from keepsight.practice.putting import draft_of, put
from keepsight.practice.threads.table import TAKEN_BACK
from keepsight.store import clock


@dataclass(frozen=True, slots=True)
class Heard:
    """A meeting with a child, or a meeting that did not come about, as whoever was there tells it. Empty: not said.

    `seen` is "alone", "with" or "not". `words` are the child's own, `showed` what they did, `thinks` what the professional makes
    of it, which is kept apart from both. `distressed` is "yes" where what they showed was distress.
    """

    on: dt.date
    seen: str
    with_whom: str = ""
    why_not: str = ""
    place: str = ""
    communicates: str = ""
    words: str = ""
    showed: str = ""
    thinks: str = ""
    promised: str = ""
    distressed: str = ""
    about: str = ""
    protected_by: str = ""


@transaction.atomic
@seeing(THE_MACHINE)
def hear(child: UUID, heard: Heard, *, by: User) -> UUID:
    """Put on record that a child was seen, or not, and what the child said and showed. The id of the thread they share.

    Raises WrongUse for a day to come, where it is not said whether the child was seen, with whom, or why not, and for words of a
    child who was not seen.
    """
    refuse_half_told(heard)
    thread = uuid4()
    for draft in _meeting(heard, by):
        put(draft, child, thread, by)
    return thread


@transaction.atomic
@seeing(THE_MACHINE)
def take_back_meeting(child: UUID, thread: UUID, *, because: str, by: User) -> None:
    """Take back all that one put on record of a meeting; what it said stays readable beneath. Raises WrongUse otherwise."""
    acts = [one for one in acts_on([thread]).get(thread, []) if one.kind != TAKEN_BACK]
    if not acts or {one.by for one in acts} != {by.pk} or not {one.kind for one in acts} <= set(MEETING):
        raise WrongUse("That is not yours to take back", next_step="Whoever said it can take it back.")
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say why you take it back.")
    for one in acts:
        put(draft_of(TAKEN_BACK, because, {}, one.level, by), child, thread, by, corrects=one.id)


@transaction.atomic
@seeing(THE_MACHINE)
def answer_child(child: UUID, about: UUID, did: str, told: str, *, by: User) -> UUID:
    """Put on record what somebody did about what a child said or showed, which they were shown. The entry's id.

    `told` is what they told the child of it; empty: not said. Raises WrongUse where nothing was done that is written down.
    """
    if not did.strip():
        raise WrongUse("Something is missing", next_step="Say what you did about it.")
    details = {"about": str(about), **_told(promised=told)}
    draft = replace(draft_of(ANSWERED, did, details, behind([about])[about].level, by), basis="observed")
    return put(draft, child, uuid4(), by)


ANSWERED = "child.answered"
MEETING = ("child.seen", "child.not_seen", "child.voice", "child.distress")
"""The kinds of entries that a meeting with a child makes."""

PROTECTIVE = (
    *("emergency_protection.started", "looked_after.started", "looked_after.ended", "legal_status.changed"),
    *("placement.started", "adoption.decided"),
)
"""What files tell that was done to protect a child and changes the child's life: each may harm too, so the child is asked.

Contact that was stopped, another school or another worker stand in no file of these: whoever asks the child says it in words.
"""


def refuse_half_told(heard: Heard) -> None:
    """Raises WrongUse for a day to come, where it is half told whether the child was seen, and for words of a child who was not."""
    missing = [
        says
        for lacks, says in (
            (heard.seen not in ("alone", "with", "not"), "whether you saw the child, and whether alone"),
            (heard.seen == "with" and not heard.with_whom, "who else was there"),
            (heard.seen == "not" and not heard.why_not, "why you did not see the child"),
            (heard.distressed and not heard.showed, "what the child showed"),
            (_of_protection(heard) and not (heard.words or heard.showed), "what the child said or showed of it"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")
    if heard.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which you were there.")
    if heard.seen == "not" and (heard.words or heard.showed):
        raise WrongUse(
            "You say that you did not see the child", next_step="Say who heard these words, on a day of its own."
        )


def _meeting(heard: Heard, by: User) -> list[DraftEntry]:
    """The entries of a meeting: that the child was seen or not, and apart from it what the child said and showed."""
    when = When(heard.on, heard.on, "day", heard.on.isoformat())
    if heard.seen == "not":
        return [
            replace(
                draft_of("child.not_seen", "", _told(reason=heard.why_not), "standard", by), when=when, basis="observed"
            )
        ]
    alone = "yes" if heard.seen == "alone" else "no"
    told = _told(alone=alone, place=heard.place, with_whom=heard.with_whom)
    drafts = [replace(draft_of("child.seen", "", told, "standard", by), when=when, basis="observed")]
    if heard.words or heard.showed:
        told = _told(communicates=heard.communicates, promised=heard.promised, **_of_protection(heard))
        voice = draft_of("child.voice", heard.showed, told, "standard", by)
        words, thinks = heard.words or None, heard.thinks or None
        drafts.append(replace(voice, when=when, basis="child", child_words=words, significance=thinks))
    if heard.distressed:
        drafts.append(replace(draft_of("child.distress", "", {}, "standard", by), when=when, basis="observed"))
    return drafts


def _of_protection(heard: Heard) -> dict[str, str]:
    """What was done to protect the child, of which they tell how it is for them. An entry goes before words."""
    return {"about": heard.about} if heard.about else {"protected_by": heard.protected_by} if heard.protected_by else {}


def _told(**details: str) -> dict[str, DetailValue]:
    return {name: said for name, said in details.items() if said}
