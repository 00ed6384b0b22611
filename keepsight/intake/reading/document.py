"""Word documents (.docx), read as paragraphs and tables in the order of the page, and what stands beside them.

We read the parts of the archive ourselves, because the libraries lose without a word what a record can hang on: words in
content controls, ticked boxes, tracked changes, text boxes, the words of a merged cell read twice. Nothing is run,
fetched or computed: links, templates kept elsewhere, embedded files and fields are never followed.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException

from keepsight.errors import RefusedFile
from keepsight.intake.reading.commas import too_large
from keepsight.intake.reading.document_tables import rows_of
from keepsight.intake.reading.document_words import ELSEWHERE, EMBEDDED, NOTED, Words, child, is_set, name_of
from keepsight.intake.reading.guard import cut_short
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.markup import ParseError, children_of, closing_elements, local_name, root_element
from keepsight.intake.reading.tables import Row, Sheet

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ParseError, ValueError, NotImplementedError)
FETCHED_KINDS = ("attachedTemplate", "aFChunk", "subDocument", "oleObject", "image", "frame", "package")

# The parts that stand beside a document's own words: what a person calls them, and the element that holds one piece.
BESIDE = {"header": ("header", None), "footer": ("footer", None), "footnotes": ("footnote", "footnote")}
BESIDE |= {"endnotes": ("endnote", "endnote"), "comments": ("comment", "comment")}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that holds words: its number among those outside tables, its words, and what is odd about it."""

    number: int
    words: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its number in the document, its rows, and how many columns it has."""

    number: int
    rows: tuple[Row, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Words that are no part of the page's own text: where (`header`, `comment`, `text box`), which one, the words."""

    place: str
    number: int
    words: str


class Document:
    """A Word document as a Table whose sheets are its tables, and as blocks in the order of the page."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        self.cells_left = limits.cells
        self.blocks: list[Paragraph | Grid] = []
        self.beside: list[Beside] = []
        self.noted: dict[str, None] = {}
        self.notes: tuple[str, ...] = ()
        self.boxes: list[str] = []
        with _sound():
            self.archive = zipfile.ZipFile(file)
            self.parts = set(self.archive.namelist())
            self.main = self._main_part()
            self._take_blocks()
            self._take_what_stands_beside()
            self.saved_on: date | None = self._saved_on()
        self.notes += tuple(self.noted)
        self.beside += [Beside("text box", number, words) for number, words in enumerate(self.boxes, 1)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs outside tables that hold words."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    def sheets(self) -> Iterator[Sheet]:
        """Each table with its rows; one as wide as the table before, and with no words between, may continue it."""
        before: Paragraph | Grid | None = None
        for block in self.blocks:
            if isinstance(block, Grid):
                continues = isinstance(before, Grid) and before.width == block.width
                yield Sheet(f"table {block.number}", block.rows, continues=continues)
            before = block

    def _main_part(self) -> str:
        """The part that holds the document, which some programs call by another name."""
        for relation in self._tree("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument") and relation.get("TargetMode") != "External":
                return relation.get("Target", "").lstrip("/")
        raise LookupError("no main part")

    def _take_blocks(self) -> None:
        with self.archive.open(self.main) as stream:
            if name_of(root_element(stream)) != "document":
                raise LookupError("the main part is no document of Word's")
            stream.seek(0)
            for element in children_of(stream, "body"):
                self._take(element)

    def _take(self, element: Element) -> None:
        name = name_of(element)
        if name == "tbl":
            self._take_table(element)
        elif name == "sdt" and any(name_of(one) in ("p", "tbl", "sdt") for one in child(element, "sdtContent") or ()):
            unanswered = is_set(child(element, "sdtPr"), "showingPlcHdr")
            if not unanswered or any(name_of(one) == "tbl" for one in element.iter()):
                self._take_inside(child(element, "sdtContent"))
        elif name in ("customXml", "smartTag"):
            self._take_inside(element)
        elif name in ("altChunk", "subDoc"):
            self.noted[NOTED[name]] = None
        elif name != "sectPr":
            self._take_paragraph(element)

    def _take_inside(self, element: Element | None) -> None:
        for one in element if element is not None else ():
            self._take(one)

    def _take_table(self, element: Element) -> None:
        rows, width, boxes = rows_of(element)
        self.cells_left -= sum(len(row.cells) for row in rows)
        if len(rows) > self.limits.rows or width > self.limits.columns or self.cells_left < 0:
            raise too_large(len(rows))
        tables = sum(isinstance(block, Grid) for block in self.blocks)
        self.blocks.append(Grid(tables + 1, tuple(rows), width))
        self.boxes += boxes

    def _take_paragraph(self, element: Element) -> None:
        holder = Element("paragraph")
        holder.append(element)
        words = Words(holder)
        self.boxes += words.boxes
        if words.text:
            self.blocks.append(Paragraph(len(self.paragraphs) + 1, words.text, words.notes))
        else:
            self.noted.update(dict.fromkeys(words.notes))

    def _take_what_stands_beside(self) -> None:
        """Headers, footers, notes and comments; a header that several sections share is said once."""
        folder = posixpath.dirname(self.main)
        relations = f"{folder}/_rels/{posixpath.basename(self.main)}.rels"
        seen: set[tuple[str, str]] = set()
        for relation in self._tree(relations) if relations in self.parts else ():
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") == "External":
                self.noted.update({ELSEWHERE: None} if kind in FETCHED_KINDS else {})
                continue
            if kind in ("aFChunk", "package", "oleObject"):
                self.noted[EMBEDDED] = None
            part = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if kind in BESIDE and part in self.parts:
                self._take_beside(part, *BESIDE[kind], seen)

    def _take_beside(self, part: str, place: str, piece: str | None, seen: set[tuple[str, str]]) -> None:
        root = self._tree(part)
        holders = [root] if piece is None else [one for one in root if name_of(one) == piece]
        for holder in holders:
            words = Words(holder)
            self.noted.update(words.noted)
            self.boxes += words.boxes
            if words.text and (piece or (place, words.text) not in seen):
                seen.add((place, words.text))
                number = 1 + sum(one.place == place for one in self.beside)
                self.beside.append(Beside(place, number, words.text))

    def _saved_on(self) -> date | None:
        if "docProps/core.xml" not in self.parts:
            return None
        said = [one.text or "" for one in self._tree("docProps/core.xml") if local_name(one) == "modified"]
        try:
            return date.fromisoformat(said[0][:10]) if said else None
        except ValueError:
            return None

    def _tree(self, part: str) -> Element:
        with self.archive.open(part) as stream:
            *_, root = closing_elements(stream)
            return root


@contextmanager
def _sound() -> Iterator[None]:
    """Turns every way in which a document's archive can be broken into one refusal."""
    try:
        yield
    except DefusedXmlException as error:
        raise RefusedFile(
            "A part of this document defines a document type or entities, which Word never writes",
            next_step="Open it, save it again as .docx, and send the new copy.",
        ) from error
    except BROKEN as error:
        raise cut_short() from error
