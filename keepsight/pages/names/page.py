"""Who is who in a child's story, and the switch to read it without names.

With names: everybody the story names, by the role that stands for them. Without: the roles alone, and the words that may
still tell who is meant, for a named person to look at. The switch is kept with the sign-in and changes nobody's sight.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.pages.child_bar import badges
from keepsight.pages.frame import NAMES_HIDDEN
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.pseudonyms import Cast, texts_of
from keepsight.pages.story import Story, cast, hidden, told

PAGE = Page(
    address="children/<uuid:child_id>/names/",
    title="Who is who",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
    tab=3,
    changes_nothing=True,
)
BACK = ("overview", "chronology", "names", "export")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story with its names, and who is who in it."""

    story: Story
    cast: Cast


def fetch(asking: Asking) -> Fetched:
    """Everybody the story names."""
    story = told(asking)
    return Fetched(story, cast(asking, story))


def act(asking: Asking) -> Elsewhere:
    """Hide names, or show them, on the pages of every child; then back to where the person was."""
    asking.request.session[NAMES_HIDDEN] = asking.posted("names") == "hide"
    back = asking.posted("back")
    return Elsewhere(reverse(back if back in BACK else "names", kwargs={"child_id": asking.address["child_id"]}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The glossary; without names, what is left to look at in its place."""
    who, nameless = fetched.cast, hidden(fetched.story, fetched.cast)
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: who is who",
        "badges": badges(nameless.entries if asking.names_hidden else fetched.story.entries),
        "glossary": [(one.stands, one.on_record_as) for one in who.named],
        "left": who.left(texts_of(nameless.entries)),
        "texts": len(texts_of(nameless.entries)),
    }
    return Shown(context, entries=len(fetched.story.entries))
