"""Reads the children in need census: one child at a time, by the names of its elements, never by their order.

Layouts were read from the schemas of 2021 to 2026 in SocialFinanceDigitalLabs/liia-tools-pipeline and the samples of
data-to-insight/csc-validator-be-cin. Text between elements is ignored, codes nobody knows are kept as written, and a
date that cannot be true is kept and named: the file is evidence of what was recorded, not of what happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftEntry, DraftRow, FileSaid, Refusal, Warned
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.cin_census.child import person_of
from keepsight.intake.formats.cin_census.doubts import (
    Doubt,
    doubts_of_child,
    doubts_of_episode,
    doubts_of_words,
    more_than_one_open,
)
from keepsight.intake.formats.cin_census.episode import Episode, died, entries_of, once_each
from keepsight.intake.formats.cin_census.parts import Part, bare_path, flat, part_of
from keepsight.intake.reading.markup import ParseError, closing_elements, local_name
from keepsight.intake.reading.source import Source

YEAR_BEGINS = (4, 1)  # month and day of a census year
CHUNK_BYTES = 1 << 20
LONGEST_NAME = 80  # bytes, kept from one chunk to the next

# Kinds that a file delivers only when it holds this part at all.
PARTS = {
    "Assessments": ("assessment.started", "assessment.reviewed", "assessment.completed"),
    "Section47": ("strategy_discussion.held", "section47.started", "section47.decided"),
    "DateOfInitialCPC": ("conference.held",),
    "CINPlanDates": ("plan.started", "plan.ended"),
    "ChildProtectionPlans": ("plan.started", "plan.ended", "conference.held"),
    "PreProceedingsandFGDM": (
        "preproceedings.started",
        "preproceedings.letter_sent",
        "preproceedings.meeting_held",
        "preproceedings.decided",
        "court.application_made",
    ),
    "PersonDeathDate": ("child.died",),
}


@dataclass(slots=True)
class Reading:
    """What is remembered from one child to the next."""

    known: frozenset[str]
    as_at: date
    year_began: date
    row: int = 0
    children: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one census file. Raises RefusedFile when its header does not say whose it is or for which day."""
    delivered = _delivered(source, format)
    reading: Reading | None = None
    header: dict[str, str] = {}
    try:
        for element in closing_elements(source.lines):
            name = local_name(element)
            if name == "Header":
                header = flat(part_of(element))
            elif name == "Child":
                if reading is None:
                    said = _said(header, delivered, asked, format)
                    reading = Reading(_known(format), said.as_at or asked.today, said.covers_from or asked.today)
                    yield said
                    yield from _layout(source, header, format)
                yield from _child(part_of(element), reading)
                element.clear()
    except ParseError as error:
        raise RefusedFile(
            "This XML file is cut short or damaged", next_step="Export it again and send that."
        ) from error
    if reading is None:
        raise RefusedFile("This census holds no child", next_step="Check that the export was finished.")


def _said(header: dict[str, str], delivered: tuple[str, ...], asked: Asked, format: Format) -> FileSaid:
    lea, reference = header.get("Source/LEA"), _reference(header) or asked.as_at
    if not lea or reference is None:
        raise RefusedFile(
            "The header of this census does not say which authority it is from, or for which day it speaks",
            next_step="Export it again with its header (LEA and ReferenceDate).",
        )
    as_at = asked.as_at or reference
    began = date(reference.year, *YEAR_BEGINS)
    return FileSaid(
        format.name,
        format.version,
        agency_code=f"social-care-{lea}",
        agency_sector="social_care",
        agency_name=f"Children's social care {lea}",
        as_at=as_at,
        covers_from=began if began <= reference else date(reference.year - 1, *YEAR_BEGINS),
        covers_to=as_at,
        covers="all",
        delivers=delivered,
    )


