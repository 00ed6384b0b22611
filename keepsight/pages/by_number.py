"""Entries that somebody names in a form by the number that each bears in their chronology.

A number holds only for the chronology that was before them: the form carries how many entries that had, as `total`.
"""

from uuid import UUID

from keepsight.errors import WrongUse
from keepsight.pages.page import Asking
from keepsight.pages.story import Story


def entry_numbered(asking: Asking, story: Story, number: str) -> UUID:
    """The entry that bears a number. Raises WrongUse where none does, and where it is no longer sure which."""
    if not number.isdecimal() or not 1 <= int(number) <= len(story.entries):
        raise WrongUse("No entry has that number", next_step="Give the number that it bears in the chronology.")
    if asking.posted("total") != str(len(story.entries)):
        raise WrongUse(
            "The chronology has changed since you opened this page", next_step="Look up the numbers again, then save."
        )
    return story.entries[int(number) - 1].id
