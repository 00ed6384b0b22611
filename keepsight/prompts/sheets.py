"""The library as this process found it at start-up, read once."""

from functools import cache

from keepsight.patterns.sheets import Sheet, library


@cache
def sheets() -> dict[str, Sheet]:
    """Every sheet by its name."""
    return library()
