"""The pack of a conference, to print: danger and harm, what makes it harder, safety, strengths, grey areas, at equal size.

An agency that has said nothing stands under each heading, empty. Then what each wants, what became of it, and the next date.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.chronology.contact import InContact, in_contact
from keepsight.pages.child_bar import badges
from keepsight.pages.conference.page import expected
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.rests_on.page import rests
from keepsight.pages.story import Story, story_of
from keepsight.pages.voice.page import last_heard
from keepsight.practice.conferences import Conference, View, conferences

PAGE = Page(address="children/<uuid:child_id>/conference/pack/", title="Conference pack", who=WITH_CHILDREN)
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
    """The story, and the latest conference; None: none was called."""

    story: Story
    latest: Conference | None


def fetch(asking: Asking) -> Fetched:
    """What agencies bring: the same for everybody who works with the child."""
    story = story_of(asking)
    found = conferences(asking.sight, story.child_id, expected(story.entries), asking.today)
    return Fetched(story, found[0] if found else None)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The pack as it stands today."""
    story, latest = fetched.story, fetched.latest
    longest = in_contact(story.entries)
    context: dict[str, Any] = {
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
    }
    return Shown(context, entries=0 if asking.names_hidden else _acts(latest))


def _sections(latest: Conference) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each heading with what each agency says to it, in the order of their names; empty where it says nothing."""
    return [(heading, [(one.agency_name, _said(one, name)) for one in latest.views]) for name, heading in ORDER.items()]


def _said(view: View, name: str) -> str:
    return str(view.said.details.get(name, "")) if view.said else ""


def _is_heard(latest: Conference, longest: InContact) -> bool:
    view = latest.view_of(longest.agency)
    return view is not None and view.said is not None


def _acts(latest: Conference | None) -> int:
    return 1 + sum(view.last is not None for view in latest.views) if latest else 0
