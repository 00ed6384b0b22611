"""What a file says, before anything is believed: people, ties, rows and their entries, as plain frozen data.

A draft names nobody in our store and decides nothing: `ref` is a word inside one file, `when` keeps the raw words
beside what was understood, and what the file did not say is None, never "no". Every draft goes to JSON and back without
loss, one line each, because drafts are made in a child process and cross to us over a pipe.

This module refuses to interpret: reading is done in `reading` and `formats`, believing in `actions`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Precision = Literal["minute", "day", "month", "year", "range", "uncertain", "unknown"]
Sex = Literal["female", "male", "other"]
TieKind = Literal["parent_of", "lives_with", "cares_for", "partner_of", "sibling_of"]
Role = Literal["child", "parent", "sibling", "carer", "adult_of_concern", "professional", "other"]
Basis = Literal["observed", "child", "carer", "other_account", "document", "opinion"]
Level = Literal["standard", "restricted", "sealed"]
OURS = "keepsight "
"""What begins the key of an entry that our own export wrote: the id that it had in the store it came from follows."""
MARK_LETTERS = 16  # hexadecimal, of a hash: enough that no change leaves it as it was
NOT_HELD = dict.fromkeys([*(one for one in range(32) if chr(one) not in "\t\n\r"), 0xFFFE, 0xFFFF])
"""Letters that no workbook and no document can hold (XML 1.0, 2.2)."""
DetailValue = str | int | float | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class When:
    """A time as far as it is known: the first and last day it may have been, how exactly, and the words themselves.

    `first` and `last` are None when the words could not be read; `at` is a moment in Europe/London, only for precision
    "minute".
    """

    first: date | None
    last: date | None
    precision: Precision
    raw: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftPerson:
    """A person as one file describes them; `ref` is unique in the file and means nothing outside it. None: not said."""

    ref: str
    role_hint: str | None = None
    local_id: str | None = None
    forename: str | None = None
    surname: str | None = None
    born: When | None = None
    expected_on: date | None = None  # the first day it may be, where the file says no more than a month or a stretch
    expected_to: date | None = None  # then the last such day; None = the first alone
    expected_precision: Precision = "day"
    died_on: date | None = None
    sex: Sex | None = None
    nhs_number: str | None = None
    upn: str | None = None
    former_upn: str | None = None
    address: str | None = None
    postcode: str | None = None
    address_protected: bool = False
    ethnicity: str | None = None
    disabilities: tuple[str, ...] = ()
    label: str | None = None  # the initials the file uses, such as MO or C1


def expected(when: When | None) -> dict[str, Any]:
    """What a time says of the day a birth is expected on, as the fields of a person. None, or words nobody could read: nothing."""
    if when is None or when.first is None:
        return {}
    if when.precision in ("day", "minute"):
        return {"expected_on": when.first}
    return {"expected_on": when.first, "expected_to": when.last, "expected_precision": when.precision}


@dataclass(frozen=True, slots=True)
class DraftAgency:
    """An agency that rows name by its `code`, as the file describes it: for a store that does not know it yet."""

    code: str
    sector: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftTie:
    """One person's relation to another as the file states it (`a` is `kind` `b`): dates where given, and its words."""

    a_ref: str
    kind: TieKind
    b_ref: str
    from_on: date | None = None
    to_on: date | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """Something that happened, as one row tells it. None means that the file did not say."""

    kind: str
    when: When
    people: tuple[tuple[str, Role], ...] = ()
    details: dict[str, DetailValue] = field(default_factory=dict)
    narrative: str = ""
    key: str | None = None  # what this is the account of, within its agency; None = the content is its own key
    recorded_on: date | None = None  # None = not stated, to be assumed
    agency: str | None = None  # code or name of the holder the row names; None = the sender
    from_sector: str | None = None
    from_agency: str | None = None  # where the matter came from, as written
    told: tuple[tuple[str, date | None], ...] = ()
    basis: Basis | None = None
    corroborated: bool | None = None
    child_words: str | None = None
    hindsight: str | None = None  # a review author's comment: not known at the time
    significance: str | None = None
    professional: str | None = None
    thread: str | None = None  # words naming what it belongs to, within its agency
    level: Level = "standard"
    guessed_by: str | None = None  # the words that made the kind, when a rule guessed it; None = the file said the kind
    was: str | None = None  # what our own export said here, as two marks: what has changed since shows (see `mark_of`)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row was set aside. `reason` is plain words and never quotes the row."""

    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of the file, counted as a person counts, and what it becomes: entries, a refusal or nothing (blank).

    A row without entries that is neither refused nor blank describes people only (a key of initials, a child without an
    episode). `raw` holds the row's own words by heading.
    """

    sheet: str | None
    row: int
    entries: tuple[DraftEntry, ...] = ()
    refused: Refusal | None = None
    blank: bool = False
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileSaid:
    """What the file says of itself. Always the first draft of a file.

    `covers` is "all" (every child the agency knows, in the period) or the refs of the children it is about. `delivers`
    are the kinds whose absence from this file means something between `covers_from` and `covers_to`; a file that states
    no period delivers nothing. `tables`, of a format that has several: the title of each table whose headings stand in the
    file, and how many rows stand below them.
    """

    format: str
    format_version: str
    agency_code: str | None = None
    agency_sector: str | None = None
    agency_name: str | None = None
    as_at: date | None = None
    covers_from: date | None = None
    covers_to: date | None = None
    covers: Literal["all"] | tuple[str, ...] = ()
    delivers: tuple[str, ...] = ()
    tables: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know about how the file was read or what it contradicts. Never quotes a value."""

    sheet: str | None
    row: int | None
    column: str | None
    says: str


