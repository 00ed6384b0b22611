"""Saying which column of a table is what, on the page of a file that no format knows: three questions, one after another.

    kind      what the table is called, and what kind of thing its rows tell: one kind, or what a column says
    words     only where a column says it: which kind each of its words is
    columns   what every column is

What was answered before goes along in the form; nothing of it is kept before the last answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keepsight.errors import WrongUse
from keepsight.intake.formats.headings import plain
from keepsight.intake.formats.layout import DETAIL, FIELDS, Kept, Layout, kind_of_field, numbered
from keepsight.intake.formats.plan import ANY, DESCRIBED
from keepsight.intake.layouts import kept_layouts, laid_out_as, lay_out, plain_name
from keepsight.intake.models import Upload
from keepsight.intake.uploads import TABLE
from keepsight.pages.page import Asking
from keepsight.vocabulary import KINDS

QUESTIONS = ("kind", "words", "columns")
BY_COLUMN = "column "  # and the place of the column that says the kind
LEFT_OUT = "left_out"
NOT_SAID = "-"  # a word of which nobody says a kind: its rows are refused, with that reason
SHOWN_WORDS = 3
WHOSE = ("", "child ", "pupil ", "client ", "young person ")
KNOWN = {
    plain(f"{whose}{words}"): f"child.{said}" for said, spelt in DESCRIBED.items() for words in spelt for whose in WHOSE
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What has been answered so far. `by_column` is the place of the column that says the kind; None: `kind` is every row's."""

    table: Sequence[tuple[str, Sequence[str]]]
    name: str = ""
    kind: str = ""
    by_column: int | None = None
    kinds: tuple[str, ...] = ()  # of each of the column's words, in their order
    columns: tuple[str, ...] = ()  # what each column is, in the order of the table

    @property
    def words(self) -> Sequence[str]:
        """The words of the column that says the kind; none where no column does."""
        return self.table[self.by_column][1] if self.by_column is not None else ()

    @property
    def said_kinds(self) -> dict[str, str]:
        """The kinds as a layout says them."""
        if self.by_column is None:
            return {ANY: self.kind}
        return {word: kind for word, kind in zip(self.words, self.kinds, strict=True) if kind != NOT_SAID}


def answered(asking: Asking, upload: Upload) -> Answers:
    """What the form says of the questions. Words that are no answer are as if nothing was said."""
    table = (upload.found or {}).get(TABLE, [])
    kind = asking.posted("kind")
    place = kind.removeprefix(BY_COLUMN)
    by_column = int(place) if kind.startswith(BY_COLUMN) and place.isdecimal() and int(place) < len(table) else None
    so_far = Answers(table, asking.posted("name"), kind if kind in KINDS else "", by_column)
    return Answers(
        table,
        so_far.name,
        so_far.kind,
        by_column,
        tuple(asking.posted(f"word-{number}") for number in range(len(so_far.words))),
        tuple("row.kind" if place == by_column else asking.posted(f"column-{place}") for place in range(len(table))),
    )


def answer(asking: Asking, upload: Upload) -> str:
    """Take an answer. The next question; "" when the last was answered, and the file is to be read through. Raises WrongUse."""
    assert asking.user is not None
    answers, question = answered(asking, upload), asking.posted("question")
    plain_name(answers.name)
    if not answers.kind and answers.by_column is None:
        raise WrongUse(
            "Nothing says what kind of thing a row tells", next_step="Choose a kind, or the column that says it."
        )
    if question == "kind":
        return "words" if answers.words else "columns"
    if any(kind not in KINDS and kind != NOT_SAID for kind in answers.kinds):
        raise WrongUse("The kind of a word is not said", next_step="Choose one for each, or that its rows are refused.")
    if question == "words":
        return "columns"
    unsaid = [heading for (heading, _), said in zip(answers.table, answers.columns, strict=True) if not said]
    if unsaid:
        raise WrongUse("A column is not said", next_step="Say what every column is, or leave it out.")
    columns = {
        heading: "" if said == LEFT_OUT else said
        for (heading, _), said in zip(answers.table, answers.columns, strict=True)
    }
    lay_out(upload, answers.name, Layout(numbered(columns), answers.said_kinds), by=asking.user)
    return ""


