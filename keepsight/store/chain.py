"""The audit's chain, as arithmetic: each line's mac is keyed, and covers the line, its number and the mac before it.

Whoever may write the database but does not hold the key can change nothing, add nothing and reorder nothing unseen. Two things
need more than the key: a tail cut off, and a whole chain made anew by somebody who has the key. Both are found
against an anchor: the chain's head, kept by somebody else.
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

as_json = json.JSONEncoder(separators=(",", ":")).encode  # no part can run into the next
BEGINNING = bytes(32)  # what stands before the first line


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says: who did what, when, about whom. Ids, counts and our own words, never content."""

    at: dt.datetime
    user: int | None
    agency: str | None
    role: str | None
    act: str
    page: str | None
    child: UUID | None
    about: str | None
    answer: int | None
    count: int
    seal: bytes | None = None  # a hash of what was added, so that it cannot be changed unseen either


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many lines it has, the last one's mac, and when that one was written."""

    rows: int
    mac: bytes
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Verified:
    """How many lines were read, and the number of the first that is not as it was written (None: all are)."""

    rows: int
    first_bad: int | None

    @property
    def ok(self) -> bool:
        return self.first_bad is None


def mac(key: bytes, before: bytes, seq: int, said: Said) -> bytes:
    """The mac of line `seq`, 32 bytes, where `before` is the mac of the line before it."""
    moment = said.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = (seq, moment, said.user, said.agency, said.role, said.act, said.page)
    child, seal = said.child.hex if said.child else None, said.seal.hex() if said.seal else None
    message = as_json((*parts, child, said.about, said.answer, said.count, seal))
    return hmac.digest(key, before + message.encode(), "sha256")


def verify(key: bytes, lines: Iterable[tuple[int, Said, bytes]], anchor: Head | None = None) -> Verified:
    """Read a chain from its beginning, up to the first line that is not as it was written.

    Without an anchor, a tail cut off is not seen: what is left is a chain.
    """
    before, rows = BEGINNING, 0
    for seq, said, kept in lines:
        rows += 1
        before = mac(key, before, rows, said)
        if seq != rows or before != kept or (anchor and rows == anchor.rows and kept != anchor.mac):
            return Verified(rows, rows)
    if anchor and rows < anchor.rows:
        return Verified(rows, rows + 1)
    return Verified(rows, None)
