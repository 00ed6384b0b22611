"""JSON as plain Python: objects, lists and words. A name said twice in one object is refused, for one of the two would be lost."""

import json
from collections.abc import Collection
from typing import Any

from keepsight.errors import RefusedFile
from keepsight.intake.reading.letters import encoding_of
from keepsight.intake.reading.source import Source

Object = dict[str, Any]


def whole(source: Source) -> Object | list[Any]:
    """The file as one object or list. Raises RefusedFile for what is neither, is cut short, or says a name twice."""
    encoding = encoding_of(source.lines)
    try:
        said = json.loads(source.lines.read().decode(encoding), object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise RefusedFile(
            "This file opens braces as JSON does, and cannot be read as such",
            next_step="Send it again, whole and unchanged.",
        ) from error
    if not isinstance(said, dict | list):
        raise RefusedFile("This file holds one word and no record", next_step="Send the file that holds the records.")
    return said


def objects(said: Any) -> list[Object]:
    """The objects of a list, or the one object that stands in its place; nothing where there is none."""
    found = said if isinstance(said, list) else [said]
    return [one for one in found if isinstance(one, dict)]


def text(said: Object, name: str) -> str | None:
    """A value as words; None where it is missing, empty or null. True and false are "true" and "false"."""
    value = said.get(name)
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or isinstance(value, dict | list) else str(value).strip() or None


def how_often(said: Any, names: Collection[str]) -> int:
    """How often any of these names is said, however deep."""
    if isinstance(said, dict):
        return sum(name in said for name in names) + sum(how_often(value, names) for value in said.values())
    return sum(how_often(one, names) for one in said) if isinstance(said, list) else 0


def flat(said: Object, above: str = "") -> dict[str, str]:
    """Every value by its path, lists numbered from 1."""
    words: dict[str, str] = {}
    for name, value in said.items():
        inner = value if isinstance(value, list) else [value]
        for place, one in enumerate(inner, 1):
            path = f"{above}{name}[{place}]" if isinstance(value, list) else f"{above}{name}"
            if isinstance(one, dict):
                words |= flat(one, f"{path}/")
            elif (words_of_it := text({"it": one}, "it")) is not None:
                words[path] = words_of_it
    return words


def _once_each(pairs: list[tuple[str, Any]]) -> Object:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name is said twice")
    return said
