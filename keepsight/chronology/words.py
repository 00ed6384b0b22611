"""An entry's fingerprints: what it is the account of, what it says, and a salted hash of its words.

Pure functions, so that the same file gives the same fingerprints on every machine and in every order.
"""

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace

from keepsight.intake.drafts import DraftEntry, DraftRow, to_json

SALT_BYTES = 16


def identity(agency: str, entry: DraftEntry, content: uuid.UUID) -> uuid.UUID:
    """What `entry` is the account of: its key within its agency, or its own content where it has none."""
    return content if entry.key is None else _hash("identity", agency, entry.key)


def thread(agency: str, words: str | None) -> uuid.UUID | None:
    """The thread that `words` name within `agency`, or None."""
    return None if words is None else _hash("thread", agency, words)


def content(agency: str, entry: DraftEntry, people: list[tuple[str, str]]) -> uuid.UUID:
    """A hash of everything `entry` says. `people` are its records' ids with roles: refs mean nothing outside a file."""
    details = dict(sorted(entry.details.items()))
    said = DraftRow(sheet=None, row=0, entries=(replace(entry, people=(), key=None, was=None, details=details),))
    return _hash("content", agency, to_json(said), canonical(sorted(people)))


def after(taken_back: uuid.UUID, content: uuid.UUID) -> uuid.UUID:
    """The hash of what is said again, word for word, after an entry took it back."""
    return _hash("again", str(taken_back), str(content))


def seal(words: Mapping[str, object]) -> tuple[bytes, bytes]:
    """A fresh salt and the hash of `words` with it. The entry keeps the hash, the words keep the salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return salt, hashlib.sha256(salt + canonical(words).encode()).digest()


def seal_holds(salt: bytes, words: Mapping[str, object], kept: bytes) -> bool:
    """Whether `words` are still those that were sealed."""
    return hashlib.sha256(salt + canonical(words).encode()).digest() == kept


def canonical(value: object) -> str:
    """`value` as JSON that does not depend on the order in which a mapping was filled."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def _hash(*parts: str) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256("\x1f".join(parts).encode()).digest()[:16])