def shown(asking: Asking, upload: Upload, question: str) -> dict[str, Any]:
    """A question as the page puts it, with what is known of its answer already."""
    answers, kept = answered(asking, upload), kept_layouts(upload.agency_id)
    before = laid_out_as(upload)
    put: dict[str, Callable[[], dict[str, Any]]] = {
        "kind": lambda: _of_kind(answers, kept, before),
        "words": lambda: {"of_words": _of_words(answers, before), "carried": _carried(answers, 0)},
        "columns": lambda: {
            "of_columns": _of_columns(answers, kept, before),
            "carried": _carried(answers, len(answers.words)),
        },
    }
    return {"question": question, "at": QUESTIONS.index(question) + 1, **put[question]()}


def _of_kind(answers: Answers, kept: Mapping[str, Kept], before: Kept | None) -> dict[str, Any]:
    columns = [
        (f"{BY_COLUMN}{place}", f"The column {heading} says it") for place, (heading, _) in enumerate(answers.table)
    ]
    return {
        "name": answers.name or (before.name if before else ""),
        "names": sorted(kept),
        "kinds": _items([("", "Choose"), *columns, *_kinds()], _said_kind(answers) or _kind_before(answers, before)),
        "headings": [heading for heading, _ in answers.table],
    }


def _said_kind(answers: Answers) -> str:
    return answers.kind if answers.by_column is None else f"{BY_COLUMN}{answers.by_column}"


def _kind_before(answers: Answers, before: Kept | None) -> str:
    if before is None:
        return ""
    places = [
        place for place, (heading, _) in enumerate(answers.table) if before.layout.columns.get(heading) == "row.kind"
    ]
    return f"{BY_COLUMN}{places[0]}" if places else before.layout.kinds.get(ANY, "")


def _of_words(answers: Answers, before: Kept | None) -> list[dict[str, Any]]:
    known = before.layout.kinds if before else {}
    options = [("", "Choose"), (NOT_SAID, "None of these: refuse such rows"), *_kinds()]
    return [
        {"id": f"word-{number}", "label": word, "items": _items(options, answers.kinds[number] or known.get(word, ""))}
        for number, word in enumerate(answers.words)
    ]


def _of_columns(answers: Answers, kept: Mapping[str, Kept], before: Kept | None) -> list[dict[str, Any]]:
    options = [("", "Choose"), (LEFT_OUT, "Leave it out"), *_fields(answers)]
    offered = {field for field, _ in options}
    columns = []
    for place, (heading, words) in enumerate(answers.table):
        if place != answers.by_column:
            said = answers.columns[place] or _guessed(heading, kept, before)
            hint = "; ".join(words[:SHOWN_WORDS]) or "empty in the first rows"
            chosen = _items(options, said if said in offered else "")
            columns.append({"id": f"column-{place}", "label": heading, "hint": hint, "items": chosen})
    return columns


def _guessed(heading: str, kept: Mapping[str, Kept], before: Kept | None) -> str:
    """What a column of that heading was said to be before, or usually is where it describes a child; nothing where neither."""
    for one in (before, *kept.values()):
        if one and heading in one.layout.columns:
            return kind_of_field(one.layout.columns[heading]) or LEFT_OUT
    usual = KNOWN.get(plain(heading), "")
    return usual if usual in FIELDS else ""


def _fields(answers: Answers) -> list[tuple[str, str]]:
    details = {
        f"{DETAIL}{name}": f"Detail: {name.replace('_', ' ')}"
        for kind in answers.said_kinds.values()
        if kind in KINDS
        for name in KINDS[kind].details
    }
    return [(field, title) for field, title in FIELDS.items() if field != "row.kind"] + sorted(details.items())


def _kinds() -> list[tuple[str, str]]:
    return sorted(((name, kind.title) for name, kind in KINDS.items()), key=lambda one: one[1])


def _items(options: Sequence[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in options]


def _carried(answers: Answers, words: int) -> list[tuple[str, str]]:
    """The answers that go along in the form."""
    return [
        ("name", answers.name),
        ("kind", _said_kind(answers)),
        *((f"word-{number}", answers.kinds[number]) for number in range(words)),
    ]
