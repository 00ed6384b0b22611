"""What teams say they lack, by theme, as it comes back from reflective sessions. It names no team and no person."""

from keepsight.briefings.queries import lacks
from keepsight.pages.page import Asking, Page, Shown

Said = list[tuple[str, list[tuple[str, int]]]]

PAGE = Page(
    address="learning/lacks/",
    title="What teams lack",
    who=frozenset({"learning_team", "analyst", "agency_lead", "conference_chair"}),
    group="Learning",
)


def fetch(asking: Asking) -> Said:
    """By theme, each lack with how many times it was said."""
    return lacks()


def present(asking: Asking, fetched: Said) -> Shown:
    """The same, in the order of the themes."""
    return Shown({"themes": fetched})
