"""Asking a child who is back from missing: offered, declined and asked again, held, and taken into the plan. Part of `actions`.

Where the child was and with whom is kept apart, restricted: people and places may put others at risk, or the child.
"""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.queries import chronology
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.drafts import DetailValue, DraftEntry, When
from keepsight.practice.child.missing import WHEREABOUTS, Episode, episodes
from keepsight.practice.putting import draft_of, put
from keepsight.practice.threads.steps import check_follows
from keepsight.practice.threads.table import RETURN
from keepsight.store import clock
from keepsight.store.alone import alone_with

INDEPENDENT = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking a child, as whoever writes it down tells it. Empty: not said.

    `says` is the child's reason for declining, or what goes into the plan; `words` are the child's own. `into` is the entry of
    the plan.
    """

    on: dt.date
    says: str = ""
    interviewer: str = ""
    independent: str = "unknown"
    asked_for: str = ""
    words: str = ""
    before: str = ""
    during: str = ""
    after: str = ""
    place: str = ""
    with_whom: str = ""
    quality: str = ""
    into: str = ""


@transaction.atomic
def ask_child(
    sight: Sight, child: UUID, episode: UUID, step: str, asked: Asked, *, seen: UUID | None, by: User
) -> UUID:
    """Put on record what came of asking a child about a time missing that somebody was shown. The entry's id.

    `seen` is what they had read last of it. Raises Overtaken where more has been told since, and WrongUse where the step
    cannot follow, lacks what must be said, or lies before the return or ahead.
    """
    alone_with(child)
    of = _time(sight, child, episode)
    if of.last != seen:
        raise Overtaken(
            "Somebody else has acted since you opened this page", next_step="Read what they said, then save again."
        )
    check_follows(
        RETURN, of.state, step, {"says": asked.says, "interviewer": asked.interviewer, "quality": asked.quality}
    )
    _refuse_day(of, asked)
    with seeing(THE_MACHINE):
        if asked.place or asked.with_whom:
            put(_whereabouts(of, asked, by), child, uuid4(), by)
        return put(_told(of, step, asked, by), child, of.thread, by)


def _time(sight: Sight, child: UUID, episode: UUID) -> Episode:
    found, _ = episodes(chronology(sight, child))
    of = next((one for one in found if episode in one.names), None)
    if of is None or not of.found:
        raise WrongUse("There is no such return here", next_step="Open the page again.")
    return of


def _refuse_day(of: Episode, asked: Asked) -> None:
    back = of.back.occurred_from if of.back else None
    if asked.on > clock.today() or (back and asked.on < back):
        raise WrongUse(
            "That day cannot be",
            next_step="Give a day from the child’s return to today: what is to come is no entry yet.",
        )
    if asked.independent not in INDEPENDENT:
        raise WrongUse(
            "Something is missing", next_step="Say whether whoever asked is independent, or that it is not known."
        )


def _told(of: Episode, step: str, asked: Asked, by: User) -> DraftEntry:
    draft = _draft(RETURN.steps[step].kind, of, asked, asked.says, _details(of, step, asked), by)
    match step:
        case "hold":
            return replace(draft, narrative="", basis="child", child_words=asked.words or None)
        case "use":
            return draft
        case _:
            return replace(draft, basis="child" if step.startswith("decline") else "observed")


def _details(of: Episode, step: str, asked: Asked) -> dict[str, DetailValue]:
    """What is said with a step, by the words of the vocabulary."""
    match step:
        case "hold":
            names = ("interviewer", "independent", "asked_for", "before", "during", "after")
            return {name: said for name in names if (said := getattr(asked, name))}
        case "use":
            held = next((one.id for name, one in reversed(of.steps) if name == "hold"), of.id)
            plan: dict[str, DetailValue] = {"into": asked.into} if asked.into else {}
            return {"about": str(held), "quality": asked.quality, **plan}
        case "offer":
            return {"answer": "unknown"}
        case "agree":
            return {"answer": "accepted"}
        case _:
            return {"answer": "declined", "tried_again": "yes" if step == "decline_again" else "no"}


def _whereabouts(of: Episode, asked: Asked, by: User) -> DraftEntry:
    told: dict[str, DetailValue] = {"place": asked.place, "with_whom": asked.with_whom}
    draft = _draft(
        WHEREABOUTS, of, asked, "", {"about": str(of.id), **{name: one for name, one in told.items() if one}}, by
    )
    return replace(draft, basis="child", level="sealed" if of.level == "sealed" else "restricted")


def _draft(kind: str, of: Episode, asked: Asked, says: str, details: dict[str, DetailValue], by: User) -> DraftEntry:
    """An entry about a day, with a key of its own: what was taken back may be said again in the same words."""
    when = When(asked.on, asked.on, "day", asked.on.isoformat())
    return replace(draft_of(kind, says, details, of.level, by), when=when, key=str(uuid4()))
