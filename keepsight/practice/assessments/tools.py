"""The partnership's own tools: name, version, and what their items and levels are called. Read from tools.toml.

No tool is ours, and nothing here weighs, adds up or orders what one gives. It refuses a tool without a version or a source, one
whose words cannot be told apart, and anything it does not read, such as points for a level.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from keepsight.errors import BrokenShelf, Where
from keepsight.vocabulary import UNKNOWN

AS_A_WHOLE = "As a whole"
"""What a tool looks at that names no items."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool, in the words of whoever owns it. `levels` empty: a level is written down as the tool has it."""

    title: str
    version: str
    source: str
    items: tuple[str, ...]
    levels: tuple[str, ...]
    of_whom: bool
    reviewed: bool


def load_tools(path: Path = Path(__file__).parent / "tools.toml") -> dict[str, Tool]:
    """Every tool by its name in the file. Raises BrokenShelf where one lacks something or says what nothing reads."""
    try:
        shelf = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _tool(said) for name, said in shelf.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        how = f"Give each tool {', '.join(one.name for one in fields(Tool))}, and no more."
        raise BrokenShelf(f"The tools cannot be read: {error}", where=Where(file=path.name), next_step=how) from error


def _tool(said: Mapping[str, Any]) -> Tool:
    title, version, source = (said[name].strip() for name in ("title", "version", "source"))
    unread = set(said) - {one.name for one in fields(Tool)}
    if unread or not (title and version and source):
        raise ValueError(f"the tool '{title}' says too little, or what nothing reads: {', '.join(sorted(unread))}")
    if not all(isinstance(said[name], bool) for name in ("of_whom", "reviewed")):
        raise ValueError(f"the tool '{title}' must say true or false")
    items, levels = (_words(title, said[name]) for name in ("items", "levels"))
    return Tool(title, version, source, items or (AS_A_WHOLE,), levels, said["of_whom"], said["reviewed"])


def _words(title: str, said: object) -> tuple[str, ...]:
    """Names that are told apart, none of them the word for what is not known."""
    words = said if isinstance(said, list) and all(isinstance(one, str) and one.strip() for one in said) else None
    if words is None or len(set(words)) < len(words) or UNKNOWN in words:
        raise ValueError(f"the tool '{title}' has items or levels that cannot be told apart")
    return tuple(words)


TOOLS = load_tools()