@dataclass(frozen=True, slots=True)
class DraftPassage:
    """A piece of a document, kept whole: a paragraph, or the words beside one label. `number` is unique in the file.

    `sheet` and `row` are its place as a receipt counts; `label` is None for words that stand under none.
    """

    number: int
    sheet: str | None
    row: int
    label: str | None
    words: str


@dataclass(frozen=True, slots=True)
class DraftFact:
    """What some passages of a document seem to say: the entry it would become, once a person has confirmed it."""

    number: int
    entry: DraftEntry
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a counter that shares no code with the reader found in the whole file."""

    rows: int


Draft = FileSaid | DraftAgency | DraftPerson | DraftTie | DraftRow | DraftPassage | DraftFact | Warned | Counted


def to_json(draft: Draft) -> str:
    """One draft as one line of JSON, without its line end. Fields that hold their default are left out."""
    return _encode({"is": type(draft).__name__, **_said_by(draft)})


def from_json(line: str | bytes) -> Draft:
    """The draft that `to_json` wrote. Raises ValueError or TypeError when the line is not one."""
    said = json.loads(line)
    if not isinstance(said, dict) or said.get("is") not in _MAKERS:
        raise ValueError("not a draft")
    return _MAKERS[said.pop("is")](said)


def mark_of(entry: DraftEntry) -> str:
    """What an entry says, and whom it is about, as two short marks: our own export carries them, to know again what it said.

    Spaces, line ends and letters that no table can hold are no part of it: a spreadsheet changes those by itself.
    """
    said = _bare(replace(entry, people=(), key=None, was=None, details=dict(sorted(entry.details.items()))))
    parts = (_encode(_without_spaces(said)), _encode(sorted(entry.people)))
    return " ".join(hashlib.sha256(one.encode()).hexdigest()[:MARK_LETTERS] for one in parts)


def _without_spaces(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.translate(NOT_HELD).split())
    if isinstance(value, dict):
        return {name: worn for name, one in value.items() if (worn := _without_spaces(one)) != ""}
    return [_without_spaces(one) for one in value] if isinstance(value, list) else value


def passages_hash(passages: Iterable[DraftPassage]) -> str:
    """What makes a document the same one, saved anew or not: its labels and words in their order. SHA-256, hexadecimal."""
    said = _encode([(one.label, one.words) for one in passages])
    return hashlib.sha256(said.encode()).hexdigest()


def _bare(value: Any) -> Any:
    kind = type(value)
    if kind is tuple or kind is list:
        return [one if type(one) in _PLAIN else _bare(one) for one in value]
    if kind is dict:
        return {name: one if type(one) in _PLAIN else _bare(one) for name, one in value.items()}
    if kind is date or kind is datetime:
        return value.isoformat()
    if kind is When:
        return _bare_when(value)
    return value if kind in _PLAIN else _said_by(value)


def _said_by(value: Any) -> dict[str, Any]:
    """The fields that do not hold their default. Most do, so all are fetched at once and told apart by identity."""
    take, fields_of = _FIELDS[type(value)]
    return {
        name: one if type(one) in _PLAIN else _bare(one)
        for (name, empty), one in zip(fields_of, take(value), strict=True)
        if one is not empty and one != empty
    }


@lru_cache(maxsize=20_000)
def _bare_when(when: When) -> dict[str, Any]:
    return _said_by(when)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _when(said: dict[str, Any]) -> When:
    return _made_when(said.get("first"), said.get("last"), said["precision"], said.get("raw", ""), said.get("at"))


@lru_cache(maxsize=20_000)
def _made_when(first: str | None, last: str | None, precision: Precision, raw: str, at: str | None) -> When:
    moment = None if at is None else datetime.fromisoformat(at).astimezone(LONDON)
    return When(_day(first), _day(last), precision, raw, moment)


def _person(said: dict[str, Any]) -> DraftPerson:
    if "born" in said:
        said["born"] = _when(said["born"])
    said["disabilities"] = tuple(said.get("disabilities", ()))
    return DraftPerson(**_with_days(said, "expected_on", "expected_to", "died_on"))


def _tie(said: dict[str, Any]) -> DraftTie:
    return DraftTie(**_with_days(said, "from_on", "to_on"))


def _entry(said: dict[str, Any]) -> DraftEntry:
    said["when"] = _when(said["when"])
    said["people"] = tuple((ref, role) for ref, role in said.get("people", ()))
    if "told" in said:
        said["told"] = tuple((agency, _day(on)) for agency, on in said["told"])
    return DraftEntry(**_with_days(said, "recorded_on"))


def _row(said: dict[str, Any]) -> DraftRow:
    said["entries"] = tuple(_entry(one) for one in said.get("entries", ()))
    if "refused" in said:
        said["refused"] = Refusal(said["refused"].get("column"), said["refused"]["reason"])
    return DraftRow(said.pop("sheet", None), **said)


def _said(said: dict[str, Any]) -> FileSaid:
    covers = said.get("covers", ())
    said["covers"] = covers if covers == "all" else tuple(covers)
    said["delivers"] = tuple(said.get("delivers", ()))
    said["tables"] = tuple((title, rows) for title, rows in said.get("tables", ()))
    return FileSaid(**_with_days(said, "as_at", "covers_from", "covers_to"))


def _passage(said: dict[str, Any]) -> DraftPassage:
    return DraftPassage(said["number"], said.get("sheet"), said["row"], said.get("label"), said["words"])


def _fact(said: dict[str, Any]) -> DraftFact:
    return DraftFact(said["number"], _entry(said["entry"]), tuple(said["passages"]))


def _warned(said: dict[str, Any]) -> Warned:
    return Warned(said.get("sheet"), said.get("row"), said.get("column"), said["says"])


def _with_days(said: dict[str, Any], *names: str) -> dict[str, Any]:
    return said | {name: date.fromisoformat(said[name]) for name in names if name in said}


_PLAIN = frozenset((str, int, float, bool, type(None)))
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def _empty(one: Field[Any]) -> Any:
    # A required field's default is MISSING, which equals no value: such a field is always written.
    return one.default if one.default_factory is MISSING else one.default_factory()


_FIELDS: dict[type, tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[str, Any], ...]]] = {
    kind: (attrgetter(*(one.name for one in fields(kind))), tuple((one.name, _empty(one)) for one in fields(kind)))
    for kind in (
        When,
        DraftAgency,
        DraftPerson,
        DraftTie,
        DraftEntry,
        Refusal,
        DraftRow,
        DraftPassage,
        DraftFact,
        FileSaid,
        Warned,
    )
}
_FIELDS[Counted] = (lambda counted: (counted.rows,), (("rows", MISSING),))  # attrgetter of one name gives no tuple
_MAKERS: dict[str, Callable[[dict[str, Any]], Draft]] = {
    "FileSaid": _said,
    "DraftAgency": lambda said: DraftAgency(**said),
    "DraftPerson": _person,
    "DraftTie": _tie,
    "DraftRow": _row,
    "DraftPassage": _passage,
    "DraftFact": _fact,
    "Warned": _warned,
    "Counted": lambda said: Counted(**said),
}
