"""What is waiting for the person who signed in, by child, and the children they work with. No order here is a score."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.models import User
from keepsight.access.roles import ROLES
from keepsight.chronology.acts import threads_about
from keepsight.chronology.guesses import FileOfGuesses, files_of_guesses
from keepsight.chronology.queries import DocumentShown, documents
from keepsight.intake.queries import Feed, feeds
from keepsight.pages import words
from keepsight.pages.coverage import silent
from keepsight.pages.frame import placed
from keepsight.pages.in_parts import Part, part_of
from keepsight.pages.my_work.following import Section, sections
from keepsight.pages.my_work.guarding import guarding
from keepsight.pages.notices.page import Told, told
from keepsight.pages.notices.page import fetch as notices
from keepsight.pages.page import EVERYONE, GROUPS, MAY_CONFIRM, MAY_JUDGE, WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people import in_sight
from keepsight.people.pairs import waiting_for
from keepsight.people.queries import in_order, these_children
from keepsight.people.shown import ChildShown
from keepsight.practice.matters import matters, of_whom
from keepsight.practice.professionals.conferences import CALLED, Conference, calls_for
from keepsight.practice.professionals.disagreements import OPENED, Disagreement, waiting
from keepsight.practice.queries import Turn, turns
from keepsight.prompts.queries import with_prompts

PAGE = Page(address="", title="My work", who=EVERYONE, menu=1)
LISTED = Listed(
    "prompts that wait on you",
    lambda page: [(one.child, turn) for one in page.get("waiting", ()) for turn, _ in one.prompts],
    {
        "Child": lambda row: row[0].name,
        "Question": lambda row: row[1].prompt.sheet.title,
        "What is on record": lambda row: row[1].prompt.sentence,
        "By": lambda row: words.day(row[1].stands.state.due),
        "Could be seen from": lambda row: words.day(row[1].prompt.visible_on),
    },
    child=lambda row: row[0].id,
)


LISTED_AT_MOST = 100
"""Children: of so many each is listed, whether or not anything waits. Whoever sees more is shown those of whom something may."""
AT_ONCE = 25
"""Children: so many of them at a time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What waits, the children who are listed, who sends files, and the documents with facts that nobody has looked at.

    `unlisted`: how many children are in sight of whom nothing may wait; `part`: which of the others are listed.
    """

    turns: Sequence[Turn]
    children: Sequence[ChildShown]
    feeds: Sequence[Feed]
    documents: Sequence[DocumentShown] = ()
    notices: Sequence[Told] = ()
    disputed: Sequence[tuple[UUID, Disagreement]] = ()
    conferences: Sequence[tuple[UUID, Conference]] = ()
    followed: Sequence[Section] = ()
    guesses: Sequence[FileOfGuesses] = ()
    pairs: int = 0
    unlisted: int = 0
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class OfChild:
    """A child with the prompts that wait for this person, and those that stand and do not."""

    child: ChildShown
    age: str
    href: str
    prompts: Sequence[tuple[Turn, str]]
    besides: Sequence[tuple[Turn, str]]


def fetch(asking: Asking) -> Fetched:
    """Nothing of any child for a role that reads no child's story."""
    assert asking.user
    if asking.sight.role not in WITH_CHILDREN:
        return Fetched([], [], feeds(), pairs=waiting_for(asking.sight, asking.user.pk))
    unread = documents(asking.sight, waiting=True) if asking.sight.role in MAY_CONFIRM else []
    known, part, unlisted = _listed(asking, {child for one in unread for child in one.children})
    ids = {one.id for one in known}
    return Fetched(
        turns(asking.sight, asking.today, ids),
        known,
        feeds(),
        unread,
        told(notices(asking)),
        waiting(asking.sight, ids, asking.user, asking.today),
        calls_for(asking.sight, ids, asking.user, asking.today),
        sections(matters(asking.sight, ids, asking.user, asking.today), known),
        files_of_guesses(asking.sight),
        waiting_for(asking.sight, asking.user.pk),
        unlisted,
        part,
    )


