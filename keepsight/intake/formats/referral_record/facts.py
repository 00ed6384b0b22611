"""What the passages of a record seem to say, each as the entry it would become. A person confirms it, or it is nothing.

Offered from a label and its answer, from a ticked box, or from words that a rule recognises; each names the passages it
rests on. A day that the record does not give is unknown; it is never taken to be the day of the record.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from keepsight.intake.drafts import DetailValue, DraftEntry, DraftFact, Role, When
from keepsight.intake.formats.chronology_table.columns import origin_of
from keepsight.intake.formats.chronology_table.words import guesses
from keepsight.intake.formats.pieces import Piece
from keepsight.intake.reading.dates import read_date

UNKNOWN = When(None, None, "unknown")
EXACT = ("day", "minute")
BOX = re.compile(r"([☒☑✓✔☐✗☓])\s*([^☒☑✓✔☐✗☓\n]*)")
TICKS = "☒☑✓✔"
NOT_SAID = re.compile(
    r"(?:no|none|nil|n/?a|n/?k|not known|unknown|not applicable|not stated|not disclosed|not sure|-+|\?+)\b[\s.]*"
    r"|no\b[ ,.;:-].*|none\b.*|not (?:known|applicable|stated|disclosed|aware)\b.*|[-?]+"
    r"|(?:please )?(?:see|as|refer to) (?:above|below|over|overleaf|attached|previous)\b.*",
    re.IGNORECASE | re.DOTALL,
)
DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}\b")
ANSWERED = ("yes", "y")  # a ticked box that answers its label, and names no concern by itself
LEAST_TEXT = 40  # characters; shorter words without a label are a heading or a greeting

# What was decided, the first that fits: the kind, and its details.
DECISIONS: tuple[tuple[str, str, dict[str, DetailValue]], ...] = (
    (r"no further action|\bnfa\b|close[d ]", "referral.decided", {"outcome": "no_further_action"}),
    (r"early help", "referral.decided", {"outcome": "early_help"}),
    (r"signpost|advice and (?:information|guidance)|information and advice", "referral.decided",
     {"outcome": "signposted"}),
    (r"(?:proceed|progress|accept|convert|step)\w* (?:\w+ ){0,3}(?:referral|assessment)", "referral.received", {}),
    (r"assessment|section 17|child in need|accepted|allocated", "referral.decided", {"outcome": "accepted"}),
)  # fmt: skip
# Fields whose answer is an entry as it stands.
ANSWERS = {"domestic_abuse": "domestic_abuse.incident", "injury": "injury.recorded", "disability": "note.made"}
ABUSE_AT_HOME = re.compile(r"domestic (?:abuse|violence)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says of itself: its children, its day, the agency it came from, and the pieces that say so."""

    children: tuple[tuple[str, Role], ...]
    when: When
    from_agency: str | None
    from_sector: str | None
    is_referral: bool
    rests_on: tuple[int, ...]

    def entry(self, kind: str, words: str, when: When = UNKNOWN) -> DraftEntry:
        """An entry about the record's children, from the record as a document."""
        day = self.when.first if self.when.precision in EXACT else None
        return DraftEntry(kind, when, self.children, narrative=words, basis="document", recorded_on=day)


def record_of(pieces: Iterable[Piece], children: tuple[tuple[str, Role], ...], not_after: date) -> Record:
    """What the pieces say of the record as a whole; what they do not say is None or unknown."""
    pieces = list(pieces)
    received = _first(pieces, "received")
    agency = _first(pieces, "referrer_agency")
    title = next((piece for piece in pieces if re.search(r"referral|contact", _whole(piece), re.IGNORECASE)), None)
    when = read_date(received.words, not_after=not_after).when if received else UNKNOWN
    from_agency, from_sector = origin_of({"from_agency": agency.words}) if agency else (None, None)
    is_referral = title is None or "referral" in _whole(title).lower()
    rests_on = tuple(dict.fromkeys(piece.number for piece in (title, received, agency) if piece))
    return Record(children, when, from_agency, from_sector, is_referral, rests_on)


