"""Decisions about a child: which entries are ones that somebody may see differently, and how a page calls one."""

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words


def disputable(entry: EntryShown) -> bool:
    """Whether an entry is a decision about this child, and none about a disagreement."""
    return entry.mark == "decision" and entry.scope == "child" and not entry.kind.startswith("disagreement.")


def decision_words(entry: EntryShown) -> str:
    """A decision in a line: what, when, whose."""
    outcome = words.known(entry, "outcome")
    said = f"{entry.title}: {words.detail(outcome)}" if outcome else entry.title
    return f"{said}, {words.when(entry)}, {entry.agency_name}"
