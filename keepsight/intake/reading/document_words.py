"""The words of one place in a Word document (a paragraph, a cell), as a person sees them, and what stands beside them.

Tracked changes are undecided: what was put in is read, what was taken out is not, and either is noted. Whatever cannot
be read as words here (a picture, a text box, a footnote's sign) is noted, so that nobody takes its absence for silence.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from xml.etree.ElementTree import Element

WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",  # transitional, as Word saves
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # strict (ISO/IEC 29500)
)
TICKED, UNTICKED = "☒", "☐"

PUT_IN = "words here were put in as a tracked change, which nobody has accepted yet: they were read"
TAKEN_OUT = "words here were taken out as a tracked change, which nobody has accepted yet: they were not read"
MOVED = "words here were moved as a tracked change: they were read where they were moved to"
HIDDEN = "words here are hidden in the document, and were read"
STRUCK = "words here are struck through, and were read"
PICTURE = "a picture or drawing stands here: words in it were not read"
EMBEDDED = "another file is embedded here, and was not read"
FOOTNOTE = "a footnote or endnote belongs here: its words stand beside the document's own"
COMMENT = "a comment belongs here: its words stand beside the document's own"
TEXT_BOX = "a text box stands here: its words stand beside the document's own"
NESTED = "a table stands inside this cell, and was read as words of the cell"
MONTH_FIRST = "a date here is shown with its month first: it was read as the day that the document itself keeps"
ELSEWHERE = "this document points to content kept elsewhere, which was not fetched"
NO_LETTER = "a sign of a picture font stands here, which has no letter: � stands for it"
NO_SUCH_LETTER = "�"

# Fields whose words another program or file would be asked for.
FETCHING = re.compile(r"\s*(?:DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|DATABASE)\b", re.IGNORECASE)

# Properties, guides and field codes: no words that a person sees.
UNSEEN = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "rt", "delText"}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
NOTED = {
    "footnoteReference": FOOTNOTE,
    "endnoteReference": FOOTNOTE,
    "commentReference": COMMENT,
    "altChunk": EMBEDDED,
    "subDoc": EMBEDDED,
    "object": EMBEDDED,
}
# (font, last two digits of the sign): boxes that are ticked, boxes that are not, marks that mean a tick.
PICTURE_FONTS = {
    "Wingdings": {"FE": TICKED, "FD": TICKED, "78": TICKED, "A8": UNTICKED, "6F": UNTICKED, "FC": "✓", "FB": "✗"},
    "Wingdings 2": {"52": TICKED, "53": TICKED, "54": TICKED, "A3": UNTICKED, "30": UNTICKED, "50": "✓", "4F": "✗"},
    "Symbol": {"B7": "•"},
}


class Words:
    """The words found in an element, what was noted there, and the words of its text boxes."""

    def __init__(self, element: Element) -> None:
        self.pieces: list[str] = []
        self.noted: dict[str, None] = {}
        self.boxes: list[str] = []
        self.dropdown: tuple[int, str] | None = None
        self._inside(element)

    @property
    def text(self) -> str:
        """The words, without spaces at either end."""
        return "".join(self.pieces).replace("\u00a0", " ").replace("\u200b", "").strip()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd about them, each once, in the order it was met."""
        return tuple(self.noted)

    def _inside(self, element: Element) -> None:
        for one in element:
            self._take(one)

    def _take(self, element: Element) -> None:
        name = name_of(element)
        if name == "t" or name == "~t":  # "~t" is a letter of a formula; a drawing's own text is not entered
            self.pieces.append(element.text or "")
        elif name in SIGNS:
            self.pieces.append(SIGNS[name])
        elif name in NOTED:
            self.noted[NOTED[name]] = None
        elif name in ("instrText", "fldSimple") and FETCHING.match(element.text or value(element, "instr")):
            self.noted[ELSEWHERE] = None
            self._inside(element)
        elif name not in UNSEEN:
            _TAKEN.get(name, Words._inside)(self, element)

    def _paragraph(self, element: Element) -> None:
        if self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")
        self._inside(element)

    def _run(self, element: Element) -> None:
        before = len(self.pieces)
        self._inside(element)
        if "".join(self.pieces[before:]).strip():
            look = child(element, "rPr")
            if is_set(look, "vanish") or is_set(look, "specVanish"):
                self.noted[HIDDEN] = None
            if is_set(look, "strike") or is_set(look, "dstrike"):
                self.noted[STRUCK] = None

    def _put_in(self, element: Element) -> None:
        self.noted[PUT_IN] = None
        self._inside(element)

    def _taken_out(self, element: Element) -> None:
        if any(name_of(one) in ("t", "delText", "drawing", "tab", "br") for one in element.iter()):
            self.noted[TAKEN_OUT] = None

    def _moved_away(self, element: Element) -> None:
        self.noted[MOVED] = None

    def _moved_here(self, element: Element) -> None:
        self.noted[MOVED] = None
        self._inside(element)

    def _drawn(self, element: Element) -> None:
        """A drawing: the words of its text boxes beside, anything else named."""
        boxes = list(contents_of_boxes(element))
        for box in boxes:
            words = Words(box)
            self.boxes += [words.text] if words.text else []
            self.noted.update(words.noted)
            self.boxes += words.boxes
        self.noted[TEXT_BOX if boxes else PICTURE] = None

    def _alternatives(self, element: Element) -> None:
        """One thing written for newer and older programs: the first way of writing it, never both."""
        for one in element:
            self._inside(one)
            break

    def _symbol(self, element: Element) -> None:
        letter = PICTURE_FONTS.get(value(element, "font"), {}).get(value(element, "char")[-2:].upper())
        if letter is None:
            self.noted[NO_LETTER] = None
        self.pieces.append(letter or NO_SUCH_LETTER)

    def _control(self, element: Element) -> None:
        """A content control: its answer. The invitation to answer ("Click here") is no answer."""
        properties, content = child(element, "sdtPr"), child(element, "sdtContent")
        ticked = child(properties, "~checkbox")
        if is_set(properties, "showingPlcHdr") or content is None:
            return
        if ticked is not None:
            self.pieces.append(TICKED if is_set(ticked, "~checked") else UNTICKED)
        elif day := day_shown_month_first(properties):
            self.noted[MONTH_FIRST] = None
            self.pieces.append(f"{day:%d/%m/%Y}")
        else:
            self._inside(content)

    def _field(self, element: Element) -> None:
        """An older form field: a box is ticked or not; a list shows its choice only in what the field keeps."""
        kept = child(element, "ffData")
        box, choices = child(kept, "checkBox"), child(kept, "ddList")
        if box is not None:
            ticked = is_set(box, "checked") if child(box, "checked") is not None else is_set(box, "default")
            self.pieces.append(TICKED if ticked else UNTICKED)
        elif choices is not None:
            self.dropdown = (len(self.pieces), _chosen(choices))
        elif value(element, "fldCharType") == "end" and self.dropdown:
            before, chosen = self.dropdown
            self.dropdown = None
            if not "".join(self.pieces[before:]).strip():
                self.pieces.append(chosen)

    def _nested(self, element: Element) -> None:
        """A table inside a cell: its rows as lines, its cells parted by a stroke."""
        self.noted[NESTED] = None
        for row in within(element, "tr"):
            cells = [Words(cell) for cell in within(row, "tc")]
            self.pieces.append("\n" + " | ".join(cell.text for cell in cells if cell.text))
            for cell in cells:
                self.noted.update(cell.noted)
                self.boxes += cell.boxes


