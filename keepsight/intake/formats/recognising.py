"""Which format a file is, by its content. Where two would do, the one that needs more of the file wins.

A format says in `[recognised]` what it needs: `root` and `holds` (words near the beginning) for markup, `fields` for
tables, `holds` for lines, `marks` (fields that the labels of a document must say, and at least how many) for documents.
Refuses a file that no format recognises, and a format asked for by name that does not fit
the file.
"""

import re
from itertools import islice

from keepsight.errors import RefusedFile
from keepsight.intake.formats import Format
from keepsight.intake.formats.headings import Headings
from keepsight.intake.formats.pieces import Pieces
from keepsight.intake.reading.source import Source

HEAD_BYTES = 8_192
HEADING_ROWS = 80  # how far down a sheet its headings may stand
CONTAINERS = {"xml": {"xml"}, "workbook": {"table"}, "document": {"table", "document"}, "text": {"table", "lines"}}


def recognise(source: Source, formats: dict[str, Format], name: str | None = None) -> Format:
    """The format of `source`: the one asked for by `name`, or the one that its content shows."""
    if name is not None and name not in formats:
        raise RefusedFile("There is no such format on the shelf", next_step=f"Known are: {', '.join(formats)}.")
    possible = [one for one in formats.values() if one.container in CONTAINERS[source.guarded.container]]
    fits = [(_needed(source, one), one) for one in possible if name in (None, one.name)]
    score, best = max(fits, key=lambda fit: fit[0], default=(0, None))
    if best is None or not score:
        wanted = formats[name].title if name else "any file that is read here"
        raise RefusedFile(
            f"The content of this file is not that of {wanted}",
            next_step="Check that it is the right file; `keepsight formats` lists what is read, with its headings.",
        )
    return best


def _needed(source: Source, one: Format) -> int:
    """How many of a format's needs the file meets; 0 unless it meets them all."""
    if one.container == "table":
        return _fields_met(source, one)
    if one.container == "document":
        return _labels_met(source, one)
    head = _head(source)
    root = one.recognised.get("root", source.guarded.root)
    holds = one.recognised["holds"]
    met = root == source.guarded.root and all(re.search(words, head) for words in holds)
    return 1 + len(holds) if met else 0


def _head(source: Source) -> str:
    head = source.lines.read(HEAD_BYTES)
    source.file.seek(0)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return head[: len(head) // 2 * 2].decode(encoding, "replace")


def _fields_met(source: Source, one: Format) -> int:
    needs = set(one.recognised["fields"])
    headings = Headings(one.columns)
    for sheet in source.table.sheets():
        for row in islice(sheet.rows, HEADING_ROWS):
            named = headings.named(row.cells) or {}
            if needs <= {column.becomes for column in named.values()}:
                return len(needs)
    return 0


def _labels_met(source: Source, one: Format) -> int:
    """How many of the fields that mark a record its labels say; 0 where they are too few."""
    pieces = Pieces(source.document, Headings(one.columns)).every
    met = {piece.field for piece in pieces if piece.group is None} & set(one.recognised["marks"])
    return len(met) if len(met) >= one.recognised["least"] else 0
