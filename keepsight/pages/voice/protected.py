"""What was done to protect the child, each day of it with what the child said of it since. That nobody wrote it down is said.

Protection may harm as well: a child who was moved, or kept from somebody, is asked how that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.story import Story
from keepsight.practice.child.hearing import PROTECTIVE

VOICE = "child.voice"


@dataclass(frozen=True, slots=True)
class Protected:
    """What was done on one day, with what the child said or showed of it. `id` names it in a form; None: no entry tells it."""

    id: str | None
    what: str
    href: str
    told: tuple[EntryShown, ...]


def protected(story: Story) -> list[Protected]:
    """What was done to protect the child, the newest first."""
    days: dict[str, list[EntryShown]] = {}
    for one in reversed(story.entries):
        if one.kind in PROTECTIVE and one.scope == "child":
            days.setdefault(words.when(one), []).append(one)
    voices = [one for one in story.entries if one.kind == VOICE and one.scope == "child"]
    return [_of_day(when, some, voices, story) for when, some in days.items()] + [
        Protected(None, said, story.href(one), (one,)) for one in voices if (said := words.known(one, "protected_by"))
    ]


def _of_day(when: str, some: Sequence[EntryShown], voices: Sequence[EntryShown], story: Story) -> Protected:
    ids = {str(each.id) for one in some for each in one.accounts}
    told = tuple(one for one in voices if str(one.details.get("about")) in ids)
    titles = dict.fromkeys(one.title for one in reversed(some))
    return Protected(str(some[-1].id), f"{', '.join(titles)}, {when}", story.href(some[-1]), told)
