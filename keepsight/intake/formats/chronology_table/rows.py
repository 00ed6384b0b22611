"""One row of a chronology into its entries: when, who, what kind, in whose words.

What a column says is taken as said; a kind that no column says is guessed from the words, and marked so. Comments are
the hindsight of whoever wrote the chronology, and are kept apart from what was known at the time.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

from keepsight.intake.drafts import DraftEntry, Level, Role, When
from keepsight.intake.formats.chronology_table.columns import (
    BASES,
    LISTED,
    NO,
    YES,
    details_of,
    heard,
    origin_of,
    told_of,
    yes_or_no,
)
from keepsight.intake.formats.chronology_table.people import CHILDREN, Known, People
from keepsight.intake.formats.chronology_table.words import Guess, guesses
from keepsight.intake.reading.dates import BACKWARDS, read_date, read_range
from keepsight.vocabulary import KINDS

ALONE = re.compile(r"\balone\b")
NOT_ALONE = re.compile(r"\bnot (?:seen )?alone\b|\bwith (?:mother|mum|father|dad|parent|carer)")

NO_DATE = "the row has no date, and there is none above it to repeat"
NOTHING_TOLD = "the row says nothing of what happened"
NO_CHILD = "the row does not name a child"
NO_KIND = "this is no kind of our vocabulary"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the rows of a file share: its people, its agency's name, the day it may not be read beyond."""

    people: People
    agency: str | None
    not_after: date
    as_at: date | None


@dataclass(slots=True)
class Told:
    """What became of a row: entries, or the (column, reason) of a refusal; and doubts, each as (field, words)."""

    entries: list[DraftEntry] = field(default_factory=list)
    refused: tuple[str | None, str] | None = None
    doubts: list[tuple[str | None, str]] = field(default_factory=list)


def entries_of(said: dict[str, str], about: tuple[str, ...], date_above: str | None, shared: Shared) -> Told:
    """The entries of a row's fields. `about` are the refs of the children it is about when nobody else is named."""
    told = Told()
    if not any(said.get(name) for name in ("event", "action", "outcome", "kind", "voice", "child_seen")):
        told.refused = ("Event", NOTHING_TOLD)
        return told
    when = _when(said, date_above, shared, told)
    people = _people(said, about, shared.people)
    if not people:
        told.refused = ("Name", NO_CHILD)
        return told
    guessed = _kinds(said, told)
    if told.refused is None:
        base = _entry(said, when, people, shared, told)
        told.entries = [_of_kind(base, guess, said, len(guessed), told) for guess in guessed]
    return told


def _when(said: dict[str, str], date_above: str | None, shared: Shared, told: Told) -> When:
    """The row's time; a blank date repeats the row above, as merged cells do, and keeps no words of its own."""
    text, time = said.get("date", ""), said.get("time", "")
    words = text or date_above or ""
    if "end" in said:
        read = read_range(words, said["end"], time=time, not_after=shared.not_after)
    else:
        read = read_date(words, time=time, not_after=shared.not_after)
    if read.doubt or not words:
        column = "End date" if read.doubt == BACKWARDS and "end" in said else "Date"
        told.doubts.append((column, read.doubt or NO_DATE))
    if read.when.first and shared.as_at and read.when.first > shared.as_at:
        told.doubts.append(("Date", "this date lies after the day the file speaks for: it was kept"))
    return read.when if text else replace(read.when, raw=time)


def _people(said: dict[str, str], about: tuple[str, ...], people: People) -> tuple[tuple[str, Role], ...]:
    """Who the row is about: those its own column names; otherwise its children and whoever its words name."""
    listed = people.named_in(said.get("people", "") + " " + said.get("initials", ""))
    if listed:
        return _with_roles(listed)
    named = people.named_in(f"{said.get('event', '')}\n{said.get('action', '')}")
    children = [known for known in named if known.role in CHILDREN]
    if children:
        return _with_roles(named)
    mine: list[tuple[str, Role]] = [(ref, "child") for ref in about]
    return tuple(mine) + _with_roles([known for known in named if known.person.ref not in about])


def _with_roles(named: list[Known]) -> tuple[tuple[str, Role], ...]:
    """Everyone with their role; siblings of whom alone a row tells are the children it is about."""
    alone = not any(known.role == "child" for known in named)
    return tuple((one.person.ref, "child" if alone and one.role == "sibling" else one.role) for one in named)


