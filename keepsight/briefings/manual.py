"""The manual of the patterns, printed from their sheets and examples: there is no second copy of a word of them.

Whoever is asked about a pattern, in a meeting or in a court, has here all that it does: what it asks, its exact rule, its numbers
with their units and where they come from, what it needs, what it does about what nobody knows, what would clear it, and examples on
either side of each threshold.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keepsight.briefings.printing import MONTHS, Part, Piece, Printed, in_words
from keepsight.patterns.in_words import needs_in_words, rule_in_words, unknown_in_words
from keepsight.patterns.kept import own_number
from keepsight.patterns.numbers import numbers
from keepsight.patterns.sheets import LIBRARY, Sheet, Source, said_in
from keepsight.patterns.worked import Rows, Worked, worked_examples
from keepsight.vocabulary import KINDS, SECTORS, THEMES

TITLE = "The patterns: what is asked, and how"
OF_THE_LIBRARY = "The library, as it comes"
EDITION = "It names no child and may be passed on"
LOCAL = "Local practice, not law: each partnership may set it otherwise"
BEFORE = (
    "A pattern is a question that is asked of what agencies have put on record about a child. Its answer is something to look at "
    "together, and never a finding about anyone. It gives no score, puts no family before another, and decides nothing. That no "
    "pattern holds does not mean that a child is safe.",
    "All that follows is printed from the sheets that are asked, and from the examples by which they are tested. In an example "
    "each entry has a letter. The answer says whether the pattern holds, or that nobody can tell; the days on which that began and "
    "ended (an empty end: it still holds on the day of asking); the first day on which all that shows it was on record; the number "
    "behind it; and the letters of the entries that show it.",
)
HEADINGS = {"seen": "could be seen from", "recorded": "written down on", "entries": "shown by", "measure": "number"}
"""What columns of examples are called, where their own words say too little."""


@dataclass(frozen=True, slots=True)
class Told:
    """A pattern to be printed: its sheet, the table of words and numbers that it was read from, and its examples if it has any."""

    sheet: Sheet
    says: Mapping[str, Any]
    examples: Sequence[Worked]


def of_library(sheets: Mapping[str, Sheet]) -> list[Told]:
    """Every pattern of the library, as it lies on the shelf."""
    return [Told(sheet, said_in(LIBRARY / name), worked_examples(name)) for name, sheet in sheets.items()]


def manual(told: Sequence[Told], *, partnership: str, as_at: dt.date) -> Printed:
    """The manual of these patterns, a part for each theme, ready to print."""
    parts: list[Part] = [{"title": "What a pattern is", "depth": 1, "blocks": [_words(one) for one in BEFORE]}]
    for theme in THEMES.values():
        of_theme = sorted((one for one in told if one.sheet.theme == theme.name), key=lambda one: one.sheet.title)
        if of_theme:
            parts.append(
                {"title": theme.title, "depth": 1, "blocks": [_words(f"{theme.means} After: {theme.source}.")]}
            )
            parts += [part for one in of_theme for part in _pattern(one)]
    return printed_as(TITLE, partnership, as_at, parts)


def printed_as(title: str, partnership: str, as_at: dt.date, parts: list[Part]) -> Printed:
    """A paper of these parts that tells of no child."""
    return {
        "title": title,
        "partnership": partnership,
        "as_at": day_in_words(as_at),
        "edition": EDITION,
        "parts": parts,
        "notes": [],
    }


def day_in_words(day: dt.date) -> str:
    """ "3 March 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def clock_in_words(clock: Source) -> str:
    """Where the length of a clock comes from. Local practice is said to be local, never law."""
    if clock.in_force_from is None:
        return LOCAL
    version = f", {clock.version}" if clock.version else ""
    return f"{clock.name}{version}, in force from {day_in_words(clock.in_force_from)}"


def version_in_words(sheet: Sheet) -> str:
    """Whose version of the question it is."""
    own = own_number(sheet.version)
    return f"This partnership’s version {own}" if own else f"The library’s version {sheet.version}"


def _pattern(told: Told) -> Iterator[Part]:
    sheet = told.sheet
    about = [_words(sheet.question), _table("In short", ("What", "Says"), _in_short(sheet))]
    yield {"title": sheet.title, "depth": 2, "blocks": about}
    yield _listed("The exact rule", rule_in_words(sheet.asks))
    yield {
        "title": "Its numbers",
        "depth": 3,
        "blocks": [_table("Numbers", ("Number", "Says", "Set by"), _numbers(told))],
    }
    yield _listed(
        "What is unknown", [*unknown_in_words(sheet), *(f"It needs: {one}." for one in needs_in_words(sheet))]
    )
    yield _listed("What else could explain it", sheet.what_else)
    yield _listed("What clears it", sheet.what_clears_it)
    yield _listed("Questions to think over", sheet.questions)
    if told.examples:
        blocks = [piece for one in told.examples for piece in _example(one)]
        yield {"title": "Examples on either side", "depth": 3, "blocks": blocks}


def _in_short(sheet: Sheet) -> Rows:
    return (
        ("Name", sheet.name),
        ("Version", version_in_words(sheet)),
        ("The sentence that people read", sheet.sentence),
        ("What is counted", sheet.unit),
        (
            "Where reviews teach it",
            f"{THEMES[sheet.theme].title}; section {sheet.seed_section} of the learning it follows",
        ),
        ("Where its clock comes from", clock_in_words(sheet.clock)),
        (
            "Who reads its prompts",
            "Those who own them and the front door" if sheet.restricted else "Whoever works with the child",
        ),
        ("Who checked the wording", sheet.checked_by),
        ("To be looked at again by", day_in_words(sheet.look_again_on)),
    )


def _numbers(told: Told) -> Rows:
    found = numbers(told.says)
    return tuple((one.title, one.says, one.by_law or LOCAL) for one in found)


def _example(one: Worked) -> Iterator[Piece]:
    yield _words(" ".join((f"{one.heading}.", *(said for said in one.says if said != "Nothing."))))
    for caption, rows in (("On record", one.on_record), ("The answer", one.answer)):
        if rows:
            headings = [HEADINGS.get(each, each.replace("_", " ")) for each in rows[0]]
            yield _table(f"{caption}: {one.heading}", headings, tuple(_said(rows[0], row) for row in rows[1:]))
    if not one.answer:
        yield _words("The answer: nothing.")


def _said(columns: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    """A row of an example with the words of the vocabulary as people read them."""
    return tuple(
        KINDS[word].title if column == "kind" and word in KINDS
        else SECTORS[word].title if column == "sector" and word in SECTORS
        else word.replace("_", " ")
        for column, word in zip(columns, row, strict=True)
    )  # fmt: skip


def _listed(title: str, items: Sequence[str]) -> Part:
    return {"title": title, "depth": 3, "blocks": [{"shape": "questions", "items": list(items)}]}


def _words(text: str) -> Piece:
    return in_words(text, ours=True)


def _table(caption: str, headings: Sequence[str], rows: Rows) -> Piece:
    return {
        "shape": "table",
        "text": caption,
        "ours": True,
        "headings": list(headings),
        "rows": [list(row) for row in rows],
    }