def _listed(asking: Asking, with_papers: Collection[UUID]) -> tuple[list[ChildShown], Part | None, int]:
    """The children whom the page is about by name, which part of them, and how many more are in sight.

    Of more than can be listed, those of whom anything may wait, in parts: first those of whom more than a prompt may.
    """
    assert asking.user
    ids = in_sight.within(asking.sight, None)
    if len(ids) <= LISTED_AT_MOST:
        return these_children(asking.sight, ids), None, 0
    besides = (
        {*with_papers} | of_whom(ids, asking.user, asking.today) | set(threads_about(ids, OPENED, CALLED).values())
    )
    may = ids & (besides | with_prompts(asking.sight))
    ordered = sorted(in_order(may), key=lambda one: one not in besides)
    part = part_of(len(ordered), AT_ONCE, asking.query)
    return these_children(asking.sight, ordered[part.rows]), part, len(ids) - len(ordered)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Children in the order of their names, each with what waits in the order in which it could be seen."""
    turns_of: dict[UUID, list[Turn]] = defaultdict(list)
    for one in sorted(fetched.turns, key=_seen_on):
        turns_of[one.prompt.child_id].append(one)
    by_name = sorted(fetched.children, key=lambda one: one.name)
    of_children = [_of(child, turns_of[child.id], asking) for child in by_name]
    context: dict[str, Any] = {
        "waiting": [one for one in of_children if one.prompts],
        "others": [one for one in of_children if not one.prompts] if fetched.part is None else [],
        "unlisted": fetched.unlisted,
        "part": fetched.part,
        "count": sum(1 for one in fetched.turns if one.mine),
        "besides": [one for one in of_children if one.besides] if fetched.part is None else [],
        "elsewhere": sum(1 for one in fetched.turns if not one.mine),
        "sees": ROLES[asking.sight.role].sees,
        "places": _places_of(asking.user),
        "guards": asking.sight.role == "guardian",
        "guarding": guarding(asking),
        "with_children": asking.sight.role in WITH_CHILDREN,
        "documents": [paper for child in of_children for paper in _papers(child.child, fetched.documents)],
        "guesses": [(one, reverse("guesses", kwargs={"receipt_id": one.receipt})) for one in fetched.guesses],
        "notices": fetched.notices,
        "disputed": [place for child in of_children for place in _places(child.child, fetched.disputed)],
        "conferences": [
            (child.child, one, reverse("conference", kwargs={"child_id": of}))
            for child in of_children
            for of, one in fetched.conferences
            if of == child.child.id
        ],
        "followed": fetched.followed,
        "judges": asking.sight.role in MAY_JUDGE,
        "pairs": fetched.pairs,
        "silent": silent(fetched.feeds, asking.today),
    }
    return Shown(context)


def _places_of(user: User | None) -> list[tuple[str, str]]:
    """The pages that this person opens from the menu, by their titles, for whoever has no child to begin with."""
    found = (one for group in (None, *GROUPS) for one in placed(user, group))
    return [(one.page.title, reverse(one.name)) for one in found if one.page is not PAGE]


def _places(
    child: ChildShown, disputed: Sequence[tuple[UUID, Disagreement]]
) -> list[tuple[ChildShown, Disagreement, str]]:
    """The disagreements about a child that wait, each with where it stands."""
    here = reverse("disagreements", kwargs={"child_id": child.id})
    return [(child, one, f"{here}#disagreement-{one.id}") for of, one in disputed if of == child.id]


def _papers(child: ChildShown, documents: Sequence[DocumentShown]) -> list[tuple[ChildShown, DocumentShown, str]]:
    """The documents about a child, each with where it stands: under the name of every child it is about."""
    return [
        (child, one, reverse("document", kwargs={"child_id": child.id, "document_id": one.id}))
        for one in documents
        if child.id in one.children
    ]


def _of(child: ChildShown, turns: Sequence[Turn], asking: Asking) -> OfChild:
    here = [(one, _href(one)) for one in turns]
    return OfChild(
        child,
        words.age(child, asking.today),
        reverse("overview", kwargs={"child_id": child.id}),
        [(one, href) for one, href in here if one.mine],
        [(one, href) for one, href in here if not one.mine],
    )


def _href(turn: Turn) -> str:
    return reverse("prompt", kwargs={"child_id": turn.prompt.child_id, "prompt_id": turn.prompt.id})


def _seen_on(turn: Turn) -> tuple[dt.date, str]:
    return turn.prompt.visible_on, turn.prompt.pattern
