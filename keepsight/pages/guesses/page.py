"""What was guessed from the words of a file, many rows at once: by the guess and the words that made it, for a person to say of
each whether it is so, what else it is, or that it is none of these. What somebody said can be undone here too.

Rows are said something of only where they are ticked, and nothing is ticked beforehand.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.guesses import NOTE, GuessShown, choices, guesses
from keepsight.errors import WrongUse
from keepsight.intake.formats.chronology_table.words import often_right
from keepsight.pages import words
from keepsight.pages.in_parts import Part, part_of
from keepsight.pages.page import MAY_CONFIRM, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import entry_href
from keepsight.people.queries import children
from keepsight.prompts.guessing import make_guesses_again, say_what_they_are
from keepsight.vocabulary import KINDS

PAGE = Page(
    address="guesses/<uuid:receipt_id>/",
    title="What we guessed",
    who=MAY_CONFIRM,
    methods=frozenset({"GET", "POST"}),
)
ROWS = 50  # on one screen: what somebody can read through at one go
SO, OTHER, NONE = "so", "other", "none"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The rows of one screen, how many rows each guess has in all, and what was posted and cannot be done, by its field."""

    rows: Sequence[GuessShown]
    counts: Mapping[tuple[str, str], int]
    waiting: int
    part: Part
    names: Mapping[UUID, str]
    said: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row with the words that made the guess apart, and for a decided one what was said of it."""

    id: UUID
    when: str
    children: Sequence[tuple[str, str]]
    before: str
    guessed_by: str
    after: str
    details: Sequence[tuple[str, str]]
    kind: str
    was: str | None
    by: str | None
    ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of which the same was guessed from the same words; `count` is how many there are, on other screens too."""

    id: str
    kind: str
    guessed_by: str
    count: int
    rows: Sequence[RowShown]
    together: bool  # the guess was right often enough that all may be ticked at once
    choice: str
    other: str


def fetch(asking: Asking, **said: Any) -> Fetched | None:
    """None where nothing that was guessed of that file is for this person."""
    found = guesses(asking.sight, asking.address["receipt_id"])
    if not found:
        return None
    counts = Counter((one.kind, one.guessed_by) for one in found if one.waits)
    ordered = sorted(found, key=lambda one: (not one.waits, -counts[_guess(one)] if one.waits else 0, *_of(one)))
    part = part_of(len(ordered), ROWS, asking.query)
    names = {one.id: one.name for one in children(asking.sight)}
    return Fetched(ordered[part.rows], counts, counts.total(), part, names, **said)


def _guess(one: GuessShown) -> tuple[str, str]:
    return one.kind, one.guessed_by


def _of(one: GuessShown) -> tuple[str, ...]:
    return _guess(one) if one.waits else ()


