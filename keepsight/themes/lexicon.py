"""The words that may suggest a code, made ready to be found: what each trigger looks for, in which forms.

    "missed appointment"     these words, one after the other, each also in its plural, -ed and -ing forms
    "mother ~6 depression"   both, either first, with at most six words between, in one sentence

A trigger that ends in -ing, -ed or -ly is looked for as it stands. There is no stemmer: it took *separate* for
*separation* and *isolated incident* for *isolation*.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from keepsight.vocabulary import Code

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.?!;]")
"""A word with its apostrophes, or what ends a sentence."""
NEAR = re.compile(r"\s*~(\d+)\s*")
AS_IT_STANDS = ("ing", "ed", "ly", "ss", "us", "'s")
VOWELS = "aeiou"
SHORTEST_INFLECTED = 3


class Asked(NamedTuple):
    """One thing a phrase is looked for on behalf of: a code's trigger. `near` None: the phrase is the whole of it;
    otherwise the other phrase, and how many words may lie between."""

    code: str
    strong: bool
    trigger: str
    near: tuple[int, int] | None


@dataclass(slots=True)
class Node:
    """A step in the tree of phrases: which words may follow, and the phrase that ends here, if one does."""

    after: dict[int, "Node"] = field(default_factory=dict)
    phrase: int | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All triggers of a codebook. `forms` says of a word as written which trigger words it may be."""

    forms: Mapping[str, tuple[int, ...]]
    root: Node
    asked: tuple[tuple[Asked, ...], ...]  # by phrase
    version: str


def lexicon(codes: Iterable[Code]) -> Lexicon:
    """The triggers of these codes, ready to be found. Its version changes when any trigger does."""
    making = _Making()
    listed = sorted(codes, key=lambda code: code.name)
    for code in listed:
        for strong, triggers in ((True, code.strong), (False, code.weak)):
            for trigger in triggers:
                making.add(code.name, strong, trigger)
    said = repr([(code.name, code.strong, code.weak) for code in listed])
    return making.done(hashlib.sha256(said.encode()).hexdigest()[:8])


def forms_of(word: str) -> set[str]:
    """A trigger's word in the forms a sentence may give it: plural, -ed and -ing. Some of them are no words; no harm."""
    if len(word) < SHORTEST_INFLECTED or word.endswith(AS_IT_STANDS) or not word.isalpha():
        return {word}
    if word.endswith("e"):
        return {word, word + "s", word + "d", word[:-1] + "ing"}
    if word.endswith("y") and word[-2] not in VOWELS:
        return {word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    forms = {word, word + "s", word + "es", word + "ed", word + "ing"}
    if word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS:
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms


def written(word: str) -> str:
    """A word of a passage as it is looked up: lower case, straight apostrophe."""
    return word.lower().replace("’", "'")


class _Making:
    """Gathers triggers into one tree."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.root = Node()
        self.asked: list[list[Asked]] = []

    def add(self, code: str, strong: bool, trigger: str) -> None:
        match NEAR.split(trigger):
            case [whole]:
                self.asked[self._phrase(whole)].append(Asked(code, strong, trigger, None))
            case [one, words, other]:
                near = (self._phrase(other), int(words))
                self.asked[self._phrase(one)].append(Asked(code, strong, trigger, near))
            case _:
                raise ValueError(f"A trigger has more than one ~: {trigger}")

    def done(self, version: str) -> Lexicon:
        forms: dict[str, list[int]] = {}
        for word, number in self.words.items():
            for form in forms_of(word):
                forms.setdefault(form, []).append(number)
        of_form = {form: tuple(numbers) for form, numbers in forms.items()}
        return Lexicon(of_form, self.root, tuple(map(tuple, self.asked)), version)

    def _phrase(self, text: str) -> int:
        node = self.root
        for word in WORD.findall(text):
            node = node.after.setdefault(self.words.setdefault(written(word), len(self.words)), Node())
        if node is self.root:
            raise ValueError("A trigger has no words")
        if node.phrase is None:
            node.phrase = len(self.asked)
            self.asked.append([])
        return node.phrase
