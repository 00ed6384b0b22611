"""Reads .qdc and .qdpx, as files from strangers: sizes are capped, paths may not climb, and no XML may define anything.

What does not fit is told by name. Pictures, films, links and graphs are not read, and how many there were is told too.
"""

import codecs
import datetime as dt
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from keepsight.errors import RefusedFile, Where
from keepsight.themes.exchange.offsets import Said, settle
from keepsight.themes.exchange.project import Code, Coding, Project, Reader, Selection, Source, made_id

MEGABYTE = 1024 * 1024
# What one project may hold. Texts are small; only pictures and films are large, and those are not read.
MOST_PARTS = 5_000
MOST_UNPACKED_BYTES = 200 * MEGABYTE
MOST_PART_BYTES = 50 * MEGABYTE
HIGHEST_RATIO = 200
NEXT = "Export it again where it was made, with text sources, and send that."
INTERNAL = re.compile(r"^(?:internal|relative)://", re.IGNORECASE)
NOT_READ = ("PictureSource", "AudioSource", "VideoSource", "Link", "Graph", "Variable")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that could not be taken over: of which source, at which positions as the file says them, and why."""

    source: str
    start: int | None
    end: int | None
    why: str


@dataclass(frozen=True, slots=True)
class ReadProject:
    """What was read, how each source counts its positions, what did not fit, and what was not read at all."""

    project: Project
    counted: dict[str, str]
    misfits: tuple[Misfit, ...]
    not_read: dict[str, int]


def read_codebook(content: bytes) -> tuple[Code, ...]:
    """The codes of a .qdc file. Raises RefusedFile."""
    root = _xml(content)
    if _name(root) != "CodeBook":
        raise RefusedFile("This is no codebook of the REFI-QDA standard", next_step=NEXT)
    return tuple(_codes(root))


def read_project(content: bytes) -> ReadProject:
    """The project in a .qdpx file. Raises RefusedFile."""
    archive = _archive(content)
    inside = [name for name in archive.namelist() if name.lower().endswith(".qde")]
    if len(inside) != 1:
        raise RefusedFile("This archive does not hold one project", where=Where(file="*.qde"), next_step=NEXT)
    root = _xml(_part(archive, inside[0]))
    if _name(root) != "Project":
        raise RefusedFile("This is no project of the REFI-QDA standard", next_step=NEXT)
    misfits: list[Misfit] = []
    counted: dict[str, str] = {}
    sources = tuple(_sources(archive, root, misfits, counted))
    readers = tuple(Reader(_id(user), user.get("name", "")) for user in root.iter() if _name(user) == "User")
    project = Project(root.get("name", ""), tuple(_codes(root)), readers, sources)
    seen = Counter(_name(one) for one in root.iter())
    return ReadProject(project, counted, tuple(misfits), {name: seen[name] for name in NOT_READ if seen[name]})


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise RefusedFile("This is no archive, or it is damaged", next_step=NEXT) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise RefusedFile("This archive would unpack to far more than a project of texts holds", next_step=NEXT)
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise RefusedFile("This archive holds two parts of one name", next_step=NEXT)
    for part in parts:
        _refuse_part(part)
    return archive


def _refuse_part(part: zipfile.ZipInfo) -> None:
    steps = part.filename.replace("\\", "/").split("/")
    if ".." in steps or part.filename.startswith(("/", "\\")) or ":" in steps[0]:
        raise RefusedFile("This archive holds a part whose path leads out of it", next_step=NEXT)
    if part.flag_bits & 1:
        raise RefusedFile("This archive is locked with a password", next_step="Save it without the password.")
    if part.file_size > MEGABYTE and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
        raise RefusedFile("This archive would unpack to far more than a project of texts holds", next_step=NEXT)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of a part, read no further than its size may be, whatever the archive says of it."""
    try:
        with archive.open(name) as stream:
            content = stream.read(MOST_PART_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise RefusedFile("A part of this archive is damaged", next_step=NEXT) from error
    if len(content) > MOST_PART_BYTES:
        raise RefusedFile("A part of this archive is larger than a text may be", next_step=NEXT)
    return content


def _xml(content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedFile("This file defines a document type, which no project needs", next_step=NEXT) from error
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedFile("This file is cut short or is not XML", next_step=NEXT) from error
    return root


def _codes(root: Element) -> Iterator[Code]:
    for book in root.iter():
        if _name(book) == "Codes":
            yield from _nested(book, None)


def _nested(parent: Element, within: UUID | None) -> Iterator[Code]:
    for element in parent:
        if _name(element) == "Code":
            # Only a plain "false" makes a heading of it: programs write the other value in several ways.
            code = Code(
                _id(element),
                element.get("name", ""),
                _description(element),
                within,
                element.get("isCodable", "true").lower() not in ("false", "0"),
            )
            yield code
            yield from _nested(element, code.id)


def _sources(
    archive: zipfile.ZipFile, root: Element, misfits: list[Misfit], counted: dict[str, str]
) -> Iterator[Source]:
    for element in root.iter():
        if _name(element) in ("TextSource", "Representation"):
            name = element.get("name", "")
            raw = _text(archive, element)
            if raw is None:
                misfits.append(Misfit(name, None, None, "its text is not in the archive"))
                continue
            source, how = _source(element, name, raw, misfits)
            counted[name] = how
            yield source


def _source(element: Element, name: str, raw: str, misfits: list[Misfit]) -> tuple[Source, str]:
    selections = [one for one in element if _name(one) == "PlainTextSelection"]
    said = [Said(_number(one, "startPosition"), _number(one, "endPosition"), one.get("name", "")) for one in selections]
    settled = settle(raw, said)
    kept = []
    for one, where, place in zip(selections, said, settled.places, strict=True):
        if place is None:
            misfits.append(Misfit(name, where.start, where.end, "it fits the text in no way of counting"))
        else:
            kept.append(Selection(*place, tuple(_codings(one)), _description(one)))
    return Source(_id(element), name, settled.text, tuple(kept)), str(settled.counting)


def _codings(selection: Element) -> Iterator[Coding]:
    for element in selection:
        if _name(element) == "Coding":
            for reference in element:
                if _name(reference) == "CodeRef":
                    by, at = element.get("creatingUser"), element.get("creationDateTime")
                    yield Coding(_uuid(reference.get("targetGUID", "")), _uuid(by) if by else None, _moment(at))


def _text(archive: zipfile.ZipFile, element: Element) -> str | None:
    """The text of a source, wherever the program put it. None where it is not in the archive."""
    inline = next((one for one in element if _name(one) == "PlainTextContent"), None)
    if inline is not None:
        return inline.text or ""
    path = INTERNAL.sub("", element.get("plainTextPath", "")).rsplit("/", 1)[-1].lower()
    # Some write sources/, some Sources/, some none.
    found = next((name for name in archive.namelist() if path and name.lower().rsplit("/", 1)[-1] == path), None)
    return _decoded(_part(archive, found)) if found else None


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "\ufeff" + content.decode("utf-16", errors="replace")
    return content.decode("utf-8", errors="replace")


def _description(element: Element) -> str:
    return next((one.text or "" for one in element if _name(one) == "Description"), "")


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _id(element: Element) -> UUID:
    return _uuid(element.get("guid", ""))


def _uuid(text: str) -> UUID:
    """The id a file gives, in braces or not. One that is none is kept by making an id from it."""
    try:
        return UUID(text.strip("{} "))
    except ValueError:
        return made_id("strange", text)


def _number(element: Element, name: str) -> int:
    try:
        return int(element.get(name, ""))
    except ValueError:
        return -1


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
