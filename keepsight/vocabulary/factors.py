"""What bears on a child's safety and is on record about the child, a parent or another person in the home.

A factor is a heading under which agencies recorded something. It weighs nothing, adds up to nothing, is never a score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keepsight.vocabulary import shelf

ABOUT = ("child", "parent", "household")
"""Whom a factor is about; household is anyone else in the home."""

FACTORS_NONE_CODE = "21"
"""The census code by which an assessment states that it found no factor: a statement, unlike silence."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor. `codes` are the census codes by which an assessment states it; empty where no return asks."""

    name: str
    title: str
    means: str
    about: str
    codes: tuple[str, ...]
    source: str


def load_factors(path: Path = shelf.HERE / "factors.toml") -> dict[str, Factor]:
    """Factors by name. Raises BrokenShelf for a hole, a repeat, or a code that states two factors."""
    (said,) = shelf.open_shelf(path, "factors")
    factors = {name: _factor(path, name, about) for name, about in said.items()}
    shelf.once(path, "the list of titles", (factor.title for factor in factors.values()))
    shelf.once(path, "the list of codes", (code for factor in factors.values() for code in factor.codes))
    return factors


@dataclass(frozen=True, slots=True)
class Topic:
    """What several factors have in common: whatever states one of them states it."""

    name: str
    title: str
    factors: tuple[str, ...]


def load_topics(factors: Mapping[str, Factor], path: Path = shelf.HERE / "topics.toml") -> dict[str, Topic]:
    """Topics by name. Raises BrokenShelf for a hole, a factor that is none of ours or a name that is one, or one in two topics."""
    (said,) = shelf.open_shelf(path, "topics")
    for name, about in said.items():
        shelf.only(path, name, about, ("title", "factors"))
    topics = {
        name: Topic(name, shelf.text(path, name, about, "title"), shelf.texts(path, name, about, "factors"))
        for name, about in said.items()
    }
    named = [factor for topic in topics.values() for factor in topic.factors]
    shelf.once(path, "the list of factors", named)
    if strange := sorted((set(named) - set(factors)) | (set(topics) & set(factors))):
        raise shelf.broken(path, f"{', '.join(strange)} should be a factor and no topic")
    return topics


def _factor(path: Path, name: str, said: dict[str, object]) -> Factor:
    shelf.only(path, name, said, ("title", "means", "about", "codes", "source"))
    title, means, source = (shelf.text(path, name, said, field) for field in ("title", "means", "source"))
    about = shelf.one_of(path, name, said, "about", ABOUT)
    return Factor(name, title, means, about, shelf.texts(path, name, said, "codes"), source)
