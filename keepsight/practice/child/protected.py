"""What was done to protect a child and changed the child's life, and whether anybody asked how that is. Part of `queries`.

It waits on My work and is no pattern: no file says of what a child spoke, so that a prompt would stand for every child in care of
whom nobody wrote it down here, for years, and for those who were asked elsewhere as for those who were not.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.clocks.windows import ago, last_day
from keepsight.practice.child.hearing import PROTECTIVE
from keepsight.practice.local_rules import LOCAL_RULES

ASK_WITHIN = LOCAL_RULES["protection_asked"].within
WAITS = LOCAL_RULES["protection_waits"].within


@dataclass(frozen=True, slots=True)
class Unasked:
    """What was done on a day, and nothing on record of how that is for the child. `due` is the last day in time to ask."""

    entry: EntryShown
    due: dt.date | None


def unasked(entries: Sequence[EntryShown], today: dt.date) -> list[Unasked]:
    """Each day on which something was done, the oldest first, of which nobody has asked; none that lies further back than the rule
    lets it wait, and none on a day that is not known.

    What several files tell of one day is one: whoever asked of one of them asked of all.
    """
    days: dict[dt.date, list[EntryShown]] = {}
    for one in entries:
        if one.kind in PROTECTIVE and one.scope == "child" and (on := _new(one, today)):
            days.setdefault(on, []).append(one)
    voices = [one for one in entries if one.kind == "child.voice" and one.scope == "child"]
    asked_of = {str(one.details.get("about")) for one in voices}
    return [
        Unasked(some[0], last_day(ASK_WITHIN, on)) for on, some in sorted(days.items()) if not asked_of & _ids(some)
    ]


def _new(one: EntryShown, today: dt.date) -> dt.date | None:
    """The day, where it is known and lies no further back than it waits."""
    on = one.occurred_to
    known = on is not None and one.occurred_from == on
    return on if known and on and ago(WAITS, today) <= on <= today else None


def _ids(some: Sequence[EntryShown]) -> set[str]:
    return {str(each.id) for one in some for each in one.accounts}
