"""What a manager was asked to approve, beside what stands open around the child: approved with a reason, or sent back with a day.

Each approval says what stood open on its own day, as far as whoever reads it may see: it is worked out again, and kept nowhere.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from keepsight.pages.coverage import untold
from keepsight.pages.decisions import decision_words
from keepsight.pages.following import Fetched, act_on, fetch_of, present_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Numbered, Story
from keepsight.practice.following import Followed
from keepsight.practice.plans.approving import TO_APPROVE, may_be_about, stood_on
from keepsight.practice.professionals.disagreements import disagreements
from keepsight.practice.queries import day_of
from keepsight.practice.threads.table import APPROVAL

PAGE = Page(
    address="children/<uuid:child_id>/approvals/",
    title="Approved by a manager",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
STANDS = {"approved": "Approved.", "let_go": "It is no longer asked."}


def fetch(asking: Asking) -> Fetched:
    """What was asked about this child, as far as this person may read it, with the entry that the address names chosen."""
    fetched = fetch_of(APPROVAL, asking)
    return replace(fetched, form={"about": asking.query.get("about", "")})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Ask, approve, send back, ask again, let go, or take back what one did last. None without names."""
    assert asking.user
    by = asking.user
    return act_on(
        APPROVAL,
        asking,
        offers={"to_approve": TO_APPROVE},
        abouts=lambda story: {one.id for one in may_be_about(story.entries, by)},
    )


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What stands open around the child, each thing that was asked with what was decided, then the form that asks."""
    assert asking.user
    story = fetched.story
    open_ones = disagreements(story.child_id, story.by_account, asking.user, asking.today)
    more: dict[str, Any] = {
        "stands_words": STANDS,
        "new_heading": "Ask a manager",
        "says_label": "Why, in your own words",
        "by_when_label": "If it is sent back: the day by when",
        "to_approve": TO_APPROVE,
        "standing": story.standing,
        "disagreements": sum(one.stands.state.name in ("open", "offered") for one in open_ones),
        "untold": untold(story.feeds, asking.today),
        "abouts": [(one.id, decision_words(one)) for one in may_be_about(story.entries, asking.user)],
        "beside": {one.id: _beside(one, story) for one in fetched.found},
    }
    return present_of(APPROVAL, asking, fetched, "approved by a manager", **more)


def _beside(one: Followed, story: Story) -> dict[str, Any]:
    """What it is about, and what stood open on the day it was approved; None: it was not."""
    about = story.by_account.get(one.begun.about) if one.begun.about else None
    approved = one.step("approve")
    return {
        "about": (decision_words(about), story.href(about)) if about else None,
        "stood": _stood(story, day_of(approved.at)) if approved else None,
    }


def _stood(story: Story, day: dt.date) -> list[Numbered]:
    held = {one.id for one in stood_on([each.prompt for each in story.prompts], day)}
    return [one for one in story.prompts if one.prompt.id in held]
