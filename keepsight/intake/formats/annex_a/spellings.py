"""What a word of the lists means, by the table of spellings. What stands in no table means nothing, and is never guessed."""

import re
import tomllib
from functools import cache
from pathlib import Path

from keepsight.intake.formats.headings import plain
from keepsight.vocabulary import REFERRAL_SOURCES

SPELLINGS = tomllib.loads((Path(__file__).parent / "spellings.toml").read_text("utf-8"))
CODED_SOURCE = re.compile(r"(?:[a-z]\d? )?(?P<code>10|[1-9][a-f]?)(?: .*)?")
LETTERED = re.compile(
    r"^\s*[a-z]\d?(?:\)\s*|\.\s+)", re.IGNORECASE
)  # the letter by which the form numbers its own answers
NOTHING = frozenset({"", "#n a", "#n/a", "n a", "null", "none", "-"})  # a cell that holds words for nothing


@cache
def meanings(*tables: str) -> dict[str, str]:
    """The meaning of each spelling, by the tables named; the first table wins."""
    found: dict[str, str] = {}
    for table in tables:
        for meaning, spellings in SPELLINGS[table].items():
            for spelling in spellings:
                found.setdefault(plain(spelling), meaning)
    return found


def meant(words: str, *tables: str) -> str | None:
    """What `words` mean. None: no table knows them."""
    return meanings(*tables).get(plain(words))


def source_code(words: str) -> str | None:
    """The national code of a source, from its code however it is dressed, or from words. None: neither."""
    coded = CODED_SOURCE.fullmatch(plain(words))
    code = coded["code"].upper() if coded else None
    return code if code in REFERRAL_SOURCES else meant(words, "source")


def bare(words: str) -> str:
    """Words without the letter by which the form numbers its answers: `a) WBRI` is `WBRI`."""
    return LETTERED.sub("", words).strip()


def says_nothing(words: str) -> bool:
    """Whether a cell holds only words for nothing, such as a spreadsheet's own mark of a lookup that failed."""
    return plain(words) in NOTHING
