"""Names for reviews in one public edition, and what is left in it that may still tell who is meant.

A pseudonym is drawn by chance from plain things, never from a name, its letters or a date, and anew for each edition, so
that two editions cannot be laid side by side. What is left is listed for a named person: every name, every number. It
lists far too much on purpose, and never says that a text is anonymous.
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

THINGS = (Path(__file__).parent / "things.txt").read_text("utf-8").split()

# What may begin a sentence without being anybody. Every other word with a capital is listed.
BEGINNERS = frozenset((Path(__file__).parent / "beginners.txt").read_text("utf-8").split())
PLACE = re.compile(r"\b(?:page|paragraph) \d+")  # where a note says that something stands
WORD = re.compile(r"[^\W_](?:[\w'’.@+-]*[\w])?")


def drawn(reviews: Sequence[UUID]) -> dict[UUID, str]:
    """A pseudonym for each review: "Review Lantern". Only how many there are has any bearing on it."""
    chance = secrets.SystemRandom()
    things = list(THINGS)
    while len(things) < len(reviews):
        things += [f"{one} {len(things) // len(THINGS) + 1}" for one in THINGS]
    return {
        review: f"Review {thing}" for review, thing in zip(reviews, chance.sample(things, len(reviews)), strict=True)
    }


def replaced(text: str, stands_for: Mapping[str, str]) -> str:
    """The text with each of these names, however it is capitalised, replaced; the longest first."""
    named = {_plain(name): stands for name, stands in stands_for.items() if name.strip()}
    if not named:
        return text
    shapes = "|".join(_shape(name) for name in sorted(named, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{shapes})(?!\w)", lambda match: named[_plain(match[0])], text, flags=re.IGNORECASE)


def left(texts: Iterable[str], *, known: Iterable[str] = (), ours: Iterable[str] = ()) -> list[tuple[str, int]]:
    """Words that may tell who, when or where, with how often each stands: whatever has a capital or a digit in it.

    `known` are names that somebody bears, listed in small letters too; `ours` are pseudonyms and figures of the edition.
    """
    bare = tuple(sorted((one for one in ours if one), key=len, reverse=True))
    names = {_plain(part) for name in known for part in (name, *name.split())}
    found: Counter[str] = Counter()
    for said in texts:
        text = PLACE.sub(" ", said)
        for one in bare:
            text = text.replace(one, " ")
        found.update(match[0] for match in WORD.finditer(text) if _telling(text, match, names))
    return sorted(found.items())


def _telling(text: str, match: re.Match[str], names: set[str]) -> bool:
    word = match[0]
    if _plain(word.removesuffix("'s").removesuffix("’s")) in names:
        return True
    if any(letter.isdigit() for letter in word) or "@" in word:
        return True
    if not any(letter.isupper() for letter in word):
        return False
    begins = not re.search(r"\w", re.split(r"[.!?:;“”\"(\n]", text[: match.start()])[-1])
    return not (begins and word.casefold() in BEGINNERS)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _shape(plain: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", "['’]") for word in plain.split())
