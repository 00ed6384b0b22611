"""A good file made into a strange one: the same seed gives the same file.

Half of the ways know nothing of the file and damage its bytes. The others respect its container, so that what is strange
arrives behind it: an archive is packed again with sound sums round a changed part, markup keeps its tags while its words
change, a table keeps its separators, a PDF its table of places. No invented value here is anybody's.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

Way = Callable[[bytes, Random], bytes]

# Words that programs stumble over: numbers that are none, days that never were, letters that look like others.
STRANGE = (
    "", " ", "0", "-1", "²", "½", "٣", "1_000", "1e309", "NaN", "-0.0", "9" * 19, "9" * 400, "0x1F", "True", "null",
    "31/02/2019", "29/02/1900", "00/00/0000", "01/01/0001", "31/12/9999", "1/1/10000", "-5/3/2019", "2019-02-30",
    "9999-12-31T23:59:60+14:00", "0001-01-01", "45000", "-45000", "2958466", "24:00", "25:61", "12,5", "1.234,5",
    "=1+1", "=HYPERLINK(\"https://example.invalid\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "../../../etc/passwd", "%s%n{0}",
    "Dаte", "\u202egnirts", "e\u0301" * 30, "\ufeff", "\u200b", "\U0001f9d2", "\u2028", "a\tb", "'", '"', '""', "\\", "|", ";", ",",
    "word " * 4_000, "<b>", "&amp;", "]]>", "Date", "Event", "Name of child", "child.seen", "999 000 0018", "unknown",
)  # fmt: skip
NUMBERS = ("0", "-1", "0.5", "59", "60", "45000", "45000.5", "-45000", "2958466", "1e309", "1e-9", "9" * 19, "0" * 20)
BYTES = (
    b"\x00",
    b"\xff",
    b"\xfe\xff",
    b"\xed\xa0\x80",
    b"\xc3",
    b"\x80",
    b"\r",
    b"\n",
    b'"',
    b"<",
    b">",
    b"&",
    b"\x1a",
    b"PK",
)
TEXTS, IN_OTHER_LETTERS = ("XML", "JSON", "CSV"), 0.04  # which are written again in other letters, and how many of them
LONGEST_CUT = 64  # bytes taken out or said twice at one place


def mutated(whole: bytes, number: int) -> bytes:
    """The mutation of this number: every third knows nothing of the file, the others respect its container."""
    random = Random(f"{zlib.crc32(whole)} {number}")
    changed, container = whole, container_of(whole)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        changed = random.choice(RESPECTING[container] if number % 3 else DAMAGING)(changed, random)
    if container in TEXTS and random.random() < IN_OTHER_LETTERS:
        changed = random.choice((take_out, flip_a_bit))(write_otherwise(changed, random), random)
    return changed


def container_of(whole: bytes) -> str:
    """zip, PDF, XML, JSON or CSV, by the first letters."""
    beginnings = {b"PK": "zip", b"%PDF": "PDF", b"<": "XML", b"{": "JSON", b"[": "JSON"}
    head = whole.lstrip(b"\xef\xbb\xbf \r\n")
    return next((name for beginning, name in beginnings.items() if head.startswith(beginning)), "CSV")


# ---------------------------------------------------------------- damage


def _span(whole: bytes, random: Random) -> tuple[int, int]:
    begin = random.randrange(len(whole) + 1)
    return begin, min(len(whole), begin + random.randint(1, LONGEST_CUT))


def flip_a_bit(whole: bytes, random: Random) -> bytes:
    place = random.randrange(len(whole) or 1)
    return (
        whole[:place] + bytes(one ^ 1 << random.randrange(8) for one in whole[place : place + 1]) + whole[place + 1 :]
    )


def cut_short(whole: bytes, random: Random) -> bytes:
    return whole[: random.randrange(len(whole) + 1)]


def take_out(whole: bytes, random: Random) -> bytes:
    begin, end = _span(whole, random)
    return whole[:begin] + whole[end:]


def say_twice(whole: bytes, random: Random) -> bytes:
    begin, end = _span(whole, random)
    return whole[:end] + whole[begin:end] + whole[end:]


def put_in(whole: bytes, random: Random) -> bytes:
    place = random.randrange(len(whole) + 1)
    return whole[:place] + random.choice((random.choice(BYTES), random.choice(STRANGE).encode())) + whole[place:]


def write_otherwise(whole: bytes, random: Random) -> bytes:
    """A text in letters of another encoding, as far as it has them."""
    text = whole.decode("utf-8", "replace")
    return text.encode(random.choice(("utf-16", "utf-16-be", "utf-8-sig", "cp1252", "mac_roman", "utf-32")), "replace")


# ---------------------------------------------------------------- respect


def _one_changed(pattern: bytes, whole: bytes, random: Random, new: Callable[[bytes], bytes]) -> bytes:
    """The whole with one of the pattern's matches (its first group) put anew; unchanged where nothing matches."""
    found = list(re.finditer(pattern, whole, re.DOTALL))
    if not found:
        return whole
    begin, end = random.choice(found).span(1)
    return whole[:begin] + new(whole[begin:end]) + whole[end:]


