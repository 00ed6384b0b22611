"""A paper made ready to print: figures put in, claims footnoted, reviews called by their names or by an edition's pseudonyms.

The result is plain data that can be kept as JSON, and is all that the Word, web and PDF writers are given: what is not in
it cannot get into a file. A public edition leaves out the lists behind figures and quotes no review that is not published.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict
from uuid import UUID

from keepsight.briefings.material import Review, Source
from keepsight.briefings.paper import SLOT, Block, Figure, Paper, Paragraph, Questions, Quoted, Table
from keepsight.vocabulary import THEMES


class Piece(TypedDict):
    """A block: words, a quote, a table or a list of questions. `notes` are numbers of footnotes."""

    shape: str
    key: NotRequired[str]
    text: NotRequired[str]
    notes: NotRequired[list[int]]
    ours: NotRequired[bool]
    headings: NotRequired[list[str]]
    rows: NotRequired[list[list[str]]]
    items: NotRequired[list[str]]


def in_words(text: str, *, ours: bool = False) -> Piece:
    """A paragraph without a footnote. `ours`: what Keepsight says, and not what somebody wrote."""
    return {"shape": "words", "text": text, "notes": [], "ours": ours}


class Part(TypedDict):
    """A heading, how deep it stands (1 is the highest), and what is under it."""

    title: str
    depth: int
    blocks: list[Piece]


class Printed(TypedDict):
    """A whole paper, ready to print."""

    title: str
    partnership: str
    as_at: str
    edition: str
    parts: list[Part]
    notes: list[str]


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class _Names:
    """What reviews are called in one edition, and whether it is the public one."""

    called: Mapping[UUID, str]
    public: bool
    published: frozenset[UUID]

    def source(self, source: Source) -> str:
        where = [f"page {source.page}"] if source.page is not None else []
        document = [] if self.public else [source.document]
        return ", ".join([self.called[source.review], *document, *where, f"paragraph {source.paragraph}"])


def printed(paper: Paper, *, pseudonyms: Mapping[UUID, str] | None = None) -> Printed:
    """The paper with everything put in. With `pseudonyms`, one for each review, it is a public edition."""
    public = pseudonyms is not None
    called = pseudonyms if pseudonyms is not None else {one.id: one.name for one in paper.reviews}
    names = _Names(called, public, frozenset(one.id for one in paper.reviews if one.published_on))
    notes = _Notes(names)
    parts: list[Part] = [
        {"title": section.title, "depth": depth, "blocks": list(_pieces(section.blocks, names, notes))}
        for depth, section in paper.walk()
    ]
    if not public:
        parts.append({"title": "The lists behind the figures", "depth": 1, "blocks": [_lists(paper, names)]})
    return {
        "title": paper.title,
        "partnership": paper.partnership,
        "as_at": _day(paper.as_at),
        "edition": "Public edition" if public else "Internal edition: not to be passed on",
        "parts": parts,
        "notes": notes.said,
    }


def outside_texts(paper: Printed) -> Iterator[str]:
    """Every text in it that did not come from us: where somebody may have been named."""
    yield paper["title"]
    yield paper["partnership"]
    for part in paper["parts"]:
        for block in part["blocks"]:
            if not block.get("ours"):
                yield from (cell for row in block.get("rows", []) for cell in row)
                yield from [block["text"]] if "text" in block and "rows" not in block else []
    yield from paper["notes"]


def mapped(paper: Printed, change: Mapping[str, str]) -> Printed:
    """The paper with some texts, wherever they stand whole, put in other words."""

    def new(text: str) -> str:
        return change.get(text, text)

    def piece(one: Piece) -> Piece:
        if "rows" in one:
            return {**one, "rows": [[new(cell) for cell in row] for row in one["rows"]]}
        return {**one, "text": new(one["text"])} if "text" in one else one

    parts: list[Part] = [{**part, "blocks": [piece(one) for one in part["blocks"]]} for part in paper["parts"]]
    return {
        **paper,
        "title": new(paper["title"]),
        "partnership": new(paper["partnership"]),
        "parts": parts,
        "notes": [new(one) for one in paper["notes"]],
    }


class _Notes:
    """Footnotes in the order in which they are first needed; the same passage is the same note."""

    def __init__(self, names: _Names) -> None:
        self.names = names
        self.said: list[str] = []

    def number(self, source: Source) -> int:
        words = self.names.source(source)
        if words not in self.said:
            self.said.append(words)
        return self.said.index(words) + 1


def _pieces(blocks: tuple[Block, ...], names: _Names, notes: _Notes) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Paragraph():
                if block.said.strip():
                    numbers = [notes.number(one) for one in block.sources]
                    yield {
                        "shape": "words",
                        "key": block.key,
                        "text": _filled(block),
                        "notes": numbers,
                        "ours": block.ours,
                    }
            case Quoted(words, source):
                if not names.public or source.review in names.published:
                    yield {"shape": "quote", "text": f"“{words}”", "notes": [notes.number(source)], "ours": False}
            case Table(caption, headings, rows, ours):
                cells = [[_cell(cell, names) for cell in row] for row in rows]
                yield {"shape": "table", "text": caption, "ours": ours, "headings": list(headings), "rows": cells}
            case Questions(asks):
                yield {"shape": "questions", "items": list(asks)}


def _filled(paragraph: Paragraph) -> str:
    """The words with each figure in its slot. A slot of no figure says so, so that nobody takes it for a number."""
    said = {figure.key: figure.words for figure in paragraph.figures}
    return SLOT.sub(lambda slot: said.get(slot[1], "[no such figure]"), paragraph.said)


def _cell(cell: str | Figure | Review | dt.date, names: _Names) -> str:
    match cell:
        case Figure():
            return cell.words
        case Review():
            return names.called[cell.id]
        case dt.date():
            return _day(cell)
        case _:
            return cell


def _lists(paper: Paper, names: _Names) -> Piece:
    """Each figure with its two lists, its day and its version. Children are never listed in a paper."""
    rows = [
        [
            _figure_called(figure.key),
            figure.words,
            _listed(figure.part, names),
            _listed(figure.whole, names),
            _day(figure.as_at),
            figure.version,
        ]
        for figure in paper.figures()
        if figure.children is None
    ]
    headings = ["Figure", "Says", "Counted", "Counted among", "As at", "Version"]
    return {"shape": "table", "text": "What each figure counts", "ours": True, "headings": headings, "rows": rows}


SAYS_OF_A_THEME = {
    "": "present",
    "absent": "looked for and absent",
    "silent": "not mentioned",
    "unjudged": "not judged yet",
}


def _figure_called(key: str) -> str:
    """A figure by what it counts: `chronic_neglect.absent` is "Neglect that goes on: looked for and absent"."""
    theme, _, says = key.partition(".")
    return f"{THEMES[theme].title}: {SAYS_OF_A_THEME[says]}" if theme in THEMES else key[:1].upper() + key[1:]


def _day(on: dt.date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _listed(reviews: tuple[UUID, ...], names: _Names) -> str:
    return "; ".join(names.called[one] for one in reviews) or "none"
