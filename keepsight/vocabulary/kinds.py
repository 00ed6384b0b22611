"""The words for what happens to a child, shared by every agency: `referral.received`, `child.seen`, `missing.found`.

A kind says what happened and never what it proves. It refuses a kind without a source, a detail whose meaning is not
said once for all, and (in `check`) a kind that nothing uses: a vocabulary grows quietly until nobody knows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keepsight.errors import BrokenShelf
from keepsight.vocabulary import shelf

MARKS = ("referral", "decision", "missing", "not_brought", "seen", "other")
"""What an entry is drawn as in the lanes of a child's page."""

DETAIL_TYPES = ("word", "text", "texts", "number", "date")
"""A word is one of a few allowed; text is free; texts is a list of text."""

UNKNOWN = "unknown"
"""Allowed for every detail that is a word, so that a blank never has to become a no."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Something a kind can say about itself. `words` are allowed beside "unknown"; empty unless `type` is "word"."""

    name: str
    type: str
    words: tuple[str, ...]
    means: str

    def allows(self, word: str) -> bool:
        """Whether a word may be said here. Only a detail of type "word" is choosy."""
        return self.type != "word" or word == UNKNOWN or word in self.words


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of entry. `recorded_by` names the sectors that usually write it down; nobody is kept from it.

    `recorded_here`: people put it on record in Keepsight itself, so that no feed has to be waited for. `contact`: it shows that
    whoever wrote it down had to do with the child or the family by then, and did not only hear, decide or write of them.
    """

    name: str
    title: str
    means: str
    recorded_by: tuple[str, ...]
    mark: str
    source: str
    details: dict[str, Detail] = field(hash=False)
    recorded_here: bool = False
    contact: bool = False


_YES = ("recorded_here", "contact")


def load_kinds(sectors: Iterable[str], path: Path = shelf.HERE / "kinds.toml") -> dict[str, Kind]:
    """Kinds by name, in the order of the file.

    Raises BrokenShelf for a hole, a repeat, a sector that is none, or a detail of two types or of no meaning.
    """
    means, said = shelf.open_shelf(path, "details", "kinds")
    known = tuple(sectors)
    kinds = {name: _kind(path, name, about, means, known) for name, about in said.items()}
    shelf.once(path, "the list of titles", (kind.title for kind in kinds.values()))
    _one_type_each(path, kinds.values())
    unused = sorted(set(means) - {name for kind in kinds.values() for name in kind.details})
    if unused:
        raise shelf.broken(path, f"no kind has the detail {', '.join(unused)}")
    return kinds


def asked_details(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """The details that are words, each once, in order of first use: the columns a pattern may ask of."""
    details = (detail for kind in kinds for detail in kind.details.values())
    return tuple(dict.fromkeys(detail.name for detail in details if detail.type == "word"))


def refuse_unused(kinds: dict[str, Kind], used: set[str]) -> None:
    """Raises BrokenShelf for a kind not among the names `used`, and for a name used that is no kind."""
    strange, unused = sorted(used - set(kinds)), sorted(set(kinds) - used)
    if strange:
        raise BrokenShelf(f"No such kinds: {', '.join(strange)}", next_step="Correct the name, or add the kind.")
    if unused:
        raise BrokenShelf(f"Nothing uses {', '.join(unused)}", next_step="Use them, or take them out of kinds.toml.")


def _kind(path: Path, name: str, said: dict[str, Any], means: dict[str, Any], sectors: tuple[str, ...]) -> Kind:
    shelf.only(path, name, said, ("title", "means", "recorded_by", "mark", "source", "details", *_YES))
    recorded_by = shelf.texts(path, name, said, "recorded_by")
    strange = sorted(set(recorded_by) - set(sectors))
    if strange or not recorded_by:
        raise shelf.broken(path, f"{name} is recorded by {', '.join(strange) or 'nobody'}, which is no sector")
    details = {detail: _detail(path, name, detail, given, means) for detail, given in said.get("details", {}).items()}
    title, meaning, source = (shelf.text(path, name, said, field) for field in ("title", "means", "source"))
    mark = shelf.one_of(path, name, said, "mark", MARKS)
    return Kind(name, title, meaning, recorded_by, mark, source, details, *(said.get(yes) is True for yes in _YES))


def _detail(path: Path, kind: str, name: str, given: object, means: dict[str, Any]) -> Detail:
    """A list of words makes it a word; otherwise it names its type."""
    word = f"the detail {name} of {kind}"
    meaning = shelf.text(path, f"{word} (in the table of details)", means, name)
    if isinstance(given, list):
        words = shelf.texts(path, word, {"words": given}, "words")
        if not words or UNKNOWN in words:
            raise shelf.broken(path, f"{word} should list its words, and never {UNKNOWN}, which always goes")
        return Detail(name, "word", words, meaning)
    kind_of = shelf.one_of(path, word, {"type": given}, "type", [each for each in DETAIL_TYPES if each != "word"])
    return Detail(name, kind_of, (), meaning)


def _one_type_each(path: Path, kinds: Iterable[Kind]) -> None:
    types: dict[str, str] = {}
    for kind in kinds:
        for detail in kind.details.values():
            if types.setdefault(detail.name, detail.type) != detail.type:
                raise shelf.broken(path, f"the detail {detail.name} is a {detail.type} in {kind.name} and not before")
