"""What waits for one person beside prompts, sort by sort. My work shows it, and the daily summary counts it. Part of `queries`.

A return interview waits for children's social care, and once its time is over for those above too; what stands open of exploitation
for those who wrote of it; a risk assessment for the agency that asked for it; what a tool gave for the agency that wrote it down,
from the day to look again; what came of an assessment for whoever passes it on, then for each agency that was told, and what
nobody looked at of it; what was done to protect a child, until somebody asked the child; a referral to MARAC for the agency that
made it, until the conference is known to have talked about it. None of it is a score, and no child is ranked by it.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.models import User
from keepsight.access.sight import Sight
from keepsight.chronology.acts import told_of
from keepsight.chronology.queries import chronologies
from keepsight.chronology.shown import EntryShown, Read
from keepsight.clocks.windows import ago
from keepsight.practice.assessments.checking import ASSESSED, CHECKED, checks_of, same_assessment
from keepsight.practice.assessments.passing_on import partners
from keepsight.practice.assessments.qualities import OF_ASSESSMENT
from keepsight.practice.assessments.scoring import USED, due_again
from keepsight.practice.child.exploitation import OPEN, open_of
from keepsight.practice.child.hearing import PROTECTIVE
from keepsight.practice.child.missing import Clock, Episode, clock_of, episodes
from keepsight.practice.child.protected import WAITS as PROTECTION_WAITS
from keepsight.practice.child.protected import unasked
from keepsight.practice.family.adults import ASKED, not_back
from keepsight.practice.following import Followed, begun, came_back, read_by, waits_for
from keepsight.practice.local_rules import LOCAL_RULES
from keepsight.practice.marac.referrals import heard_elsewhere
from keepsight.practice.plans.approving import waits_for_a_manager, was_sent_back
from keepsight.practice.plans.step_downs import STEPPED_DOWN, StepDown, stepped_down_to
from keepsight.practice.plans.step_downs import WAITS as STEP_DOWN_WAITS
from keepsight.practice.queries import at_front_door, day_of
from keepsight.practice.threads.table import ADVICE, APPROVAL, CONCERN, MARAC, NEED, ONWARD, RETURN
from keepsight.practice.threads.thread import Thread
from keepsight.prompts.queries import owning_agency
from keepsight.store.clock import LONDON

RETURN_WAITS = LOCAL_RULES["return_waits"].within
ASSESSMENT_WAITS = LOCAL_RULES["assessment_waits"].within
ABOVE = ("agency_lead", "hub_coordinator")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits for somebody: its sort, whose child, until when, and what. `due` None: no day is set.

    `why` says in words what of it is open, where a thread's own stage does not.
    """

    sort: str
    child: UUID
    due: dt.date | None
    of: Followed | StepDown | Episode | EntryShown
    why: str = ""


FOLLOWED: Sequence[tuple[str, Thread, Callable[[Thread, Followed, User], bool]]] = (
    ("front_door", CONCERN, waits_for),
    ("came_back", CONCERN, came_back),
    ("advice", ADVICE, waits_for),
    ("onward", ONWARD, waits_for),
    ("needs", NEED, waits_for),
    ("to_approve", APPROVAL, waits_for_a_manager),
    ("sent_back", APPROVAL, was_sent_back),
    ("marac", MARAC, waits_for),
)


def matters(seen: Sight, children: Collection[UUID], user: User, today: dt.date) -> list[Matter]:
    """What waits for this person of those children whom they see, sort by sort.

    Only children are read of whom something is on record that may wait, all of them at once and each once.
    """
    told, begun_here = _told(children, user, today), _begun_here(children, user, today)
    asked = {child for some in told.values() for child in some} | {child for _, child, _ in begun_here}
    read = chronologies(seen, asked).__getitem__
    return [
        *_followed(read, begun_here),
        *(
            Matter("stepped_down", child, one.stands.state.due, one)
            for child, one in stepped_down_to(read, told[STEPPED_DOWN], user, today)
        ),
        *_returns(read, told, user, today),
        *_exploitation(read, told, user, today),
        *_assessments(read, told, user, today),
        *_tools(read, told, user, today),
        *_outcomes(read, told, user, today),
        *_checks(read, told, user, today),
        *_protected(read, told, user, today),
    ]


