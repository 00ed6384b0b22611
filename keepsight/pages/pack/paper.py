"""An edition of an evidence pack as a paper to print: what it is for, what it shows, each entry with its source, what is not in it.

It is given the edition and the child's name and nothing else, so that what was not chosen cannot get into a file.
"""

from collections.abc import Iterator, Sequence

from keepsight.access.sharing import CONSENT, SAFE_TO_TELL
from keepsight.briefings.printing import Part, Piece, Printed, in_words, mapped
from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.pages.chronology.rows import Row, row
from keepsight.practice.packs.editions import Edition, Numbered
from keepsight.practice.queries import day_of
from keepsight.store.spreadsheets import NOT_PRINTABLE

NOT_SAID = (
    "Agencies may hold more that is restricted, sealed, or not shared with whoever made this pack. Whether they do is not "
    "said here: ask each agency."
)
MADE_BY_HAND = (
    "People chose what stands here. Nothing in it scores or ranks anybody, and that something is not in it does not mean that "
    "it did not happen."
)

CHECKED = {True: "corroborated", False: "not corroborated", None: "not recorded whether verified"}


def printed_pack(edition: Edition, of: str) -> Printed:
    """The edition, ready to print. `of` is the child's name, with the birth date as it is known."""
    paper: Printed = {
        "title": f"Evidence pack: {of}",
        "partnership": edition.agency_name,
        "as_at": words.long_day(day_of(edition.made_at)),
        "edition": f"Edition {edition.number}. In confidence",
        "parts": list(_parts(edition)),
        "notes": [],
    }
    return mapped(paper, {text: clean for text in texts_of(paper) if (clean := text.translate(NOT_PRINTABLE)) != text})


def texts_of(paper: Printed) -> Iterator[str]:
    """Every text in it, in the order in which it is read."""
    yield paper["title"]
    yield f"{paper['partnership']}. As at {paper['as_at']}. {paper['edition']}."
    for part in paper["parts"]:
        yield part["title"]
        for block in part["blocks"]:
            yield block["text"]
            yield from block.get("headings", [])
            yield from (cell for cells in block.get("rows", []) for cell in cells)


def _parts(edition: Edition) -> Iterator[Part]:
    yield {"title": "What this pack is for", "depth": 1, "blocks": list(map(in_words, _purpose(edition)))}
    yield {"title": "What the entries show", "depth": 1, "blocks": list(map(in_words, _lines(edition.statement)))}
    yield {"title": "The entries", "depth": 1, "blocks": [_at_a_glance(edition.entries)]}
    for one in edition.entries:
        told = row(one.entry, one.number, ())
        yield {"title": f"{one.number}. {told.when}: {told.title}", "depth": 2, "blocks": list(_entry(one.entry, told))}
    yield {"title": "What is not in it", "depth": 1, "blocks": list(map(in_words, _omitted(edition)))}
    blocks = [*map(in_words, edition.untold or ("Every agency that is connected had sent its entries.",))]
    yield {"title": "What could not be known on that day", "depth": 1, "blocks": blocks}


def _purpose(edition: Edition) -> Iterator[str]:
    reasons, basis = edition.reasons, edition.basis
    yield from _lines(reasons.purpose)
    yield f"For this decision: {edition.decision}"
    yield f"It goes to: {edition.to_whom}"
    if edition.number > 1:
        yield "It takes the place of the edition before. An entry has the same number in every edition."
    yield f"Made by {edition.made_by or 'somebody'}, {edition.agency_name}, {words.moment(edition.made_at)}."
    yield f"Shared on this ground: {basis.title}, {basis.version}."
    yield f"Why these entries and no more: {reasons.proportionate}"
    yield f"May the family be told that it is shared? {SAFE_TO_TELL[reasons.safe_to_tell]}."
    yield f"Was the family asked? {CONSENT[reasons.consent]}."
    yield MADE_BY_HAND


def _at_a_glance(entries: Sequence[Numbered]) -> Piece:
    rows = [
        [str(one.number), told.when, told.agency, told.title]
        for one in entries
        for told in (row(one.entry, one.number, ()),)
    ]
    return {
        "shape": "table", "text": "The entries by their numbers", "headings": ["Number", "When", "Agency", "What"],
        "rows": rows, "ours": False,
    }  # fmt: skip


def _entry(entry: EntryShown, told: Row) -> Iterator[Piece]:
    """One entry: its words as they were recorded, whose account it is, and where it stands in whose record."""
    if told.whose:
        yield in_words(f"About {told.whose}.")
    yield _quote(told.text) if told.text else in_words("Recorded without words.")
    if told.child_words:
        yield in_words("In the child’s own words:")
        yield _quote(told.child_words)
    if told.result or told.seen:
        yield in_words("; ".join(filter(None, (told.result, told.seen and f"child {told.seen}"))).capitalize() + ".")
    yield from (in_words(f"{name.capitalize()}: {said}.") for name, said in told.details)
    yield in_words(appraisal(entry))
    if told.raw_when:
        yield in_words(f"The day as it was written: “{told.raw_when}”.")
    if told.guessed_by:
        yield in_words(f"What it is was guessed by Keepsight from the words “{told.guessed_by}”.")
    if told.significance:
        yield in_words(f"Why it matters, says {entry.agency_name}: {told.significance}")
    if told.hindsight:
        yield in_words(f"Comment added later, not known on the day: {told.hindsight}")
    yield from map(in_words, told.disputes)
    yield in_words(_source(entry, told))


def appraisal(entry: EntryShown) -> str:
    """Whose account an entry is, and whether anybody verified it, in a sentence."""
    said = words.BASIS_WORDS.get(entry.basis or "")
    checked = CHECKED[entry.corroborated]
    return f"Whose account: {said or 'not recorded'}; {checked}."


def _source(entry: EntryShown, told: Row) -> str:
    held = f"Held by {entry.agency_name}"
    came = f", which had it from {told.agency}" if told.held_by else ""
    wrote = f" Written by {entry.professional}." if entry.professional else ""
    return f"{held}{came}.{wrote} Source: {told.source}."


def _omitted(edition: Edition) -> Iterator[str]:
    days = [f"from {words.long_day(edition.since)}"] if edition.since else []
    days += [f"to {words.long_day(edition.until)}"] if edition.until else []
    if days:
        many = words.counted(edition.outside, "entry", "entries")
        yield f"The pack looks at what happened {' '.join(days)}. {many} outside those days: not looked at."
    for count, because in edition.left_out:
        yield f"{words.counted(count, 'entry', 'entries')} left out: {because}"
    if not edition.left_out:
        yield "Of what whoever made it may read and may put in, nothing else was left out."
    yield NOT_SAID


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _quote(text: str) -> Piece:
    return {"shape": "quote", "text": f"“{text}”", "notes": [], "ours": False}
