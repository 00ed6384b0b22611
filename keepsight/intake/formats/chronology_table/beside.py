"""The words of a document that stand in none of its tables: paragraphs, headers, footnotes, comments, text boxes.

A paragraph above the first table may say whose chronology it is; a short one is a title. No other words are entries
here, so all of them are named, by their place and never by their words.
"""

import re
from collections.abc import Iterator

from keepsight.intake.drafts import Warned
from keepsight.intake.formats.chronology_table.above import Above
from keepsight.intake.formats.chronology_table.grid import Line
from keepsight.intake.formats.headings import Headings
from keepsight.intake.reading.document import Document, Grid, Paragraph
from keepsight.intake.reading.source import Source
from keepsight.intake.reading.tables import Row, Sheet

LONGEST_TITLE = 80  # characters; a longer paragraph tells something
BETWEEN = re.compile(r"\t+|\n+| {3,}")  # what parts one label and its words from the next in a paragraph
TEXT = Sheet("text", ())
NOT_READ = "words outside the tables were not read as events: put them in a row of the table if they tell of one"
STANDS_BESIDE = "words in a {place} were not read as events: put them in a row of the table if they tell of one"


def words_beside(source: Source, above: Above, headings: Headings) -> Iterator[Warned]:
    """Takes what paragraphs say of the child and the file into `above`, and names the rest. Nothing but for documents."""
    if source.guarded.container != "document":
        return
    told = False
    for block in source.document.blocks:
        if isinstance(block, Grid):
            told = told or any(headings.named(row.cells) for row in block.rows)
            continue
        yield from (Warned(TEXT.name, block.number, None, says) for says in block.notes)
        if told or not _understood(block, above, headings):
            yield Warned(TEXT.name, block.number, None, NOT_READ)
    yield from _other_places(source.document)


def _understood(block: Paragraph, above: Above, headings: Headings) -> bool:
    """Whether a paragraph is a title, or said something of the child or the file."""
    cells = {place: text for place, text in enumerate(BETWEEN.split(block.words)) if text.strip()}
    if len(cells) == 1 and ":" not in block.words:
        return len(block.words) <= LONGEST_TITLE
    warned = len(above.warnings)
    return above.take(TEXT, Line(Row(block.number, cells), None), headings) or len(above.warnings) > warned


def _other_places(document: Document) -> Iterator[Warned]:
    for one in document.beside:
        yield Warned(one.place, one.number, None, STANDS_BESIDE.format(place=one.place))
