"""Reads a referral or contact record: keeps it whole, and offers what it seems to say.

The record becomes one entry, `document.received`, about the children that its labels name; its pieces become passages,
numbered, that anything later can cite. Nothing else is an entry before a person has confirmed it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftEntry, DraftPassage, DraftRow, FileSaid, Role, Warned, passages_hash
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.chronology_table.people import Known, People
from keepsight.intake.formats.described import IDENTITY, person_of, relation_of
from keepsight.intake.formats.headings import Headings
from keepsight.intake.formats.pieces import TEXT, Piece, Pieces
from keepsight.intake.formats.referral_record.facts import EXACT, Record, offered, record_of
from keepsight.intake.reading.document import Document, Grid
from keepsight.intake.reading.source import Source

ABOUT_A_PERSON = {*IDENTITY, "sex", "ethnicity", "relationship"}
NEW_PERSON = ("name", "forename")


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one record. Raises RefusedFile for a record about nobody."""
    document = source.document
    pieces = Pieces(document, Headings(format.columns)).every
    not_after = asked.as_at or document.saved_on or asked.today
    people = People()
    doubts = list(_people(pieces, people, not_after))
    children: tuple[tuple[str, Role], ...] = tuple((ref, "child") for ref in people.children)
    if not children:
        raise RefusedFile(
            "This record does not say which child it is about",
            next_step="Put the child's name and date of birth beside labels that say so.",
        )
    record = record_of(pieces, children, asked.today)
    as_at = asked.as_at or (record.when.first if record.when.precision in EXACT else None) or document.saved_on
    yield FileSaid(format.name, format.version, as_at=as_at)
    yield from (known.person for known in people.by_ref.values())
    yield from people.ties()
    yield from (Warned(None, None, None, says) for says in document.notes)
    yield from doubts
    passages = [DraftPassage(piece.number, piece.sheet, piece.row, piece.label, piece.words) for piece in pieces]
    received = replace(_received(pieces, record, people), key=f"document {passages_hash(passages)}")
    yield from _rows(document, received)
    yield from passages
    yield from offered(pieces, record, asked.today)


def _people(pieces: list[Piece], people: People, not_after: date) -> Iterator[Warned]:
    """Adds the people whom labels describe to `people`; yields what is doubtful about them."""
    for whose, said, at in _described(pieces):
        relation = said.get("relationship", "")
        role: Role = relation_of(relation)[0] if relation else "child" if whose == "child" else "other"
        if role == "professional" or not any(name in said for name in IDENTITY[:-2]):
            continue
        person, doubts = person_of(said, role, not_after=not_after)
        if role == "child":
            people.add_or_join(Known(person, role, relation))
        else:
            people.add(Known(person, role, relation))
        yield from (Warned(at.sheet, at.row, name, says) for name, says in doubts)


def _described(pieces: list[Piece]) -> Iterator[tuple[str, dict[str, str], Piece]]:
    """Everyone described: by the cells of one row, or by labels one after another until another name begins."""
    about = [piece for piece in pieces if piece.field in ABOUT_A_PERSON and piece.words]
    for (_, whose), run in groupby(about, key=lambda piece: (piece.group, piece.whose or "child")):
        said: dict[str, str] = {}
        first: Piece | None = None
        for piece in run:
            assert piece.field is not None
            if first is not None and piece.field in NEW_PERSON and piece.field in said:
                yield whose, said, first
                said, first = {}, None
            first = first or piece
            said.setdefault(piece.field, piece.words)
        if first is not None and whose in ("child", "family"):
            yield whose, said, first


def _received(pieces: Iterable[Piece], record: Record, people: People) -> DraftEntry:
    """The record as an entry: its free text, and everyone whom it describes."""
    text = "\n".join(
        piece.words for piece in pieces if piece.words and piece.field in (None, "reason") and not piece.group
    )
    others = tuple((ref, known.role) for ref, known in people.by_ref.items() if known.role != "child")
    return DraftEntry(
        "document.received",
        record.when,
        record.children + others,
        narrative=text,
        basis="document",
        from_agency=record.from_agency,
        from_sector=record.from_sector,
    )


def _rows(document: Document, received: DraftEntry) -> Iterator[Draft]:
    """Every paragraph and every row of a table as a row of the receipt; the first that holds words carries the entry."""
    entries: tuple[DraftEntry, ...] = (received,)
    for block in document.blocks:
        if isinstance(block, Grid):
            sheet = f"table {block.number}"
            for row in block.rows:
                yield from (
                    Warned(sheet, row.number, None, says) for says in dict.fromkeys(says for _, says in row.notes)
                )
                yield DraftRow(sheet, row.number, entries if row.cells else (), blank=not row.cells)
                entries = () if row.cells else entries
        else:
            yield from (Warned(TEXT, block.number, None, says) for says in block.notes)
            yield DraftRow(TEXT, block.number, entries)
            entries = ()
