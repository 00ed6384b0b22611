"""The history of a child and the family, drawn from the chronology: for the part of an assessment that is else typed again.

Each line bears the number that it has in the chronology, its date no more exact than it was told, and where it comes from. What
people here made of prompts and decisions is no history, and is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from keepsight.briefings.printers import PRINTERS, in_shape
from keepsight.briefings.printing import Part, Printed
from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.rows import Row, rows
from keepsight.pages.coverage import untold
from keepsight.pages.in_parts import AT_ONCE, part_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Download, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.vocabulary import KINDS

PAGE = Page(address="children/<uuid:child_id>/history/", title="Child and family history", who=WITH_CHILDREN)
FILE = "history{}.docx"
OF_THE_CHILD = "child."  # what a child said and showed is history, whoever wrote it down here
NO_HISTORY = ("document.received", "note.made", "supervision.held")
HEADINGS = ["No.", "When", "Who recorded it", "What is recorded", "Source"]
GROUPS = (("child", "About the child"), ("household", "About the family and home"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's story."""

    story: Story


def fetch(asking: Asking) -> Fetched:
    """Everything the page is told from."""
    return Fetched(story_of(asking))


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The history as a page that prints; or, once that has been read, as a Word document."""
    story = fetched.story
    every = asking.query.get("show") == "all" or not any(map(_matters, story.entries))
    told = [one for one in story.entries if is_history(one) and (every or _matters(one))]
    silent = untold(story.feeds, asking.today)
    if asking.query.get("download") == "docx":
        name = FILE.format("-without-names" if asking.names_hidden else "")
        paper = _paper(asking, _groups(story, told), silent)
        return Download(name, PRINTERS["docx"][0], in_shape(paper, "docx"), entries=len(told))
    part = part_of(len(told), AT_ONCE, asking.query, may_be_whole=True)
    here = sorted(told, key=lambda one: one.scope)[part.rows]  # what is of the child first
    context: dict[str, Any] = {
        "title": f"{asking.of_child.name}: child and family history",
        "badges": badges(story.entries),
        "groups": [one for one in _groups(story, here) if one[2] or part.of == 1],
        "part": part,
        "headings": HEADINGS,
        "count": len(told),
        "total": len(story.entries),
        "every": every,
        "silent": silent,
        "chronology": story.chronology,
        "href_of": story.href_of,
        "as_at": asking.today,
    }
    return Shown(context, entries=len(here))


def is_history(entry: EntryShown) -> bool:
    """Whether an entry tells of the child's or the family's life, and not of what people made of it here."""
    if entry.kind in NO_HISTORY and not entry.significance:
        return False
    return not KINDS[entry.kind].recorded_here or entry.kind.startswith(OF_THE_CHILD)


def _matters(entry: EntryShown) -> bool:
    """Whether somebody has said why it matters."""
    return bool(entry.significance)


def _groups(story: Story, told: Sequence[EntryShown]) -> list[tuple[str, str, list[tuple[Row, list[str]]]]]:
    """What is of the child and what is of the family, each with its name, its title and its lines."""
    return [(name, title, _lines(story, [one for one in told if one.scope == name])) for name, title in GROUPS]


def _lines(story: Story, told: Sequence[EntryShown]) -> list[tuple[Row, list[str]]]:
    """Each row with the words of its cells, after the number."""
    return [(one, _cells(one)) for one in rows(story.entries, {}, {entry.id for entry in told})]


def _cells(row: Row) -> list[str]:
    when = f"{row.when} (written ‘{row.raw_when}’)" if row.raw_when else row.when
    said = [
        f"{row.title}{f' ({row.whose})' if row.whose else ''}.",
        row.text,
        f"“{row.child_words}”" if row.child_words else "",
        *(f"{name.capitalize()}: {word}." for name, word in row.details),
        f"Rests on: {row.basis}." if row.basis else "",
        f"As entry {row.same_words[1]}." if row.same_words else "",
        *row.disputes,
    ]
    return [when, row.agency, " ".join(one for one in said if one), row.source]


def _paper(
    asking: Asking, groups: Sequence[tuple[str, str, list[tuple[Row, list[str]]]]], silent: Sequence[str]
) -> Printed:
    """The same as plain data for the house's printer of Word documents."""
    blocks: list[Part] = [
        {
            "title": title,
            "depth": 1,
            "blocks": [
                {
                    "shape": "table",
                    "text": f"{title}: {words.counted(len(lines), 'entry', 'entries')} of the chronology",
                    "headings": HEADINGS,
                    "rows": [[str(row.number), *cells] for row, cells in lines],
                }
            ],
        }
        for _, title, lines in groups
    ]
    blocks.append(
        {
            "title": "Of this nothing can be told",
            "depth": 1,
            "blocks": [
                {"shape": "questions", "items": list(silent) or ["Every agency that is connected is up to date."]}
            ],
        }
    )
    return {
        "title": f"History of {asking.of_child.name} and the family",
        "partnership": "Drawn from the chronology, in confidence",
        "as_at": words.long_day(asking.today),
        "edition": "Numbers are those of the chronology on that day, for whoever took it",
        "parts": blocks,
        "notes": [],
    }