def group_id(kind: str, guessed_by: str) -> str:
    """What the fields of a group are called in the form: no word of a record."""
    return "g" + hashlib.sha256(f"{kind} {guessed_by}".encode()).hexdigest()[:8]


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep what was said of the rows that were ticked, all of it or nothing."""
    fetched = fetch(asking)
    if fetched is None or asking.form is None:
        return None
    ticked = _ticked(asking, fetched)
    said = {name: str(value) for name, value in asking.form.items()}
    errors = _errors(ticked, asking) or _done(asking, ticked)
    if errors:
        return fetch(asking, said=said, ticked=frozenset(str(one.entry) for one in ticked), errors=errors)
    return Elsewhere(_here(asking, fetched.part))


def _here(asking: Asking, part: Part) -> str:
    return f"{reverse('guesses', kwargs=dict(asking.address))}{part.here}"


def _ticked(asking: Asking, fetched: Fetched) -> list[GuessShown]:
    """The rows of this screen that were ticked: one by one, or all of a group whose guesses were often right."""
    assert asking.form is not None
    rows, groups = set(asking.form.getlist("row")), set(asking.form.getlist("all"))
    undoing = asking.posted("act") == "undo"
    return [
        one
        for one in fetched.rows
        if one.waits != undoing
        and (str(one.entry) in rows or (one.waits and one.kind in often_right() and group_id(*_guess(one)) in groups))
    ]


def _errors(ticked: Sequence[GuessShown], asking: Asking) -> dict[str, str]:
    """By field, what must be put right before anything can be kept."""
    if not ticked:
        return {"rows": "Tick the rows that you mean"}
    groups = {group_id(*_guess(one)) for one in ticked if one.waits}
    return {
        f"kind-{one}": "Choose what the ticked rows are"
        for one in sorted(groups)
        if asking.posted(f"what-{one}") == OTHER and not asking.posted(f"kind-{one}")
    }


def _done(asking: Asking, ticked: Sequence[GuessShown]) -> dict[str, str]:
    assert asking.user is not None  # the door has made sure
    receipt = asking.address["receipt_id"]
    try:
        if asking.posted("act") == "undo":
            make_guesses_again(receipt, [one.entry for one in ticked], by=asking.user)
        else:
            say_what_they_are(receipt, {one.entry: _kind(asking, one) for one in ticked}, by=asking.user)
    except WrongUse as wrong:
        return {"rows": str(wrong)}
    return {}


def _kind(asking: Asking, one: GuessShown) -> str:
    """What a ticked row is, by what was chosen of its group."""
    group = group_id(*_guess(one))
    match asking.posted(f"what-{group}"):
        case "other":
            return asking.posted(f"kind-{group}")
        case "none":
            return NOTE
        case _:
            return one.kind


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The groups, the one with most rows first, and what people have said."""
    waiting = [one for one in fetched.rows if one.waits]
    title = f"What we guessed in the file of {words.day(fetched.rows[0].as_at)}"
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{title}",
        "heading": title,
        "groups": [_group(guess, list(rows), fetched) for guess, rows in groupby(waiting, key=_guess)],
        "decided": [_row(one, fetched) for one in fetched.rows if not one.waits],
        "waiting": fetched.waiting,
        "kinds": choices(),
        "here": _here(asking, fetched.part),
        "part": fetched.part,
        "errors": fetched.errors,
        "undoing": fetched.said.get("act") == "undo",
    }
    looks = Counter[UUID | None](child for one in fetched.rows for child in one.children if child in fetched.names)
    return Shown(context, entries=len(fetched.rows), of_children=looks)


def _group(guess: tuple[str, str], rows: Sequence[GuessShown], fetched: Fetched) -> Group:
    kind, guessed_by = guess
    name = group_id(kind, guessed_by)
    return Group(
        name,
        KINDS[kind].title,
        guessed_by,
        fetched.counts[guess],
        [_row(one, fetched) for one in rows],
        kind in often_right() and len(rows) > 1,
        fetched.said.get(f"what-{name}", SO),
        fetched.said.get(f"kind-{name}", ""),
    )


def _row(one: GuessShown, fetched: Fetched) -> RowShown:
    before, hit, after = apart(one.narrative, one.guessed_by)
    return RowShown(
        one.entry,
        words.told(one.when),
        [(fetched.names[child], entry_href(child, one.entry)) for child in one.children if child in fetched.names],
        before,
        hit,
        after,
        [
            (name.replace("_", " "), words.told_detail(name, said))
            for name, said in one.details.items()
            if said not in (None, "")
        ],
        KINDS[one.kind].title,
        KINDS[one.was].title if one.was else None,
        one.by,
        str(one.entry) in fetched.ticked,
    )


def apart(narrative: str, guessed_by: str) -> tuple[str, str, str]:
    """The text before the words that made a guess, those words as they stand there, and the text after; all of it before, if
    they stand there in another way."""
    pattern = r"\s+".join(map(re.escape, guessed_by.split())).replace("'", "['’‘]")
    found = re.search(pattern, narrative, re.IGNORECASE)
    if found is None:
        return narrative, "", ""
    return narrative[: found.start()], found[0], narrative[found.end() :]
