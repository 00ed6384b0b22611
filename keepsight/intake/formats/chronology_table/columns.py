"""What single columns of a chronology mean: details, where a matter came from, who was told, yes and no.

A word that is not understood stays a word, or nothing; it never becomes the nearest one.
"""

import re
from collections.abc import Iterator
from datetime import date

from keepsight.intake.drafts import Basis, DetailValue
from keepsight.intake.reading.dates import read_date
from keepsight.vocabulary import KINDS, REFERRAL_SOURCES, SECTORS

BASES: dict[str, Basis] = {
    "observed": "observed", "seen": "observed", "child": "child", "the child": "child", "childs words": "child",
    "carer": "carer", "parent": "carer", "other account": "other_account", "other": "other_account",
    "hearsay": "other_account", "document": "document", "record": "document", "opinion": "opinion",
}  # fmt: skip
YES, NO = {"yes", "y", "true", "1", "seen"}, {"no", "n", "false", "0", "not seen"}
WORD_OF: dict[bool | None, str | None] = {True: "yes", False: "no", None: None}
TOLD_BETWEEN = re.compile(r"\s*(?:[,;\n]|\band\b)\s*")
TOLD_WHEN = re.compile(r"(?P<agency>.*?)\s*(?:\(|\bon\b|:)\s*(?P<on>[\d?][^()]*?)\)?\s*$")
NOTHING_HEARD = frozenset({
    "", "-", "n/a", "na", "nil", "no", "none", "none recorded", "not applicable", "not asked", "not heard", "not known",
    "not obtained", "not recorded", "not seen", "not sought", "not spoken to", "nothing recorded", "unknown",
})  # fmt: skip
LISTED = re.compile(r"\s*[;,|]\s*")
SOURCE_CODE = re.compile(r"\s*(?:[a-u]\)\s*)?(?P<code>10|[1-9][A-F]?)\b", re.IGNORECASE)
NOT_ALLOWED = "this word is not one that the kind of entry allows: it stays in the row's own words"


def details_of(kind: str, said: dict[str, str]) -> tuple[dict[str, DetailValue], list[tuple[str | None, str]]]:
    """The details that columns give and this kind has, each in a word it allows; and doubts about the others."""
    found: dict[str, DetailValue] = {}
    doubts: list[tuple[str | None, str]] = []
    for name, detail in KINDS[kind].details.items():
        words = said.get(f"detail:{name}")
        if name == "outcome" and words is None:
            words = said.get("outcome") if word_of(said.get("outcome", "")) in detail.words else None
        if name == "child_seen":
            words = WORD_OF.get(yes_or_no(said.get("child_seen", "")))
        if name == "alone":
            words = WORD_OF.get(yes_or_no(said.get("seen_alone", "")))
        if words is None:
            continue
        value = word_of(words) if detail.words else words
        if detail.words and value not in detail.words:
            doubts.append((name, NOT_ALLOWED))
        else:
            found[name] = LISTED.split(words) if detail.type == "texts" else value
    return found, doubts


def heard(said: dict[str, str]) -> str | None:
    """The child's own words. None where the column says only that there are none: that is silence, not a voice."""
    words = said.get("voice")
    return None if words is None or words.strip().lower().rstrip(".") in NOTHING_HEARD else words


def word_of(words: str) -> str:
    return re.sub(r"[\s-]+", "_", words.strip().lower())


def origin_of(said: dict[str, str]) -> tuple[str | None, str | None]:
    """Where the matter came from: the agency as written, and its sector where a word or a census code says it."""
    words = said.get("from_agency")
    sector = sector_of(said.get("from_sector", ""))
    if words is None or sector is not None:
        return words, sector
    if code := SOURCE_CODE.match(words):
        source = REFERRAL_SOURCES.get(code["code"].upper())
        return None, source.sector if source else None
    sector = sector_of(words)
    return (None if sector else words), sector


def sector_of(words: str) -> str | None:
    """The sector that a word names by its own name or title, or None."""
    plain = words.strip().lower()
    if word_of(plain) in SECTORS:
        return word_of(plain)
    return next((name for name, sector in SECTORS.items() if plain and plain == sector.title.lower()), None)


def told_of(words: str, not_after: date) -> Iterator[tuple[str, date | None]]:
    """Who was told, and when: "GP (12/03/2019), school" is two, the second without a day."""
    for part in TOLD_BETWEEN.split(words.strip()):
        dated = TOLD_WHEN.fullmatch(part)
        on = read_date(dated["on"], not_after=not_after).when.first if dated else None
        agency = dated["agency"] if dated and on else part
        if agency and agency.lower() not in ("no", "none", "n/a", "nobody"):
            yield agency, on


def yes_or_no(words: str) -> bool | None:
    plain = words.strip().lower()
    return True if plain in YES else False if plain in NO else None
