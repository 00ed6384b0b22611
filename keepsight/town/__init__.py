"""The invented town of Fennick-on-the-Wash: writes its agencies' files, and nothing else.

Fifteen families, eight agencies, three years. Nothing here happened and nobody here lives: names, addresses and numbers are
made so that they can belong to nobody (NHS numbers from 999, postcodes from ZZ99, council 999). The stories stand in
`families/`, to be read and argued with by practitioners. Refuses to touch a store: what it writes goes in by the door
that all files use.
"""

from keepsight.town.agencies import AGENCIES, Agency
from keepsight.town.expected import Expected, Facts, expected, facts
from keepsight.town.shift import STORY_ENDS_ON
from keepsight.town.staff import STAFF, Staff
from keepsight.town.story import Family, families
from keepsight.town.writing import TownFile, write_town

FAMILIES: tuple[tuple[str, str], ...] = tuple((family.name, family.says) for family in families())
"""Each family's name and what its story is."""

EXPECTED: tuple[Expected, ...] = expected(STORY_ENDS_ON)
"""The prompts of the story in its own calendar; `expected(until)` for another."""

FACTS: tuple[Facts, ...] = facts(STORY_ENDS_ON)
"""The facts of each child in the story's own calendar; `facts(until)` for another."""

__all__ = [
    "AGENCIES",
    "EXPECTED",
    "FACTS",
    "FAMILIES",
    "STAFF",
    "STORY_ENDS_ON",
    "Agency",
    "Expected",
    "Facts",
    "Family",
    "Staff",
    "TownFile",
    "expected",
    "facts",
    "families",
    "write_town",
]
