"""Reads minutes, a letter or a report: keeps it whole, about the children that a line names, and offers what it seems to say."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import (
    Draft,
    DraftEntry,
    DraftFact,
    DraftPassage,
    DraftPerson,
    DraftRow,
    FileSaid,
    Role,
    Warned,
    When,
    passages_hash,
)
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.chronology_table.words import guesses
from keepsight.intake.formats.described import person_of
from keepsight.intake.formats.referral_record.facts import EXACT, LEAST_TEXT, UNKNOWN, only_day
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.paper import Leaf, leaves
from keepsight.intake.reading.source import Source

ABOUT = re.compile(
    r"^\W*(?:re|regarding|subject|concerning|child(?:\W?s name)?|name(?: of (?:child|pupil|patient))?|pupil|patient)\b[\s:.|–-]*"
    r"(?P<name>[^\W\d_][^\d\n]*?)[\s,;:(|–-]*\b(?:d\.?\s?o\.?\s?b\.?|date of birth|born)(?!\w)[\s:.|–-]*(?:on\s+)?"
    r"(?P<born>\d{1,2}(?:st|nd|rd|th)?[\s./-]+\w+[\s./-]+\d{2,4})(?P<rest>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
NHS = re.compile(r"\bnhs(?:\s+(?:no|number))?\b[\s:.|]*(\d(?:[ -]?\d){9})", re.IGNORECASE)
DATED = re.compile(
    r"^\W*(?:date(?: of (?:meeting|letter|conference|report))?|held on|dated)\b[\s:.|–-]*(?P<on>\d.*)$",
    re.IGNORECASE | re.MULTILINE,
)
ALONE = re.compile(r"^\s*(?P<on>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}|\d{1,2}/\d{1,2}/\d{4})\s*$", re.MULTILINE)
NOBODY = "This paper has no line that says which child it is about"
NAME_THEM = "Put a line near its top: Re: name, date of birth."


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one paper. Raises RefusedFile for one that names no child with a birth date."""
    places, notes = leaves(source)
    text = "\n".join(piece for leaf in places for piece in leaf.pieces)
    people = list(_people(text, asked.today))
    if not people:
        raise RefusedFile(NOBODY, next_step=NAME_THEM)
    when = _dated(text, asked.today)
    yield FileSaid(format.name, format.version, as_at=asked.as_at or (when.first if when.precision in EXACT else None))
    yield from (person for person, _ in people)
    yield from (Warned(None, None, name, says) for _, doubts in people for name, says in doubts)
    yield from (Warned(None, None, None, says) for says in notes)
    yield from (Warned(leaf.sheet, leaf.number, None, says) for leaf in places for says in leaf.notes)
    passages = list(_passages(places))
    about: tuple[tuple[str, Role], ...] = tuple((person.ref, "child") for person, _ in people)
    day = when.first if when.precision in EXACT else None
    key = f"document {passages_hash(passages)}"
    received = DraftEntry("document.received", when, about, narrative=text, basis="document", key=key)
    yield from _rows(places, received)
    yield from passages
    yield from _offered(passages, replace(received, key=None, recorded_on=day), asked.today)


def _people(text: str, not_after: date) -> Iterator[tuple[DraftPerson, list[tuple[str, str]]]]:
    """Each child that a line names with a birth date, once, with what is doubtful about them."""
    refs = set()
    for line in ABOUT.finditer(text):
        said = {"name": line["name"].strip(), "born": line["born"]}
        if number := NHS.search(line["rest"]):
            said["nhs_number"] = number[1]
        person, doubts = person_of(said, "child", not_after=not_after)
        if person.ref not in refs:
            refs.add(person.ref)
            yield person, doubts


def _dated(text: str, not_after: date) -> When:
    """The day of the paper: beside a label, or else on a line of its own. Unknown where neither says it."""
    line = DATED.search(text) or ALONE.search(text)
    read = read_date(line["on"].strip(" .|"), not_after=not_after) if line else None
    return UNKNOWN if read is None or read.doubt else read.when


def _passages(places: list[Leaf]) -> Iterator[DraftPassage]:
    pieces = [(leaf, words) for leaf in places for words in leaf.pieces]
    for number, (leaf, words) in enumerate(pieces, 1):
        yield DraftPassage(number, leaf.sheet, leaf.number, None, words)


def _rows(places: list[Leaf], received: DraftEntry) -> Iterator[DraftRow]:
    """Every place as a row of the receipt; the first that holds words carries the entry."""
    entries: tuple[DraftEntry, ...] = (received,)
    for leaf in places:
        yield DraftRow(leaf.sheet, leaf.number, entries if leaf.pieces else (), blank=not leaf.pieces)
        entries = () if leaf.pieces else entries


def _offered(passages: list[DraftPassage], received: DraftEntry, not_after: date) -> Iterator[DraftFact]:
    """What the words of a passage seem to say, each with the words that made it and on the one day they give."""
    number = 0
    for passage in passages:
        if len(passage.words) < LEAST_TEXT or ABOUT.search(passage.words):
            continue
        for guess in guesses(passage.words):
            number += 1
            when = only_day(passage.words, not_after)
            fact = replace(received, kind=guess.kind, when=when, narrative=passage.words, details=guess.details)
            yield DraftFact(number, replace(fact, guessed_by=guess.words or None), (passage.number,))