_TAKEN: dict[str, Callable[[Words, Element], None]] = {
    "p": Words._paragraph,
    "r": Words._run,
    "ins": Words._put_in,
    "del": Words._taken_out,
    "moveFrom": Words._moved_away,
    "moveTo": Words._moved_here,
    "drawing": Words._drawn,
    "pict": Words._drawn,
    "~AlternateContent": Words._alternatives,
    "sym": Words._symbol,
    "sdt": Words._control,
    "fldChar": Words._field,
    "tbl": Words._nested,
}


def name_of(element: Element) -> str:
    """The element's name: bare in Word's own namespace, after a ~ in any other."""
    namespace, brace, name = element.tag.rpartition("}")
    return name if namespace + brace in WORD else f"~{name}"


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name, or None."""
    return None if element is None else next((one for one in element if name_of(one) == name), None)


def within(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside a content control or a mark-up of one's own."""
    for one in element:
        if name_of(one) == name:
            yield one
        elif name_of(one) in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from within(one, name)


def contents_of_boxes(element: Element) -> Iterator[Element]:
    """The content of each outermost text box in a drawing, each once."""
    for one in element:
        if name_of(one) == "txbxContent":
            yield one
        elif name_of(one) == "~AlternateContent":
            yield from contents_of_boxes(one[0]) if len(one) else ()
        else:
            yield from contents_of_boxes(one)


def value(element: Element | None, name: str = "val") -> str:
    """An attribute by its name in any namespace, or an empty text."""
    found = () if element is None else element.items()
    return next((text for key, text in found if key.rpartition("}")[2] == name), "")


def is_set(element: Element | None, name: str) -> bool:
    """Whether a switch is there and not turned off. One without a value is on."""
    switch = child(element, name)
    return switch is not None and (value(switch) or "1").lower() not in ("0", "false", "off", "none")


def day_shown_month_first(properties: Element | None) -> date | None:
    """The day that a date control keeps, where it shows the month before the day; None for any other control."""
    control = child(properties, "date")
    shown = value(child(control, "dateFormat"))
    if not shown.startswith(("M/", "MM/", "M-", "MM-", "M.", "MM.")):
        return None
    try:
        return date.fromisoformat(value(control, "fullDate")[:10])
    except ValueError:
        return None


def _chosen(choices: Element) -> str:
    entries = [value(one) for one in choices if name_of(one) == "listEntry"]
    place = value(child(choices, "result")) or value(child(choices, "default")) or "0"
    return entries[int(place)] if place.isdigit() and int(place) < len(entries) else ""
