"""Which field a heading names. Case, spaces, punctuation and curly quotation marks do not matter; words do.

A row is a row of headings when it names at least two known fields, and most of what it holds is known.
Anything less is a row of the table, or a line above it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keepsight.intake.formats import Column

LEAST_KNOWN = 2
# Stands beside each row that was refused, in the table in which they are taken away to be put right and handed in again.
REFUSED_BECAUSE = "Refused because"
KIND = re.compile(r"[a-z0-9_]{2,}\.[a-z_]{2,}")
NOT_WORDS = re.compile(r"[^a-z0-9#&]+")


@lru_cache(maxsize=10_000)
def plain(heading: str) -> str:
    """A heading as it is compared: small letters, single spaces, no punctuation."""
    if KIND.fullmatch(heading):  # "child.seen" names a kind of entry; it is not the heading "Child seen"
        return heading
    return NOT_WORDS.sub(" ", heading.lower().replace("’", "").replace("'", "")).strip()


class Headings:
    """The headings that a format knows."""

    def __init__(self, columns: "Iterable[Column]") -> None:
        from keepsight.intake.formats import Column  # which stands on this module

        refused = Column(REFUSED_BECAUSE, ignored="why Keepsight refused the row the last time it was handed in")
        self.known = {plain(word): column for column in columns for word in (column.name, *column.words)}
        self.known.setdefault(plain(REFUSED_BECAUSE), refused)

    def named(self, cells: dict[int, str]) -> "dict[int, Column] | None":
        """The known columns of a row of headings by place, or None when the row is no row of headings."""
        found = {place: self.known[key] for place, text in cells.items() if (key := plain(text)) in self.known}
        distinct = {plain(cells[place]) for place in found}
        return found if len(distinct) >= LEAST_KNOWN and 2 * len(found) > len(cells) else None
