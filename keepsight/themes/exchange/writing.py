"""Writes .qdc and .qdpx. The same project gives the same bytes: ids are made from names, and no clock is asked.

Text is UTF-8 with LF and no byte-order mark, and positions count code points.
"""

import io
import re
import zipfile
from collections import defaultdict
from uuid import UUID
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from keepsight.themes.exchange.project import Code, Project, Selection, Source, made_id

ORIGIN = "Keepsight"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time on every part of the archive: the earliest a zip can say, so that it says nothing."""
NAME_CHARACTERS = 120
"""How much of a stretch stands in its name, for people and for programs that check where it lies."""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_codebook(project: Project) -> bytes:
    """The codes alone, as a .qdc file. A codebook without codes cannot be said in the standard: ValueError."""
    root = Element("CodeBook", xmlns=CODEBOOK_NAMESPACE, origin=ORIGIN)
    _codes(root, project.codes)
    return _bytes(root)


def write_project(project: Project) -> bytes:
    """All of it, as a .qdpx archive."""
    root = Element("Project", xmlns=PROJECT_NAMESPACE, name=_clean(project.name), origin=ORIGIN)
    if project.readers:
        users = SubElement(root, "Users")
        for reader in project.readers:
            SubElement(users, "User", guid=str(reader.id), name=_clean(reader.name))
    if project.codes:
        _codes(SubElement(root, "CodeBook"), project.codes)
    if project.sources:
        sources = SubElement(root, "Sources")
        for source in project.sources:
            _source(sources, source)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        _put(archive, "project.qde", _bytes(root))
        for source in project.sources:
            _put(archive, f"sources/{source.id}.txt", source.text.encode("utf-8"))
    return packed.getvalue()


def _codes(parent: Element, codes: tuple[Code, ...]) -> None:
    if not codes:
        raise ValueError("A codebook without codes cannot be written")
    inside: dict[UUID | None, list[Code]] = defaultdict(list)
    for code in codes:
        inside[code.within].append(code)
    _nested(SubElement(parent, "Codes"), inside, None)


def _nested(parent: Element, inside: dict[UUID | None, list[Code]], within: UUID | None) -> None:
    for code in inside[within]:
        codable = "true" if code.codable else "false"
        element = SubElement(parent, "Code", guid=str(code.id), name=_clean(code.title), isCodable=codable)
        if code.means:
            SubElement(element, "Description").text = _clean(code.means)
        _nested(element, inside, code.id)


def _source(parent: Element, source: Source) -> None:
    said = {"guid": str(source.id), "name": _clean(source.name), "plainTextPath": f"internal://{source.id}.txt"}
    element = SubElement(parent, "TextSource", said)
    for selection in source.selections:
        _selection(element, source, selection)


def _selection(parent: Element, source: Source, selection: Selection) -> None:
    place = (str(selection.start), str(selection.end))
    element = SubElement(
        parent,
        "PlainTextSelection",
        guid=str(made_id("selection", str(source.id), *place)),
        name=_clean(source.text[selection.start : selection.end][:NAME_CHARACTERS]),
        startPosition=place[0],
        endPosition=place[1],
    )
    if selection.memo:
        SubElement(element, "Description").text = _clean(selection.memo)
    for coding in selection.codings:
        said = {"guid": str(made_id("coding", str(source.id), *place, str(coding.code), str(coding.by)))}
        if coding.by is not None:
            said["creatingUser"] = str(coding.by)
        if coding.at is not None:
            said["creationDateTime"] = coding.at.isoformat()
        SubElement(SubElement(element, "Coding", said), "CodeRef", targetGUID=str(coding.code))


def _clean(words: str) -> str:
    """Words without the few characters that XML cannot hold."""
    return NOT_XML.sub("", words)


def _bytes(root: Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, compress_type=zipfile.ZIP_DEFLATED)
