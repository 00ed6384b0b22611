"""What a file is, by its first bytes and never by its name; and whether it is safe to look further.

Runs inside the reading process, before any parser. Refuses, each in one sentence: what is empty, locked, cut short,
swollen (an archive bomb), of a kind we do not read, or an XML file that defines a document type, as entity bombs do.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from typing import BinaryIO, Literal

from defusedxml.common import DefusedXmlException

from keepsight.errors import RefusedFile
from keepsight.intake.reading.limits import MEGABYTE, Limits
from keepsight.intake.reading.markup import ParseError, root_of

Container = Literal["xml", "workbook", "document", "text", "pdf"]

HEAD_BYTES = 8_192
TYPES = "[Content_Types].xml"  # names the kind of every part
OLE = bytes.fromhex("d0cf11e0a1b11ae1")

# Smallest usual size of one cell, by container: what turns a file's size into an upper bound of its cells.
CELL_BYTES: dict[Container, int] = {"xml": 24, "workbook": 24, "document": 24, "text": 8, "pdf": 8}

AS_DOCUMENT = "Open it, save it as a Word document (.docx), and send that."
AS_WORKBOOK = "Open it, save it as an Excel workbook (.xlsx), and send that."
NOT_READ = {
    b"{\\rtf": ("This is a rich text document, which is not read as a table", AS_WORKBOOK),
    b"PK\x05\x06": ("This archive holds nothing", "Send the file itself."),
    b"\x1f\x8b": ("This is a compressed archive", "Unpack it and send the file inside."),
    b"Rar!": ("This is a compressed archive", "Unpack it and send the file inside."),
    b"7z\xbc\xaf": ("This is a compressed archive", "Unpack it and send the file inside."),
    b"\x89PNG": ("This is a picture", "Send the table it was made from, as .xlsx or .csv."),
    b"\xff\xd8\xff": ("This is a picture", "Send the table it was made from, as .xlsx or .csv."),
}


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard found: the container, an XML file's root, and the most cells that such a size can hold."""

    container: Container
    root: str | None
    cells: int
    macros: bool = False


PDF = b"%PDF"


def guard(file: BinaryIO, size: int, limits: Limits) -> Guarded:
    """What `file` is and that it may be opened, or RefusedFile. Leaves the file at its beginning."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise RefusedFile("This file is empty", next_step="Send the file that holds the rows.")
    if head.startswith(PDF):
        return Guarded("pdf", None, size // CELL_BYTES["pdf"])
    for magic, (what, next_step) in NOT_READ.items():
        if head.startswith(magic):
            raise RefusedFile(what, next_step=next_step)
    if head.startswith(OLE):
        raise _old_office(file)
    if head.startswith(b"PK"):
        return _archive(file, limits)
    if _opens_as_xml(head):
        return _xml(file, size)
    return Guarded("text", None, size // CELL_BYTES["text"])


def _old_office(file: BinaryIO) -> RefusedFile:
    """Which of the older Office files this is: their parts are named, in UTF-16, inside."""
    with mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        names = {name: whole.find(name.encode("utf-16-le")) >= 0 for name in ("EncryptedPackage", "WordDocument")}
    if names["EncryptedPackage"]:
        return RefusedFile(
            "This file is locked with a password", next_step="Save it without the password, and send that."
        )
    if names["WordDocument"]:
        return RefusedFile("This is an older Word document (.doc)", next_step=AS_DOCUMENT)
    return RefusedFile("This is an older Excel workbook (.xls)", next_step=AS_WORKBOOK)


def _archive(file: BinaryIO, limits: Limits) -> Guarded:
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise cut_short() from error
    _refuse_bombs(members, limits)
    names = {member.filename for member in members}
    if _is_document(names):
        return _document(file, members)
    if "xl/workbook.xml" not in names:
        raise _other_archive(names)
    sheets = sum(member.file_size for member in members if member.filename.startswith("xl/"))
    return Guarded("workbook", None, sheets // CELL_BYTES["workbook"], macros="xl/vbaProject.bin" in names)


def _refuse_bombs(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFile("This archive is locked with a password", next_step="Save it without the password.")
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise swollen()
    if len({member.filename for member in members}) != len(members):
        raise RefusedFile("This archive holds two parts of one name, which no program writes", next_step=AS_WORKBOOK)
    if any(".." in member.filename.split("/") for member in members):
        raise RefusedFile(
            "A part of this archive has a name that leads out of it, which no program writes", next_step=AS_WORKBOOK
        )
    for member in members:
        if member.file_size > MEGABYTE and member.file_size > limits.ratio * max(member.compress_size, 1):
            raise swollen()


def _is_document(names: set[str]) -> bool:
    return "xl/workbook.xml" not in names and any(name.startswith("word/") for name in names)


def _document(file: BinaryIO, members: list[zipfile.ZipInfo]) -> Guarded:
    """A Word document that says of itself that it holds no macros. Its main part may have any name under word/."""
    names = {member.filename for member in members}
    try:
        types = zipfile.ZipFile(file).read(TYPES) if TYPES in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise cut_short() from error
    finally:
        file.seek(0)
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise RefusedFile("This is a Word document with macros (.docm)", next_step=AS_DOCUMENT)
    size = sum(member.file_size for member in members if member.filename.endswith(".xml"))
    return Guarded("document", None, size // CELL_BYTES["document"])


def _other_archive(names: set[str]) -> RefusedFile:
    if "xl/workbook.bin" in names or "content.xml" in names:
        return RefusedFile("This is a spreadsheet of another kind (.xlsb or .ods)", next_step=AS_WORKBOOK)
    return RefusedFile(
        "This is an archive, not a workbook or a document", next_step="Unpack it and send the files inside one by one."
    )


def cut_short() -> RefusedFile:
    """The refusal of a workbook or document whose parts do not open."""
    return RefusedFile(
        "This file is cut short or damaged",
        next_step="Open it where it was made, save it again, and send the new copy.",
    )


def swollen() -> RefusedFile:
    """The refusal of an archive that would unpack to far more than a real workbook holds."""
    return RefusedFile("This archive would unpack to far more than such a file holds", next_step=AS_WORKBOOK)


def _opens_as_xml(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _xml(file: BinaryIO, size: int) -> Guarded:
    try:
        root = root_of(file)
    except DefusedXmlException as error:
        raise _document_type(file) from error
    except (ParseError, LookupError, ValueError) as error:
        raise RefusedFile(
            "This begins like XML and is not", next_step="Export it again and send the new copy."
        ) from error
    finally:
        file.seek(0)
    if root.lower() == "html":
        raise web_page()
    return Guarded("xml", root, size // CELL_BYTES["xml"])


def _document_type(file: BinaryIO) -> RefusedFile:
    file.seek(0)
    if re.search(rb"<!doctype\s+html", file.read(HEAD_BYTES), re.IGNORECASE):
        return web_page()
    return RefusedFile(
        "This XML file defines a document type or entities, which can hide other content",
        next_step="Export it again without a DOCTYPE.",
    )


def web_page() -> RefusedFile:
    """The refusal of a web page: some systems call one a workbook."""
    return RefusedFile("This is a web page, even if its name says otherwise", next_step=AS_WORKBOOK)
