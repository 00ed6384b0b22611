"""A paper (a review's report, minutes, a letter) read as passages: headings, paragraphs, rows of tables, notes, in order.

Runs inside the reading process. A page without words is said to be unread: a picture of a text is no text, and nothing here
guesses at one.
"""

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftPassage, Warned
from keepsight.intake.reading.document import Grid
from keepsight.intake.reading.flow import is_heading, paragraphs, without_heads, words_of
from keepsight.intake.reading.letters import encoding_of
from keepsight.intake.reading.source import Source

MOST_PAGES = 2_000  # the longest published review we know has under 400
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


def _pdf(source: Source) -> Read:
    pages = _pages(source)
    if not any(line.strip() for page in pages for line in page):
        raise RefusedFile(SCANNED[0].upper() + SCANNED[1:], next_step=AS_TEXT)
    kept, heads = without_heads(pages)
    known = words_of(kept)
    pieces = [_piece(words, number) for number, page in enumerate(kept, 1) for words in paragraphs(page, known)]
    notes = [f"page {number} holds no words that can be read" for number, page in enumerate(pages, 1) if not any(page)]
    if heads:
        notes.append(f"{len(heads)} lines that stand on most pages were taken for running heads, and left out")
    return pieces, notes


def _pages(source: Source) -> list[list[str]]:
    try:
        reader = PdfReader(source.lines)
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedFile("This PDF is locked with a password", next_step="Save it without the password.")
        if len(reader.pages) > MOST_PAGES:
            raise RefusedFile(f"This PDF has more than {MOST_PAGES:,} pages", next_step="Send it in parts.")
        return [page.extract_text().splitlines() for page in reader.pages]
    except (PdfReadError, PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise RefusedFile(
            "This PDF is damaged or was cut short", next_step="Make it again from its document, and send that."
        ) from error


def _document(source: Source) -> Read:
    document = source.document
    pieces: list[Piece] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            pieces += [("cell", None, _row(row.cells)) for row in block.rows if row.cells]
        else:
            pieces.append(_piece(block.words, None))
    beside = [one for one in document.beside if one.place not in ("header", "footer")]
    pieces += [("note", None, one.words) for one in beside]
    heads = {one.place for one in document.beside} - {one.place for one in beside}
    notes = [f"the {place} of its pages was left out" for place in sorted(heads)]
    return pieces, [*document.notes, *notes]


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
