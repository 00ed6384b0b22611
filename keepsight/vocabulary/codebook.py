"""The codes that passages of reviews are coded to: what each means, how a reader knows it, which words may suggest it.

A code is finer than a theme and belongs to one, or to none. The shelf is the first version of every code; what a
partnership changes after that is kept in its store. Words that suggest a code never decide anything.
"""

from dataclasses import dataclass
from pathlib import Path

from keepsight.vocabulary import shelf
from keepsight.vocabulary.themes import Theme

LAYERS = ("what", "why", "help")
"""What happened; the conditions that made it likely; what would have helped."""

NO_THEME = "none"
FIRST_VERSION = 1
"""The version of every code as the shelf has it."""

_FIELDS = ("layer", "group", "within", "theme", "title", "means", "signs", "strong", "weak", "cited", "to_check")


@dataclass(frozen=True, slots=True)
class Code:
    """A code. `within` is the wider code it lies in and `theme` the theme it belongs to, None where there is none.

    `cited` is what local reviews cite for it; `to_check` was added from general knowledge and is never printed as
    verified. `think_over` are topics for reflection.
    """

    name: str
    layer: str
    group: str
    within: str | None
    theme: str | None
    title: str
    means: str
    signs: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    cited: tuple[str, ...]
    to_check: tuple[str, ...]


def load_codebook(
    themes: dict[str, Theme], path: Path = shelf.HERE / "codebook.toml"
) -> tuple[dict[str, str], dict[str, Code]]:
    """Titles of groups by name, and codes by name, in the order of the shelf.

    Raises BrokenShelf for a hole, a repeat, a code without a reference, or one within a code that does not stand.
    """
    groups, said = shelf.open_shelf(path, "groups", "codes")
    codes = {name: _code(path, name, about, groups, themes) for name, about in said.items()}
    shelf.once(path, "the list of titles", (code.title for code in codes.values()))
    for code in codes.values():
        if code.within is not None and code.within not in codes:
            raise shelf.broken(path, f"{code.name} lies within {code.within}, which is no code")
    return {name: shelf.text(path, "groups", groups, name) for name in groups}, codes


def _code(path: Path, name: str, said: dict[str, object], groups: dict[str, str], themes: dict[str, Theme]) -> Code:
    shelf.only(path, name, said, _FIELDS)
    title, means = (shelf.text(path, name, said, field) for field in ("title", "means"))
    signs, strong, weak, cited, to_check = (
        shelf.texts(path, name, said, field) for field in ("signs", "strong", "weak", "cited", "to_check")
    )
    if not cited and not to_check:
        raise shelf.broken(path, f"{name} names nothing that it rests on")
    shelf.once(path, f"{name} in its triggers", (*strong, *weak))
    theme = shelf.one_of(path, name, said, "theme", (NO_THEME, *themes))
    return Code(
        name=name,
        layer=shelf.one_of(path, name, said, "layer", LAYERS),
        group=shelf.one_of(path, name, said, "group", groups),
        within=shelf.text(path, name, said, "within") if "within" in said else None,
        theme=None if theme == NO_THEME else theme,
        title=title,
        means=means,
        signs=signs,
        strong=strong,
        weak=weak,
        cited=cited,
        to_check=to_check,
    )
