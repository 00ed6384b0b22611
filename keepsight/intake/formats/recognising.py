"""Which format a file is, by its content. Where two would do, the one that needs more of the file wins, and then the one that
knows more of its headings; two that fit alike are not chosen between.

A format says in `[recognised]` what it needs: `root` and `holds` (words near the beginning) for markup, `fields` for
tables (a plan says them of each table), `holds` for lines, `marks` (fields that the labels of a document must say, and at
least how many) for documents, `holds` (in all its words) for papers, which give way to anything that says more.
Refuses a file that no format recognises, and a format asked for by name that does not fit the file.
"""

import re

from keepsight.errors import RefusedFile, UnknownLayout
from keepsight.intake.formats import Format
from keepsight.intake.formats.headings import Headings
from keepsight.intake.formats.pieces import Pieces
from keepsight.intake.reading.source import Source

HEAD_BYTES = 8_192
Fit = tuple[int, int]
UNFIT: Fit = (0, 0)
CONTAINERS = {
    "xml": {"xml"},
    "workbook": {"table"},
    "document": {"table", "document", "paper"},
    "text": {"table", "lines", "json"},
    "pdf": {"paper"},
}


def recognise(source: Source, formats: dict[str, Format], name: str | None = None) -> Format:
    """The format of `source`: the one asked for by `name`, or the one that its content shows."""
    if name is not None and name not in formats:
        raise RefusedFile("There is no such format on the shelf", next_step=f"Known are: {', '.join(formats)}.")
    possible = [one for one in formats.values() if one.container in CONTAINERS[source.guarded.container]]
    fits = [(fit, one) for one in possible if name in (None, one.name) and (fit := _fit(source, one)) > UNFIT]
    best = [one for fit, one in fits if fit == max(fits, key=lambda fit: fit[0])[0]]
    if not best:
        wanted = formats[name].title if name else "any file that is read here"
        refused = RefusedFile if name else UnknownLayout
        raise refused(
            f"The content of this file is not that of {wanted}",
            next_step="Check that it is the right file; `keepsight formats` lists what is read, with its headings.",
        )
    if len(best) > 1:
        raise RefusedFile(
            f"The headings of this file fit more than one layout alike: {', '.join(one.title for one in best)}",
            next_step=f"Say which it is: --format {' or '.join(one.name for one in best)}.",
        )
    return best[0]


def _fit(source: Source, one: Format) -> Fit:
    """How many of a format's needs the file meets, UNFIT unless it meets them all; and how many headings it knows."""
    if one.container == "table":
        return _fields_met(source, one)
    if one.container == "document":
        return _labels_met(source, one), 0
    head = _words(source) if one.container == "paper" else _head(source)
    root = one.recognised.get("root", source.guarded.root)
    holds = one.recognised["holds"]
    met = root == source.guarded.root and all(re.search(words, head) for words in holds)
    return ((0, 1) if one.container == "paper" else (1 + len(holds), 0)) if met else UNFIT


def _words(source: Source) -> str:
    """Every word of a paper, a piece to a line."""
    from keepsight.intake.reading.paper import leaves  # only who reads a paper pays for the PDF library

    return "\n".join(piece for leaf in leaves(source)[0] for piece in leaf.pieces)


def _head(source: Source) -> str:
    head = source.lines.read(HEAD_BYTES)
    source.file.seek(0)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return head[: len(head) // 2 * 2].decode(encoding, "replace")


def _fields_met(source: Source, one: Format) -> Fit:
    headings = Headings(one.columns)
    for row in source.first_rows:
        named = headings.named(row.cells) or {}
        if needs := _needs(one, {column.becomes for column in named.values() if column.becomes}):
            return needs, len(named)
    return UNFIT


def _needs(one: Format, fields: set[str]) -> int:
    """How many fields a format needs of these headings; 0 where they lack one."""
    if one.plan:
        table = one.plan.table_of(fields)
        return len(table.needs) if table else 0
    needs = set(one.recognised["fields"])
    return len(needs) if needs <= fields else 0


def _labels_met(source: Source, one: Format) -> int:
    """How many of the fields that mark a record its labels say; 0 where they are too few."""
    pieces = Pieces(source.document, Headings(one.columns)).every
    met = {piece.field for piece in pieces if piece.group is None} & set(one.recognised["marks"])
    return len(met) if len(met) >= one.recognised["least"] else 0
