"""Files that would harm or mislead us: each is refused in one plain sentence, and the process that asks never grows.

Every file is made here, so that nothing hostile lies in the repository.
"""

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted
from keepsight.intake.reading import read
from keepsight.intake.reading.limits import MEGABYTE, Limits

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504
TABLE = "Name of child,Ada Wren\nDate of birth,01/02/2015\n\nDate,Event\n12/03/2019,WNB dental\n"
CENSUS = "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>"


def workbook(rows: list[list[object]] | None = None) -> bytes:
    """A small workbook that would be read: a child, a heading, a row."""
    book = openpyxl.Workbook()
    for row in rows or [["Name of child", "Ada Wren"], [], ["Date", "Event"], ["12/03/2019", "WNB dental"]]:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The small workbook with one part changed (or added, changed from nothing)."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(made, "w", compress) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return made.getvalue()


def archive(**parts: bytes) -> bytes:
    """An archive of the parts; _ stands for a slash and __ for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", ".").replace("_", "/"), content)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ROWS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def sheet(rows: str) -> Callable[[bytes], bytes]:
    return lambda _: ROWS.format(rows).encode()


def text_cell(ref: str, words: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{words}</t></is></c>'


HEADINGS = f'<row r="1">{text_cell("A1", "Date")}{text_cell("B1", "Event")}</row>'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10))
DECLARED = f"<!DOCTYPE m [{ENTITIES}]>"

REFUSED: dict[str, tuple[bytes, str]] = {
    # nothing, or nothing that is a table
    "an empty file": (b"", "is empty"),
    "only spaces": (b"  \n\t \r\n", "is empty"),
    "only zeros": (b"\x00" * 5000, "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "random bytes": (bytes(range(256)) * 40, "neither a table nor a text"),
    "a program": (b"\x7fELF\x02\x01\x01" + b"\x00\x01" * 500, "neither a table nor a text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "is a picture"),
    "a photograph": (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "is a picture"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\n", "is a PDF"),
    "rich text": (b"{\\rtf1\\ansi chronology}", "rich text"),
    "a gzip archive": (b"\x1f\x8b\x08\x00" + b"\x00" * 50, "compressed archive"),
    "a 7z archive": (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, "compressed archive"),
    "a table of something else": (b"Fruit,Price\nPears,2\n", "not that of any file"),
    "a letter": (b"Dear all,\n\nPlease find attached.\n", "not that of any file"),
    "a web page": (b"<!DOCTYPE html><html><body><table></table></body></html>", "is a web page"),
    "a web page without its type": (b"<html><body><table></table></body></html>", "is a web page"),
    # older Office files
    "a locked workbook": (OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 99, "locked with a password"),
    "an old Word document": (OLE + "WordDocument".encode("utf-16-le") + b"\x00" * 99, r"older Word document \(.doc\)"),
    "an old workbook": (OLE + "Workbook".encode("utf-16-le") + b"\x00" * 99, r"older Excel workbook \(.xls\)"),
    # archives of another kind
    "a Word document without its parts": (archive(word_document__xml=b"<w/>"), "cut short or damaged"),
    "a Word document with macros": (
        archive(word_document__xml=b"<w/>", word_vbaProject__bin=b"x"),
        r"with macros \(.docm\)",
    ),
    "an OpenDocument sheet": (archive(content__xml=b"<o/>", mimetype=b"ods"), "spreadsheet of another kind"),
    "a binary workbook": (archive(xl_workbook__bin=b"x"), "spreadsheet of another kind"),
    "an archive of files": (archive(a__csv=TABLE.encode()), "an archive, not a workbook"),
    "an empty archive": (b"PK\x05\x06" + b"\x00" * 18, "holds nothing"),
    # broken workbooks
    "a workbook cut in half": (workbook()[: len(workbook()) // 2], "cut short or damaged"),
    "a workbook without its end": (workbook()[:-30], "cut short or damaged"),
    "a workbook with a broken part": (with_part(SHEET, lambda part: part[: len(part) // 2]), "cut short or damaged"),
    "a workbook without its sheet": (
        archive(xl_workbook__xml=b"<workbook/>", xl__rels=b"x"),
        "cut short or damaged",
    ),
    "a cell that points at no string": (
        with_part(SHEET, sheet(HEADINGS + '<row r="2"><c r="A2" t="s"><v>99</v></c></row>')),
        "cut short or damaged",
    ),
    "a row that is numbered in words": (
        with_part(SHEET, sheet('<row r="two"><c><v>1</v></c></row>')),
        "cut short or damaged",
    ),
    "two parts of one name": (b"", "two parts of one name"),
    # bombs
    "a zip bomb": (with_part("xl/bomb.xml", lambda _: b"0" * 40 * MEGABYTE), "unpack to far more"),
    "a sheet that is a bomb": (
        with_part(SHEET, lambda _: ROWS.format("<row/>" * 4_000_000).encode()),
        "unpack to far more",
    ),
    "an archive of too many parts": (b"", "unpack to far more"),
    "one cell at the far corner": (
        with_part(SHEET, sheet(HEADINGS + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>')),
        "One cell stands far outside the table",
    ),
    "one cell far to the right": (
        with_part(SHEET, sheet(HEADINGS + f'<row r="2">{text_cell("XFD2", "x")}</row>')),
        "One cell stands far outside the table",
    ),
    "a lie about a part's size": (b"", "cut short or damaged"),
    "an entity bomb": (f"<?xml version='1.0'?>{DECLARED}<Message>&e9;</Message>".encode(), "document type or entities"),
    "an outside entity": (
        b"<!DOCTYPE m [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Message>&x;</Message>",
        "document type or entities",
    ),
    "an outside document type": (
        b"<!DOCTYPE m SYSTEM 'http://127.0.0.1/x.dtd'><Message/>",
        "document type or entities",
    ),
    "a document type after a long comment": (
        f"<!--{'x' * 20_000}-->{DECLARED}<Message/>".encode(),
        "document type or entities",
    ),
    "a document type in a workbook": (
        with_part(SHEET, lambda part: DECLARED.encode() + part),
        "document type or entities",
    ),
    "a document type in the styles": (
        with_part("xl/styles.xml", lambda part: DECLARED.encode() + part),
        "document type or entities",
    ),
    # broken markup and text
    "XML that is none": (b"<Message <Header", "begins like XML and is not"),
    "XML that stops": (b"<Message><Header", "not that of any file"),
    "XML of something else": (b"<Library><Book/></Library>", "not that of any file"),
    "a census cut short": (f"{CENSUS}<Children><Child>".encode(), "census|cut short"),
    "a census without a child": (f"{CENSUS}<Children/></Message>".encode(), "holds no child"),
    "a census in an encoding nobody knows": (b"<?xml version='1.0' encoding='klingon'?><Message/>", "is not"),
    "a quotation mark that never closes": (f'{TABLE}13/03/2019,"and then\n'.encode(), "never closed"),
    "a cell beyond all measure": (f"{TABLE}13/03/2019,{'x' * 1_100_000}\n".encode(), "larger than a file may be"),
    "a row of a thousand columns": (f"{TABLE}13/03/2019{',x' * 1_000}\n".encode(), "larger than a file may be"),
    "text with zeros in it": (TABLE.encode() + b"13/03/2019,a\x00b\n", "neither a table nor a text"),
    "a heading nobody knows": (
        TABLE.replace("Event", "Event,Zodiac").replace("dental", "dental,Leo").encode(),
        "Zodiac",
    ),
    "two columns for one date": (b"Date,Start date,Event,Name\n1/2/19,1/2/19,x,Ada\n", "mean the same: Date"),
    "a chronology about nobody": (b"Date,Event\n12/03/2019,WNB dental\n", "does not say which child"),
    "an export of another version": (b'{"keepsight_export":2}\n{"is":"FileSaid"}\n', "not that of any file"),
    "an export of nothing": (b'{"keepsight_export":1}\n', "holds nothing"),
    "an export with a broken line": (
        b'{"keepsight_export":1}\n{"is":"FileSaid","format":"x","format_version":"1"}\n{"is":"DraftPerson"}\n',
        "not as Keepsight writes them",
    ),
}


def _twice() -> bytes:
    """Two parts are written under two names of one length, and one name is then changed into the other."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name in ("xl/workbook.xml", "xl/werkbook.xml"):
            new.writestr(name, b"<workbook/>")
    return made.getvalue().replace(b"werkbook", b"workbook")


