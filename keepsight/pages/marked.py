"""A passage's words with the stretches that made a suggestion marked in place, and what negates them marked apart."""

from collections.abc import Iterable
from typing import Literal

from markupsafe import Markup

from keepsight.pages.svg import el

Kind = Literal["trigger", "negation"]
Mark = tuple[int, int, Kind]


def marked(words: str, marks: Iterable[Mark]) -> Markup:
    """The words, escaped, each stretch in a mark. Of two that overlap the one that begins first is marked."""
    pieces: list[str | Markup] = []
    at = 0
    for start, end, kind in sorted(marks):
        if start >= at:
            said = "not: " if kind == "negation" else ""
            hidden = el("span", said, class_="govuk-visually-hidden") if said else ""
            pieces += [words[at:start], el("mark", hidden, words[start:end], class_=f"ks-mark-{kind}")]
            at = end
    return el("span", *pieces, words[at:])
