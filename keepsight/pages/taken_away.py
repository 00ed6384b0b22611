"""A list on a page, taken away as a spreadsheet: what a page says of its list, and the file it becomes.

The rows are those that the page's own template is given, so that the file holds what the page shows to whoever asks, and what the
page leaves out it leaves out. It is asked for at the page's own address and through the same door, and leaves its line in the log
as an export. Which lists are taken away, and which must not be, stands in docs/lists.md.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from keepsight.store.spreadsheets import safe

AS, CSV = "as", "csv"  # ?as=csv
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read a pound sign or an accent as two other letters


@dataclass(frozen=True, slots=True)
class Listed:
    """What a page says of the list on it. `rows`: from what its template is given, the rows as the page shows them, in its order;
    `columns`: what stands in each, by its heading; a day as the page writes it, and nothing where there is nothing.

    `child` says of which child a row is, on a page of several: each then has a line of its own in the log. None: nobody.
    """

    called: str  # in a sentence, and as the name of the file; it tells nothing of a child
    rows: Callable[[Mapping[str, Any]], Iterable[Any]]
    columns: Mapping[str, Callable[[Any], object]]
    child: Callable[[Any], UUID | None] | None = None

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return f"{re.sub('[^a-z]+', '-', self.called.lower())}.csv"

    def file(self, context: Mapping[str, Any]) -> str:
        """The list as a table of text: its headings, then a line for each row. No cell runs as a formula."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows([cell(said(row)) for said in self.columns.values()] for row in self.rows(context))
        return BYTE_ORDER_MARK + out.getvalue()

    def of_children(self, context: Mapping[str, Any]) -> Mapping[UUID | None, int]:
        """How many of its rows are of whom; empty where the list is of no child, or of the one whom the address names."""
        return Counter(map(self.child, self.rows(context))) if self.child else {}


def cell(said: object) -> str:
    """What a cell holds: on one line, as the page shows it, and nothing that a spreadsheet would run."""
    return "" if said is None else safe(" ".join(str(said).split()))


def is_asked_for(query: QueryDict) -> bool:
    """Whether the list is asked for, and not the page."""
    return query.get(AS) == CSV


def address(query: QueryDict) -> str:
    """Where the list is taken away, from the page as it was asked for: its filters stay."""
    asked = query.copy()
    asked[AS] = CSV
    return f"?{asked.urlencode()}"
