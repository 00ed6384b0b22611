"""Questions to reflect on, by theme and by who is asked. They come from nobody's paper: they are our own words.

A question asks. It refuses to hold its own answer, and to be about one family.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from keepsight.vocabulary import shelf


@dataclass(frozen=True, slots=True)
class Question:
    """A question on one theme for one audience."""

    theme: str
    audience: str
    asks: str
    source: str


def load_questions(
    themes: Iterable[str], path: Path = shelf.HERE / "questions.toml"
) -> tuple[dict[str, str], tuple[Question, ...]]:
    """The titles of audiences by name, and every question, in the order of the file.

    Raises BrokenShelf for a theme that is none, a theme that some audience is asked nothing about, a question said twice
    or one that does not end in a question mark.
    """
    audiences, said = shelf.open_shelf(path, "audiences", "questions")
    if strange := sorted(set(said) - set(themes)):
        raise shelf.broken(path, f"it asks about {', '.join(strange)}, which is no theme")
    titles = {name: shelf.text(path, "the list of audiences", audiences, name) for name in audiences}
    asked = tuple(one for theme, about in said.items() for one in _of_theme(path, theme, about, tuple(titles)))
    shelf.once(path, "the list of questions", (one.asks for one in asked))
    if answered := [one.asks for one in asked if not one.asks.endswith("?")]:
        raise shelf.broken(path, f"it holds what is no question: {answered[0]}")
    return titles, asked


def _of_theme(path: Path, theme: str, said: dict[str, object], audiences: tuple[str, ...]) -> list[Question]:
    shelf.only(path, theme, said, ("source", *audiences))
    source = shelf.text(path, theme, said, "source")
    asked = {audience: shelf.texts(path, theme, said, audience) for audience in audiences}
    if silent := [audience for audience, questions in asked.items() if not questions]:
        raise shelf.broken(path, f"{theme} asks {', '.join(silent)} nothing")
    return [Question(theme, audience, one, source) for audience, questions in asked.items() for one in questions]
