"""What the partnership's own tools gave of a child each time one was used, and what happened between. Part of `queries`, `actions`.

A level is kept in the tool's own words of that day, with what it rests on. None is added up, weighed or compared with another
child's, and that one is not known is kept as such.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue, When
from keepsight.practice.assessments.tools import TOOLS, Tool
from keepsight.practice.putting import draft_of, level_of, put
from keepsight.store import clock
from keepsight.vocabulary import UNKNOWN

USED = "tool.used"
"""The kind of the note that says what a tool gave."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a tool gave on a day: a level of each of its items, in their order, UNKNOWN where it cannot be told.

    `rests_on` says why in words, `evidence` are entries that show it. Empty or None: not said.
    """

    on: dt.date
    levels: tuple[str, ...]
    rests_on: str
    evidence: tuple[UUID, ...] = ()
    of_whom: str = ""
    used_by: str = ""
    review_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The uses of one tool, of one person where it is asked of one, the oldest first."""

    uses: tuple[EntryShown, ...]

    @property
    def last(self) -> EntryShown:
        """The use of the latest day."""
        return self.uses[-1]


@transaction.atomic
@seeing(THE_MACHINE)
def use_tool(child: UUID, name: str, use: Use, *, by: User) -> UUID:
    """Put on record what a tool gave of a child. The entry's id; it bears the level of the most closely kept of its evidence.

    Raises WrongUse for a tool that the partnership does not name, where what must be said is not, and for days that cannot be.
    """
    if name not in TOOLS:
        raise WrongUse("The partnership names no such tool", next_step="Choose one of those on the page.")
    tool = TOOLS[name]
    _refuse_half_told(tool, use)
    _refuse_impossible_days(use)
    draft = draft_of(USED, use.rests_on, _details(name, tool, use), level_of(use.evidence), by)
    return put(replace(draft, when=When(use.on, use.on, "day", use.on.isoformat())), child, uuid4(), by)


def chains(entries: Sequence[EntryShown]) -> list[Chain]:
    """What tools gave of the child, among entries that somebody may read: in the order of the file, never by level."""
    found: dict[tuple[str, str], list[EntryShown]] = {}
    for one in sorted((one for one in entries if one.kind == USED and one.scope == "child"), key=_since):
        whom = " ".join(str(one.details.get("of_whom", "")).casefold().split())
        found.setdefault((str(one.details.get("tool")), whom), []).append(one)
    order = {name: place for place, name in enumerate(TOOLS)}
    return [Chain(tuple(found[key])) for key in sorted(found, key=lambda key: (order.get(key[0], len(order)), key))]


def review_day(one: EntryShown) -> dt.date | None:
    """The day by when what a tool gave is looked at again; None: none was set."""
    said = one.details.get("review_on")
    return dt.date.fromisoformat(str(said)) if said else None


def due_again(entries: Sequence[EntryShown], today: dt.date) -> list[tuple[EntryShown, dt.date]]:
    """The last use of each tool whose day to look again has come, with that day: until then it waits for nobody."""
    last = [(one.last, review_day(one.last)) for one in chains(entries)]
    return [(one, day) for one, day in last if day and day <= today]


def between(entries: Sequence[EntryShown], first: EntryShown, until: dt.date) -> list[EntryShown]:
    """What happened from the day of one use up to another day, both with it; what a tool gave is not among it."""
    since = _since(first)[0]
    return [
        one
        for one in entries
        if one.kind != USED and one.occurred_from and one.occurred_from <= until and (one.occurred_to or until) >= since
    ]


def _refuse_half_told(tool: Tool, use: Use) -> None:
    missing = [
        what
        for lacks, what in (
            (not _all_told(tool, use.levels), "the level of each, or that it cannot be told"),
            (tool.of_whom and not use.of_whom.strip(), "of whom"),
            (not use.rests_on.strip(), "on what it rests"),
            (tool.reviewed and use.review_on is None, "by when it is looked at again"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {', and '.join(missing)}.")


def _all_told(tool: Tool, levels: Sequence[str]) -> bool:
    """Whether each item has a level that the tool knows: one of its own words, where it names them, or that it is not known."""
    told = all(one.strip() for one in levels) and len(levels) == len(tool.items)
    return told and (not tool.levels or set(levels) <= {*tool.levels, UNKNOWN})


def _refuse_impossible_days(use: Use) -> None:
    if use.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which the tool was used.")
    if use.review_on and use.review_on <= use.on:
        raise WrongUse("It is looked at again before it was used", next_step="Give a later day for looking again.")


def _details(name: str, tool: Tool, use: Use) -> dict[str, DetailValue]:
    """The tool in its words of today, so that a later version of the file changes nothing that was written down."""
    said: dict[str, DetailValue] = {
        "tool": name,
        "tool_title": tool.title,
        "tool_version": tool.version,
        "items": list(tool.items),
        "levels": list(use.levels),
        "evidence": [str(one) for one in use.evidence],
    }
    review_on = use.review_on.isoformat() if use.review_on else ""
    for word, told in (("of_whom", use.of_whom), ("used_by", use.used_by), ("review_on", review_on)):
        if told.strip() and (word != "of_whom" or tool.of_whom):
            said[word] = told.strip()
    return said


def _since(one: EntryShown) -> tuple[dt.date, dt.datetime]:
    assert one.occurred_to is not None  # the action gives every use its day
    return one.occurred_to, one.received_at
