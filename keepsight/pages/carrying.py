"""A paper about a child taken along, to be read where there is no connection: one file that asks nobody for anything.

It says of itself who took it, what for, by which day it is to be let go of, and what to do when it is lost. Nothing can make a file
expire that has left: so the day is for people, and stands first. That it was taken is noted as any file that leaves, and a
guardian reads for what, and why.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.queries import role_titles
from keepsight.access.taking import Taking, note_taken_out
from keepsight.briefings.printers import PRINTERS, in_shape
from keepsight.briefings.printing import Part, Printed, in_words
from keepsight.errors import WrongUse
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import Asking, Download
from keepsight.pages.words import day_as_typed, long_day, moment
from keepsight.store import clock

ACT = "carry"
FIELDS = ("purpose", "because", "until")
USUAL_DAYS = 3  # local judgement: a visit or a conference and the day after it
MOST_DAYS = 14  # local judgement: what is needed longer is read here again, where what was put right shows
LOST = (
    "If it is lost or stolen, or somebody else has read it: tell your information guardian and your agency’s data protection "
    "officer at once, at any hour, and do not wait until you are sure. They judge within 72 hours whether the Information "
    "Commissioner, and those whom it is about, must be told (UK GDPR, articles 33 and 34)."
)
KEEP = (
    "It is not encrypted. Keep it on a locked device of your agency’s that encrypts what it holds, or on paper where nobody else "
    "reads it. Send it to nobody: others read the same in Keepsight, as far as they may."
)
LET_GO = (
    "Let go of it by the end of {}: delete the file, and every print of it. What stands here may be put right or added to after "
    "it was taken; after that day, read it in Keepsight again."
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody takes along: what it is for, which the file says; why a file has to leave, which it does not; until when."""

    purpose: str
    because: str
    until: dt.date


def begun(asking: Asking) -> dict[str, str]:
    """The form as it is offered."""
    return {"until": day_as_typed(asking.today + dt.timedelta(days=USUAL_DAYS))}


def said(asking: Asking) -> dict[str, str]:
    """The form as it was filled in."""
    return {name: asking.posted(name) for name in FIELDS}


def taken_along(
    asking: Asking,
    paper: Printed,
    entries: Collection[UUID],
    days: tuple[dt.date | None, dt.date | None] = (None, None),
) -> Download:
    """The paper as one file, noted. `days`: of what happened in which days it is (None: open at that end).

    Raises WrongUse for what must be put right first.
    """
    assert asking.user is not None  # the door has made sure
    carried = _carried(asking)
    for_what = (
        f"{carried.purpose} (to be read without a connection until {long_day(carried.until)})"
        if carried.purpose
        else ""
    )
    taking = Taking("html", True, *days, for_what, carried.because)
    note_taken_out(asking.of_child.id, taking, entries=entries, by=asking.user)
    whole: Printed = {**paper, "parts": [_of_itself(asking, carried), *paper["parts"]]}
    return Download("to-read-offline.html", PRINTERS["html"][0], in_shape(whole, "html"), len(entries))


def _carried(asking: Asking) -> Carried:
    form = said(asking)
    until = real_day(form["until"])
    if not asking.today <= until <= asking.today + dt.timedelta(days=MOST_DAYS):
        raise WrongUse(
            f"It is needed until today at the earliest, and for {MOST_DAYS} days at most",
            next_step="Choose an earlier day.",
        )
    return Carried(form["purpose"], form["because"], until)


def _of_itself(asking: Asking, carried: Carried) -> Part:
    assert asking.user is not None
    until = long_day(carried.until)
    who = f"{asking.user.name} ({role_titles(asking.today)[asking.user.role]}), {asking.user.agency.name}"
    taken = f"Taken by {who}, {moment(clock.now())}, to be read without a connection. What for: {carried.purpose}"
    lines = (LET_GO.format(until), taken, LOST, KEEP)
    return {"title": f"In confidence. To be let go of by {until}", "depth": 1, "blocks": [*map(in_words, lines)]}


def form_of(asking: Asking, filled: Mapping[str, str], error: str | None) -> dict[str, object]:
    """What the template of the form is given. `filled` is empty where nothing was sent."""
    return {"filled": dict(filled) or begun(asking), "error": error, "most": MOST_DAYS}
