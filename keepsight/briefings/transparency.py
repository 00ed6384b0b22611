"""The record of algorithmic transparency, printed: the headings of the United Kingdom's standard, our words under them, and
from the sheets that are asked all that is a number or a list. What only a partnership can say of itself prints as a gap, never as
a guess.
"""

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from keepsight.briefings.manual import Told, clock_in_words, day_in_words, printed_as, version_in_words
from keepsight.briefings.printing import Part, Piece, Printed, in_words
from keepsight.errors import BrokenShelf, Where
from keepsight.patterns.kept import own_number
from keepsight.patterns.sheets import SHAPES, kinds_asked
from keepsight.patterns.terms import TERM_COLUMNS
from keepsight.vocabulary import KINDS, SECTORS

TITLE = "Keepsight: record of algorithmic transparency"
GAP = "To be filled in by the partnership: "
WORDS = Path(__file__).parent / "transparency.toml"
NOT_CHECKED = "Nobody yet"
"""How a sheet begins to say that no safeguarding lead has checked its wording."""


def transparency(told: Sequence[Told], *, partnership: str, as_at: dt.date) -> Printed:
    """The record of a tool that asks these patterns, ready to print. Raises BrokenShelf for a slot that nobody fills."""
    puts_in = _from_sheets(told)
    parts: list[Part] = [
        {"title": "The standard", "depth": 1, "blocks": [_words(f"Laid out by: {_said()['standard']}.")]}
    ]
    for section in _said()["section"]:
        parts.append({"title": section["title"], "depth": 1, "blocks": []})
        parts += [{"title": one["heading"], "depth": 2, "blocks": [_field(one, puts_in)]} for one in section["fields"]]
    parts.append({"title": "Every question that is asked", "depth": 1, "blocks": [_listed(told)]})
    return printed_as(TITLE, partnership, as_at, parts)


def _from_sheets(told: Sequence[Told]) -> dict[str, str]:
    """All that the words leave open, by its name."""
    sheets = {one.sheet.name: one.sheet for one in told}
    kinds, shapes = kinds_asked(sheets), Counter(one.shape for one in sheets.values())
    sectors = {sector for kind in kinds for sector in KINDS[kind].recorded_by}
    own = sum(own_number(one.version) is not None for one in sheets.values())
    return {
        "patterns": str(len(sheets)),
        "shapes": str(len(shapes)),
        "shape_names": ", ".join(f"{shapes[name]} of the kind {name}" for name in SHAPES if shapes[name]),
        "restricted": str(sum(one.restricted for one in sheets.values())),
        "unchecked": str(sum(one.checked_by.startswith(NOT_CHECKED) for one in sheets.values())),
        "next_look": day_in_words(min(one.look_again_on for one in sheets.values())),
        "changed": f"{own} {'is' if own == 1 else 'are'} asked in this partnership’s own version."
        if own
        else "All are asked as the library has them.",
        "examples": str(sum(len(one.examples) for one in told)),
        "sectors": "; ".join(SECTORS[name].title for name in SECTORS if name in sectors),
        "kinds": str(len(kinds)),
        "asked_of": ", ".join(one.replace("_", " ") for one in TERM_COLUMNS),
    }


def _field(said: Mapping[str, Any], puts_in: Mapping[str, str]) -> Piece:
    try:
        text = str(said.get("says", "")).format_map(puts_in)
    except (KeyError, ValueError) as error:
        raise BrokenShelf(f"Under '{said['heading']}' nobody fills in {error}", where=Where(file=WORDS.name)) from error
    return _words(" ".join(filter(None, (text, f"{GAP}{said['gap']}" if "gap" in said else ""))))


def _listed(told: Sequence[Told]) -> Piece:
    rows = [
        [one.sheet.title, one.sheet.question, clock_in_words(one.sheet.clock), version_in_words(one.sheet)]
        for one in sorted(told, key=lambda one: one.sheet.title)
    ]
    headings = ["Pattern", "The question", "Where its clock comes from", "Version"]
    return {"shape": "table", "text": "Every question that is asked", "ours": True, "headings": headings, "rows": rows}


def _words(text: str) -> Piece:
    return in_words(text, ours=True)


@cache
def _said() -> dict[str, Any]:
    """The words as the file has them."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
