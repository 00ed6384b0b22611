"""What is given to somebody who asks for a child's record: built up from the fields named here, and from nothing else.

A field that is not named is not given, and neither is a detail: the reflections of workers, why something matters, who was told,
file names, prompts and addresses never come near it. What is left out is counted with its reason. Pure functions.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.vocabulary import SECTORS

WHOLE, BARE, OUT = "whole", "bare", "out"
"""What is given of an entry: with its words; that it happened and no word of it; or nothing, for a reason."""
GIVEN = ("when", "agency", "what")
GIVEN_WITH_WORDS = ("words", "child_words")
"""The allowed fields, by their names in `Line`. Nothing else of an entry can be given."""

# Whatever looks like a way to find somebody: the greatest harm is an address. Words with one are never given as they stand.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
TELEPHONE = re.compile(r"(?:\+44|\b0)(?:[\s()-]*\d){9,10}\b")
FINDS = "Its words hold a postcode or a telephone number"
PRIVATELY = frozenset({"family", "public", "other", "unknown"}) | {
    SECTORS[code].title for code in ("family", "public", "other") if code in SECTORS
}
"""From whom something came who is no agency: an informant."""
NOT_OPEN = "It is restricted or sealed: the agency that holds it is asked, by the guardian"
OF_OTHERS = "It is about somebody else, or about somebody else too"
INFORMANT = "Somebody told it who is no agency, and is not named to anybody"
OF_WORKERS = "It is what workers thought about in supervision, or what they do with this request"
WORKERS = ("supervision.", "pack.", "entry.")


@dataclass(frozen=True, slots=True)
class Exemption:
    """A reason in law for which a person may withhold something."""

    code: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of an entry: WHOLE, BARE or OUT, and for OUT the code of an exemption."""

    gives: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is given. `words` and `child_words` are empty where only that it happened is given."""

    number: int
    when: str
    agency: str
    what: str
    words: str = ""
    child_words: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is given, in its order, and how many entries are left out for each reason, which whoever asks is told."""

    lines: tuple[Line, ...]
    left_out: tuple[tuple[int, str], ...]


@cache
def exemptions() -> Mapping[str, Exemption]:
    """The reasons in law, by code, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "exemptions.toml").read_text(encoding="utf-8"))["exemption"]
    return {row["code"]: Exemption(**row) for row in rows}


def kept_out(entry: EntryShown, child: UUID) -> str | None:
    """Why an entry is never given, whoever decides; None: a person decides. Professionals are not somebody else."""
    if entry.level != "standard":
        return NOT_OPEN
    if entry.kind.startswith(WORKERS):
        return OF_WORKERS
    if entry.scope != "child" or any(one.person_id != child and one.role != "professional" for one in entry.about):
        return OF_OTHERS
    if entry.from_agency_name in PRIVATELY or entry.basis == "other_account":
        return INFORMANT
    return None


def finds_somebody(entry: EntryShown) -> bool:
    """Whether an entry's words hold a postcode or a telephone number."""
    said = f"{entry.narrative} {entry.child_words or ''}"
    return bool(POSTCODE.search(said) or TELEPHONE.search(said))


def bundle(entries: Sequence[EntryShown], decided: Mapping[UUID, Decided], child: UUID) -> Bundle:
    """Build what is given of these entries. One that nobody decided on is not given, and is counted as such."""
    lines: list[Line] = []
    out = Counter[str]()
    for entry in entries:
        reason = _left_out(entry, decided.get(entry.id), child)
        if reason:
            out[reason] += 1
        else:
            lines.append(_line(entry, len(lines) + 1, decided[entry.id]))
    return Bundle(tuple(lines), tuple((number, reason) for reason, number in out.most_common()))


def _left_out(entry: EntryShown, said: Decided | None, child: UUID) -> str | None:
    if always := kept_out(entry, child):
        return always
    if said is None:
        return "Nobody had decided on it when this was released"
    if said.gives == OUT:
        exemption = exemptions()[said.because]
        return f"{exemption.title} ({exemption.source})"
    return None


def _line(entry: EntryShown, number: int, said: Decided) -> Line:
    allowed = {
        "when": entry.raw_when or str(entry.occurred_from or "not said"),
        "agency": entry.agency_name,
        "what": entry.title,
    }
    if said.gives == WHOLE and not finds_somebody(entry):
        allowed |= {"words": entry.narrative, "child_words": entry.child_words or ""}
    return Line(number, **{name: allowed[name] for name in (*GIVEN, *GIVEN_WITH_WORDS) if name in allowed})
