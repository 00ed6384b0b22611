"""What an assessment or a plan is looked at for: versioned lists, read from files here. They weigh nothing and add nothing up.

They refuse a quality without its words or its source: what reviews add is never passed off as statute.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keepsight.errors import BrokenShelf, Where

SOURCES = ("statutory guidance", "case reviews")


@dataclass(frozen=True, slots=True)
class Quality:
    """One quality: what is asked, where it would show, and where it comes from (a word of SOURCES)."""

    asks: str
    sign: str
    source: str


@dataclass(frozen=True, slots=True)
class Qualities:
    """The list, by the name that a check keeps, with its version, its source and when it is looked at again."""

    version: str
    title: str
    source: str
    look_again_on: dt.date
    qualities: Mapping[str, Quality]


def load_qualities(path: Path) -> Qualities:
    """The list of a file. Raises BrokenShelf where it, or a quality, lacks something."""
    try:
        shelf = tomllib.loads(path.read_text(encoding="utf-8"))
        found = {name: _quality(name, said) for name, said in shelf["qualities"].items()}
        return Qualities(shelf["version"], shelf["title"], shelf["source"], shelf["look_again_on"], found)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        how = "Give the list a version, a title, a source and a day, and each quality asks, sign and source."
        raise BrokenShelf(
            f"The qualities cannot be read: {error}", where=Where(file=path.name), next_step=how
        ) from error


def _quality(name: str, said: Mapping[str, Any]) -> Quality:
    asks, sign, source = (said[word].strip() for word in ("asks", "sign", "source"))
    if not asks or not sign or source not in SOURCES:
        raise ValueError(f"{name} says too little, or names no source of ours")
    return Quality(asks, sign, source)


OF_ASSESSMENT = load_qualities(Path(__file__).parent / "assessment_qualities.toml")
OF_PLAN = load_qualities(Path(__file__).parent / "plan_qualities.toml")
