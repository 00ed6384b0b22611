"""The records that make up a child: each with its agency, since when it stands here and why; parted and joined from here.

Parting ends a link and moves no entry. Whoever looked at the child while a record of somebody else stood here is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.access.looks import Saw, saw_between
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.looking import seen
from keepsight.pages.page import MAY_JUDGE, WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people import queries as people
from keepsight.people.judging import ask_whether_same
from keepsight.people.made_up_of import Act, Part, PartedFrom, acts_of, parted_from, parts_of
from keepsight.prompts.joining import part, take_back

PAGE = Page(
    address="children/<uuid:child_id>/records/",
    title="Records that make up this child",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
LISTED = Listed(
    "records that make up this child",
    lambda page: page["parts"],
    {
        "Agency": lambda one: one["agency"],
        "On record as": lambda one: one["called"],
        "How it stands here": lambda one: one["by"],
        "Since": lambda one: words.moment(one["since"]),
        "Why": lambda one: ", ".join(one["why"]),
    },
)
FIELDS = ("record", "because", "number", "why", "done", "wrong")
AT_FAULT = {"ask": "number", "take_back": "wrong"}
"""Beside which field each form says what is wrong with it; parting, beside the reason."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What makes up the child, what was parted from it and who looked meanwhile; what was typed, by field, with what is wrong.

    `acts`: what this person's own agency said of these records, and may take back.
    """

    parts: Sequence[Part]
    parted: Sequence[tuple[PartedFrom, Sequence[Saw]]]
    entries: Sequence[EntryShown]
    acts: Sequence[Act] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking, said: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> Fetched:
    """The records of this child that this person may read."""
    ids = people.ids_of(asking.of_child.id)
    parted = [(one, saw_between(ids, one.since, one.until)) for one in parted_from(ids)]
    acts = acts_of(asking.of_child.id, asking.sight.agency) if _may_act(asking) and asking.sight.agency else ()
    entries = chronology(asking.sight, asking.of_child.id)
    return Fetched(parts_of(asking.of_child.id), parted, entries, acts, said or {}, errors or {})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Part a record from this child, ask whether another's are this one's, or take such an act back. None: not for this role."""
    if not _may_act(asking):
        return None
    form = asking.posted("act")
    try:
        return {"ask": _asked, "take_back": _taken_back}.get(form, _parted)(asking)
    except WrongUse as wrong:
        errors = {AT_FAULT.get(form, "because"): str(wrong)}
        return fetch(asking, {name: asking.posted(name) for name in FIELDS}, errors)


def _parted(asking: Asking) -> Elsewhere:
    assert asking.user is not None  # the door has made sure
    child, record = asking.of_child.id, asking.posted_id("record")
    if record not in {one.record for one in parts_of(child)} or record is None:
        raise WrongUse("No record was chosen", next_step="Choose the one that is not this child's.")
    part(child, record, by=asking.user, because=asking.posted("because"))
    return Elsewhere(f"{reverse('records', kwargs={'child_id': child})}#parted")


def _taken_back(asking: Asking) -> Elsewhere:
    assert asking.user is not None  # the door has made sure
    child, act = asking.of_child.id, asking.posted_id("done")
    if act is None or act not in {one.id for one in acts_of(child, asking.user.agency_id)}:
        raise WrongUse("Nothing was chosen to take back", next_step="Choose what was wrong.")
    take_back(act, by=asking.user, because=asking.posted("wrong"))
    return Elsewhere(reverse("records", kwargs={"child_id": child}))


def _may_act(asking: Asking) -> bool:
    return asking.sight.role in MAY_JUDGE and not asking.names_hidden


def _asked(asking: Asking) -> Elsewhere:
    """The pair that two judges are then asked about: nobody joins two records alone."""
    assert asking.user is not None
    number = asking.posted("number")
    found = people.find(asking.sight, nhs_number=number).children if number else ()
    other = [one.id for one in found if one.id != asking.of_child.id]
    if len(other) != 1:
        raise WrongUse(
            "No other child whom you see has that NHS number, or more than one has",
            next_step="Look at the number again.",
        )
    question = ask_whether_same(asking.of_child.id, other[0], by=asking.user, because=asking.posted("why"))
    return Elsewhere(reverse("pair", kwargs={"question_id": question}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Record by record; then what was parted, and who looked meanwhile."""
    hidden = asking.names_hidden
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{asking.of_child.name}: records that make up this child",
        "badges": badges(fetched.entries),
        "parts": [_part(one, hidden=hidden) for one in fetched.parts],
        "parted": [_parting(one, saw, hidden=hidden) for one, saw in fetched.parted],
        "acts": fetched.acts,
        "may_act": _may_act(asking),
        "here": reverse("records", kwargs={"child_id": asking.of_child.id}),
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)


def _part(one: Part, *, hidden: bool) -> dict[str, Any]:
    who = "a name that is hidden" if hidden else one.name or "no name"
    born = f", born {words.day(one.born_on)}" if one.born_on and not hidden else ""
    return {
        "record": str(one.record),
        "agency": one.agency,
        "called": f"{who}{born}",
        "since": one.since,
        "by": f"Joined by {one.by}" if one.by else "By rule" if one.why else "It stands here of itself",
        "why": [] if hidden and one.by else one.why,
    }


def _parting(one: PartedFrom, saw: Sequence[Saw], *, hidden: bool) -> dict[str, Any]:
    return {
        "agency": one.agency or "another agency",
        "since": one.since,
        "until": one.until,
        "because": "" if hidden else one.because,
        "saw": [{"name": each.name, "looks": each.looks, "last": each.last, "seen": seen(each)} for each in saw],
        "by_rule": one.by_rule,
        "looks": sum(each.looks for each in saw),
    }
