"""When domestic abuse goes to MARAC here, and how long the checklist is: a list with a version (criteria.toml). It weighs nothing.

It refuses one of the criteria without its number, unit, window or source, questions that cannot be told apart, and anything it does
not read, such as points for an answer.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from keepsight.clocks.windows import Window
from keepsight.errors import BrokenShelf, Where, WrongUse

COUNTS = ("yes", "incidents", "again", "judgement")
"""What one of the criteria may look at."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the criteria: what it looks at (a word of COUNTS), and from which number of which unit within how long it is met."""

    title: str
    counts: str
    number: int
    unit: str
    within: Window
    source: str


@dataclass(frozen=True, slots=True)
class ForMarac:
    """The list, by the name of each of the criteria. `words` empty: the checklist's questions are called by their numbers."""

    version: str
    title: str
    source: str
    look_again_on: dt.date
    owner: str
    questions: int
    words: tuple[str, ...]
    criteria: Mapping[str, Criterion]

    @property
    def asks(self) -> tuple[str, ...]:
        """What each question is called, in the order of the sheet."""
        return self.words or tuple(f"Question {number}" for number in range(1, self.questions + 1))


def load_for_marac(path: Path = Path(__file__).parent / "criteria.toml") -> ForMarac:
    """The list. Raises BrokenShelf where it, or one of the criteria, lacks something or says what nothing reads."""
    try:
        return _list(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, WrongUse) as error:
        how = f"Give it {_named(ForMarac)}; each of the criteria {_named(Criterion)}; and no more."
        raise BrokenShelf(
            f"The criteria for MARAC cannot be read: {error}", where=Where(file=path.name), next_step=how
        ) from error


def _list(said: Mapping[str, Any]) -> ForMarac:
    _refuse_unread("the list", said, ForMarac)
    version, title, source, owner = (_text(said, name) for name in ("version", "title", "source", "owner"))
    day, questions, words = said["look_again_on"], _number(said, "questions"), _words(said["words"])
    if not isinstance(day, dt.date) or (words and len(words) != questions):
        raise ValueError("the list has no day to look again, or not as many words as questions")
    criteria = {name: _criterion(one, questions) for name, one in said["criteria"].items()}
    return ForMarac(version, title, source, day, owner, questions, words, criteria)


def _criterion(said: Mapping[str, Any], questions: int) -> Criterion:
    title, counts, unit, source = (_text(said, name) for name in ("title", "counts", "unit", "source"))
    _refuse_unread(f"'{title}'", said, Criterion)
    number, most = _number(said, "number"), {"yes": questions, "judgement": 1}.get(counts)
    if counts not in COUNTS or (most and number > most):
        raise ValueError(f"'{title}' counts what nothing counts, or more than there can be")
    return Criterion(title, counts, number, unit, Window.parse(_text(said, "within")), source)


def _refuse_unread(what: str, said: Mapping[str, Any], of: type) -> None:
    if unread := set(said) - {one.name for one in fields(of)}:
        raise ValueError(f"{what} says what nothing reads: {', '.join(sorted(unread))}")


def _text(said: Mapping[str, Any], name: str) -> str:
    if not isinstance(said[name], str) or not said[name].strip():
        raise ValueError(f"{name} is empty")
    return str(said[name].strip())


def _number(said: Mapping[str, Any], name: str) -> int:
    if type(said[name]) is not int or said[name] < 1:  # true is no number
        raise ValueError(f"{name} is no number of at least 1")
    return int(said[name])


def _words(said: object) -> tuple[str, ...]:
    words = said if isinstance(said, list) and all(isinstance(one, str) and one.strip() for one in said) else None
    if words is None or len(set(words)) < len(words):
        raise ValueError("the words of the questions cannot be told apart")
    return tuple(words)


def _named(of: type) -> str:
    return ", ".join(one.name for one in fields(of))


FOR_MARAC = load_for_marac()
