"""What was asked for a child before, and what came of it: read before a concern is sent, and before one is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.story import Story

ASKED = ("contact.", "referral.", "concern.", "advice.", "onward_referral.")
"""How the kinds begin of what somebody asked or was worried about, and of the answers to it."""


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier entry in a line, with where it stands and its words."""

    entry: EntryShown
    when: str
    text: str
    agency: str
    href: str


def asked_before(story: Story) -> list[Before]:
    """The concerns and referrals about the child of every agency, and the answers to them, the latest first."""
    return shown([one for one in story.entries if one.scope == "child" and one.kind.startswith(ASKED)], story)


def at_home(story: Story) -> list[Before]:
    """What is on record about the others in the child's home, the latest first."""
    return shown([one for one in story.entries if one.scope == "household"], story)


def shown(entries: Sequence[EntryShown], story: Story) -> list[Before]:
    """Entries as lines, the latest first."""
    return [Before(one, words.when(one), _text(one), words.sent_by(one), story.href(one)) for one in reversed(entries)]


def _text(entry: EntryShown) -> str:
    outcome = words.known(entry, "outcome")
    return f"{entry.title}: {words.detail(outcome)}" if outcome else entry.title


def parts_of(entry: EntryShown, story: Story) -> Mapping[str, str | None]:
    """A raised concern in its parts, which are kept apart wherever they are shown. None: not said.

    The child's own words are an entry of their own, on the thread of the concern they were sent with.
    """
    voices = (one.child_words for one in story.entries if one.thread == entry.thread and one.child_words)
    return {
        "words": next(voices, None) if entry.thread else None,
        "saw": entry.narrative or None,
        "was_told": words.known(entry, "was_told"),
        "told_by": words.known(entry, "told_by"),
        "thinks": entry.significance,
    }
