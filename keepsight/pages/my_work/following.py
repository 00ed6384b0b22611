"""What waits for somebody beside prompts: concerns at the front door, what was decided on their own, advice, other services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.page import Asking
from keepsight.people.shown import ChildShown
from keepsight.practice.following import Followed, came_back, to_follow, waits_for
from keepsight.practice.step_downs import StepDown, stepped_down_to
from keepsight.practice.threads import ADVICE, CONCERN, ONWARD


@dataclass(frozen=True, slots=True)
class Line:
    """One thread that waits: whose child, in a few words, and where it is gone on with."""

    child: ChildShown
    text: str
    href: str
    one: Followed | StepDown


@dataclass(frozen=True, slots=True)
class Section:
    """What waits of one sort, by the names of the children."""

    name: str
    title: str
    lines: Sequence[Line]


# Each sort: its name and title, which threads, which of them wait for somebody, the page they are gone on with, and where on it.
SORTS = (
    ("front_door", "At the front door", CONCERN, waits_for, "decide", "concern"),
    ("came_back", "Decided on what you raised", CONCERN, came_back, "concern", "concern"),
    ("advice", "Advice that was asked", ADVICE, waits_for, "advice", "thread"),
    ("onward", "Referrals to other services", ONWARD, waits_for, "onward", "thread"),
)


def sections(asking: Asking, known: Sequence[ChildShown]) -> list[Section]:
    """What waits for this person, of each sort of which anything does."""
    assert asking.user
    user, by_id = asking.user, {one.id: one for one in known}
    found = {of.name: to_follow(of, asking.sight, list(by_id), user, asking.today) for of in (CONCERN, ADVICE, ONWARD)}
    made = [
        Section(
            name,
            title,
            [_line(by_id[child], one, page, place) for child, one in found[of.name] if for_them(of, one, user)],
        )
        for name, title, of, for_them, page, place in SORTS
    ]
    made.append(_stepped_down(asking, by_id))
    ordered = [Section(one.name, one.title, sorted(one.lines, key=lambda line: line.child.name)) for one in made]
    return [one for one in ordered if one.lines]


def _stepped_down(asking: Asking, by_id: Mapping[UUID, ChildShown]) -> Section:
    assert asking.user
    found = stepped_down_to(asking.sight, list(by_id), asking.user, asking.today)
    lines = [
        Line(
            by_id[child],
            f"stepped down by {one.entry.agency_name}, {words.when(one.entry)}",
            f"{reverse('plan', kwargs={'child_id': child})}#step-down-{one.id}",
            one,
        )
        for child, one in found
    ]
    return Section("stepped_down", "Stepped down, and not taken on yet", lines)


def _line(child: ChildShown, one: Followed, page: str, place: str) -> Line:
    decided = one.step("decide")
    if decided and decided.outcome:
        text = f"{words.detail(decided.outcome)}, not known yet to {one.begun.agency_name}"
    else:
        text = one.begun.asked_of or f"raised by {one.begun.agency_name}"
    return Line(child, text, f"{reverse(page, kwargs={'child_id': child.id})}#{place}-{one.id}", one)
