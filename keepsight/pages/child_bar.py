"""The badges beside a child's name: at most six, each a state that somebody recorded, never a judgement of ours.

A state is computed from the entries in sight: begun, and not ended since in the same matter.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.vocabulary import KINDS

MOST = 6  # PAGES.md section 3: the more flags, the less each is read


@dataclass(frozen=True, slots=True)
class Badge:
    """A few words, and how they look: "urgent", "open" or "plain"."""

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class State:
    """Something that lasts from one kind of entry to another."""

    text: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    look: str
    plan: str | None = None


STATES = (
    State("Missing", ("missing.reported",), ("missing.found",), "urgent"),
    State("Section 47 open", ("section47.started",), ("section47.decided",), "urgent"),
    State("Child protection plan", ("plan.started",), ("plan.ended",), "urgent", plan="child_protection"),
    State("Child in need plan", ("plan.started",), ("plan.ended",), "open", plan="child_in_need"),
    State("Early help", ("early_help.started",), ("early_help.ended",), "open"),
)


def badges(entries: Sequence[EntryShown]) -> list[Badge]:
    """The badges of one child, the most pressing first."""
    about = [entry for entry in entries if entry.scope == "child"]
    standing = [(state, began) for state in STATES if (began := open_since(state, about))]
    found = [Badge(f"{state.text} since {words.when(began)}", state.look) for state, began in standing]
    return [*found, _seen_alone(about)][:MOST]


def open_since(state: State, entries: Sequence[EntryShown]) -> EntryShown | None:
    """The entry with which the state last began, where nothing on record has ended it."""
    began = [one for one in entries if one.kind in state.begins and _of(state, one)]
    ended = [one for one in entries if one.kind in state.ends and _of(state, one)]
    still = [one for one in began if not any(_ends(end, one) for end in ended)]
    return still[-1] if still else None


def _of(state: State, entry: EntryShown) -> bool:
    """Whether the entry speaks of this plan. One that does not say which plan could be of any."""
    said = words.known(entry, "plan") if "plan" in KINDS[entry.kind].details else None
    return state.plan is None or said == state.plan or (said is None and entry.kind in state.ends)


def _ends(end: EntryShown, began: EntryShown) -> bool:
    same = end.thread == began.thread or None in (end.thread, began.thread)
    return same and _first(end) >= _first(began)


def _first(entry: EntryShown) -> dt.date:
    return entry.occurred_from or dt.date.max


def _seen_alone(entries: Sequence[EntryShown]) -> Badge:
    alone = [one for one in entries if one.kind == "child.seen" and words.known(one, "alone") == "yes"]
    return Badge(f"Last seen alone {words.when(alone[-1])}" if alone else "Seen alone: not recorded", "plain")
