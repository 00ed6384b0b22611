"""What case reviews keep teaching: the risks children lived with and the practice around them.

A theme is where a passage of a review and an entry of a chronology meet, in words that both share.
It says nothing of any one family.
"""

from dataclasses import dataclass
from pathlib import Path

from keepsight.vocabulary import shelf

SORTS = ("risk", "practice")
"""A risk is what the child lived with; practice is what was done around the child."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of reviews and chronologies alike."""

    name: str
    title: str
    means: str
    sort: str
    source: str


def load_themes(path: Path = shelf.HERE / "themes.toml") -> dict[str, Theme]:
    """Themes by name, risks first. Raises BrokenShelf for a hole or a repeat."""
    (said,) = shelf.open_shelf(path, "themes")
    themes = {name: _theme(path, name, about) for name, about in said.items()}
    shelf.once(path, "the list of titles", (theme.title for theme in themes.values()))
    return themes


def _theme(path: Path, name: str, said: dict[str, object]) -> Theme:
    shelf.only(path, name, said, ("title", "means", "sort", "source"))
    title, means, source = (shelf.text(path, name, said, field) for field in ("title", "means", "source"))
    return Theme(name, title, means, shelf.one_of(path, name, said, "sort", SORTS), source)