def _many() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for place in range(2_500):
            new.writestr(f"xl/{place}.xml", b"")
    return made.getvalue()


def _lying() -> bytes:
    """A workbook whose sheet says in both directories that it unpacks to far less than it does."""
    whole = bytearray(with_part(SHEET, lambda part: part + b" " * 100_000))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as old:
        size = old.getinfo(SHEET).file_size
    for place in range(len(whole) - 4):
        if whole[place : place + 4] == struct.pack("<I", size):
            whole[place : place + 4] = struct.pack("<I", 500)
    return bytes(whole)


MADE_LATE: dict[str, Callable[[], bytes]] = {
    "two parts of one name": _twice,
    "an archive of too many parts": _many,
    "a lie about a part's size": _lying,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_one_plain_sentence(name: str, tmp_path: Path) -> None:
    content, says = REFUSED[name]
    place = tmp_path / "file"
    place.write_bytes(MADE_LATE[name]() if name in MADE_LATE else content)
    with pytest.raises(RefusedFile, match=says) as refused:
        list(read(place))
    assert refused.value.next_step
    assert "fault of ours" not in refused.value.what
    assert refused.value.what.count(". ") == 0


def test_there_are_at_least_forty_hostile_files() -> None:
    assert len(REFUSED) >= 40


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="no such file"):
        list(read(tmp_path / "nothing.csv"))


