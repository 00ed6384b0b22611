"""What teams say they lack, by theme, as it comes back from reflective sessions. It names no team and no person."""

from keepsight.briefings.queries import lacks
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.taken_away import Listed

Said = list[tuple[str, list[tuple[str, int]]]]

PAGE = Page(
    address="learning/lacks/",
    title="What teams lack",
    who=frozenset({"learning_team", "analyst", "agency_lead", "conference_chair"}),
    group="Learning",
)
LISTED = Listed(
    "lacks that teams named",
    lambda page: [(theme, lack, times) for theme, said in page["themes"] for lack, times in said],
    {"Theme": lambda row: row[0], "What is lacking": lambda row: row[1], "Times said": lambda row: row[2]},
)


def fetch(asking: Asking) -> Said:
    """By theme, each lack with how many times it was said."""
    return lacks()


def present(asking: Asking, fetched: Said) -> Shown:
    """The same, in the order of the themes."""
    return Shown({"themes": fetched})
