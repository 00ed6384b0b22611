"""A paper (a review's report, minutes, a letter) read as passages: headings, paragraphs, rows of tables, notes, in order.

Runs inside the reading process. A page without words is said to be unread: a picture of a text is no text, and nothing here
guesses at one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, NumberObject

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftPassage, Warned
from keepsight.intake.reading.document import Grid
from keepsight.intake.reading.document_words import NO_SUCH_LETTER
from keepsight.intake.reading.flow import is_heading, paragraphs, without_heads, words_of
from keepsight.intake.reading.letters import encoding_of
from keepsight.intake.reading.source import Source
from keepsight.intake.reading.tables import Row

MOST_PAGES = 2_000  # the longest published review we know has under 400
NO_LETTER = re.compile("[\x00\ud800-\udfff]")  # what a PDF's own table of letters can say, and no text keeps
SCANNED = "no page of this paper holds words that can be read: it is a scan, or pictures of pages"
AS_TEXT = "Send the document it was made from, as .docx, or a PDF whose words can be selected."


def read_paper(source: Source) -> Iterator[Draft]:
    """The passages of a paper, numbered in order, then what was not read of it. Raises RefusedFile for one without words."""
    pieces, notes = _READERS[source.guarded.container](source)
    if not pieces:
        raise RefusedFile("There are no words in this paper that can be read", next_step=AS_TEXT)
    for number, (kind, page, words) in enumerate(pieces, 1):
        yield DraftPassage(number, kind, page or 0, None, words)
    yield from (Warned(None, None, None, says) for says in notes)


Piece = tuple[str, int | None, str]
"""What kind of piece it is, its page (None: the file has no pages), and its words."""

Read = tuple[list[Piece], list[str]]
Pages = tuple[list[list[str]], list[str]]
"""The lines of each page, and what stands beside them, in words."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place of a paper as a receipt counts it, its pieces, and what is odd about it: a page of a PDF, a paragraph, a row."""

    sheet: str
    number: int
    pieces: tuple[str, ...]
    notes: tuple[str, ...] = ()


def leaves(source: Source) -> tuple[list[Leaf], list[str]]:
    """Every place of a PDF or document, those without words too, and what was not read, in words. Raises RefusedFile."""
    if source.guarded.container == "pdf":
        kept, notes = _kept_of_pages(source)
        known = words_of(kept)
        return [Leaf("page", number, tuple(paragraphs(page, known))) for number, page in enumerate(kept, 1)], notes
    document, found = source.document, []
    for block in document.blocks:
        if isinstance(block, Grid):
            found += [_leaf(block, row) for row in block.rows]
        else:
            found.append(Leaf("text", block.number, (block.words,), block.notes))
    beside = tuple(one.words for one in document.beside)
    if found and beside:  # a header or a note has no place of its own to be counted by: it stands with the first
        found[0] = replace(found[0], pieces=found[0].pieces + beside)
    return found, list(document.notes)


def _leaf(grid: Grid, row: Row) -> Leaf:
    pieces = (_row(row.cells),) if row.cells else ()
    return Leaf(f"table {grid.number}", row.number, pieces, tuple(dict.fromkeys(says for _, says in row.notes)))


def _pdf(source: Source) -> Read:
    kept, notes = _kept_of_pages(source)
    known = words_of(kept)
    return [_piece(words, number) for number, page in enumerate(kept, 1) for words in paragraphs(page, known)], notes


def _kept_of_pages(source: Source) -> Pages:
    """The lines of each page without running heads, and what was not read. Raises RefusedFile where no page holds words."""
    pages, beside = source.pages
    if not any(line.strip() for page in pages for line in page):
        raise RefusedFile(SCANNED[0].upper() + SCANNED[1:], next_step=AS_TEXT)
    kept, heads = without_heads(pages)
    notes = [f"page {number} holds no words that can be read" for number, page in enumerate(pages, 1) if not any(page)]
    notes += [
        f"page {number} holds signs that are no letters: {NO_SUCH_LETTER} stands for them"
        for number, page in enumerate(pages, 1)
        if any(NO_SUCH_LETTER in line for line in page)
    ]
    notes += beside
    if heads:
        notes.append(f"{len(heads)} lines that stand on most pages were taken for running heads, and left out")
    return kept, notes


def pages_of(file: BinaryIO) -> Pages:
    """The lines of each page of a PDF, and what stands beside them. Raises RefusedFile for one locked, damaged or too long."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedFile("This PDF is locked with a password", next_step="Save it without the password.")
        if len(reader.pages) > MOST_PAGES:
            raise RefusedFile(f"This PDF has more than {MOST_PAGES:,} pages", next_step="Send it in parts.")
        tree = reader.root_object["/Pages"].get_object()
        said = tree["/Count"] if isinstance(tree, DictionaryObject) else None
        if not isinstance(said, NumberObject) or said != len(reader.pages):
            raise ValueError("pages are lost")
        lines = [NO_LETTER.sub(NO_SUCH_LETTER, page.extract_text()).splitlines() for page in reader.pages]
        return lines, [note for number, page in enumerate(reader.pages, 1) for note in _beside(number, page)]
    except (RefusedFile, MemoryError):
        raise
    except Exception as error:  # the library raises whatever it stumbles over
        raise RefusedFile(
            "This PDF is damaged or was cut short", next_step="Make it again from its document, and send that."
        ) from error


def _beside(number: int, page: PageObject) -> Iterator[str]:
    """What a page holds that is no part of its words."""
    notes = [one.get_object() for one in page.get("/Annots", ())]
    if any("/Contents" in one or "/V" in one for one in notes if isinstance(one, DictionaryObject)):
        yield f"page {number} holds notes or filled fields beside its words: they were not read"
    resources = page.get("/Resources", DictionaryObject()).get_object()
    drawn = resources.get("/XObject", DictionaryObject()).get_object()
    if any(one.get_object().get("/Subtype") == "/Image" for one in drawn.values()):
        yield f"page {number} holds pictures: words in them were not read"


def _document(source: Source) -> Read:
    document = source.document
    pieces: list[Piece] = []
    odd: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            pieces += [("cell", None, _row(row.cells)) for row in block.rows if row.cells]
            odd += [says for row in block.rows for _, says in row.notes]
        else:
            pieces.append(_piece(block.words, None))
            odd += block.notes
    beside = [one for one in document.beside if one.place not in ("header", "footer")]
    pieces += [("note", None, one.words) for one in beside]
    heads = {one.place for one in document.beside} - {one.place for one in beside}
    notes = [f"the {place} of its pages was left out" for place in sorted(heads)]
    return pieces, [*dict.fromkeys((*odd, *document.notes)), *notes]


def _text(source: Source) -> Read:
    lines = source.lines.read().decode(encoding_of(source.lines)).splitlines()
    return [_piece(words, None) for words in paragraphs(lines, words_of([lines]))], []


def _row(cells: dict[int, str]) -> str:
    return " | ".join(cells[place] for place in sorted(cells))


def _piece(words: str, page: int | None) -> Piece:
    return "heading" if is_heading(words) else "paragraph", page, words


def _no_paper(source: Source) -> Read:
    raise RefusedFile("This is a table, and no paper to be read", next_step="Send the report, as .docx, .pdf or .txt.")


_READERS = {"pdf": _pdf, "document": _document, "text": _text, "xml": _no_paper, "workbook": _no_paper}
