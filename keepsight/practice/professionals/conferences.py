"""Conferences about a child, as whoever works with the child reads them: every agency's view, and what became of it.

They are for the network around the child: of a restricted child, whoever is not named reads none of it. Part of `queries`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from keepsight.access.models import User
from keepsight.access.queries import agencies
from keepsight.access.sight import Sight
from keepsight.chronology.acts import Act, acts_on, threads_about
from keepsight.errors import WrongUse
from keepsight.people import in_sight
from keepsight.practice.queries import taken
from keepsight.practice.threads.steps import State, state_on
from keepsight.practice.threads.table import CONFERENCE, CONFERENCE_VIEW, TAKEN_BACK

CALLED = CONFERENCE.steps["call"].kind
GIVEN, ANSWERED, DIFFERS = (CONFERENCE_VIEW.steps[name].kind for name in ("give", "answer", "differ"))

FOLLOWED, PARTLY, NOT_FOLLOWED = WEIGHED = ("followed", "followed in part", "not followed")
"""What becomes of a view. One that is not followed, or in part, stands as recorded dissent."""


@dataclass(frozen=True, slots=True)
class View:
    """What one agency brings to a conference. `said` None: nothing yet, and that is shown.

    `replies` answer what it says now: what was said to an earlier version of it is read in the chronology.
    """

    agency: str
    agency_name: str
    state: State | None
    said: Act | None = None
    differs: Act | None = None
    replies: tuple[Act, ...] = ()
    last: Act | None = None

    @property
    def waits(self) -> bool:
        """Whether whoever chairs has still to answer it."""
        return self.state is not None and self.state.name in ("given", "differs")

    @property
    def dissents(self) -> bool:
        """Whether it stands on record as one that the conference did not follow, or not wholly."""
        weighed = self.replies[-1].details.get("weighed") if self.replies else None
        differs = self.differs is not None and (self.waits or weighed != FOLLOWED)
        return differs or weighed in (PARTLY, NOT_FOLLOWED)


@dataclass(frozen=True, slots=True)
class Conference:
    """One conference: the day it is for, where it stands, what was written of it, and each agency's view."""

    id: UUID
    on: dt.date
    state: State
    called: Act
    postponed: tuple[Act, ...]
    concluded: Act | None
    last: Act
    views: tuple[View, ...]

    @property
    def open(self) -> bool:
        """Whether nobody has concluded it yet."""
        return self.state.name == "called"

    @property
    def next_on(self) -> dt.date | None:
        """The day on which it is looked at again; None: not concluded, or no day is set."""
        return _day(self.concluded) if self.concluded else None

    def view_of(self, agency: str) -> View | None:
        """What an agency brings; None: it is not among those who are expected and has said nothing."""
        return next((one for one in self.views if one.agency == agency), None)


def view_thread(conference: UUID, agency: str) -> UUID:
    """The thread of one agency's view in a conference."""
    return uuid5(conference, agency)


def conferences(seen: Sight, child: UUID, expected: Iterable[str], today: dt.date) -> list[Conference]:
    """The conferences about a child in sight, the newest first, each with a view, empty or not, of every agency expected."""
    if child in in_sight.withheld(seen):
        return []
    known = {code: one.name for code, one in agencies().items()}
    ids = list(threads_about([child], CALLED))
    acts = _acts([*ids, *(view_thread(one, code) for one in ids for code in known)])
    expected = set(expected)
    found = []
    for one in reversed(ids):
        all_views = (_view(code, name, acts.get(view_thread(one, code), []), today) for code, name in known.items())
        views = sorted((view for view in all_views if view.last or view.agency in expected), key=_by_name)
        found.append(_conference(one, acts[one], tuple(views), today))
    return found


def calls_for(seen: Sight, children: Iterable[UUID], user: User, today: dt.date) -> list[tuple[UUID, Conference]]:
    """The conferences that wait for this person, each with its child: to be prepared by their agency, answered or concluded."""
    whose = threads_about(list(children), CALLED)
    called = dict.fromkeys(whose[one] for one, done in _acts(whose).items() if _is_open(done))
    found = [(child, one) for child in called for one in conferences(seen, child, [user.agency_id], today) if one.open]
    return [(child, one) for child, one in found if _is_theirs(one, user)]


def standing(child: UUID) -> list[UUID]:
    """The conferences about a child that nobody has concluded."""
    acts = _acts(threads_about([child], CALLED))
    return [one for one, done in acts.items() if _is_open(done)]


def refuse_over(conference: UUID) -> None:
    """Raises WrongUse for a conference that is concluded, or was never called."""
    if not _is_open(_acts([conference]).get(conference, [])):
        raise WrongUse("This conference is over", next_step="If you see it differently, say so beside its conclusion.")


def views_waiting(conference: UUID) -> int:
    """How many views whoever chairs has still to answer."""
    acts = _acts(view_thread(conference, code) for code in agencies())
    return sum(done[-1].kind in (GIVEN, DIFFERS) for done in acts.values())


def _acts(threads: Iterable[UUID]) -> dict[UUID, list[Act]]:
    """What was done on each thread and not taken back."""
    found = {one: [act for act in done if act.kind != TAKEN_BACK] for one, done in acts_on(list(threads)).items()}
    return {one: done for one, done in found.items() if done}


def _is_open(acts: list[Act]) -> bool:
    return bool(acts) and all(one.kind != CONFERENCE.steps["conclude"].kind for one in acts)


def _is_theirs(one: Conference, user: User) -> bool:
    view = one.view_of(user.agency_id)
    chairs = user.role in CONFERENCE.ladder.stages[one.state.stage].roles
    return chairs or (user.role == "practitioner" and (view is None or view.last is None))


def _by_name(view: View) -> str:
    return view.agency_name


def _day(act: Act) -> dt.date | None:
    said = act.details.get("by_when")
    return dt.date.fromisoformat(str(said)) if said else None


def _conference(conference: UUID, acts: list[Act], views: tuple[View, ...], today: dt.date) -> Conference:
    done = taken(CONFERENCE, acts)
    concluded = next((one for one in acts if one.kind == CONFERENCE.steps["conclude"].kind), None)
    before = [one for one in acts if one is not concluded]
    on = _day(before[-1])
    assert on is not None  # a call without a day is refused
    state = state_on(CONFERENCE, done[0].on, done, today)
    return Conference(conference, on, state, acts[0], tuple(before[1:]), concluded, acts[-1], views)


def _view(code: str, name: str, acts: list[Act], today: dt.date) -> View:
    if not acts:
        return View(code, name, None)
    done = taken(CONFERENCE_VIEW, acts)
    said, differs = (next((one for one in reversed(acts) if one.kind == kind), None) for kind in (GIVEN, DIFFERS))
    current = {str(one.id) for one in (said, differs) if one}
    replies = tuple(one for one in acts if one.kind == ANSWERED and one.details.get("about") in current)
    state = state_on(CONFERENCE_VIEW, done[0].on, done, today)
    return View(code, name, state, said, differs, replies, acts[-1])
