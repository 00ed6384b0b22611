"""Who has looked at a child, for whoever works with the child: so that a family's worker sees who else reads of them."""

from dataclasses import dataclass
from typing import Any

from keepsight.access.looks import LookShown, looks_at
from keepsight.pages import words
from keepsight.pages.looking import look_rows
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.taken_away import Listed

PAGE = Page(
    address="children/<uuid:child_id>/looks/",
    title="Who has looked",
    who=frozenset({"practitioner", "conference_chair", "reviewing_officer"}),
    tab=8,
)
LISTED = Listed(
    "looks",
    lambda page: page["looks"],
    {
        "When": lambda one: words.moment(one["at"]),
        "Who": lambda one: one["name"],
        "Agency": lambda one: one["agency"],
        "In which role": lambda one: one["role"],
        "What": lambda one: one["what"],
        "Why": lambda one: one["why"],
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last looks, and how many there are in all."""

    looks: list[LookShown]
    total: int


def fetch(asking: Asking) -> Fetched:
    """Every look at this child but this one, which is written down once it is answered."""
    return Fetched(*looks_at({asking.of_child.id, asking.address["child_id"]}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The looks, the last first. Of the child itself the page says nothing."""
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: who has looked",
        "looks": look_rows(fetched.looks),
        "total": fetched.total,
    }
    return Shown(context)
