"""Files that would harm or mislead us, each with the words of its refusal. Made here: nothing hostile lies in the repository."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
from pypdf import PdfWriter

from keepsight.intake.reading.limits import MEGABYTE
from tests.intake.test_minutes_and_letters import pdf_of

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
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\n", "PDF is damaged"),
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
    "a sheet that is listed twice": (
        with_part("xl/workbook.xml", lambda part: re.sub(rb"(<sheet .*?/>)", rb"\1\1", part)),
        "does not list its sheets as it keeps them",
    ),
    "a sheet that is listed and not there": (
        with_part("xl/workbook.xml", lambda part: re.sub(rb'"rId\d+"', b'"rId99"', part)),
        "does not list its sheets as it keeps them",
    ),
    "a sheet that is there and not listed": (
        with_part("xl/worksheets/sheet2.xml", sheet(HEADINGS)),
        "does not list its sheets as it keeps them",
    ),
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
    "an archive in an archive": (archive(inner__zip=archive(a__csv=TABLE.encode())), "an archive, not a workbook"),
    "a part that leads out of its archive": (
        with_part("xl/../../../tmp/evil.xml", lambda _: b"<x/>"),
        "leads out of it",
    ),
    "a line of a million columns": (f"{TABLE}{',' * 1_000_000}\n".encode(), "larger than a file may be"),
    "a flood of lines within quotation marks": (
        f'{TABLE}13/03/2019,"{"x" * 9 + chr(10)}'.encode() + b"\n" * 1_100_000 + b'"\n',
        "larger than a file may be",
    ),
    "a heading of letters that look like others": (TABLE.replace("Event", "Еvent").encode(), "not that of any file"),
    "a PDF whose pages hold themselves": (
        pdf_of("Re: Ada Wren, DOB 01/02/2015").replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"),
        "PDF is damaged",
    ),
    "a PDF of which a page is lost": (
        pdf_of("Re: Ada Wren, DOB 01/02/2015", "more").replace(b"/Kids[4 0 R 6 0 R]", b"/Kids[4 0 R 9 0 R]"),
        "PDF is damaged",
    ),
    "a PDF that is locked": (b"", "PDF is locked with a password"),
    "a PDF that is a bomb": (b"", "PDF is damaged|more memory|took longer"),
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
    "half a letter of UTF-16": (TABLE.encode("utf-16") + b"\x00\xd8\x41\x00", "bytes that are no letter"),
    "a UTF-8 mark before other letters": (
        b"\xef\xbb\xbf" + TABLE.encode() + b"13/03/2019,caf\xe9\n",
        "bytes that are no letter",
    ),
    "UTF-16 that stops within a letter": (TABLE.encode("utf-16")[:-1], "bytes that are no letter"),
    "a text in UTF-32": (TABLE.encode("utf-32"), "neither a table nor a text"),
    "half a letter, spelt in JSON": (b'[{"la_child_id":"\\ud800"}]', "signs that are no letters"),
    "a letter zero, spelt in JSON": (b'[{"la_child_id":"1\\u0000"}]', "signs that are no letters"),
    "an export whose words are numbers": (
        b'{"keepsight_export":1}\n{"is":"FileSaid","format":"x","format_version":"1"}\n{"is":"DraftPerson","ref":1}\n',
        "not as Keepsight writes them",
    ),
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


def _locked() -> bytes:
    writer, made = PdfWriter(io.BytesIO(pdf_of("Re: Ada Wren, DOB 01/02/2015"))), io.BytesIO()
    writer.encrypt("a word", algorithm="RC4-128")
    writer.write(made)
    return made.getvalue()


def _swollen() -> bytes:
    """A page whose drawing unpacks to a hundred megabytes."""
    flat = zlib.compressobj(9)
    packed = b"".join(flat.compress(b" " * MEGABYTE) for _ in range(100)) + flat.flush()
    whole = pdf_of("Re: Ada Wren, DOB 01/02/2015")
    begin = whole.index(b"<</Length", whole.index(b"5 0 obj"))
    end = whole.index(b"endobj", begin)
    drawn = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream\n" % (len(packed), packed)
    return whole[:begin] + drawn + whole[end:]


MADE_LATE: dict[str, Callable[[], bytes]] = {
    "two parts of one name": _twice,
    "an archive of too many parts": _many,
    "a lie about a part's size": _lying,
    "a PDF that is locked": _locked,
    "a PDF that is a bomb": _swollen,
}


WEIGHED = "NHS number,Name,DOB,Date measured,Weight (kg)\n9990000018,Peg Rill,01/12/2021,14/02/2022,"
"""A row of a health visitor's growth table, up to the weight."""


def on_day(day: str) -> bytes:
    """A chronology of one row, with what stands for its day."""
    return TABLE.replace("12/03/2019", f'"{day}"').encode()


# What is read, and said of its row: the sentence, and what must not have been made of it (a day, a number).
READ_WITH_A_WORD: dict[str, tuple[bytes, str, str]] = {
    "words turned round": (
        TABLE.replace("WNB", "\u202eBNW\u202c").encode(),
        "turn the direction of reading",
        "nothing",
    ),
    "a name turned round": (
        "Child name,Date,Event\n\u2067adA\u2069 Wren,12/03/2019,WNB dental\n".encode(),
        "turn the direction of reading",
        "nothing",
    ),
    "a weight with a decimal comma": (f'{WEIGHED}"4,25"\n'.encode(), "a comma here may stand for a point", "a number"),
    "a weight in thousands, or with three decimals": (f'{WEIGHED}"4,250"\n'.encode(), "a comma here", "a number"),
    "a weight below nothing": (f"{WEIGHED}-4.25\n".encode(), "should be a number", "a number"),
    "a weight without end": (f"{WEIGHED}1e999\n".encode(), "should be a number", "a number"),
    "a weight that is no number by its name": (f"{WEIGHED}NaN\n".encode(), "should be a number", "a number"),
    "a weight in other digits": (f"{WEIGHED}\u0664\n".encode(), "should be a number", "a number"),
    "a negative day": (on_day("-12/03/2019"), "could not be read", "a day"),
    "a negative month": (on_day("12/-03/2019"), "could not be read", "a day"),
    "a negative year": (on_day("12/03/-2019"), "could not be read", "a day"),
    "a negative serial": (on_day("-45000"), "could not be read", "a day"),
    "a day that no month has": (on_day("31/02/2019"), "there is no such day", "a day"),
    "the zeroth day": (on_day("00/00/2019"), "there is no such day", "a day"),
    "a month that no year has": (on_day("12/13/2019"), "there is no such day", "a day"),
    "a leap day of no leap year": (on_day("29/02/2023"), "there is no such day", "a day"),
    "a year of five digits": (on_day("1/1/10000"), "could not be read", "a day"),
    "a date with decimal commas": (on_day("12,03,2019"), "could not be read", "a day"),
    "a day in a far year": (on_day("31/12/9999"), "lies far from our time", "nothing"),
}
