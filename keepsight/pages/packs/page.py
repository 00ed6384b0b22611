"""The evidence packs about a child that whoever asks may read: what each is for, who has it, and whether a later one stands."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.page import MAY_SHARE, WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.taken_away import Listed
from keepsight.practice.packs.editions import editions

PAGE = Page(address="children/<uuid:child_id>/packs/", title="Evidence packs", who=WITH_CHILDREN)
LISTED = Listed(
    "evidence packs",
    lambda page: [one for one, _ in page["found"]],
    {
        "For which decision": lambda one: one.decision,
        "Edition": lambda one: one.number,
        "Made": lambda one: words.moment(one.made_at),
        "By": lambda one: one.agency_name,
        "For whom": lambda one: one.to_whom,
        "Entries": lambda one: words.counted(len(one.entries), "entry", "entries"),
        "Received by": lambda one: "; ".join(each.by for each in one.received),
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's story."""

    story: Story


def fetch(asking: Asking) -> Fetched:
    """Everything the page is told from."""
    return Fetched(story_of(asking))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The editions, the newest first; none without names, for what they say names people."""
    found = [] if asking.names_hidden else editions(fetched.story.entries)[::-1]
    at = {one.id: reverse("pack", kwargs={"child_id": asking.of_child.id, "pack_id": one.pack}) for one in found}
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: evidence packs",
        "badges": badges(fetched.story.entries),
        "found": [(one, f"{at[one.id]}?edition={one.number}") for one in found],
        "make": reverse("pack_make", kwargs=dict(asking.address)) if asking.sight.role in MAY_SHARE else None,
    }
    return Shown(context, entries=len(found))
