"""One pair of records side by side, and a judge's answer: the same, two people, cannot tell, ask an agency.

Nothing of what others said, and nothing of what the machine makes of the two, stands here before this judge has answered.
The lead of an agency that is asked reads here what is asked and their own record, and nothing of the other; and answers in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import MAY_JUDGE, Asking, Elsewhere, Page, Shown
from keepsight.pages.pair.reasons import reasons
from keepsight.pages.same_person.page import NO_NAME, turn
from keepsight.people.judging import Judged, tell
from keepsight.people.opinions import ANSWERS, ASK
from keepsight.people.pairs import THINGS, AskedOf, Kin, Pair, Side, asked_of, pair
from keepsight.prompts.joining import judge

PAGE = Page(
    address="same-person/<uuid:question_id>/",
    title="One person or two?",
    who=MAY_JUDGE,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("said", "because", "agency", "asks", "says")
CAME_TO = {
    "same": "Judged to be one person: the records are joined.",
    "different": "Judged to be two people: no rule will join them.",
    "cannot_tell": "Nobody could tell. It is not asked again unless something new is told of one of them.",
    "no_longer_asked": "It is no longer asked: what is known of the records has changed.",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pair, or what a lead's agency is asked of its own record alone; what was typed, by field, and what must be put right."""

    pair: Pair | AskedOf
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(
    asking: Asking, said: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> Fetched | None:
    """None where there is no such pair, or one of its records is not for this person, who is asked nothing of the other."""
    asked = asking.address["question_id"]
    found = pair(asking.sight, asked, asking.today) or asked_of(asking.sight, asked)
    return Fetched(found, said or {}, errors or {}) if found else None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep the answer, or what the agency said that was asked."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    if asking.posted("act") == "tell":
        errors = _told(asking, fetched.pair.question)
    elif isinstance(fetched.pair, AskedOf):
        return None
    else:
        errors = _judged(asking, fetched.pair)
    if errors:
        return fetch(asking, {name: asking.posted(name) for name in FIELDS}, errors)
    if isinstance(fetched.pair, AskedOf):
        return Elsewhere(reverse("my_work"))
    return Elsewhere(reverse("pair", kwargs={"question_id": fetched.pair.question}))


def _judged(asking: Asking, pair: Pair) -> dict[str, str]:
    assert asking.user is not None  # the door has made sure
    said, because = asking.posted("said"), asking.posted("because")
    errors = {} if said in ANSWERS else {"said": "Choose one of the four answers"}
    if not because:
        errors["because"] = "Say how you know, or why you cannot"
    agency = asking.posted("agency") or None
    if said == ASK and agency not in dict(_agencies(pair)):
        errors["agency"] = "Choose the agency that you ask"
    if said == ASK and not asking.posted("asks"):
        errors["asks"] = "Say what you ask"
    if errors:
        return errors
    try:
        judge(pair.question, Judged(said, because, agency, asking.posted("asks")), by=asking.user)
    except WrongUse as wrong:
        return {"said": str(wrong)}
    return {}


def _told(asking: Asking, question: UUID) -> dict[str, str]:
    assert asking.user is not None
    try:
        tell(question, asking.posted("says"), by=asking.user)
    except WrongUse as wrong:
        return {"says": str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The two side by side; the form while this judge may answer; what was found and said once they have."""
    assert asking.user is not None
    pair = fetched.pair
    if isinstance(pair, AskedOf):
        return _own(pair, fetched)
    mine = pair.standing.of(asking.user.pk)
    standing, waits = pair.standing, pair.answer is None
    names = [side.name or NO_NAME for side in pair.sides]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{names[0]} and {names[1]}: one person or two?",
        "names": names,
        "sides": [_side(side) for side in pair.sides],
        "rows": _rows(pair.sides),
        "here": reverse("pair", kwargs={"question_id": pair.question}),
        "asked_at": pair.asked_at,
        "came_to": CAME_TO[pair.answer] if pair.answer else None,
        "turn": turn(standing, asking.user.pk) if waits else None,
        "may_answer": waits and standing.asked is None and (mine is None or standing.differ),
        "asked": standing.asked if waits else None,
        "told": [one for one in standing.answers if one.told],
        "mine": mine,
        "why": pair.why if mine or not waits else (),
        "reasons": reasons(mine or standing.answers[-1]) if mine or (standing.answers and not waits) else None,
        "said_before": standing.answers if mine or not waits else (),
        "answers": ANSWERS,
        "agencies": _agencies(pair),
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context, of_children={side.person: 0 for side in pair.sides})


def _own(asked: AskedOf, fetched: Fetched) -> Shown:
    """What is asked of an agency's own record, beside what it wrote of it."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{asked.name or NO_NAME}: what your agency is asked",
        "own": asked,
        "name": asked.name or NO_NAME,
        "rows": [{"thing": thing, "cells": asked.said[thing]} for thing in THINGS if asked.said.get(thing)],
        "here": reverse("pair", kwargs={"question_id": asked.question}),
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context, of_children={asked.person: 0})


def _agencies(pair: Pair) -> list[tuple[str, str]]:
    """Those that hold one of the records: whoever wrote it can look again."""
    return sorted({one for side in pair.sides for one in side.agencies}, key=lambda one: one[1])


def _rows(sides: Sequence[Side]) -> list[dict[str, Any]]:
    """A row for each thing that was said of either; what was not said stands as not said."""
    return [
        {"thing": thing, "cells": [side.said.get(thing, ()) for side in sides]}
        for thing in THINGS
        if any(side.said.get(thing) for side in sides)
    ]


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name or NO_NAME,
        "agencies": words.listed([name for _, name in side.agencies]),
        "joined": len(side.records) - 1,
        "household": [_kin(one) for one in side.household],
    }


def _kin(one: Kin) -> str:
    born = f", born {words.day(one.born_on)}" if one.born_on else ""
    twin = ": the same birth date, as twins have" if one.twin else ""
    return f"{one.member.name}, {one.member.role}{born}{twin}"
