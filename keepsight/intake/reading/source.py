"""A guarded file, opened as what it is: markup, a table, a document, or plain lines."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from keepsight.intake.reading.guard import Guarded
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.tables import Row, Table

if TYPE_CHECKING:
    from keepsight.intake.reading.document import Document
    from keepsight.intake.reading.paper import Pages

HEADING_ROWS = 80  # how far down a sheet its headings may stand


@dataclass(frozen=True)
class Source:
    """A file that the guard let through, for a format to read from."""

    file: BinaryIO
    size: int
    guarded: Guarded
    limits: Limits

    @cached_property
    def table(self) -> Table:
        """The file as sheets of rows. Raises RefusedFile for a workbook, document or text that cannot be read so."""
        if self.guarded.container == "workbook":
            from keepsight.intake.reading.workbook import Workbook

            return Workbook(self.file, self.limits, macros=self.guarded.macros)
        if self.guarded.container == "document":
            return self.document
        from keepsight.intake.reading.commas import Commas

        return Commas(self.file, self.limits)

    @cached_property
    def first_rows(self) -> list[Row]:
        """The rows of each sheet as far down as its headings may stand, read once for whoever looks for them."""
        return [row for sheet in self.table.sheets() for row in islice(sheet.rows, HEADING_ROWS)]

    @cached_property
    def document(self) -> "Document":
        """The file as a Word document. Raises RefusedFile."""
        from keepsight.intake.reading.document import Document

        return Document(self.file, self.limits)

    @cached_property
    def pages(self) -> "Pages":
        """The file as the lines of each page of a PDF, and what stands beside them. Raises RefusedFile."""
        from keepsight.intake.reading.paper import pages_of

        return pages_of(self.lines)

    @property
    def lines(self) -> BinaryIO:
        """The file's bytes from the beginning."""
        self.file.seek(0)
        return self.file
