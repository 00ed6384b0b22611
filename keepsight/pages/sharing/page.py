"""What was shared of a child one by one, with whom and why, and what was decided not to be. Each agency reads its own part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.access.bases import bases, sharing_tests
from keepsight.access.models import Agency, Disclosure, NotShared, User
from keepsight.access.queries import agencies
from keepsight.access.sharing import CONSENT, SAFE_TO_TELL, decisions_not_to_share, disclosures
from keepsight.pages.child_bar import badges
from keepsight.pages.page import MAY_SHARE, WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.people.queries import ids_of
from keepsight.practice.rights.subject_access import MAY_REVIEW

PAGE = Page(address="children/<uuid:child_id>/sharing/", title="Sharing", who=WITH_CHILDREN, tab=6)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and what this person's agency shared, was told and decided."""

    story: Story
    shared: Sequence[Disclosure]
    kept_back: Sequence[NotShared]


def others(user: User) -> list[Agency]:
    """With whom a person may share, or decide not to: every agency but their own, by name."""
    found = (one for code, one in agencies().items() if code != user.agency_id)
    return sorted(found, key=lambda one: one.name)


def fetch(asking: Asking) -> Fetched:
    """Nothing of it without names: reasons are written for those who know of whom."""
    story = story_of(asking)
    if asking.names_hidden:
        return Fetched(story, [], [])
    known = ids_of(asking.of_child.id)
    agency = asking.sight.agency
    return Fetched(story, disclosures(known, agency), decisions_not_to_share(known, agency))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each in words, with the numbers of the entries that this person may read."""
    story = fetched.story
    places = {
        one.id: (number, story.href(entry)) for number, entry in enumerate(story.entries, 1) for one in entry.accounts
    }
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: sharing",
        "badges": badges(story.entries),
        "shared": [_shared(one, places) for one in fetched.shared],
        "kept_back": [_kept_back(one) for one in fetched.kept_back],
        "may_answer": asking.sight.role in MAY_REVIEW,
        "may_share": asking.sight.role in MAY_SHARE and not asking.names_hidden,
    }
    return Shown(context)


def _shared(one: Disclosure, places: dict[UUID, tuple[int, str]]) -> dict[str, Any]:
    told = [entry.entry for entry in one.entries.all()]
    titles = {basis.code: basis.title for basis in bases()}
    return {
        "by": f"{one.by.name}, {one.by.agency.name}",
        "to": one.to_agency.name,
        "at": one.at,
        "count": len(told),
        "entries": sorted({places[entry] for entry in told if entry in places}),
        "rows": [
            ("What for", one.purpose),
            ("Lawful basis", f"{titles.get(one.lawful_basis, one.lawful_basis)} ({one.basis_version})"),
            ("Why these entries and no more", one.proportionate),
            ("May the family be told?", SAFE_TO_TELL[one.safe_to_tell]),
            ("Was the family asked?", CONSENT[one.consent]),
        ],
    }


def _kept_back(one: NotShared) -> dict[str, Any]:
    asked = {test.code: test for test in sharing_tests()}[one.test]
    return {
        "by": f"{one.by.name}, {one.by.agency.name}",
        "to": one.to_agency.name,
        "at": one.at,
        "because": one.because,
        "test": f"{asked.title}, {one.test_version}",
        "answers": [(asked.questions.get(name, name), answer) for name, answer in one.answers.items()],
        "returned_at": one.returned_at,
    }
