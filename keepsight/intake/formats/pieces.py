"""A record in words, taken apart into pieces: a paragraph, or the words beside a label, each with where it stands.

Nothing is left out, whatever it says: a label nobody knows keeps its words. A heading such as "Referrer's details"
says whose the plain labels below it are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from keepsight.intake.formats.headings import Headings, plain
from keepsight.intake.reading.document import Document, Grid, Paragraph
from keepsight.intake.reading.tables import Row

Whose = Literal["child", "referrer", "family", "others"]

LONGEST_LABEL = 80  # characters; a longer cell tells something
PARTS = re.compile(r"\t+|\n+| {4,}")
TEXT = "text"

# Words of a heading, the first that fits: whose the labels below it are.
SECTIONS: tuple[tuple[str, Whose], ...] = (
    (r"referr|your details|professional|person (?:making|completing)|contactee|completed by", "referrer"),
    (r"parent|carer|family|famil|household|sibling|significant|adult|mother|father", "family"),
    (r"\bgp\b|school|agenc|other services|office use|consent", "others"),
    (r"\bchild|young person|concerning|subject|pupil|unborn|baby", "child"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the record. `field` is what its label means here, None for a label nobody knows or none at all.

    `group` is the same for the cells of one row of people; None for any other piece.
    """

    number: int
    sheet: str
    row: int
    label: str | None
    words: str
    field: str | None
    whose: Whose | None
    group: int | None = None


@dataclass(slots=True)
class _Found:
    """A piece before it is numbered."""

    label: str | None
    words: str
    group: int | None = None


class Pieces:
    """The pieces of a document, in the order of the page, and then what stands beside the page."""

    def __init__(self, document: Document, headings: Headings) -> None:
        self.headings = headings
        self.section: Whose | None = None
        self.open_label: str | None = None
        self.every: list[Piece] = []
        self.groups = 0
        for block in document.blocks:
            if isinstance(block, Grid):
                self._table(block)
            else:
                self._paragraph(block)
        for one in document.beside:
            self.section = self.open_label = None
            self._keep(one.place, one.number, self._said(one.words))

    def field(self, label: str | None) -> str | None:
        """What a label means here."""
        column = self.headings.known.get(plain(label)) if label else None
        return column.becomes if column else None

    def _paragraph(self, block: Paragraph) -> None:
        words = block.words.removesuffix(":").strip()
        known = plain(words) in self.headings.known
        if len(words) <= LONGEST_LABEL and (known or self._begins_section(words)):
            self._keep(TEXT, block.number, [_Found(None, block.words)])
            self.open_label = words if known else None
            return
        found = list(self._said(block.words))
        if any(one.label for one in found):
            self.open_label = None
        elif self.open_label:
            found = [_Found(self.open_label, block.words)]
        self._keep(TEXT, block.number, found)

    def _table(self, grid: Grid) -> None:
        sheet = f"table {grid.number}"
        heads: dict[int, str] | None = None
        self.open_label = None
        for row in grid.rows:
            named = self.headings.named(row.cells)
            if named is not None and len(row.cells) > 1 and not self._is_pairs(row):
                heads = row.cells
                self.groups += 1
                self._keep(sheet, row.number, [_Found(None, " | ".join(row.cells.values()), self.groups)])
            elif heads is not None and len(row.cells) > 1:
                self.groups += 1
                pairs = [_Found(heads.get(place), words, self.groups) for place, words in sorted(row.cells.items())]
                self._keep(sheet, row.number, pairs)
            else:
                self._keep(sheet, row.number, self._in_row(row))

    def _is_pairs(self, row: Row) -> bool:
        """Whether a row is labels with words beside them, though some of the words are labels too."""
        cells = [row.cells[place] for place in sorted(row.cells)]
        return len(cells) == 2 and self.field(cells[1]) in (None, self.field(cells[0]))

    def _in_row(self, row: Row) -> Iterator[_Found]:
        """The pieces of a row that stands under no headings: labels, each with the words beside it."""
        places = sorted(row.cells)
        cells = [row.cells[place] for place in places]
        if len(cells) == 1:
            if len(cells[0]) <= LONGEST_LABEL and self.field(cells[0].removesuffix(":")) is None:
                self._begins_section(cells[0])
            label = cells[0].removesuffix(":").strip()
            if self.field(label):
                yield _Found(label, "")
            else:
                yield from self._said(cells[0])
        elif len(cells) % 2 == 0 and all(len(cell) <= LONGEST_LABEL for cell in cells[::2]):
            for label, words in zip(cells[::2], cells[1::2], strict=True):
                yield _Found(label.removesuffix(":").strip(), words)
        elif self.field(cells[0].removesuffix(":")):
            yield _Found(cells[0].removesuffix(":").strip(), "\n".join(cells[1:]))
        else:
            for cell in cells:
                yield from self._said(cell)

    def _said(self, text: str) -> Iterator[_Found]:
        """Words in which known labels may stand before a colon, parted by tabs or lines; otherwise the words whole."""
        parts = [part.strip() for part in PARTS.split(text) if part.strip()]
        pairs = [part.partition(":") for part in parts]
        if not any(colon and self.field(label) for label, colon, _ in pairs):
            yield _Found(None, text)
            return
        for part, (label, colon, words) in zip(parts, pairs, strict=True):
            yield _Found(label.strip(), words.strip()) if colon and self.field(label) else _Found(None, part)

    def _begins_section(self, words: str) -> bool:
        if re.search(r"[.!?]$|,\s", words) or len(words.split()) > 7:
            return False
        for pattern, whose in SECTIONS:
            if re.search(pattern, words.lower()):
                self.section = whose
                return True
        return False

    def _keep(self, sheet: str, row: int, found: "Iterator[_Found] | list[_Found]") -> None:
        for one in found:
            self.every.append(
                Piece(
                    len(self.every) + 1,
                    sheet,
                    row,
                    one.label,
                    one.words,
                    self.field(one.label),
                    _whose(one.label) or self.section,
                    one.group,
                )
            )


def _whose(label: str | None) -> Whose | None:
    """Whose a label says itself to be; None where it leaves that to the heading above."""
    words = plain(label or "")
    if re.match(r"childs?\b|name of (?:child|young)|pupil|young person", words):
        return "child"
    return "referrer" if re.match(r"referrers?\b|your\b", words) else None