def _escaped(text: str) -> bytes:
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return "".join(one for one in kept if one >= " " or one in "\t\n").encode()


def change_words(whole: bytes, random: Random) -> bytes:
    """Text between two tags, or an attribute."""
    pattern = random.choice((rb">([^<>]*[^<>\s][^<>]*)<", rb">([^<>]*[^<>\s][^<>]*)<", rb'\s[\w:]+="([^"]*)"'))
    return _one_changed(
        pattern,
        whole,
        random,
        lambda old: _escaped(
            random.choice(NUMBERS if old.replace(b".", b"").isdigit() and random.random() < 0.8 else STRANGE)
        ),
    )


# What people do in Word and Excel to a run of words or a row.
MARKS = (
    (rb"(<w:r>.*?</w:r>)", b"<w:ins>%s</w:ins>"),
    (rb"(<w:r>.*?</w:r>)", b"<w:del>%s</w:del>"),
    (rb"(<w:r>.*?</w:r>)", b"<w:sdt><w:sdtPr/><w:sdtContent>%s</w:sdtContent></w:sdt>"),
    (rb"(<w:r>.*?</w:r>)", b'%s<w:r><w:drawing/></w:r>'),
    (rb"(<w:r>.*?</w:r>)", b'%s<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>'),
    (rb"(<w:r>)", b"%s<w:rPr><w:vanish/></w:rPr>"),
    (rb"(<w:tcPr>)", b"%s<w:vMerge/>"),
    (rb"(<row )", b'%shidden="1" '),
    (rb"(<v>[^<]*</v>)", b"<f>1/0</f>"),
)  # fmt: skip


def mark(whole: bytes, random: Random) -> bytes:
    """A tracked change, a control, a picture, a hidden or merged place, a formula without its value."""
    pattern, marked = random.choice([one for one in MARKS if re.search(one[0], whole)] or MARKS)
    return _one_changed(pattern, whole, random, lambda old: marked.replace(b"%s", old))


def change_an_element(whole: bytes, random: Random) -> bytes:
    """An element without elements inside: gone, twice, inside itself, or empty."""
    inside = random.choice((b"", b"%s%s", b"<x>%s</x>", b"<!-- -->"))
    return _one_changed(rb"(<([\w:]+)(?:\s[^<>]*)?>[^<>]*</\2>)", whole, random, lambda old: inside.replace(b"%s", old))


def change_a_row(whole: bytes, random: Random) -> bytes:
    """A larger element (a row, an episode, a paragraph): gone, or twice."""
    tags = sorted(set(re.findall(rb"<([\w:]+)[^<>]*>\s*<", whole)))
    if not tags:
        return whole
    tag = re.escape(random.choice(tags))
    inside = random.choice((b"", b"%s%s"))
    return _one_changed(
        rb"(<" + tag + rb"(?:\s[^<>]*)?>.*?</" + tag + rb">)", whole, random, lambda old: inside.replace(b"%s", old)
    )


def change_a_cell(whole: bytes, random: Random) -> bytes:
    """A cell of a text table: something strange in its place, quoted where it must be."""
    said = random.choice(STRANGE)
    quoted = '"' + said.replace('"', '""') + '"' if any(one in said for one in ',"\n') else said
    return _one_changed(rb"(?:^|,|\n)([^,\n\"]*)(?=,|\n|$)", whole, random, lambda _: quoted.encode())


def change_a_line(whole: bytes, random: Random) -> bytes:
    """A line of a text: gone, twice, elsewhere, or with cells too many."""
    lines = whole.split(b"\n")
    place = random.randrange(len(lines))
    line = lines.pop(place)
    back: list[bytes] = random.choice(([], [line, line], [line + b",x" * random.randint(1, 400)], [b"," * 5, line]))
    lines[place:place] = back
    if not back:
        lines.insert(random.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def change_a_part(whole: bytes, random: Random) -> bytes:
    """A part of an archive changed within, and the archive packed again with sound sums. Most often one that holds words."""
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    # What zipfile raises for what it cannot open: NotImplementedError is a way of packing that it does not know.
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError):
        return flip_a_bit(whole, random)
    marked = [name for name, part in parts.items() if part.lstrip().startswith(b"<")]
    told = [name for name in marked if re.search(r"document\.xml$|sheet\d+\.xml$|sharedStrings", name)]
    name = random.choice(random.choice((told, told, told, marked)) or sorted(parts))
    for _ in range(random.choice((1, 2, 4, 8))):
        way = random.choice((change_words, change_words, change_words, change_a_row, change_an_element, mark))
        parts[name] = way(parts[name], random)
    if random.random() < 0.05:
        parts[name] = flip_a_bit(parts[name], random)
    elif random.random() < 0.02:
        del parts[name]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return made.getvalue()


OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"(.*?)stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def change_an_object(whole: bytes, random: Random) -> bytes:
    """An object of a PDF changed within (what is packed is unpacked for it, and packed again), and its places told anew."""
    objects = {int(one[1]): one[2] for one in OBJECT.finditer(whole)}
    trailer = re.search(rb"trailer\s*(<<.*?>>)\s*startxref", whole, re.DOTALL)
    if not objects or not trailer:
        return flip_a_bit(whole, random)
    drawn = [number for number, one in objects.items() if b"stream" in one]
    number = random.choice(random.choice((drawn, sorted(objects))) or sorted(objects))
    objects[number] = _object(objects[number], random)
    return _pdf(objects, trailer[1])


# What people do to a page of a PDF: a note beside it, a picture in its place, nothing on it at all.
ON_A_PAGE = (
    rb"/Annots [<< /Type /Annot /Subtype /Text /Contents (a note) /Rect [0 0 9 9] >>]",
    rb"/Annots [<< /Type /Annot /Subtype /FreeText /Contents (typed over it) /Rect [0 0 9 9] >>]",
    rb"/Contents []",
)


def mark_a_page(whole: bytes, random: Random) -> bytes:
    """A page of a PDF with what its readers see and its words do not say, or with no words left."""
    objects = {int(one[1]): one[2] for one in OBJECT.finditer(whole)}
    trailer = re.search(rb"trailer\s*(<<.*?>>)\s*startxref", whole, re.DOTALL)
    pages = [number for number, one in objects.items() if re.search(rb"/Type\s*/Page\b", one)]
    if not pages or not trailer:
        return flip_a_bit(whole, random)
    number = random.choice(pages)
    said = random.choice(ON_A_PAGE)
    kept = re.sub(rb"/Contents\s+\d+ 0 R", b"", objects[number]) if said.startswith(b"/Contents") else objects[number]
    objects[number] = re.sub(rb"/Type\s*/Page\b", lambda found: found[0] + b" " + said, kept, count=1)
    return _pdf(objects, trailer[1])


def _object(inside: bytes, random: Random) -> bytes:
    stream = STREAM.match(inside)
    if not stream or random.random() < 0.2:
        return _one_changed(
            rb"[\s/<>\[]([\w.]+)", inside, random, lambda _: random.choice((b"0", b"-1", b"99999999", b"null", b""))
        )
    about, packed = stream[1], stream[2]
    flat = b"/FlateDecode" in about
    try:
        drawn = zlib.decompress(packed) if flat else packed
    except zlib.error:
        return inside
    drawn = random.choice((_drawn, _drawn, change_a_line, flip_a_bit, take_out))(drawn, random)
    packed = zlib.compress(drawn) if flat else drawn
    about = re.sub(rb"/Length\s+\d+", b"/Length %d" % len(packed), about)
    return about + b"stream\n" + packed + b"\nendstream\n"


def _drawn(drawn: bytes, random: Random) -> bytes:
    """Something shown on a page: a text or a number of it."""
    pattern = random.choice((rb"\(((?:\\.|[^\\)])*)\)", rb"<([0-9A-Fa-f]+)>", rb"(?<=\s)(-?[\d.]+)(?=\s)"))
    new = (b"", b"0", b"-99999", b"FFFF", b"D83D", b"\\", b"0" * 500)
    return _one_changed(pattern, drawn, random, lambda _: random.choice(new))


def _pdf(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, inside in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj%sendobj\n" % (number, inside)
    table, last = len(out), max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (last + 1)
    for number in range(1, last + 1):
        out += b"%010d 00000 %s\r\n" % (places.get(number, 0), b"n" if number in places else b"f")
    return bytes(out + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, table))


def change_a_value(whole: bytes, random: Random) -> bytes:
    """A value of a record in JSON, or of one line of records: another, gone, twice, or of another kind."""
    lines = whole.split(b"\n") if b"\n{" in whole.strip() and not whole.lstrip().startswith(b"{\n") else [whole]
    place = random.randrange(len(lines))
    try:
        said = json.loads(lines[place])
    except (ValueError, RecursionError):
        return put_in(whole, random)
    spots = list(_spots(said))
    if spots:
        holder, key = random.choice(spots)
        kinds: tuple[Any, ...] = (
            random.choice(STRANGE),
            "\ud800",
            "a\x00b",
            None,
            1e308,
            -1,
            [],
            {},
            [holder[key]],
            {"x": holder[key]},
            True,
        )
        new = random.choice(kinds)
        if random.random() < 0.2:
            del holder[key]
        else:
            holder[key] = new
    lines[place] = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()
    return b"\n".join(lines)


def _spots(said: Any) -> Iterable[tuple[Any, Any]]:
    """Every place of a value: what holds it, and under which name or number."""
    for key, one in list(said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()):
        yield said, key
        yield from _spots(one)


DAMAGING: tuple[Way, ...] = (flip_a_bit, flip_a_bit, cut_short, take_out, say_twice, put_in)
RESPECTING: dict[str, tuple[Way, ...]] = {
    "zip": (change_a_part,),
    "XML": (change_words, change_words, change_an_element, change_a_row),
    "CSV": (change_a_cell, change_a_cell, change_a_line),
    "JSON": (change_a_value,),
    "PDF": (change_an_object, change_an_object, change_an_object, mark_a_page),
}
