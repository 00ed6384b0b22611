"""Backups, encrypted as age does it (age-encryption.org/v1): to public keys, so that whoever writes one cannot read it.

The library is pyrage (rage, in Rust); any program of age's opens what it writes: `age -d -i KEYFILE FILE`. What is encrypted goes
through in pieces of 64 KiB, each sealed with its place and the last one marked: a changed byte and a cut end are both found.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pyrage
from pyrage.x25519 import Identity, Recipient

from keepsight.errors import BrokenPromise, WrongUse
from keepsight.store.home import make_home

BEGINNING = b"age-encryption.org/v1\n"
PRIVATE = "AGE-SECRET-KEY-"  # how age begins a private key, whatever else stands in its file
OWNER_ONLY = 0o600


def public_keys(said: str | None) -> list[Recipient]:
    """The keys to encrypt to, as a setting or an option names them, with commas or spaces between; none where nothing is said.

    Raises WrongUse where one is no public key of age's, and where it is a private one, which has no business here.
    """
    words = re.split(r"[\s,]+", said.strip(), flags=re.ASCII) if said and said.strip() else []
    if any(word.upper().startswith(PRIVATE) for word in words):
        raise WrongUse(
            "That is a private key, and whoever has it reads every backup",
            next_step="Take it off this machine. Give the public key that belongs to it: it begins with age1.",
        )
    return [_public_key(word, place) for place, word in enumerate(words, 1)]


def make_private_key(file: Path) -> Recipient:
    """Make a pair of keys: the private one into a new file that its owner alone may read, as age-keygen writes it. The public one.

    Raises WrongUse where a file is there already, or none can be made.
    """
    made = Identity.generate()
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w", encoding="ascii") as kept:
            kept.write(f"# public key: {made.to_public()}\n{made}\n")
    except FileExistsError as error:
        raise WrongUse(
            "There is a file of that name already, and a key that is written over is lost",
            next_step="Give another name.",
        ) from error
    except OSError as error:
        raise WrongUse(
            f"The key could not be written: {error.strerror}",
            next_step="Name a file in a folder that you may write to.",
        ) from error
    return made.to_public()


@contextlib.contextmanager
def encrypted(out: IO[bytes], to: Sequence[Recipient]) -> Iterator[IO[bytes]]:
    """Where to write what is to be encrypted to any of these keys; it is in `out` when this ends, and never whole in memory.

    Raises BrokenPromise where `out` took no more.
    """
    source, sink = os.pipe()
    with ThreadPoolExecutor(1) as beside:
        ended = beside.submit(_encrypt, source, out, to)
        # Nobody reads any more where writing failed: what failed is what the other thread says.
        with contextlib.suppress(BrokenPipeError), open(sink, "wb") as plain:
            yield plain
        ended.result()


@contextlib.contextmanager
def opened(file: Path, key: Path | None) -> Iterator[Path]:
    """A backup to be read: itself where it is not encrypted, else a passing copy in the store's folder, once all of it was opened.

    `key` is the file of the private key. Raises WrongUse where none is named or it does not open it, BrokenPromise where the file
    is not as it was written; then nothing is left.
    """
    if not is_encrypted(file):
        yield file
        return
    if key is None:
        raise WrongUse(
            "That backup is encrypted", next_step="Name the file of the private key that opens it: --key FILE."
        )
    keys = _private_keys(key)
    with tempfile.TemporaryDirectory(dir=make_home()) as folder:
        yield _decrypt(file, Path(folder) / "backup", keys)


def is_encrypted(file: Path) -> bool:
    """Whether a file begins as age begins them; no where it cannot be read."""
    try:
        with file.open("rb") as begun:
            return begun.read(len(BEGINNING)) == BEGINNING
    except OSError:
        return False


def _public_key(word: str, place: int) -> Recipient:
    try:
        return Recipient.from_str(word)
    except pyrage.RecipientError as error:
        raise WrongUse(
            f"Key {place} of those to encrypt backups to is no public key of age's",
            next_step="It begins with age1, and 'age-keygen -y KEYFILE' prints it.",
        ) from error


def _private_keys(file: Path) -> list[Identity]:
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        keys = [Identity.from_str(line) for line in lines if line.startswith(PRIVATE)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise WrongUse(
            "That file of a private key cannot be read", next_step=f"It holds a line {PRIVATE}..."
        ) from error
    if not keys:
        raise WrongUse(
            "There is no private key in that file",
            next_step=f"It holds a line {PRIVATE}... Where a passphrase locks it, open it first: 'age -d'.",
        )
    return keys


def _encrypt(source: int, out: IO[bytes], to: Sequence[Recipient]) -> None:
    with open(source, "rb") as plain:
        try:
            pyrage.encrypt_io(plain, out, list(to))
        except (pyrage.EncryptError, OSError) as error:
            raise BrokenPromise(
                "The backup could not be written whole, and is not there",
                next_step="Make room on its disk, and try again.",
            ) from error


def _decrypt(file: Path, place: Path, keys: Sequence[Identity]) -> Path:
    with (
        file.open("rb") as source,
        open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as plain,
    ):
        try:
            pyrage.decrypt_io(source, plain, list(keys))
        except pyrage.DecryptError as error:
            raise WrongUse(
                "That key does not open the backup, or the backup's first lines were changed or cut off",
                next_step="Nothing was restored. Take the private key that it was encrypted to, or another backup.",
            ) from error
        except OSError as error:
            if error.errno is not None:
                raise  # the disk, not the file
            raise BrokenPromise(
                "The backup was cut off or changed since it was written",
                next_step="Nothing was restored. Take another copy of it, or an older backup.",
            ) from error
    return place
