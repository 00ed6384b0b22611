"""What a workbook holds beside its cells: it is named, because nobody who reads rows would miss it."""

import re
from collections.abc import Iterator
from zipfile import ZipFile

CHUNK_BYTES = 1 << 20
LONGEST_TAG = 40  # bytes; kept from one chunk to the next
HEADED = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>[^<]")  # of the printed page

# Where a part lies in the archive, and what it is.
BESIDE = {
    r"xl/(comments|threadedComments)": "comments stand beside cells of this workbook, and were not read",
    r"xl/drawings/drawing": "text boxes or pictures stand on sheets of this workbook: words in them were not read",
    r"xl/(charts|chartsheets)/": "charts stand in this workbook: words and numbers in them were not read",
    r"xl/embeddings/": "another file is embedded in this workbook, and was not read",
    r"xl/externalLinks/": "this workbook points to content kept elsewhere, which was not fetched",
    r"xl/pivot": "a table worked out from others (a pivot) stands in this workbook: what it was worked out from was not read",
}
PRINTED = "a header or footer of the printed page stands in this workbook, and was not read"


def beside(archive: ZipFile) -> Iterator[str]:
    """What stands beside the cells, each kind once, in words."""
    parts = archive.namelist()
    for where, says in BESIDE.items():
        if any(re.match(where, part) for part in parts):
            yield says
    if any(_is_headed(archive, part) for part in parts if part.startswith("xl/worksheets/") and part.endswith(".xml")):
        yield PRINTED


def _is_headed(archive: ZipFile, part: str) -> bool:
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if HEADED.search(rest + chunk):
                return True
            rest = chunk[-LONGEST_TAG:]
    return False
