"""An edition as it would be printed, and what in it still waits for a person: pure, so that a test can try to leak by it.

What somebody put in a word's place is looked at again: it may name somebody too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from keepsight.briefings.paper import Paper
from keepsight.briefings.printing import Printed, mapped, outside_texts, printed
from keepsight.briefings.pseudonyms import left, replaced


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of words: those that may stay, and what stands for each of the others."""

    kept: frozenset[str]
    replaced: Mapping[str, str]


NOTHING_DECIDED = Decided(frozenset(), {})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A word that nobody has decided on, how often it stands, and a sentence in which it does."""

    word: str
    times: int
    sentence: str


def public(paper: Paper, pseudonyms: Mapping[UUID, str]) -> Printed:
    """The paper as its public edition begins: no list, no quote of what was never published, no review by its name."""
    made = printed(paper, pseudonyms=pseudonyms)
    names = {name: pseudonyms[one.id] for one in paper.reviews for name in (one.name, *one.also)}
    return mapped(made, {text: replaced(text, names) for text in outside_texts(made)})


def as_decided(edition: Printed, decided: Decided) -> Printed:
    """The edition with everything put in place that somebody decided to replace."""
    return mapped(edition, {text: replaced(text, decided.replaced) for text in outside_texts(edition)})


def waiting(edition: Printed, decided: Decided, *, known: Iterable[str], ours: Iterable[str]) -> list[Waiting]:
    """What has to be decided before the edition may be printed. `ours`: its pseudonyms and figures, which name nobody."""
    texts = list(outside_texts(as_decided(edition, decided)))
    found = left(texts, known=known, ours=ours)
    return [
        Waiting(word, times, next(text for text in texts if word in text))
        for word, times in found
        if word not in decided.kept
    ]
