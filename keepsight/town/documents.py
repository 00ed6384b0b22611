"""Writes Word documents as agencies send them: a chronology with its key above it, and a referral on a form.

The same bytes every time for the same words. Knows nothing of children: lines and tables in, a file out.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject

from keepsight.town.sheets import Cell, as_text, settled

Rows = Sequence[Sequence[Cell]]


def write_document(path: Path, title: str, parts: Sequence[Rows | str], saved_on: date) -> None:
    """The title, then each part: words as a paragraph, rows as a table. Saved as if on `saved_on`."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime.combine(
        saved_on, datetime.min.time()
    )
    document.core_properties.author = ""
    document.add_heading(title, 1)
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _add_table(document, part)
    saved = io.BytesIO()
    document.save(saved)
    path.write_bytes(settled(saved.getvalue(), saved_on))


def _add_table(document: DocumentObject, rows: Rows) -> None:
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            cell.text = as_text(words)
    document.add_paragraph("")  # two tables without a paragraph between them are one