def test_a_file_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_text(TABLE)
    with pytest.raises(RefusedFile, match="larger than 0 MB"):
        list(read(tmp_path / "large.csv", limits=Limits(file_bytes=10)))


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "chronology.pdf").write_bytes(workbook())
    (tmp_path / "census.xlsx").write_text(TABLE)
    for place in tmp_path.iterdir():
        assert list(read(place))[-1] == Counted(1)


@pytest.mark.parametrize("name", ["cin_census", "keepsight_export"])
def test_a_format_asked_for_by_name_must_fit_the_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE)
    with pytest.raises(RefusedFile, match="not that of"):
        list(read(tmp_path / "file", format=name))


def test_a_format_that_is_not_on_the_shelf_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE)
    with pytest.raises(RefusedFile, match=r"no such format .*chronology_table"):
        list(read(tmp_path / "file", format="crystal_ball"))


# ---------------------------------------------------------------- what the reading process may cost


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    child = "<Child><ChildIdentifiers>" + "<LAchildID>1</LAchildID>" * 2_000_000
    (tmp_path / "file").write_text(f"{CENSUS}<Children>{child}")
    with pytest.raises(RefusedFile, match="more memory"):
        list(read(tmp_path / "file", limits=Limits(memory_bytes=80 * MEGABYTE)))


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE + "12/03/2019,WNB dental appointment and more\n" * 400_000)
    with pytest.raises(RefusedFile, match="took longer"):
        list(read(tmp_path / "file", limits=Limits(cpu_seconds=1, cells_a_second=10**12)))


def test_the_reading_process_gets_no_secret_and_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the interpreter writes down what it was started with."""
    spy, seen = tmp_path / "spy", tmp_path / "seen"
    spy.write_text(
        f"#!{sys.executable}\nimport os, sys\nopen({str(seen)!r}, 'w').write(repr((dict(os.environ), sys.argv)))\n"
    )
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    (tmp_path / "Ada Wren.csv").write_text(TABLE)
    list(read(tmp_path / "Ada Wren.csv"))
    assert "secret" not in seen.read_text()
    assert "Ada" not in seen.read_text()


def test_the_reading_process_is_gone_when_nobody_listens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE + "12/03/2019,WNB dental\n" * 50_000)
    before = children_of_ours()
    stream = read(tmp_path / "file")
    next(stream)
    assert children_of_ours() > before
    stream.close()
    assert children_of_ours() == before


def children_of_ours() -> set[str]:
    """The processes that this one has started and not yet seen off."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


HEAVIEST = [name for name in REFUSED if "bomb" in name or "far" in name or "beyond" in name or "many" in name]
GROWTH = """
import resource, sys
from pathlib import Path
from keepsight.errors import RefusedFile
from keepsight.intake.reading import read
places = [Path(name) for name in sys.argv[1:]]
list(read(places[0]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for place in places:
    try:
        for _ in read(place):
            pass
    except RefusedFile:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_the_process_that_asks_grows_by_less_than_fifty_megabytes(tmp_path: Path) -> None:
    """Over the heaviest of the corpus and a good file of 40 MB, measured in a process of its own."""
    (tmp_path / "0").write_text(TABLE)
    for name in HEAVIEST:
        (tmp_path / name).write_bytes(MADE_LATE[name]() if name in MADE_LATE else REFUSED[name][0])
    large = tmp_path / "large"
    large.write_text(TABLE + ("12/03/2019," + "A long account of a visit. " * 300 + "\n") * 5_000)
    assert large.stat().st_size > 38 * MEGABYTE
    files = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run([sys.executable, "-c", GROWTH, *files], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 50


LARGEST_CHILD = """
import resource, sys
from pathlib import Path
from keepsight.intake.drafts import DraftRow
from keepsight.intake.reading import read
from keepsight.intake.reading.limits import MEGABYTE, Limits
drafts = read(Path(sys.argv[1]), limits=Limits(memory_bytes=256 * MEGABYTE))
print(sum(isinstance(draft, DraftRow) for draft in drafts))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_a_large_good_file_is_read_to_its_end_within_its_memory(tmp_path: Path) -> None:
    (tmp_path / "large").write_text(TABLE + ("12/03/2019," + "A long account of a visit. " * 300 + "\n") * 2_500)
    asked = subprocess.run(
        [sys.executable, "-c", LARGEST_CHILD, str(tmp_path / "large")], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, asked.stdout.split())
    assert rows == 2_501
    assert megabytes < 512
