"""The format that a layout makes (`layout.py`), with a plan like any of the shelf; or why it makes none.

Such a table delivers nothing: nobody has said that what it does not mention did not happen. Refuses a layout that leaves unsaid
whom, when or what its rows are about, or that says of a column what nothing would read.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from keepsight.errors import WrongUse
from keepsight.intake.formats import Format, format_of
from keepsight.intake.formats.headings import REFUSED_BECAUSE, plain
from keepsight.intake.formats.layout import DETAIL, FIELDS, WORDS, Kept, Layout, called, kind_of_field, place_of_words
from keepsight.intake.formats.plan import ANY, spelling
from keepsight.vocabulary import KINDS

LEFT_OUT = "left out by whoever said what the columns of this table are"
IDENTIFIERS = frozenset({"child.local_id", "child.nhs_number", "child.upn"})
NAMES = frozenset({"child.name", "child.forename", "child.surname"})
MOST_COLUMNS = 100
MOST_CHARACTERS = 200  # of a heading, or of the word for a kind
NEXT = "Go through the columns again."


def laid_out(kept: Kept) -> Format:
    """The format that a layout makes. Raises WrongUse for one that cannot be read by, saying what it lacks."""
    layout = kept.layout
    _refuse_columns(layout)
    _refuse_people_and_days(layout)
    _refuse_kinds(layout)
    _refuse_unread(layout)
    return format_of(kept.name, _said(kept), None, lambda lacks: WrongUse(_sentence(lacks), next_step=NEXT))


def readable(kept: Iterable[Kept]) -> dict[str, Format]:
    """The formats of kept layouts, by name.

    One that has come to name a kind that is no more is left out: its files are recognised by none, and its columns asked again.
    """
    found = {}
    for one in kept:
        with suppress(WrongUse):
            found[one.name] = laid_out(one)
    return found


def _sentence(lacks: str) -> str:
    return lacks[:1].upper() + lacks[1:]


def _refuse_columns(layout: Layout) -> None:
    if len(layout.columns) > MOST_COLUMNS:
        raise WrongUse(f"A table may have {MOST_COLUMNS} columns at most", next_step="Hand in those that are needed.")
    if any(not plain(one) or len(one) > MOST_CHARACTERS for one in layout.columns):
        raise WrongUse(
            f"Every column needs a heading with a letter or a number in it, of {MOST_CHARACTERS} characters at most",
            next_step="Give it one in the file.",
        )
    if len({plain(one) for one in layout.columns} | {plain(REFUSED_BECAUSE)}) <= len(layout.columns):
        raise WrongUse("Two columns have the same heading", next_step="Give each its own in the file.")
    fields = [becomes for becomes in layout.columns.values() if becomes]
    twice = sorted({one for one in fields if fields.count(one) > 1})
    if twice:
        raise WrongUse(f"Two columns are said to be the same: {'; '.join(map(called, twice))}", next_step=NEXT)


def _refuse_people_and_days(layout: Layout) -> None:
    fields = layout.fields
    if not (fields & IDENTIFIERS or (fields & NAMES and "child.born" in fields)):
        raise WrongUse(
            "No column says who the child is",
            next_step="One must be a number for the child, or there must be a name and a date of birth.",
        )
    if "row.on" not in fields:
        raise WrongUse("No column says on which day it happened", next_step="Say which column is the day.")


def _refuse_kinds(layout: Layout) -> None:
    by_words = "row.kind" in layout.fields
    if not layout.kinds or by_words == (ANY in layout.kinds) or (not by_words and len(layout.kinds) > 1):
        raise WrongUse(
            "Nothing says what kind of thing a row tells",
            next_step="Choose one kind for every row, or the column that says it and what its words mean.",
        )
    if any(not spelling(word) or len(word) > MOST_CHARACTERS for word in layout.kinds):
        raise WrongUse("A word for a kind is empty, or too long", next_step="Correct it in the file.")
    if len({spelling(word) for word in layout.kinds}) < len(layout.kinds):
        raise WrongUse("The same word for a kind stands there twice", next_step="Say once what it means.")


def _refuse_unread(layout: Layout) -> None:
    """A plan would say that it needs such a column, and so read it, and nothing would be told of it."""
    told = {DETAIL + name for kind in layout.kinds.values() if kind in KINDS for name in KINDS[kind].details}
    known = all(kind in KINDS for kind in layout.kinds.values())
    if known and (unread := sorted({kind_of_field(one) for one in layout.fields} - FIELDS.keys() - told)):
        raise WrongUse(f"A column is said to be what nothing reads: {'; '.join(map(called, unread))}", next_step=NEXT)


def _said(kept: Kept) -> dict[str, Any]:
    """The layout in the words of a format's file."""
    layout = kept.layout
    words = sorted((one for one in layout.fields if kind_of_field(one) == WORDS), key=place_of_words)
    details = sorted(one for one in layout.fields if one.startswith(DETAIL))
    meanings = {one: _spellings(one, layout) for one in details}
    return {
        "title": kept.name,
        "version": kept.version,
        "sectors": (),
        "container": "table",
        "row": "one row below the headings, blank ones too",
        "delivers": (),
        "column": [
            {"name": heading, "becomes": becomes} if becomes else {"name": heading, "ignored": LEFT_OUT}
            for heading, becomes in layout.columns.items()
        ],
        "table": [
            {
                "title": kept.name,
                "needs": sorted(layout.fields),
                "matter": ["row.ref"] if "row.ref" in layout.fields else [],
                "keyed": "row.ref" in layout.fields,
                "threaded": False,
                "entry": [_entry(kind, layout, words, details) for kind in dict.fromkeys(layout.kinds.values())],
            }
        ],
        "meanings": {one: spelt for one, spelt in meanings.items() if spelt} | _kinds(layout),
    }


def _entry(kind: str, layout: Layout, words: list[str], details: list[str]) -> dict[str, Any]:
    fields = layout.fields
    own = {
        one.removeprefix(DETAIL): one
        for one in details
        if kind in KINDS and one.removeprefix(DETAIL) in KINDS[kind].details
    }
    return {
        "kind": kind,
        "on": "row.on",
        "time": "row.time" if "row.time" in fields else None,
        "to": "row.to" if "row.to" in fields else None,
        "if": {} if ANY in layout.kinds else {"row.kind": [kind]},
        "words": words,
        "details": own,
        "beside": {"professional": "row.by"} if "row.by" in fields else {},
    }


def _kinds(layout: Layout) -> dict[str, dict[str, list[str]]]:
    if ANY in layout.kinds:
        return {}
    of: dict[str, list[str]] = {}
    for word, kind in layout.kinds.items():
        of.setdefault(kind, []).append(word)
    return {"row.kind": of}


def _spellings(becomes: str, layout: Layout) -> dict[str, list[str]]:
    """The words that a detail allows, as people write them; empty where it allows any, or only yes and no."""
    allowed = {
        word
        for kind in layout.kinds.values()
        if kind in KINDS and (detail := KINDS[kind].details.get(becomes.removeprefix(DETAIL)))
        for word in detail.words
    }
    return {} if allowed <= {"yes", "no"} else {word: [word, word.replace("_", " ")] for word in sorted(allowed)}
