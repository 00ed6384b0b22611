"""A review's documents: read within limits by another process, kept as passages whose numbers never move.

A new version of a document keeps the number of every passage that still stands word for word, in the same order; what is
new gets numbers of its own, and what is gone keeps its number and its words, so that a citation never points elsewhere.
"""

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from keepsight.access.models import User
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftPassage
from keepsight.intake.reading import read_paper
from keepsight.reviews.models import DocumentVersion, Passage, Review, ReviewDocument, Standing
from keepsight.store import audit, clock


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: the version it made, how many passages stand in it, are new, or are gone since the last."""

    version: DocumentVersion
    passages: int
    new: int
    gone: int


@transaction.atomic
def add_document(path: Path, *, review: Review, title: str, by: User | None) -> Added:
    """Keep a file as a document of a review: the first version of one, or the next where the review has one of that title.

    Raises RefusedFile where it cannot be read, WrongUse where it is the version that is there already.
    """
    pieces, notes = read_paper(path)
    named = title.strip() or path.stem
    document, _ = ReviewDocument.objects.get_or_create(review=review, title=named, defaults={"added_at": clock.now()})
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if document.versions.filter(sha256=sha256).exists():
        raise WrongUse("This very file is there already", next_step="Nothing needs to be done.")
    before = _standing(document)
    version = DocumentVersion.objects.create(
        document=document, version=document.versions.count() + 1, file_name=path.name, sha256=sha256, notes=notes, by=by,
        at=clock.now(),
    )  # fmt: skip
    standing, new = _laid_beside(document, before, pieces)
    Standing.objects.bulk_create(
        Standing(passage=passage, version=version, place=place, page=piece.row or None)
        for place, (passage, piece) in enumerate(zip(standing, pieces, strict=True), 1)
    )
    audit.note("reviews.add_document", by=by, about=f"document {document.id}", count=len(standing))
    return Added(version, len(standing), new, len(before) - (len(standing) - new))


def _standing(document: ReviewDocument) -> list[Passage]:
    latest = document.versions.order_by("-version").first()
    return [one.passage for one in latest.standings.select_related("passage").order_by("place")] if latest else []


def _laid_beside(
    document: ReviewDocument, before: Sequence[Passage], pieces: Sequence[DraftPassage]
) -> tuple[list[Passage], int]:
    """The passage of each piece, in order, and how many of them are new."""
    kept: dict[int, Passage] = {}
    same = difflib.SequenceMatcher(
        None, [_plain(one.words) for one in before], [_plain(one.words) for one in pieces], False
    )
    for first, place, length in same.get_matching_blocks():
        kept |= {place + step: before[first + step] for step in range(length)}
    number = document.passages.aggregate(last=Max("number"))["last"] or 0
    standing = []
    for place, piece in enumerate(pieces):
        if place not in kept:
            number += 1
            kept[place] = Passage(document=document, number=number, kind=piece.sheet or "paragraph", words=piece.words)
            standing.append(kept[place])
    Passage.objects.bulk_create(standing)
    return [kept[place] for place in range(len(pieces))], len(standing)


def _plain(words: str) -> str:
    return " ".join(words.split())
