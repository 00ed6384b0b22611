"""Names, numbers and dates in the one form in which they are compared. What was written is kept beside it, always.

Comparing is stricter than reading: "Beth" is not "Elizabeth" here. Two spellings that differ by more than capitals,
accents, hyphens or apostrophes are two names, and a person is asked.
"""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from typing import Any

from keepsight.intake.drafts import When
from keepsight.intake.identifiers import bare, nhs_number_is_valid, upn_is_valid, upn_stands_for_none

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = frozenset("'’‘ʼ`´′")
# What is written where a name is not known. A newborn is often "Baby" in every agency's file: that names nobody.
NOT_NAMES = frozenset(
    {
        "",
        "unknown",
        "not known",
        "not recorded",
        "n k",
        "nk",
        "n a",
        "none",
        "baby",
        "unborn",
        "unborn baby",
        "unborn child",
    }
)
# Whoever is named by the mother alone has no name yet.
NAMED_BY_MOTHER = re.compile(r"(?:unborn )?(?:baby |child )?of .+")


def name_words(name: str | None) -> str:
    """The words of a name as they are compared, with one space between: small, without accents or apostrophes.

    A hyphen parts two words. "" where the name is missing or is a word for not knowing it.
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name or "").casefold())
    words = " ".join("".join(map(_compared, letters.translate(_PLAIN_LETTERS))).split())
    return "" if words in NOT_NAMES or NAMED_BY_MOTHER.fullmatch(words) else words


def local_id(written: str | None) -> str:
    """An agency's own number for a person as it is compared: trimmed, capitals, without the zeros that Excel drops."""
    trimmed = " ".join((written or "").split()).upper()
    return trimmed.lstrip("0") or trimmed


def nhs_number(written: str | None) -> str | None:
    """The ten digits, if the check digit passes and they are not one digit ten times (which always passes)."""
    if not written or not nhs_number_is_valid(written):
        return None
    digits = bare(written)
    return digits if len(set(digits)) > 1 else None


def upn(written: str | None) -> str | None:
    """The thirteen characters, if the check letter passes. A code for having none (UN1, UN7) is none."""
    if not written or upn_stands_for_none(written) or not upn_is_valid(written):
        return None
    return bare(written)


def exact_day(when: When | None) -> dt.date | None:
    """The day, where a day was stated. A month, a year or a doubt is not a day."""
    if when is None or when.precision not in ("day", "minute") or when.first != when.last:
        return None
    return when.first


def fingerprint(*parts: Any) -> str:
    """A hash of plain values that is the same on every machine, in hexadecimal."""
    said = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _compared(letter: str) -> str:
    if letter in _APOSTROPHES or unicodedata.combining(letter):
        return ""
    # A vowel sign of Hindi or Bengali is a mark by category, and part of the word.
    return letter if letter.isalnum() or unicodedata.category(letter).startswith("M") else " "
