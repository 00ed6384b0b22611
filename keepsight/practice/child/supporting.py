"""What helps a child to be understood and heard: the way to communicate, an interpreter, an advocate. Part of `actions`.

That nobody wrote one down is not the same as none being needed: then it is not recorded.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import When
from keepsight.practice.putting import draft_of, put
from keepsight.store import clock

SUPPORT = "child.support"
"""The kind of the note that says how it stands with what helps a child to be heard."""

SUPPORTS = {"communication": "How the child communicates", "interpreter": "Interpreter", "advocate": "Advocate"}
"""What may help a child to be heard, in the order of a page."""

STANDS = {
    "not_needed": "Not needed",
    "offered": "Offered, no answer yet",
    "wanted": "The child wants it, and it is not there yet",
    "not_wanted": "Offered, and the child does not want it",
    "in_place": "In place",
    "ended": "No longer in place",
}
"""How far an interpreter or an advocate may have come."""

BY_SOMEBODY = ("in_place", "offered")
"""Where it must be said by whom."""


@transaction.atomic
@seeing(THE_MACHINE)
def note_support(
    child: UUID, support: str, on: dt.date, *, says: str = "", stands: str = "", by_whom: str = "", by: User
) -> UUID:
    """Put on record how a child communicates, or since when it stands so with an interpreter or advocate. The entry's id.

    Raises WrongUse where something that must be said is not, or for a day to come.
    """
    _refuse_half_told(support, says, stands, by_whom)
    if on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day since when it is so.")
    details = {name: said for name, said in (("support", support), ("stands", stands), ("by_whom", by_whom)) if said}
    draft = replace(draft_of(SUPPORT, says, details, "standard", by), when=When(on, on, "day", on.isoformat()))
    return put(replace(draft, basis="observed"), child, uuid4(), by)


def supports(entries: Iterable[EntryShown]) -> dict[str, EntryShown | None]:
    """For each of SUPPORTS the entry that says how it stands now: the one of the latest day. None: not recorded."""
    told = [one for one in entries if one.kind == SUPPORT and one.scope == "child" and one.occurred_to]
    latest = {str(one.details["support"]): one for one in sorted(told, key=_since)}
    return {name: latest.get(name) for name in SUPPORTS}


def _refuse_half_told(support: str, says: str, stands: str, by_whom: str) -> None:
    spoken = support == "communication"
    missing = [
        what
        for lacks, what in (
            (support not in SUPPORTS, "what you write down"),
            (spoken and not says.strip(), "how the child communicates, and what that needs"),
            (not spoken and stands not in STANDS, "how it stands"),
            (not spoken and stands in BY_SOMEBODY and not by_whom, "by whom"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")


def _since(one: EntryShown) -> tuple[dt.date, dt.datetime]:
    assert one.occurred_to is not None  # only dated ones are sorted
    return one.occurred_to, one.received_at
