"""How many rows a file holds, counted a second way, in code of its own: neither count can hide the other's loss.

What a row is, each format says in `[counted]`: an element, or several, and the one around it (markup), the names
of which each begins a row (JSON), or what begins a line that is no row. In a
table, rows above the first headings, and headings themselves, are no rows; blank rows below them are. A sheet without
headings counts whole. In a document, each table is a sheet; where the document as a whole is the record, every paragraph
that holds words is a row too.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from html import unescape
from mmap import ACCESS_READ, mmap

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted
from keepsight.intake.formats import Format
from keepsight.intake.reading.counting_documents import count_document
from keepsight.intake.reading.letters import encoding_of
from keepsight.intake.reading.source import Source

CHUNK_BYTES = 1 << 20
MOST_PACKED = 64 << 20  # bytes of objects packed together
LONGEST_HEADING = 60  # characters; longer words are no heading
NO_LETTER, APOSTROPHES = re.compile(r"[^0-9a-z#&]"), str.maketrans("", "", "'’")
LONG = "…"  # stands for any text too long to be a heading

TAG = r"<(?:\w+:)?{}\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?{}\s*>)"
ROW, CELL, STRING = (re.compile(TAG.format(name, name).encode(), re.DOTALL) for name in ("row", "c", "si"))
TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t\s*>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.+?)</(?:\w+:)?v\s*>", re.DOTALL)
SEPARATORS = ",;\t|"
PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n(.*?)endstream", re.DOTALL)  # objects of a PDF, packed together
NODE = re.compile(
    rb"<<(?:[^<>]|<(?!<)|>(?!>)|<<(?:[^<>]|<<[^<>]*>>)*>>)*>>"
)  # an object of a PDF, with those inside it
PAGE_TREE = re.compile(rb"/Type\s*/Pages\b")


def count(source: Source, format: Format) -> Counted:
    """The rows of the whole file."""
    if format.container == "xml":
        return Counted(_elements(source, **format.counted))
    if format.container == "json":
        return Counted(_keys(source, format.counted["keys"]))
    if format.container == "lines":
        return Counted(_plain_lines(source, format.counted["others"]))
    if source.guarded.container == "pdf":
        return Counted(_pages(source))
    if format.container in ("document", "paper"):
        document = count_document(source.lines)
        return Counted(document.paragraphs + sum(len(table) for table in document.tables))
    words = {_simple(word) for column in format.columns for word in (column.name, *column.words)}
    return Counted(sum(_rows_of(rows, words) for rows in _sheets(source)))


def _sheets(source: Source) -> Iterable[Iterable[list[str]]]:
    if source.guarded.container == "workbook":
        return _archived(source)
    if source.guarded.container == "document":
        return [[[_simple(cell) for cell in row] for row in table] for table in count_document(source.lines).tables]
    return [_separated(source)]


def _elements(source: Source, element: str | list[str], within: str) -> int:
    """How many of `element` there are (or of several), and one for each `within` that holds none."""
    elements = [element] if isinstance(element, str) else element
    names = "|".join((*elements, within))
    pattern = rf"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(/?)(?:\w+:)?({names})(?=[\s/>])[^>]*?(/?)>"
    rows, own = 0, 0
    with mmap(source.file.fileno(), 0, access=ACCESS_READ) as whole:
        wide = whole[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = whole[:].decode("utf-16").encode() if wide else whole
        for match in re.finditer(pattern.encode(), text, re.DOTALL):
            closing, name, empty = match.groups()
            if name != within.encode() and name and not closing:
                rows, own = rows + 1, own + 1
            elif name == within.encode() and (closing or empty):
                rows, own = rows + (own == 0), 0
    return rows


def _pages(source: Source) -> int:
    """The pages of a PDF, by what the topmost of its nodes of pages says; objects may be packed together."""
    whole = source.lines.read()
    parts = [whole, *(_unpacked(packed) for packed in PACKED.findall(whole))]
    trees = [node for part in parts for node in NODE.findall(part) if PAGE_TREE.search(node)]
    found = [int(count) for node in trees for count in re.findall(rb"/Count\s+(\d+)", node)]
    if not found:
        raise RefusedFile(
            "The pages of this PDF cannot be counted a second way: it is protected, or written as no program usually does",
            next_step="Print it to a new PDF, and send that.",
        )
    return max(found)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_PACKED)
    except zlib.error:
        return b""


def _keys(source: Source, keys: list[str]) -> int:
    """How often any of these names is said before a colon. Inside a text a quotation mark has a stroke before it."""
    text = source.lines.read().decode(encoding_of(source.lines))
    return len(re.findall(rf'(?<!\\)"(?:{"|".join(keys)})"\s*:', text))


def _plain_lines(source: Source, others: list[str]) -> int:
    """Lines after the first that hold anything and do not begin as one of the others."""
    beginnings = tuple(f'{{"is":"{other}"'.encode() for other in others)
    rows = -1
    for line in source.lines:
        rows += bool(line.strip()) and not line.startswith(beginnings)
    return max(rows, 0)


def _rows_of(rows: Iterable[list[str]], words: set[str]) -> int:
    """Rows below the first headings, or all of them where a sheet has none. A row is its cells that hold anything."""
    every = below = 0
    met = False
    for cells in rows:
        every += 1
        known = {cell for cell in cells if cell in words}
        if len(known) > 1 and 2 * sum(cell in words for cell in cells) > len(cells):
            met = True
        elif met:
            below += 1
    return below if met else every


def _simple(text: str) -> str:
    """A cell as a heading would be written; what is too long for a heading is only known to be there."""
    text = text.strip()
    before, dot, after = text.partition(".")
    if dot and len(before) > 1 and len(after) > 1 and text.islower() and " " not in text:
        return text  # a kind of entry, which no heading is
    if len(text) > LONGEST_HEADING:
        return LONG
    letters = NO_LETTER.sub(" ", text.lower().translate(APOSTROPHES))
    return " ".join(letters.split()) or text[:1]


def _separated(source: Source) -> Iterator[list[str]]:
    """The records of a text table, by a small machine of its own."""
    encoding = encoding_of(source.lines)
    text = io.TextIOWrapper(source.lines, encoding)
    fullest = [text.readline(CHUNK_BYTES) for _ in range(40)]
    separator = max(SEPARATORS, key=lambda mark: max(line.count(mark) for line in fullest))
    text.seek(0)
    record = ""
    for line in text:
        record += line
        if '"' not in record:
            yield [_simple(cell) for cell in record.split(separator) if cell.strip()]
        elif (cells := _cells(record, separator)) is None:
            continue
        else:
            yield [_simple(cell.strip('"')) for cell in cells if cell.strip(' \t\r\n"')]
        record = ""
    text.detach()


def _cells(record: str, separator: str) -> list[str] | None:
    """The cells of a record, or None while a quotation mark is still open."""
    cells, cell, quoted, closed = [], "", False, False
    for letter in record:
        if letter == '"' and (quoted or closed or not cell):
            quoted, closed = not quoted, quoted  # a mark straight after one that closed is a mark inside the cell
            cell += letter
        elif letter == separator and not quoted:
            cells.append(cell)
            cell, closed = "", False
        else:
            cell, closed = cell + letter, False
    return None if quoted else [*cells, cell]


def _archived(source: Source) -> Iterator[Iterator[list[str]]]:
    """The sheets of a workbook, from the bytes of its parts."""
    with zipfile.ZipFile(source.lines) as archive:
        parts = sorted(archive.namelist())
        shared: list[str] = []
        if "xl/sharedStrings.xml" in parts:
            shared = [_shown(match[2]) for match in _matches(archive, "xl/sharedStrings.xml", STRING)]
        for part in parts:
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                yield _sheet(archive, part, shared)


def _sheet(archive: zipfile.ZipFile, part: str, shared: list[str]) -> Iterator[list[str]]:
    for row in _matches(archive, part, ROW):
        cells = (_cell(attributes, inner, shared) for attributes, inner in CELL.findall(row[2] or b""))
        yield [cell for cell in cells if cell]


def _cell(attributes: bytes, inner: bytes, shared: list[str]) -> str:
    if b't="inlineStr"' in attributes:
        return _shown(inner)
    value = VALUE.search(inner)
    if value is None:
        return ""
    return shared[int(value[1])] if b't="s"' in attributes else _simple(value[1].decode("utf-8", "replace"))


def _shown(inner: bytes | None) -> str:
    return _simple(unescape(b"".join(TEXT.findall(inner or b"")).decode("utf-8", "replace")))


def _matches(archive: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Every match in a part, read in pieces; what a piece leaves unfinished begins the next."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            rest, end = rest + chunk, 0
            for match in pattern.finditer(rest):
                yield match
                end = match.end()
            rest = rest[end:]
