"""XML without surprises: no document type, no entities of its own, read as a stream.

A document type can only stand before the root. So the careful parser (defusedxml) reads as far as the root and refuses
one, and the quick parser of the standard library reads the rest: there is nothing left in it that could expand.
"""

from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers.expat.errors import XML_ERROR_NO_MEMORY, codes

from defusedxml.ElementTree import ParseError, iterparse

__all__ = ["ParseError", "children_of", "closing_elements", "local_name", "root_element", "root_of"]

SIP_BYTES = 512
DEEPEST = 150  # elements within elements; a table in a table in a text box in a control stays under 60


def root_of(stream: IO[bytes]) -> str:
    """The name of an XML stream's root, without its namespace, read no further than that. Raises as `root_element` does."""
    return local_name(root_element(stream))


def root_element(stream: IO[bytes]) -> Element:
    """An XML stream's root as it opens, read no further than that.

    Raises defusedxml's DefusedXmlException where the stream defines a document type, ParseError where there is no root.
    """
    for _, element in iterparse(_Sips(stream), events=("start",), forbid_dtd=True):
        opened: Element = element
        return opened
    raise ParseError("no root")


def closing_elements(stream: IO[bytes]) -> Iterator[Element]:
    """Each element as it closes, the root last. Whoever takes one clears it, so that memory stays flat."""
    root_of(stream)
    stream.seek(0)
    try:
        for _, element in ElementTree.iterparse(stream, events=("end",)):  # noqa: S314 - root_of saw no document type
            yield element
    except ParseError as error:
        if error.code == codes[XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise


def children_of(stream: IO[bytes], name: str) -> Iterator[Element]:
    """Each child of the first element of that name as it closes, emptied once it has been taken.

    Raises ParseError for a stream nested deeper than any program writes.
    """
    root_of(stream)
    stream.seek(0)
    path: list[Element] = []
    parent: int | None = None
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314 - as above
            if event == "start":
                path.append(element)
                if len(path) > DEEPEST:
                    raise ParseError("nested too deep")
                if parent is None and local_name(element) == name:
                    parent = len(path)
                continue
            path.pop()
            if parent and len(path) == parent:
                yield element
                element.clear()
            elif parent and len(path) < parent:
                parent = 0
    except ParseError as error:
        if getattr(error, "code", None) == codes[XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


class _Sips:
    """Reads a little at a time, so that the careful parser, which is slow, sees only the beginning."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def read(self, _: int) -> bytes:
        return self.stream.read(SIP_BYTES)
