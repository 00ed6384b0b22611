"""What travels: codes, readers, documents, and stretches of documents with the codes that readers gave them."""

import datetime as dt
import uuid
from dataclasses import dataclass

OURS = uuid.UUID("5d0b9c1e-6a0f-4f6e-9a57-2f6d7f3c1b88")
"""The space in which ids are made from names, drawn once by chance: the same thing has the same id each time it is sent."""


def made_id(*parts: str) -> uuid.UUID:
    """An id for something named by `parts`, the same every time."""
    return uuid.uuid5(OURS, "\x1f".join(parts))


@dataclass(frozen=True, slots=True)
class Code:
    """A code. `within` is the code it lies in. What is not `codable` is a heading."""

    id: uuid.UUID
    title: str
    means: str
    within: uuid.UUID | None = None
    codable: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who codes."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One code given by one reader. Who and when may be unknown."""

    code: uuid.UUID
    by: uuid.UUID | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a document, in code points, with its codings and a memo."""

    start: int
    end: int
    codings: tuple[Coding, ...]
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as text. Lines end in LF alone."""

    id: uuid.UUID
    name: str
    text: str
    selections: tuple[Selection, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """All that is sent at once. A code stands after the one it lies in."""

    name: str
    codes: tuple[Code, ...]
    readers: tuple[Reader, ...] = ()
    sources: tuple[Source, ...] = ()