def of_whom(children: Collection[UUID], user: User, today: dt.date) -> set[UUID]:
    """Those of these children of whom something is on record that may wait for this person, whether or not it does."""
    told, begun_here = _told(children, user, today), _begun_here(children, user, today)
    return {child for some in told.values() for child in some} | {child for _, child, _ in begun_here}


Told = Mapping[str, Sequence[UUID]]
"""By kind, the children of whom an entry of it is on record; a kind is left out from which nothing can wait for this person."""


def _told(children: Collection[UUID], user: User, today: dt.date) -> Told:
    return told_of(children, _watched(user, today), by_another_than={STEPPED_DOWN: user.agency_id})


def _watched(user: User, today: dt.date) -> dict[str, dt.date | None]:
    """The kinds of entries from which something may wait for this person, each with the first day it may be of. None: any."""
    watched: dict[str, dt.date | None] = {STEPPED_DOWN: ago(STEP_DOWN_WAITS, today), CHECKED: None}
    if at_front_door(user):
        watched["missing.found"] = ago(RETURN_WAITS, today)
    if user.role == "practitioner":
        watched |= dict.fromkeys(OPEN)
    if user.role in ("practitioner", "agency_lead"):
        watched |= {ASKED: None, USED: None, ASSESSED: ago(ASSESSMENT_WAITS, today)}
        watched |= dict.fromkeys(PROTECTIVE, ago(PROTECTION_WAITS, today))
    return watched


def _begun_here(children: Collection[UUID], user: User, today: dt.date) -> list[tuple[str, UUID, Followed]]:
    """The threads whose turn is this person's, with the sort and the child, whether or not they read what began them."""
    found = {of.name: begun(of, children, user, today) for of in (CONCERN, ADVICE, ONWARD, NEED, APPROVAL, MARAC)}
    return [
        (sort, child, one)
        for sort, of, for_them in FOLLOWED
        for child, one in found[of.name]
        if for_them(of, one, user)
    ]


def _followed(read: Read, begun_here: Sequence[tuple[str, UUID, Followed]]) -> list[Matter]:
    theirs = read_by(read, [(child, one) for _, child, one in begun_here])
    kept = {(child, one.id) for child, one in theirs}
    return [
        Matter(sort, child, one.stands.state.due, one)
        for sort, child, one in begun_here
        if (child, one.id) in kept and not (sort == "marac" and heard_elsewhere(one, read(child)))
    ]


NOT_HELD = {
    "back": "back, and nobody has offered to ask",
    "offered": "offered, and no answer yet",
    "agreed": "the child agrees: to be held",
    "declined": "the child declined: to be offered again",
}
"""What of a return is open, by its state."""


