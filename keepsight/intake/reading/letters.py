"""In which encoding a hand-made text file was written: UTF-8 or UTF-16 by their marks, otherwise what reads as English.

Refuses, rather than guesses, when two readings are equally good: a name read wrongly is a name that never links.
"""

import codecs
import re
from typing import BinaryIO

from keepsight.errors import RefusedFile

CHUNK_BYTES = 1 << 20
SAMPLE_BYTES = 64 * 1024  # of the lines with letters beyond plain ASCII
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
OLD_ENCODINGS = ["cp1252", "mac_roman"]  # what Excel writes on Windows and on older Macs in Britain

# Where marks and accents stand in English writing, and where a wrong reading puts them.
WELL_PLACED = re.compile(
    r"\w’\w|\w[’”]|[‘“]\w|\s[–—]\s|[£€]\d|\w…|\d[°½¼¾]|[½¼¾]|\s[•·]\s|\xa0|[a-z][éèêëáàâäçñöóôüúïîøåæœ]|\bÉ[a-z]"
)
MISPLACED = re.compile(
    r"\w[‘“•†‡‰„]|[a-z][À-Þ]|[a-z][íìÎ][a-z]?\b|[ÓÒÕÔÐ]\s|[†‡‰∞∂∑∏π∫Ωˇ≈√◊ˆ˜˘˙˚˝˛≠≤≥∆ƒ]|[\x80-\x9f\ufffd]"
)

# Signs that show nothing and turn the words after them round (Unicode annex 9: embeddings, overrides, isolates). No Arabic or
# Hebrew name needs one: letters know their own direction.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")

SAVE_AS_UTF8 = "Save it as “CSV UTF-8” and send that."


def encoding_of(file: BinaryIO) -> str:
    """The name of the file's encoding. Raises RefusedFile for what is no text, or can be read in two ways."""
    head = file.read(4)
    for mark, name in BOMS.items():
        if head.startswith(mark):
            if not _reads_as(file, name):
                raise mangled()
            return name
    return "utf-8" if _reads_as(file, "utf-8") else _older(_sample(file))


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    """Whether every byte is part of a letter. Raises RefusedFile for a letter zero, which no text holds."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK_BYTES):
            if "\x00" in decoder.decode(chunk):
                raise not_text()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def mangled() -> RefusedFile:
    """The refusal of a text that says how its letters are written and does not keep to it."""
    return RefusedFile(
        "This file begins as Unicode and holds bytes that are no letter of it",
        next_step=SAVE_AS_UTF8,
    )


def not_text() -> RefusedFile:
    """The refusal of bytes that are no text at all."""
    return RefusedFile("This is neither a table nor a text that can be read", next_step="Send it as .xlsx or .csv.")


def _sample(file: BinaryIO) -> bytes:
    file.seek(0)
    sample = bytearray()
    for line in file:
        if b"\x00" in line:
            raise not_text()
        if not line.isascii() and len(sample) < SAMPLE_BYTES:
            sample += line[:SAMPLE_BYTES]
    file.seek(0)
    return bytes(sample)


def _older(sample: bytes) -> str:
    """The older encoding in which the sample reads best; its library is slow to load, and rarely needed."""
    from charset_normalizer import from_bytes

    readings = {match.encoding: match for match in from_bytes(sample, cp_isolation=OLD_ENCODINGS)}
    if not readings:
        raise not_text()
    marks = {name: (match.chaos, -_fit(str(match))) for name, match in readings.items()}
    best = [name for name in marks if marks[name] == min(marks.values())]
    if len({str(readings[name]) for name in best}) > 1:
        raise RefusedFile("The letters in this file can be read in more than one way", next_step=SAVE_AS_UTF8)
    return best[0]


def _fit(text: str) -> int:
    return len(WELL_PLACED.findall(text)) - len(MISPLACED.findall(text))
