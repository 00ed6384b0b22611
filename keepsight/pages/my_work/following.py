"""What waits for somebody beside prompts, in words: concerns, advice, other services, returns from missing, what stands open."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.people.shown import ChildShown
from keepsight.practice.child.missing import Episode
from keepsight.practice.following import Followed
from keepsight.practice.matters import Matter
from keepsight.practice.plans.approving import TO_APPROVE
from keepsight.practice.plans.step_downs import StepDown


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: whose child, in a few words, where it is gone on with, by when, and whose turn it is."""

    child: ChildShown
    text: str
    href: str
    due: dt.date | None
    turn: str


@dataclass(frozen=True, slots=True)
class Section:
    """What waits of one sort, by the names of the children."""

    name: str
    title: str
    lines: Sequence[Line]


def _of_thread(one: Matter) -> str:
    assert isinstance(one.of, Followed)
    decided = one.of.step("decide")
    if decided and decided.outcome:
        return f"{words.detail(decided.outcome)}, not known yet to {one.of.begun.agency_name}"
    return one.of.begun.asked_of or f"raised by {one.of.begun.agency_name}"


def _of_approval(one: Matter) -> str:
    assert isinstance(one.of, Followed)
    asked = str(one.of.begun.details["to_approve"])
    return f"{TO_APPROVE.get(asked, asked).lower()}, asked by {one.of.begun.by_name}"


_AT_MARAC = {
    "sent": "sent, and nobody has said that it was received",
    "received": "the day of the meeting is over, and what came of it is not on record",
    "turned_away": "sent back, and nobody has said what follows",
}
"""What of a referral to MARAC is open, by its state. Whom it is about stands on its own page, not where others may look over."""


def _of_marac(one: Matter) -> str:
    assert isinstance(one.of, Followed)
    return _AT_MARAC[one.of.stands.state.name]


def _of_step_down(one: Matter) -> str:
    assert isinstance(one.of, StepDown)
    return f"stepped down by {one.of.entry.agency_name}, {words.when(one.of.entry)}"


def _of_return(one: Matter) -> str:
    assert isinstance(one.of, Episode)
    return f"{one.why}; back {words.when(one.of.back) if one.of.back else words.NOT_KNOWN}"


def _of_entry(one: Matter) -> str:
    return f"{one.why}; {_what(one)}"


def _of_untold(one: Matter) -> str:
    return f"not told to {one.why}; {_what(one)}"


def _of_unread(one: Matter) -> str:
    return f"told to {one.why}, and not acknowledged; {_what(one)}"


def _of_unchecked(one: Matter) -> str:
    return f"nobody has looked at it; {_what(one)}"


def _of_check(one: Matter) -> str:
    return f"you began, and left {words.counted(int(one.why), 'question')}; {_what(one)}"


def _what(one: Matter) -> str:
    assert isinstance(one.of, EntryShown)
    return f"{one.of.title.lower()}, {words.when(one.of)}"


# Each sort: its name and title, its words, the page it is gone on with, and where on it.
SORTS: Sequence[tuple[str, str, Callable[[Matter], str], str, str]] = (
    ("front_door", "At the front door", _of_thread, "decide", "concern-"),
    ("came_back", "Decided on what you raised", _of_thread, "concern", "concern-"),
    ("advice", "Advice that was asked", _of_thread, "advice", "thread-"),
    ("onward", "Referrals to other services", _of_thread, "onward", "thread-"),
    ("needs", "Needs that no service could meet", _of_thread, "needs", "thread-"),
    ("to_approve", "A manager is asked to approve", _of_approval, "approvals", "thread-"),
    ("sent_back", "Sent back to you by a manager", _of_approval, "approvals", "thread-"),
    ("marac", "Referrals to MARAC", _of_marac, "marac", "thread-"),
    ("stepped_down", "Stepped down, and not taken on yet", _of_step_down, "plan", "step-down-"),
    ("return_interview", "Back from missing, and not asked yet", _of_return, "missing", "time-"),
    ("exploitation", "Exploitation: what stands open", _of_entry, "exploitation", "exploitation"),
    ("assessment", "Risk assessments that were asked for", _of_entry, "adults", "adults"),
    ("outcome_untold", "What came of an assessment: to be passed on", _of_untold, "quality", "told"),
    ("outcome_told", "What came of an assessment: to be read", _of_unread, "quality", "told"),
    ("check_begun", "Quality of an assessment: looked at in part", _of_check, "quality", "look"),
    ("unchecked", "Quality of an assessment: to be looked at", _of_unchecked, "quality", "look"),
    ("protected", "Done to protect a child, and the child not asked", _of_entry, "voice", "protected"),
    ("tool", "To be looked at again with a tool", _of_entry, "tools", "tools"),
)


def sections(found: Sequence[Matter], known: Sequence[ChildShown]) -> list[Section]:
    """What waits for somebody, of each sort of which anything does. `known`: the children whom it is about, by their ids."""
    by_id = {one.id: one for one in known}
    made = [
        Section(
            name,
            title,
            sorted(
                (
                    _line(by_id[one.child], one, says(one), page, place)
                    for one in found
                    if one.sort == name and one.child in by_id
                ),
                key=lambda line: (line.child.name, line.child.id),
            ),
        )
        for name, title, says, page, place in SORTS
    ]
    return [one for one in made if one.lines]


def _line(child: ChildShown, one: Matter, text: str, page: str, place: str) -> Line:
    turn = one.of.stands.stage.title if isinstance(one.of, Followed | StepDown) else ""
    where = f"{place}{one.of.id}" if place.endswith("-") else place
    address = {"child_id": child.id} | ({"entry_id": one.of.id} if page == "quality" else {})
    return Line(child, text, f"{reverse(page, kwargs=address)}#{where}", one.due, turn)