def _returns(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    found = []
    for child in told.get("missing.found", ()):
        for one in episodes(read(child))[0]:
            clock = clock_of(one.back)
            if _is_open(one, today) and _is_whose(user, clock, today):
                found.append(Matter("return_interview", child, clock.on if clock else None, one, NOT_HELD[one.state]))
    return found


def _is_open(one: Episode, today: dt.date) -> bool:
    """Whether a child who is back was not asked, and it is no longer ago than the rule lets it stand. An unknown day stands."""
    if not one.found or RETURN.states[one.state] != "limit":
        return False
    back = one.back.occurred_to if one.back else None
    return back is None or back >= ago(RETURN_WAITS, today)


def _is_whose(user: User, clock: Clock | None, today: dt.date) -> bool:
    """Practitioners from the start; those above once the time is over. Where no time can be told, practitioners alone."""
    over = clock is not None and clock.on < today
    return user.role == "practitioner" or (user.role in ABOVE and over)


def _exploitation(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    owner = owning_agency()
    found = []
    for child in dict.fromkeys(one for kind in OPEN for one in told.get(kind, ())):
        entries = read(child)
        wrote = {one.agency for one in entries if one.kind in OPEN and one.scope == "child"}
        if user.agency_id in wrote | ({owner.code} if owner else set()):
            found += [Matter("exploitation", child, None, one, why) for one, why in open_of(entries, today)]
    return found


def _assessments(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    found = []
    for child in told.get(ASKED, ()):
        for one in not_back(read(child)):
            due = _by_when(one)
            above = user.role == "agency_lead" and due < today
            if one.agency == user.agency_id and (user.role == "practitioner" or above):
                found.append(Matter("assessment", child, due, one, f"asked of {one.details['asked_of']}, not back"))
    return found


def _tools(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    found = []
    for child in told.get(USED, ()):
        for one, due in due_again(read(child), today):
            above = user.role == "agency_lead" and due < today
            if one.agency == user.agency_id and (user.role == "practitioner" or above):
                found.append(Matter("tool", child, due, one, str(one.details["tool_title"])))
    return found


def _outcomes(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    """What came of an assessment: of the agency that assessed, whoever passes it on; of one that was told, whoever reads it."""
    found = []
    for child in told.get(ASSESSED, ()):
        entries = read(child)
        for one in _new_assessments(entries, today):
            state = "untold" if user.agency_id == one.agency else "told"
            open_ones = [each for each in partners(entries, one) if each.state == state]
            theirs = open_ones if state == "untold" else [each for each in open_ones if each.code == user.agency_id]
            due = min((each.due for each in theirs if each.due), default=None)
            if theirs and (user.role == "practitioner" or (due and due < today)):
                found.append(Matter(f"outcome_{state}", child, due, one, ", ".join(each.name for each in theirs)))
    return found


def _checks(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    """An assessment that nobody has looked at for its quality, for a lead of its agency; a check half made, for its maker."""
    found = []
    for child in told[ASSESSED if user.role == "agency_lead" else CHECKED]:
        entries = read(child)
        for one in _new_assessments(entries, today):
            checks = [each for told in same_assessment(entries, one) for each in checks_of(entries, told)]
            mine = {name for each in checks if each.entry.source.by == user.name for name in each.looks}
            if mine and (left := len(OF_ASSESSMENT.qualities.keys() - mine)):
                found.append(Matter("check_begun", child, None, one, str(left)))
            elif not checks and user.role == "agency_lead" and user.agency_id == one.agency:
                found.append(Matter("unchecked", child, None, one))
    return found


def _new_assessments(entries: Sequence[EntryShown], today: dt.date) -> list[EntryShown]:
    """Those that it is not too late to go on with, each once however many files tell of it."""
    since = ago(ASSESSMENT_WAITS, today)
    told = [one for one in entries if one.kind == ASSESSED and one.scope == "child" and one.occurred_to]
    new = [one for one in told if one.occurred_to and since <= one.occurred_to <= today]
    return [one for one in new if same_assessment(entries, one)[0] is one]


def _protected(read: Read, told: Told, user: User, today: dt.date) -> list[Matter]:
    """What was done to protect a child, and nobody asked how that is: for the agency that did it."""
    found = []
    for child in dict.fromkeys(of for kind in PROTECTIVE for of in told.get(kind, ())):
        for one in unasked(read(child), today):
            above = user.role == "agency_lead" and one.due is not None and one.due < today
            if one.entry.agency == user.agency_id and (user.role == "practitioner" or above):
                found.append(
                    Matter("protected", child, one.due, one.entry, "nobody has written down how it is for the child")
                )
    return found


def _by_when(one: EntryShown) -> dt.date:
    """The day by when it was to be back: without one it could not have been put on record. In doubt, when it came in."""
    said = one.details.get("by_when")
    return dt.date.fromisoformat(str(said)) if said else day_of(one.received_at.astimezone(LONDON))
