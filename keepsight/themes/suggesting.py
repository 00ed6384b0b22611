"""Suggests codes for a passage by the words in it, and shows which. A suggestion is never a coding: a person decides.

It refuses to weigh: no number says how sure it is. It does not drop what is negated ("no evidence of ..."), for reports
negate what they go on to regret: it shows the words that negate. No suggestion does not mean no theme.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from keepsight.themes.lexicon import WORD, Asked, Lexicon, lexicon, written
from keepsight.vocabulary import CODES

ENDS_A_SENTENCE = frozenset(".?!;")
NEGATING = frozenset(
    {
        *("no", "not", "never", "nor", "neither", "none", "without", "nobody", "nothing", "unfounded", "denied"),
        *("didn't", "wasn't", "weren't", "isn't", "hadn't", "couldn't", "cannot"),
    }
)
NEGATED_WITHIN_WORDS = 4
"""How near before a trigger a negation counts; ours, looked at again when people say it misses or misleads."""
WEAK_NEEDED = 2
"""Different weak triggers needed where no strong one stands: measured in LEARNING of the design, one is too few."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the passage: text[start:end] is `words`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A code that words suggest. `negations` are the words before them that may turn the meaning round."""

    code: str
    strong: bool
    spans: tuple[Span, ...]
    triggers: tuple[str, ...]
    negations: tuple[Span, ...]

    @property
    def negated(self) -> bool:
        """Whether a negation stands before any of the words."""
        return bool(self.negations)


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    sentence: int


Stretch = tuple[int, int]
"""The first and the last word of a phrase, by their place among the words of the passage."""


@cache
def our_lexicon() -> Lexicon:
    """The triggers of the codebook on the shelf."""
    return lexicon(CODES.values())


def suggest(text: str, words: Lexicon | None = None) -> tuple[Suggested, ...]:
    """The codes that words of the passage suggest, by name. Empty where none does, which says nothing of the passage."""
    words = words or our_lexicon()
    tokens = _tokens(text)
    phrases = _phrases(tokens, words)
    found: dict[str, list[tuple[Asked, Stretch]]] = defaultdict(list)
    for phrase, stretches in phrases.items():
        for asked in words.asked[phrase]:
            for stretch in stretches if asked.near is None else _near(tokens, stretches, phrases, asked.near):
                found[asked.code].append((asked, stretch))
    return tuple(_suggested(text, tokens, code, hits) for code, hits in sorted(found.items()) if _enough(tokens, hits))


def _tokens(text: str) -> list[_Token]:
    tokens, sentence = [], 0
    for found in WORD.finditer(text):
        if found[0] in ENDS_A_SENTENCE:
            sentence += 1
        else:
            tokens.append(_Token(written(found[0]), found.start(), found.end(), sentence))
    return tokens


def _phrases(tokens: list[_Token], words: Lexicon) -> dict[int, list[Stretch]]:
    """Where each phrase stands."""
    spelled = [words.forms.get(token.word, ()) for token in tokens]
    phrases: dict[int, list[Stretch]] = defaultdict(list)
    for first, numbers in enumerate(spelled):
        if not numbers:
            continue
        nodes, at = [words.root], first
        while nodes and at < len(spelled) and tokens[at].sentence == tokens[first].sentence:
            nodes = [node.after[number] for node in nodes for number in spelled[at] if number in node.after]
            for node in nodes:
                if node.phrase is not None:
                    phrases[node.phrase].append((first, at))
            at += 1
    return phrases


def _near(
    tokens: list[_Token], stretches: list[Stretch], phrases: dict[int, list[Stretch]], near: tuple[int, int]
) -> list[Stretch]:
    """The stretches from one phrase to the other, where at most so many words of one sentence lie between."""
    other, most_between = near
    found = []
    for one in stretches:
        for two in phrases.get(other, ()):
            (_, left_end), (right_start, _) = sorted((one, two))
            if left_end < right_start <= left_end + most_between + 1:
                whole = min(one[0], two[0]), max(one[1], two[1])
                if tokens[whole[0]].sentence == tokens[whole[1]].sentence:
                    found.append(whole)
    return found


def _enough(tokens: list[_Token], hits: list[tuple[Asked, Stretch]]) -> bool:
    if any(asked.strong for asked, _ in hits):
        return True
    words = {tuple(token.word for token in tokens[first : last + 1]) for _, (first, last) in hits}
    return len({asked.trigger for asked, _ in hits}) >= WEAK_NEEDED <= len(words)


def _suggested(text: str, tokens: list[_Token], code: str, hits: list[tuple[Asked, Stretch]]) -> Suggested:
    stretches = sorted({stretch for _, stretch in hits})
    before = sorted({at for stretch in stretches for at in _negating(tokens, stretch)})
    return Suggested(
        code=code,
        strong=any(asked.strong for asked, _ in hits),
        spans=tuple(_span(text, tokens, first, last) for first, last in stretches),
        triggers=tuple(sorted({asked.trigger for asked, _ in hits})),
        negations=tuple(_span(text, tokens, at, at) for at in before),
    )


def _negating(tokens: list[_Token], stretch: Stretch) -> list[int]:
    first = stretch[0]
    return [
        at
        for at in range(max(0, first - NEGATED_WITHIN_WORDS), first)
        if tokens[at].word in NEGATING and tokens[at].sentence == tokens[first].sentence
    ]


def _span(text: str, tokens: list[_Token], first: int, last: int) -> Span:
    start, end = tokens[first].start, tokens[last].end
    return Span(start, end, text[start:end])
