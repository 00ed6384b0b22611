"""What a manager is asked to approve: an assessment, a plan, or that work with a child ends. Part of `queries`.

It stands beside the case system, where approval has its own place. What is here is what that place does not hold: who asked and
why, what stood open around the child on the day it was approved, and that nobody approves what they ask for themselves.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from keepsight.access.models import User
from keepsight.chronology.shown import EntryShown
from keepsight.practice.following import Followed
from keepsight.practice.threads.thread import Thread
from keepsight.prompts.queries import PromptShown

TO_APPROVE: Mapping[str, str] = {
    "assessment": "An assessment",
    "plan": "A plan, or that one ends",
    "closure": "That work with the child ends, or passes to another service",
}
"""What may be asked, in the order of a form."""

APPROVABLE = frozenset(
    {
        *("assessment.completed", "plan.started", "plan.ended", "early_help.started", "early_help.ended"),
        *("involvement.closed", "involvement.stepped_down"),
    }
)
"""The entries that it may be about. None need be: whoever asks before it is done is asked nothing of the case system."""


def may_be_about(entries: Sequence[EntryShown], user: User) -> list[EntryShown]:
    """What somebody may ask their manager to approve, of their own agency's entries that they read, the newest first."""
    own = (one for one in entries if one.kind in APPROVABLE and one.scope == "child" and one.agency == user.agency_id)
    return list(reversed(list(own)))


def waits_for_a_manager(of: Thread, one: Followed, user: User) -> bool:
    """Whether it is this manager's turn to decide; once nobody has in time, it waits for whoever asked too."""
    asked = one.stands.state.name == "approval_asked"
    return asked and ("approve" in one.may or (user.pk == one.begun.by and one.stands.state.stage > 0))


def was_sent_back(of: Thread, one: Followed, user: User) -> bool:
    """Whether what this person asked was sent back to them, and is neither put right nor let go."""
    return one.stands.state.name == "sent_back" and one.begun.by == user.pk


def stood_on(prompts: Sequence[PromptShown], day: dt.date) -> list[PromptShown]:
    """Of these prompts those that could be read on a day and held: found by then, and not ended before it was over."""
    return [
        one
        for one in prompts
        if max(one.visible_on, one.found_on) <= day and (one.ended_on is None or one.ended_on > day)
    ]