def _kinds(said: dict[str, str], told: Told) -> list[Guess]:
    """The kinds that the row's columns say, or else those its words suggest. A kind that was said has no words."""
    if "kind" in said:
        kinds = LISTED.split(said["kind"].strip())
        if unknown := [kind for kind in kinds if kind not in KINDS]:
            told.refused = ("Kind", NO_KIND)
        return _with_voice([Guess(kind, "") for kind in kinds if kind not in unknown], said)
    text = "\n".join(said[name] for name in ("event", "action", "outcome") if name in said)
    found = _with_voice(_with_seeing(list(guesses(text)), said), said)
    return found or [Guess("note.made", "")]


def _with_voice(found: list[Guess], said: dict[str, str]) -> list[Guess]:
    """The guesses, with the child's own words as an entry of their own where their column holds some."""
    if heard(said) is None or any(guess.kind == "child.voice" for guess in found):
        return found
    return [*found, Guess("child.voice", "")]


def _with_seeing(found: list[Guess], said: dict[str, str]) -> list[Guess]:
    """The guesses, with what the column for seeing the child says in place of a guess about it."""
    seeing = _seeing(said)
    if seeing is None:
        return found
    return [guess for guess in found if guess.kind not in ("child.seen", "child.not_seen")] + [seeing]


def _seeing(said: dict[str, str]) -> Guess | None:
    """Whether the child was seen, and alone, by the columns that ask it; None where they say neither."""
    seen, alone = said.get("child_seen", "").lower(), said.get("seen_alone", "").lower()
    if seen in NO or seen.startswith(("no ", "no,", "not seen")):
        return Guess("child.not_seen", "")
    if alone in YES or (ALONE.search(seen) and not NOT_ALONE.search(seen)):
        return Guess("child.seen", "", {"alone": "yes"})
    if seen in YES or seen.startswith(("yes", "seen")) or NOT_ALONE.search(seen):
        return Guess("child.seen", "", {"alone": "no"} if alone in NO or NOT_ALONE.search(seen) else {})
    return None


def _entry(
    said: dict[str, str], when: When, people: tuple[tuple[str, Role], ...], shared: Shared, told: Told
) -> DraftEntry:
    """What all entries of a row have in common, whatever their kind."""
    recorded = read_date(said.get("recorded", ""), not_after=shared.not_after)
    if recorded.doubt:
        told.doubts.append(("Date recorded", recorded.doubt))
    agency = said.get("agency")
    from_agency, from_sector = origin_of(said)
    level = said.get("level", "standard").lower()
    if level not in get_args(Level):
        told.refused = ("Level", "this is none of standard, restricted and sealed")
    return DraftEntry(
        kind="",
        when=when,
        people=people,
        narrative=_narrative(said),
        recorded_on=recorded.when.first if recorded.when.precision in ("day", "minute") else None,
        agency=None if not agency or agency == shared.agency else agency,
        from_sector=from_sector,
        from_agency=from_agency,
        told=tuple(told_of(said.get("told", ""), shared.not_after)),
        basis=BASES.get(said.get("basis", "").lower().replace("'", "")),
        corroborated=yes_or_no(said.get("corroborated", "")),
        child_words=heard(said),
        hindsight=said.get("hindsight"),
        significance=said.get("significance"),
        professional=_professional(said, shared.people),
        level=level if level in get_args(Level) else "sealed",  # type: ignore[arg-type]
    )


def _of_kind(base: DraftEntry, guess: Guess, said: dict[str, str], together: int, told: Told) -> DraftEntry:
    """The entry of one kind. Kinds told in one row belong together; a row with a reference is the account of that."""
    reference, thread = said.get("reference"), said.get("thread")
    if thread is None and together > 1:
        thread = f"{reference or base.when.raw}|{base.narrative}"
    details, doubts = details_of(guess.kind, said)
    told.doubts += doubts
    return replace(
        base,
        kind=guess.kind,
        # The words are the child's own entry's, so that nobody counts them twice.
        child_words=base.child_words if guess.kind == "child.voice" else None,
        details=guess.details | details,
        key=f"row|{reference}|{guess.kind}" if reference else None,
        thread=thread,
        guessed_by=guess.words or None,
    )


def _narrative(said: dict[str, str]) -> str:
    """The row's own words: what happened, then what was done, each as written."""
    outcome = said.get("outcome")
    parts = (said.get("event"), _headed("Action", said.get("action")), _headed("Outcome", outcome))
    return "\n".join(part for part in parts if part)


def _headed(heading: str, words: str | None) -> str | None:
    return f"{heading}: {words}" if words else None


def _professional(said: dict[str, str], people: People) -> str | None:
    """Who wrote it or saw it; initials of the key with whoever stands behind them."""
    words = said.get("professional") or said.get("source")
    behind = people.professionals.get((words or "").strip())
    return f"{words} ({behind})" if behind else words
