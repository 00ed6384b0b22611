"""The grid that is kept by hand in grid.md, read: which role opens which page, and which things are there for it."""

from functools import cache
from pathlib import Path

OPENS = "opens"
PAGES = "Pages"

Table = dict[str, frozenset[str]]
"""By what a row names, the roles to which it opens."""


@cache
def grid() -> dict[str, Table]:
    """The tables by their headings: `Pages`, and one for each sort of thing."""
    sections = Path(__file__).with_name("grid.md").read_text().split("\n## ")[1:]
    return {section.partition("\n")[0]: _table(section) for section in sections}


def _table(section: str) -> Table:
    head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if "|" in line]
    assert all(set(row[1:]) <= {OPENS, ""} for row in rows), section.partition("\n")[0]
    return {name: frozenset(role for role, cell in zip(head[1:], cells, strict=True) if cell) for name, *cells in rows}