def offered(pieces: Iterable[Piece], record: Record, not_after: date) -> Iterator[DraftFact]:
    """The facts that the record seems to state, in the order of its pieces; one of a kind that rests on the same words."""
    seen: set[tuple[str, str, str]] = set()
    number = 0
    for entry, rests_on in _candidates(list(pieces), record, not_after):
        same = (entry.kind, str(sorted(entry.details.items())), entry.narrative)
        if same not in seen:
            seen.add(same)
            number += 1
            yield DraftFact(number, entry, rests_on)


def _candidates(pieces: list[Piece], record: Record, not_after: date) -> Iterator[tuple[DraftEntry, tuple[int, ...]]]:
    kind = "referral.received" if record.is_referral else "contact.received"
    first = record.entry(kind, _received_words(pieces, record), record.when)
    yield replace(first, from_agency=record.from_agency, from_sector=record.from_sector), record.rests_on
    labelled = {kind}
    for piece in pieces:
        for entry in _from_label(piece, record, not_after):
            labelled.add(entry.kind)
            yield entry, (piece.number,)
    for piece in pieces:
        if piece.field in (None, "reason") and piece.label != "" and len(piece.words) >= LEAST_TEXT:
            for guess in guesses(piece.words):
                if guess.kind not in labelled:
                    entry = record.entry(guess.kind, piece.words, only_day(piece.words, not_after))
                    yield replace(entry, details=guess.details, guessed_by=guess.words or None), (piece.number,)


def _from_label(piece: Piece, record: Record, not_after: date) -> Iterator[DraftEntry]:
    """What a piece with a known label says by its answer, and by its boxes."""
    said = stated(piece.words)
    if not said:
        return
    if piece.field == "voice":
        entry = record.entry("child.voice", f"{piece.label}: {said}", only_day(said, not_after))
        yield replace(entry, child_words=said)
    elif piece.field == "outcome":
        yield from _decided(said, record)
    elif piece.field in ANSWERS:
        yield record.entry(ANSWERS[piece.field], f"{piece.label}: {said}", only_day(said, not_after))
    elif BOX.search(piece.words) and piece.field != "consent":
        for ticked in said.split("\n"):
            if ticked.lower() not in ANSWERED:
                yield _ticked(ticked, record)


def _decided(said: str, record: Record) -> Iterator[DraftEntry]:
    """The decision, on the day of the record: that it fell on that day is not said, so the day is uncertain."""
    for pattern, kind, details in DECISIONS:
        if re.search(pattern, said.lower()):
            when = replace(record.when, precision="uncertain") if record.when.precision in EXACT else record.when
            yield replace(record.entry(kind, said, replace(when, at=None)), details=details)
            return


def _ticked(words: str, record: Record) -> DraftEntry:
    if ABUSE_AT_HOME.search(words):
        return record.entry("domestic_abuse.incident", words)
    return replace(record.entry("concern.recorded", words), details={"theme": words})


def stated(words: str) -> str:
    """What an answer states: its ticked boxes, one a line, or its words; nothing where it says no, not known, see elsewhere."""
    boxes = BOX.findall(words)
    if boxes:
        return "\n".join(text.strip() for box, text in boxes if box in TICKS and stated(text))
    return "" if NOT_SAID.fullmatch(words.strip()) else words.strip()


def only_day(words: str, not_after: date) -> When:
    """The one day that the words give; unknown where they give none, or several."""
    days = set(DATE.findall(words))
    if len(days) != 1:
        return UNKNOWN
    read = read_date(days.pop(), not_after=not_after)
    return UNKNOWN if read.doubt else read.when


def _received_words(pieces: list[Piece], record: Record) -> str:
    by_number = {piece.number: piece for piece in pieces}
    return "\n".join(_whole(by_number[number]) for number in record.rests_on)


def _whole(piece: Piece) -> str:
    return f"{piece.label}: {piece.words}" if piece.label else piece.words


def _first(pieces: list[Piece], field: str) -> Piece | None:
    return next((piece for piece in pieces if piece.field == field and piece.words), None)
