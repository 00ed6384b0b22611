"""What the page of domestic abuse and MARAC says, in words: each of the criteria with what shows it, a checklist, a referral."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.chronology.rows import disputed
from keepsight.pages.overview.lanes import whose
from keepsight.pages.page import Asking
from keepsight.pages.story import Story
from keepsight.practice.following import Followed
from keepsight.practice.marac.checklist import ANSWERS, CHECKED, JUDGED, Standing, answered, exact, in_time, incidents
from keepsight.practice.marac.criteria import FOR_MARAC
from keepsight.practice.marac.referrals import AT_MARAC, Referral
from keepsight.practice.queries import Given, day_of
from keepsight.practice.threads.table import MARAC
from keepsight.vocabulary import KINDS, UNKNOWN

STATES = {"met": "Met", "cannot_tell": "Cannot be told", "not_shown": "Not shown"}
SAYS: Mapping[str, Mapping[str, str]] = {
    "judgement": {"not_shown": "Nobody whom you may read judges it so. It may be judged on its own, at any time."},
    "yes": {
        "cannot_tell": "With what is not known or was not asked, there may be as many.",
        "not_shown": "No checklist on record has as many. Fewer clear nobody: who is afraid tells little.",
    },
    "incidents": {
        "cannot_tell": "With those whose day is not known exactly, there may be as many.",
        "not_shown": "So many are not on record. What nobody reported is not here.",
    },
    "again": {
        "cannot_tell": "Whether it came after MARAC talked about it is not known to the day.",
        "not_shown": "Nothing that you may read shows it. Ask the coordinator whether MARAC has talked about it before.",
    },
}
"""What is said where one of the criteria is not met, by what it counts and how it stands: that is never said to clear anybody."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a line: what it is, where it stands, and what is said against it."""

    text: str
    href: str
    disputes: Sequence[str]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record: incidents in the window of the criteria, in order, those before it, and what tells of MARAC.

    `days` are how many days those of the window are of, where each is known: several agencies may tell of one night.
    """

    within: str
    days: int
    lately: Sequence[Line]
    before: Sequence[Line]
    at_marac: Sequence[Line]


def record_of(story: Story, today: dt.date) -> OnRecord:
    """What the page begins with. Nothing is said of whether incidents come closer together: their days stand there."""
    window = next((one for one in FOR_MARAC.criteria.values() if one.counts == "incidents"), None)
    found = incidents(story.entries)
    lately = [one for one in found if window is None or in_time(one, window, today) is not False]
    return OnRecord(
        window.within.text if window else "",
        len({one.occurred_to for one in lately if exact(one)}),
        [line(one, story) for one in lately],
        [line(one, story) for one in found if one not in lately],
        [line(one, story) for one in story.entries if one.kind in AT_MARAC],
    )


def line(one: EntryShown, story: Story) -> Line:
    """An entry with its day and who told it; of a checklist, how many questions were answered how."""
    of_another = f", {whose(one)}" if one.scope == "household" and whose(one) else ""
    tally = f": {in_figures(one)}" if one.kind == CHECKED else ""
    score = words.known(one, "dash_score")
    told = f": {score} answered yes, as the list says" if score else ""
    text = f"{one.title}, {words.when(one)}, {one.agency_name}{of_another}{tally}{told}"
    return Line(text, story.href(one), [disputed(each) for each in one.disputes])


def in_figures(one: EntryShown) -> str:
    """How the questions of a checklist were answered: "9 yes, 8 no, 2 not known, 5 not asked"."""
    return ", ".join(
        f"{len(some)} {title.lower()}" for answer, title in ANSWERS.items() if (some := answered(one, answer))
    )


def standing(one: Standing, story: Story) -> dict[str, Any]:
    """One of the criteria: how it stands, by what, and whose judgement it is."""
    of = one.criterion
    return {
        "of": of,
        "state": one.state,
        "stands": STATES[one.state],
        "says": SAYS[of.counts].get(one.state, ""),
        "by": [line(each, story) for each in one.by],
        "perhaps": [line(each, story) for each in one.perhaps],
    }


def checklist(one: EntryShown, story: Story) -> dict[str, Any]:
    """A checklist gone through, with every answer, what was judged, and on what it rests."""
    shown_by = [story.by_account[UUID(each)] for each in one.texts("evidence") if UUID(each) in story.by_account]
    return {
        "one": one,
        "line": line(one, story),
        "when": words.when(one),
        "figures": in_figures(one),
        "answers": [(title, some) for answer, title in ANSWERS.items() if (some := answered(one, answer))],
        "not_asked": len(answered(one, "")),
        "not_known": len(answered(one, UNKNOWN)),
        "judged": JUDGED.get(words.known(one, "judgement") or ""),
        "judged_because": words.known(one, "judged_because"),
        "who": words.known(one, "who"),
        "used_by": words.known(one, "used_by"),
        "version": words.known(one, "list_version"),
        "evidence": [line(each, story) for each in shown_by],
    }


def tracked(one: Referral, story: Story, asking: Asking) -> dict[str, Any]:
    """A referral with its way: asked, received, to be heard on, heard; and what whoever asks may do with it."""
    followed = one.followed
    last = followed.stands.last
    return {
        "one": followed,
        "way": _way(one, story) if followed.step("refer") else [],
        "heard": line(one.heard, story) if one.heard else None,
        "listed": line(one.listed, story) if one.listed else None,
        "waits": one.waits,
        "steps": [_step(each, story) for each in followed.stands.given],
        "may": [] if one.heard else [(name, MARAC.steps[name].title) for name in followed.may],
        "mine": asking.user is not None and last is not None and last.by == asking.user.pk,
    }


def _way(one: Referral, story: Story) -> list[tuple[str, str, bool]]:
    """What is to happen with a referral, each with its day or that it is not on record, and whether it is done."""
    stands, steps = one.followed.stands, _since_sent(one.followed)
    received, heard = steps.get("receive"), one.heard
    meeting = words.day(received.by_when) if received and received.by_when else None
    late = {stands.state.name: "Late: not on record"} if stands.state.passed or stands.state.late else {}
    return [
        ("Referred", _day(steps["refer"], story), True),
        _stage(
            "Received", "Sent back" if "send_back" in steps else None, received or one.listed, story, late.get("sent")
        ),
        ("To be heard on", meeting or "No day on record", meeting is not None),
        _stage("Talked about", None, steps.get("hear") or heard, story, late.get("received")),
    ]


def _since_sent(one: Followed) -> dict[str, Given]:
    """What was done since it was sent last, by step: what came of it before was of another sending."""
    sent = max(place for place, each in enumerate(one.stands.given) if each.step == "refer")
    return {each.step: each for each in one.stands.given[sent:]}


def _stage(
    title: str, instead: str | None, told: Given | EntryShown | None, story: Story, late: str | None
) -> tuple[str, str, bool]:
    if instead or told is None:
        return title, instead or late or "Not on record", False
    return title, words.when(told) if isinstance(told, EntryShown) else _day(told, story), True


def _step(one: Given, story: Story) -> dict[str, Any]:
    criteria = one.details.get("criteria")
    return {
        "one": one,
        "title": KINDS[MARAC.steps[one.step].kind].title,
        "when": _day(one, story),
        "to_whom": one.details.get("to_whom"),
        "by_whom": one.details.get("by_whom"),
        "who": one.details.get("who"),
        "criteria": criteria if isinstance(criteria, list) else [],
    }


def _day(one: Given, story: Story) -> str:
    """The day of a step, as its entry says it; of one that is not read, the day on which it was written down."""
    entry = story.by_account.get(one.id)
    return words.when(entry) if entry else words.day(day_of(one.at))