def _reference(header: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(header.get("CollectionDetails/ReferenceDate", "")[:10])
    except ValueError:
        return None


def _known(format: Format) -> frozenset[str]:
    return frozenset(column.name for column in format.columns)


def _layout(source: Source, header: dict[str, str], format: Format) -> Iterator[Warned]:
    """Elements of another year's layout, which are read all the same."""
    year = header.get("CollectionDetails/Year", "")
    if not year.isdigit():
        yield Warned(None, None, "Year", "the header does not say which year's layout this is")
        return
    others = [
        column.name
        for column in format.columns
        if (column.since and int(year) < column.since) or (column.until and int(year) > column.until)
    ]
    names = sorted({name.split("/")[1] for name in others})
    for name in _present(source, names):
        yield Warned(None, None, name, f"this element is not in the layout of {year}: it was read all the same")


def _child(part: Part, reading: Reading) -> Iterator[Draft]:
    """The person, then a row for each episode; a child without an episode is a row of their own."""
    identifiers = (part.every("ChildIdentifiers") or [Part()])[0]
    characteristics = (part.every("ChildCharacteristics") or [Part()])[0]
    ref = identifiers.one("LAchildID")
    about = flat(identifiers, "ChildIdentifiers/") | flat(characteristics, "ChildCharacteristics/")
    first = reading.row + 1
    if ref is None:
        yield from _refused(part, about, reading)
        return
    yield person_of(ref, identifiers, characteristics)
    if ref in reading.children:
        yield Warned(None, first, "LAchildID", "this child stands in the file more than once")
    reading.children.add(ref)
    episodes = [Episode(ref, one) for one in part.every("CINdetails")]
    yield from _warned(doubts_of_child(identifiers), first)
    yield from _words(about, reading, first)
    yield from _rows(ref, identifiers, episodes, about, reading)
    if more_than_one_open(episodes):
        yield Warned(None, first, "CINclosureDate", "this child has more than one open episode")


def _rows(
    ref: str, identifiers: Part, episodes: list[Episode], about: dict[str, str], reading: Reading
) -> Iterator[Draft]:
    """A row for each episode, its entries with keys of their own among all the child's."""
    on = identifiers.one("PersonDeathDate")
    told = [[died(ref, on)] if on else []] if not episodes else [entries_of(one) for one in episodes]
    if episodes and on:
        told[0] = [*told[0], died(ref, on)]
    keyed, parted = once_each([entry for entries in told for entry in entries])
    if parted:
        yield Warned(None, reading.row + 1, "CINdetails", "two different accounts of the same thing: both were kept")
    for entries, episode in zip_longest(told, episodes):
        mine, keyed = keyed[: len(entries)], keyed[len(entries) :]
        yield from _row(mine, identifiers, episode, about, reading)


def _row(
    entries: list[DraftEntry], identifiers: Part, episode: Episode | None, about: dict[str, str], reading: Reading
) -> Iterator[Draft]:
    reading.row += 1
    if episode is None:
        yield DraftRow(None, reading.row, tuple(entries), raw=about)
        return
    words = flat(episode.part, "CINdetails/")
    if episode.part.one("CINreferralDate") is None:
        refusal = Refusal("CINreferralDate", "the episode has no referral date, so nothing in it can be told apart")
        yield DraftRow(None, reading.row, refused=refusal, raw=about | words)
        return
    yield DraftRow(None, reading.row, tuple(entries), raw=about | words)
    yield from _warned(doubts_of_episode(identifiers, episode, reading.year_began), reading.row)
    yield from _words(words, reading, reading.row)


def _refused(part: Part, about: dict[str, str], reading: Reading) -> Iterator[Draft]:
    refusal = Refusal("LAchildID", "the child has no identifier, so nobody could be told apart")
    for one in part.every("CINdetails") or [Part()]:
        reading.row += 1
        yield DraftRow(None, reading.row, refused=refusal, raw=about | flat(one, "CINdetails/"))


def _warned(doubts: Iterable[Doubt], row: int) -> Iterator[Warned]:
    for column, says in dict.fromkeys(doubts):
        yield Warned(None, row, column, says)


def _words(words: dict[str, str], reading: Reading, row: int) -> Iterator[Warned]:
    """Doubts about the words themselves; an element that no layout knows is named once, and kept in the row's words."""
    yield from _warned(doubts_of_words(words, reading.as_at), row)
    for path in {bare_path(path) for path in words} - reading.known - reading.unknown:
        reading.unknown.add(path)
        yield Warned(None, row, path, "no layout knows this element: it stays in the row's own words, and is not read")


def _present(source: Source, names: Iterable[str]) -> list[str]:
    """Those of the elements whose name occurs anywhere in the file."""
    missing, rest = dict.fromkeys(names), b""
    place = source.file.tell()
    source.file.seek(0)
    while chunk := source.file.read(CHUNK_BYTES):
        text = (rest + chunk).replace(b"\x00", b"")  # as good as decoding UTF-16, for names in plain letters
        for name in [name for name in missing if f"<{name}>".encode() in text]:
            del missing[name]
        rest = chunk[-LONGEST_NAME:]
    source.file.seek(place)
    return [name for name in names if name not in missing]


def _delivered(source: Source, format: Format) -> tuple[str, ...]:
    """The kinds of the parts that occur anywhere in the file; an element's name is enough to know that."""
    present_parts = _present(source, PARTS)
    always = set(format.delivers) - {kind for kinds in PARTS.values() for kind in kinds}
    present = always | {kind for part, kinds in PARTS.items() if part in present_parts for kind in kinds}
    return tuple(kind for kind in format.delivers if kind in present)
