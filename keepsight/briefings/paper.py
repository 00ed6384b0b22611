"""A briefing paper as plain data. Every figure in it is live: a list of those counted, and of those they are counted among.

A paragraph says where a figure stands by naming it, `{chronic_neglect}`; the number is put in when the paper is printed,
so that words and number cannot part.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from keepsight.briefings.material import Review, Source
from keepsight.store.suppression import RULE

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
HELD_BACK = "a number too small to print"


@dataclass(frozen=True, slots=True)
class Figure:
    """`part` of `whole`, as at a day, by one version of the code. `of` says what is counted: reviews, or occasions.

    What is counted of children is held back where the occasions are few, or the children they are about: `children` are
    those of the part and those of the whole, None for a count of reviews.
    """

    key: str
    part: tuple[UUID, ...]
    whole: tuple[UUID, ...]
    as_at: dt.date
    version: str
    of: str = "reviews"
    children: tuple[tuple[UUID, ...], tuple[UUID, ...]] | None = None

    @property
    def words(self) -> str:
        """ "7 of 13 reviews". A small number of children is held back: a paper travels."""
        part, whole = len(set(self.part)), len(set(self.whole))
        if self.children and self._hidden(part, whole, *(len(set(one)) for one in self.children)):
            return HELD_BACK
        return f"{part} of {whole} {self.of.removesuffix('s') if whole == 1 else self.of}"

    def _hidden(self, part: int, whole: int, children_in_part: int, children: int) -> bool:
        return RULE.hides_share(part, whole) or children < RULE.least_denominator or RULE.hides(children_in_part)


@dataclass(frozen=True, slots=True)
class Edit:
    """Words a person put in place of ours: who, when, and what each figure beside them said at the time."""

    words: str
    by: str
    at: dt.datetime
    figures: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words with slots for figures, and the passages that bear them. `ours`: they quote nobody and name nobody."""

    key: str
    words: str
    figures: tuple[Figure, ...] = ()
    sources: tuple[Source, ...] = ()
    ours: bool = True
    edit: Edit | None = None

    @property
    def said(self) -> str:
        """The words to print, a person's before ours."""
        return self.edit.words if self.edit else self.words

    def stale(self) -> list[tuple[str, str]]:
        """Figures that have changed since a person wrote these words: what each was, and what it is now."""
        if self.edit is None:
            return []
        now = {figure.key: figure.words for figure in self.figures}
        return [
            (was, now.get(key, "no longer counted")) for key, was in self.edit.figures.items() if now.get(key) != was
        ]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage in its own words."""

    words: str
    source: Source


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words, figures and days under headings; the first of each row names it. `ours`: its words name nobody."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple["str | Figure | Review | dt.date", ...], ...]
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to reflect on."""

    asks: tuple[str, ...]


Block = Paragraph | Quoted | Table | Questions


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `homeless`: edited words whose paragraph is no longer written, by its key."""

    title: str
    partnership: str
    as_at: dt.date
    reviews: tuple[Review, ...]
    sections: tuple[Section, ...]
    homeless: tuple[tuple[str, Edit], ...] = ()

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section with its depth, from 1, in reading order."""
        yield from _walk(self.sections, 1)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, in reading order."""
        return (one for _, section in self.walk() for one in section.blocks if isinstance(one, Paragraph))

    def figures(self) -> list[Figure]:
        """Every figure, each once, in reading order."""
        found: dict[str, Figure] = {}
        for _, section in self.walk():
            for block in section.blocks:
                inside = block.figures if isinstance(block, Paragraph) else ()
                cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
                found |= {one.key: one for one in (*inside, *cells) if isinstance(one, Figure)}
        return list(found.values())


def typed_numbers(words: str) -> list[str]:
    """Numbers that a person typed where a figure should stand: nothing recomputes them."""
    return re.findall(r"(?<![\w.])\d+(?:\.\d+)?%?", SLOT.sub("", words))


def _walk(sections: tuple[Section, ...], depth: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from _walk(section.sections, depth + 1)
