"""Guesses the kinds of a row from its words, by the rules of `words.toml`; each guess keeps the words that made it.

A guess is never a fact: it is marked as one, the text stays beside it, and a row that no rule recognises is a note. It
refuses to speak where the words deny, remember or merely plan what a rule is about.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from keepsight.intake.drafts import DetailValue

RULES = Path(__file__).parent / "words.toml"
GAP_WORDS = 4  # as many words as ... may stand for
BEFORE_WORDS = 5  # a denial reaches this far forward in its sentence
AFTER_WORDS = 5  # and what did not happen is said within this many words
STEM_LETTERS = 4  # no word with a star is shorter
WITH_SERVICE = "appointment."

WORD = re.compile(r"[\w&](?:[\w&'-]*[\w&])?(?:\.\d+)?")
SENTENCE_END = re.compile(r"[.;:!?\n]+(?=\s|$)|\n|\s[-–—]\s|\bbut\b|\bhowever\b|\balthough\b|\bthen\b")


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind that the words suggest, its details, and the words themselves."""

    kind: str
    words: str
    details: dict[str, DetailValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its kind and details, whether it is an act (and so may be only planned). Kind None: it is nothing."""

    kind: str | None
    details: dict[str, DetailValue]
    act: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule spoke."""

    start: int
    end: int
    rule: Rule


@lru_cache(maxsize=4_096)
def guesses(text: str) -> tuple[Guess, ...]:
    """Every kind the text suggests, in the order of its words, each once; empty where no rule speaks."""
    plain = _plain(text)
    found: dict[tuple[str, str], Guess] = {}
    for sentence in SENTENCE_END.split(plain):
        for match in _speaking(sentence):
            kind, details = match.rule.kind, dict(match.rule.details)
            if kind is None:
                continue
            if kind.startswith(WITH_SERVICE) and (service := _service(sentence) or _service(plain)):
                details["service"] = service
            guess = Guess(kind, sentence[match.start : match.end], details)
            found.setdefault((guess.kind, str(details.get("outcome"))), guess)
    return tuple(found.values())


def _plain(text: str) -> str:
    text = text.lower().replace("’", "'").replace("‘", "'")
    return re.sub(r"[ \t\r\f\v]+", " ", text)


def _speaking(sentence: str) -> Iterator[Match]:
    """The matches that stand: the longest where they overlap, without those that the sentence takes back."""
    taken: list[Match] = []
    for match in sorted(_matches(sentence), key=lambda match: (match.start - match.end, match.start)):
        if all(match.end <= one.start or match.start >= one.end for one in taken):
            taken.append(match)
    taken.sort(key=lambda match: match.start)
    spoken = 0  # where the last match that stood ends: the words of one take nothing back from the next
    for match, following in zip_longest(taken, taken[1:]):
        if not _silenced(sentence, match, spoken, following.start if following else len(sentence)):
            spoken = match.end
            yield match


def _matches(sentence: str) -> Iterator[Match]:
    """Every place where a phrase stands. Phrases are found by their first word, so that long texts stay quick."""
    by_word, by_stem = _rules().by_word, _rules().by_stem
    for word in WORD.finditer(sentence):
        first = word[0]
        stem = first[:STEM_LETTERS]
        if first in by_word or stem in by_stem:
            for phrase, rule in (*by_word.get(first, ()), *by_stem.get(stem, ())):
                if match := _alone(phrase).match(sentence, word.start()):
                    yield Match(match.start(), match.end(), rule)


def _silenced(sentence: str, match: Match, begins: int, ends: int) -> bool:
    """Whether the words between `begins` and the match, or after it up to `ends`, take it back."""
    before = " ".join(sentence[begins : match.start].split()[-BEFORE_WORDS:])
    after = " ".join(sentence[match.end : ends].split()[:AFTER_WORDS])
    every = _rules()
    if any(one.search(before) for one in (every.denied, every.past, every.supposed)):
        return True
    if every.denied_after.match(after) or every.past_after.search(after):
        return True
    return match.rule.act and bool(every.planned.search(before) or every.after.match(after))


def _service(sentence: str) -> str | None:
    """The service named in the sentence, in the words of the rules."""
    return next((name for name, pattern in _rules().services if pattern.search(sentence)), None)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, ready to be used."""

    by_word: dict[str, list[tuple[str, Rule]]]  # phrases by their first word
    by_stem: dict[str, list[tuple[str, Rule]]]  # those whose first word has a star, by its first letters
    denied: re.Pattern[str]
    past: re.Pattern[str]
    supposed: re.Pattern[str]
    planned: re.Pattern[str]
    after: re.Pattern[str]
    denied_after: re.Pattern[str]
    past_after: re.Pattern[str]
    services: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def said() -> dict[str, Any]:
    """The rules as they are written."""
    return tomllib.loads(RULES.read_text("utf-8"))


@cache
def often_right() -> frozenset[str]:
    """The kinds whose guesses were right in rows that nobody wrote for them: many may be confirmed at once."""
    return frozenset(said()["often_right"])


@cache
def _rules() -> Rules:
    silent = said()["silent"]
    rules = Rules(
        {},
        {},
        denied=re.compile(_any(silent["denied"])),
        past=re.compile(_any(silent["past"])),
        supposed=re.compile(_any(silent["supposed"])),
        planned=re.compile(_any(silent["planned"])),
        after=re.compile(rf"(?:[\w'-]+ ){{0,2}}?{_any(silent['after'])}"),
        denied_after=re.compile(
            rf"(?:was |were |is |are )?{_any(one for one in silent['after'] if one[:4] == 'not ')}"
        ),
        past_after=re.compile(_any(silent["past_after"])),
        services=tuple((name, re.compile(_any(phrases))) for name, phrases in said()["services"].items()),
    )
    for one in ({"kind": None, "says": silent["nothing"]}, *said()["rule"]):
        for phrase in one["says"]:
            first = phrase.split()[0]
            key, place = (first[:STEM_LETTERS], rules.by_stem) if "*" in first else (first, rules.by_word)
            place.setdefault(key, []).append((phrase, _rule(one)))
    return rules


def _rule(one: dict[str, Any]) -> Rule:
    return Rule(one["kind"], one.get("details", {}), one.get("act", False))


@cache
def _alone(phrase: str) -> re.Pattern[str]:
    """One phrase ready to be found. There are two thousand, and a file meets few: each is made ready when its first word is met."""
    return re.compile(_any([phrase]))


def _any(phrases: Iterable[str]) -> str:
    """One pattern for all the phrases, the longest first, each as whole words."""
    ordered = sorted(phrases, key=len, reverse=True)
    return rf"(?<![\w-])(?:{'|'.join(map(_phrase, ordered))})(?!\w)"


def _phrase(phrase: str) -> str:
    """A phrase as a pattern: a star stands for any end or beginning of a word, three dots for a few words between."""
    words = [re.escape(word).replace(r"\*", r"[\w'-]*") for word in phrase.split()]
    return r"\s+".join(words).replace(r"\s+\.\.\.\s+", rf"\s+(?:[\w'&-]+\s+){{0,{GAP_WORDS}}}?")
