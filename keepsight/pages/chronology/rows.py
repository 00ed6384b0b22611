"""Entries as rows of the table: what happened in one cell, beside it whether the child was seen and what came of it.

A number is an entry's place in the whole chronology that this person may see. Filters leave numbers as they are,
so that "entry 12" on paper is entry 12 on the screen of the same day.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.chronology.shown import Disputed, EntryShown
from keepsight.pages import words
from keepsight.pages.overview.lanes import whose
from keepsight.vocabulary import KINDS

# Details with a column of their own. Any other is told in the text.
RESULTS = ("outcome", "answer", "reason", "plan", "stage", "cancelled_by")
OF_CHECKS = ("list_version", "qualities", "found", "because", "shown_by")  # read side by side on a page of their own
# Ids and names of a list, which say nothing to a reader.
POINTS = ("disputed_entry", "about", "into", "chosen", "shows", "left_off", "tool", "evidence")
# What a pack says stands in the pack, for whoever may read all of it.
IN_PACKS = (
    *("statement", "said_against", "left_out", "untold", "outside"),
    *("lawful_basis", "proportionate", "safe_to_tell", "asked_family"),
)
OF_FORMS = ("form", "form_title", "form_edition", "fields", "answers")  # the words of the entry say all of it
ASKED_IN_CHILD = ("alone", "child_seen")
ELSEWHERE = (*RESULTS, *POINTS, *IN_PACKS, *OF_CHECKS, *OF_FORMS, *ASKED_IN_CHILD)


@dataclass(frozen=True, slots=True)
class Version:
    """An account that a later one replaced."""

    when: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, in words. None or empty: not recorded, and the cell stays empty or says so."""

    id: UUID
    number: int
    when: str
    raw_when: str | None
    agency: str
    held_by: str | None
    title: str
    whose: str | None
    text: str
    child_words: str | None
    basis: str | None
    details: tuple[tuple[str, str], ...]
    told: str | None
    guessed_by: str | None
    significance: str | None
    significant_to: str | None
    hindsight: str | None
    seen: str
    result: str
    cited_by: tuple[int, ...]
    source: str
    versions: tuple[Version, ...]
    same_words: tuple[UUID, int] | None
    level: str | None
    disputes: tuple[str, ...]


def rows(entries: Sequence[EntryShown], cited: Mapping[UUID, tuple[int, ...]], kept: Collection[UUID]) -> list[Row]:
    """The entries of `kept` as rows. Numbers are places among all entries, from 1, so they do not depend on `kept`."""
    told: dict[tuple[object, ...], Row] = {}
    made = []
    for number, entry in enumerate(entries, start=1):
        if entry.id in kept:
            source = entry.source
            words_of = (source.receipt_id, source.sheet, source.row, entry.narrative)
            one = row(entry, number, cited.get(entry.id, ()), told.get(words_of))
            told.setdefault(words_of, one)
            made.append(one)
    return made


def row(entry: EntryShown, number: int, cited_by: tuple[int, ...], same_words: Row | None = None) -> Row:
    """One entry as a row. `same_words`: an earlier one from the same row of a file, whose words are not repeated."""
    return Row(
        id=entry.id,
        number=number,
        when=words.when(entry),
        raw_when=words.inexact(entry),
        agency=words.sent_by(entry),
        held_by=entry.agency_name if words.sent_by(entry) != entry.agency_name else None,
        title=entry.title,
        whose=whose(entry) if entry.scope == "household" else None,
        text="" if same_words else entry.narrative,
        child_words=_unless_said(entry.child_words, same_words.child_words if same_words else None),
        basis=_basis(entry),
        details=_details(entry),
        told=_told(entry),
        guessed_by=entry.guessed_by,
        significance=_unless_said(entry.significance, same_words.significance if same_words else None),
        significant_to=entry.agency_name if entry.significance else None,
        hindsight=_unless_said(entry.hindsight, same_words.hindsight if same_words else None),
        seen=_seen(entry),
        result=_result(entry),
        cited_by=cited_by,
        source=_source(entry),
        versions=tuple(_version(one) for one in entry.earlier),
        same_words=(same_words.id, same_words.number) if same_words and entry.narrative else None,
        level=entry.level if entry.level != "standard" else None,
        disputes=tuple(map(disputed, entry.disputes)),
    )


def disputed(one: Disputed) -> str:
    """What somebody says against an entry, and what was answered, in a sentence or two."""
    answered = f"Answered: {one.response}" if one.response else "Nobody has answered yet."
    return f"Disputed by {one.by}, {words.day(one.on)}: “{one.words}” {answered}"


def _unless_said(words: str | None, said: str | None) -> str | None:
    """Words that the row before has said already are left out."""
    return None if words == said else words


def _basis(entry: EntryShown) -> str | None:
    """Whose account it is. What the writer saw needs no word; anything else does."""
    if entry.basis in (None, "unknown", "observed"):
        return None
    said = words.BASIS_WORDS.get(entry.basis or "", entry.basis)
    checked = {True: ", corroborated", False: ", not corroborated"}.get(entry.corroborated, "")  # type: ignore[arg-type]
    return f"{said}{checked}"


def _details(entry: EntryShown) -> tuple[tuple[str, str], ...]:
    """Details that have no column: their name and their words. Those not recorded are left out."""
    return tuple(
        (name.replace("_", " "), words.told_detail(name, entry.details[name]))
        for name in KINDS[entry.kind].details
        if name not in ELSEWHERE and words.known(entry, name) and entry.details[name] != []
    )


def _told(entry: EntryShown) -> str | None:
    told = [f"{agency} ({words.day(on)})" if on else agency for agency, on in entry.told]
    return words.listed(told) if told else None


def _seen(entry: EntryShown) -> str:
    """Whether the child was seen, where the kind asks. "Not said" is not "not seen"."""
    if entry.scope != "child":
        return ""
    match entry.kind:
        case "child.seen":
            return {"yes": "seen alone", "no": "seen, not alone"}.get(words.known(entry, "alone") or "", "seen")
        case "child.not_seen" | "visit.no_access":
            return "not seen"
    if "child_seen" not in KINDS[entry.kind].details:
        return ""
    return {"yes": "seen", "no": "not seen"}.get(words.known(entry, "child_seen") or "", "not said")


def _result(entry: EntryShown) -> str:
    said = {name: words.detail(entry.details[name]) for name in RESULTS if words.known(entry, name)}
    return ", ".join(f"{word} cancelled" if name == "cancelled_by" else word for name, word in said.items())


def _source(entry: EntryShown) -> str:
    """Where the entry came from and when it was written down, in one line."""
    source = entry.source
    if source.file_name:
        by = f"confirmed by {source.by}" if source.by else None
        place = [source.file_name, source.sheet, f"row {source.row}" if source.row else None, by]
    else:
        place = [f"written by {source.by}" if source.by else "written in Keepsight"]
    assumed = " (assumed: the file does not say)" if entry.recorded_how == "assumed" else ""
    return (
        f"{', '.join(part for part in place if part)}; recorded {words.day(entry.recorded_on)}{assumed}; "
        f"received {words.moment(entry.received_at)}"
    )


def _version(entry: EntryShown) -> Version:
    said = [entry.title, _result(entry), entry.narrative]
    return Version(words.when(entry), ". ".join(part for part in said if part), _source(entry))
