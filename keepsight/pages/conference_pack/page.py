"""The pack of a conference, to print: danger and harm, what makes it harder, safety, strengths, grey areas, at equal size.

An agency that has said nothing stands under each heading, empty. Then what each wants, what became of it, and the next date.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.contact import InContact, in_contact
from keepsight.errors import WrongUse
from keepsight.pages import carrying, words
from keepsight.pages.child_bar import badges
from keepsight.pages.conference.page import expected
from keepsight.pages.conference_pack.paper import printed_conference
from keepsight.pages.page import WITH_CHILDREN, Asking, Download, Page, Shown
from keepsight.pages.rests_on.page import rests
from keepsight.pages.story import Story, story_of
from keepsight.pages.voice.page import last_heard
from keepsight.practice.professionals.conferences import Conference, View, conferences

PAGE = Page(
    address="children/<uuid:child_id>/conference/pack/",
    title="Conference pack",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
ORDER = {
    "worries": "Danger and harm",
    "harder": "What makes it harder",
    "safe": "Safety",
    "well": "Strengths",
    "unsure": "Grey areas",
}
"""The headings of the pack, in the order in which a conference goes through them, by what agencies were asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, and the latest conference (None: none was called); whether it is taken along, and what must be put right first."""

    story: Story
    latest: Conference | None
    along: bool = False


def fetch(asking: Asking) -> Fetched:
    """What agencies bring: the same for everybody who works with the child."""
    story = story_of(asking)
    found = conferences(asking.sight, story.child_id, expected(story.entries), asking.today)
    return Fetched(story, found[0] if found else None)


def act(asking: Asking) -> Fetched | None:
    """Take it along. None without names, and where no conference was called."""
    fetched = fetch(asking)
    if asking.names_hidden or fetched.latest is None or asking.posted("act") != carrying.ACT:
        return None
    return replace(fetched, along=True)


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The pack as it stands today; or the same as a file."""
    context = _context(asking, fetched)
    written = _ids(fetched.latest) if fetched.latest else []
    entries = 0 if asking.names_hidden else len(written)
    if not fetched.along or fetched.latest is None:
        return Shown(context, entries=entries)
    assert asking.user is not None  # the door has made sure
    child = asking.of_child
    paper = printed_conference(context, f"{child.name}, {words.born(child)}", asking.user.agency.name)
    try:
        return carrying.taken_along(asking, paper, written)
    except WrongUse as wrong:
        carry = carrying.form_of(asking, carrying.said(asking), str(wrong))
        return Shown(context | {"title": f"Error: {context['title']}", "carry": carry}, entries=entries)


def _context(asking: Asking, fetched: Fetched) -> dict[str, Any]:
    story, latest = fetched.story, fetched.latest
    longest = in_contact(story.entries)
    return {
        "title": f"{asking.of_child.name}: conference pack",
        "badges": badges(story.entries),
        "rests": rests(story),
        "last_heard": last_heard(story.entries, asking.today),
        "latest": latest,
        "sections": _sections(latest) if latest else [],
        "longest": longest[0] if longest else None,
        "heard": latest is not None and bool(longest) and _is_heard(latest, longest[0]),
        "standing": story.standing,
        "conference": reverse("conference", kwargs=dict(asking.address)),
        "printed_on": asking.today,
        "here": reverse("conference_pack", kwargs=dict(asking.address)),
        "carry": carrying.form_of(asking, {}, None),
    }


def _sections(latest: Conference) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each heading with what each agency says to it, in the order of their names; empty where it says nothing."""
    return [(heading, [(one.agency_name, _said(one, name)) for one in latest.views]) for name, heading in ORDER.items()]


def _said(view: View, name: str) -> str:
    return str(view.said.details.get(name, "")) if view.said else ""


def _is_heard(latest: Conference, longest: InContact) -> bool:
    view = latest.view_of(longest.agency)
    return view is not None and view.said is not None


def _ids(latest: Conference) -> list[UUID]:
    """What was written for it: why it was called, and the last that each agency said of it."""
    return [latest.called.id, *(view.last.id for view in latest.views if view.last)]
