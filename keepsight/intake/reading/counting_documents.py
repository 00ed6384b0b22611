"""What a Word document holds, counted from the bytes of its main part, in code of its own: nothing here knows the reader.

One pass over the tags keeps what is open. A row counts in a table of the page, not in one inside a cell or a text box,
nor in the second way of writing the same thing that older programs read.
"""

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import BinaryIO

TARGET = re.compile(rb'<(?:\w+:)?Relationship\b(?=[^>]*/officeDocument")[^>]*?\bTarget="/?([^"]+)"')
PIECE = re.compile(rb"<!--.*?-->|<\?.*?\?>|<(/?)([\w.:-]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>|([^<]+)", re.DOTALL)
OFF = re.compile(rb'val="(?:0|false|off|none)"')

# What stands inside these is no word of the place: properties, what was taken out, what floats beside the page.
ASIDE = {"pPr", "rPr", "tblPr", "trPr", "tcPr", "del", "moveFrom", "drawing", "pict", "object", "Fallback", "rt"}
SIGNS = {"sym", "checkBox", "ddList", "checkbox"}  # a box or a sign, which is something to see
BREAKS = {"tab", "ptab", "br", "cr"}


@dataclass(slots=True)
class Counting:
    """Tables as rows of the words of their cells (empty cells left out), and how many paragraphs outside hold words."""

    tables: list[list[list[str]]] = field(default_factory=list)
    paragraphs: int = 0
    _open: list[str] = field(default_factory=list)
    _silent: list[int] = field(default_factory=list)  # how many elements are open above each unanswered control
    _deep: int = 0  # tables within tables
    _aside: int = 0
    _words: list[str] = field(default_factory=list)
    _gone: bool = False

    def opened(self, name: str, off: bool) -> None:
        """An element begins."""
        within = self._open[-1] if self._open else ""
        self._open.append(name)
        if name == "showingPlcHdr" and not off:
            self._silent.append(len(self._open) - 2)
        elif within == "trPr" and name == "del":
            self._gone = True
        elif within == "tcPr" and name == "cellDel":
            self._silent.append(len(self._open) - 2)
        elif name in SIGNS and (name != "checkbox" or not self._silent):
            self._words.append("x" if "fldChar" in self._open or name in ("sym", "checkbox") else "")
        elif name in BREAKS:
            self._words.append(" ")
        if name in ASIDE:
            self._aside += 1
        elif self._aside == 0:
            self._structure(name)

    def _structure(self, name: str) -> None:
        if name == "tbl":
            self._deep += 1
            if self._deep == 1:
                self.tables.append([])
        elif self._deep == 1 and name == "tr":
            self.tables[-1].append([])
            self._gone = False
        elif (self._deep == 1 and name == "tc") or (self._deep == 0 and name == "p"):
            self._words = []
        elif name == "p":
            self._words.append(" ")

    def closed(self) -> None:
        """The element that was opened last ends."""
        name = self._open.pop()
        while self._silent and len(self._open) < self._silent[-1]:
            self._silent.pop()
        if name in ASIDE:
            self._aside -= 1
        elif self._aside == 0:
            self._ended(name)

    def _ended(self, name: str) -> None:
        if name == "tbl":
            self._deep -= 1
        elif self._deep == 1 and name == "tc" and not self._gone:
            words = self._said()
            self.tables[-1][-1] += [words] if words else []
        elif self._deep == 0 and name == "p":
            self.paragraphs += bool(self._said())

    def _said(self) -> str:
        return "".join(self._words).replace("\u00a0", " ").replace("\u200b", "").strip()

    def text(self, words: bytes) -> None:
        """Words between two tags."""
        if self._open and self._open[-1] == "t" and not self._aside and not self._silent:
            self._words.append(unescape(words.decode("utf-8", "replace")))


def count_document(file: BinaryIO) -> Counting:
    """The tables and paragraphs of a document's main part."""
    counting = Counting()
    with zipfile.ZipFile(file) as archive:
        found = TARGET.search(archive.read("_rels/.rels"))
        part = archive.read(found[1].decode()) if found else b""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        part = part.decode("utf-16").encode()
    for closing, name, attributes, empty, words in (match.groups() for match in PIECE.finditer(part)):
        if words is not None:
            counting.text(words)
        elif name is None:
            continue
        elif closing:
            counting.closed()
        else:
            counting.opened(name.decode().rpartition(":")[2], bool(OFF.search(attributes)))
            if empty:
                counting.closed()
    return counting
