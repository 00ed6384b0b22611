"""A plan: how the rows of plain tables become entries, said as data. A format with a plan needs no code of its own.

    [[table]]                       one table, known by the fields that its headings name
    title = "Missing"
    needs = ["child.local_id", "missing.from", "missing.sort"]
    matter = ["missing.from"]       the fields that tell its matters apart: they make the key of an entry
    people = { child = "child" }    whose columns (`child.born`, ...) name somebody, in which role; the first is whom it is about
    [[table.entry]]                 one entry that a row may tell
    kind = "missing.reported"
    on = "missing.from"             the field of its day; `time` and `to` name the fields of its hour and of its last day
    if = { "missing.sort" = ["missing"] }    only where the words mean one of these; "*" is any words at all
    details = { place = "missing.place" }    a detail from a field; `says` a detail that the table itself says
    words = ["missing.notes"]       what is told, in the row's own words
    [[table.aside]]                 rows that tell nothing that may be taken in: `if`, as above, and `says`, why, for the sender

    [describes]                     whose usual columns (name, date of birth, numbers) the table may have, and by which words
    child = ["", "child", "pupil"]

    [meanings."missing.sort"]       what the words of a field mean; any other word is kept, named, and means nothing
    missing = ["m", "missing"]

Refuses a plan that names a field without a column, a kind or a detail that is none, or a word that a detail does not allow.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from keepsight.intake.drafts import Level, Role, TieKind
from keepsight.intake.formats.headings import plain
from keepsight.vocabulary import KINDS, UNKNOWN

PERIOD = "file.period"  # as a day: some day of the period that the file speaks for
AS_AT = "file.as_at"  # as a day: the day that the file speaks for
OF_THE_FILE = {PERIOD, AS_AT}
ANY = "*"
NAMED = re.compile(r"\{([\w.]+)\}")  # a field inside the key of another format
OF_A_PERSON = (
    "local_id", "scope", "name", "forename", "surname", "born", "expected", "sex", "ethnicity", "nhs_number", "upn",
    "former_upn", "relationship", "address", "postcode", "address_protected",
)  # fmt: skip
BESIDE = (
    "professional",
    "from_agency",
    "from_sector",
    "child_words",
    "significance",
    "agency",
    "recorded_on",
    "told",
    "told_on",
)


def spelling(words: str) -> str:
    """Words as meanings compare them: as headings are compared, or as they stand where that leaves nothing of them."""
    return plain(words) or words.strip().lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry that a row may tell. `only` and `unless` say, by field, which meanings make it or keep it from being.

    `uncertain`: its own day is not held, and that of `on` is only near it. `key`: the key that another format gives the same
    matter, with fields between braces, so that both tell of one.
    """

    kind: str
    on: str
    time: str | None = None
    to: str | None = None
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unless: dict[str, tuple[str, ...]] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    beside: dict[str, str] = field(default_factory=dict)
    matter: tuple[str, ...] = ()
    people: dict[str, Role] = field(default_factory=dict)
    uncertain: bool = False
    key: str = ""

    def fields(self) -> set[str]:
        """Every field that it reads."""
        named = {self.on, *self.words, *self.matter, *self.only, *self.unless, *self.details.values()}
        named |= set(NAMED.findall(self.key))
        return {name for name in (*named, *self.beside.values(), self.time, self.to) if name} - OF_THE_FILE


@dataclass(frozen=True, slots=True)
class Planned:
    """One table. The first of its `people` is whom a row is about; `ties` say what others of them are to that one, where the
    table itself does. `days` are its fields that hold one. `threaded`: what rows tell of one matter belongs together, and
    `thread`: to what another format names so. Not `keyed`: nothing tells its matters apart but all that a row says.
    """

    title: str
    needs: frozenset[str]
    people: dict[str, Role]
    ties: dict[str, TieKind]
    matter: tuple[str, ...]
    rules: tuple[Rule, ...]
    level: Level
    days: frozenset[str]
    threaded: bool
    thread: str
    keyed: bool
    aside: tuple["Aside", ...] = ()

    def kinds_under(self, fields: set[str]) -> set[str]:
        """The kinds that its rows can tell where these fields have a column: what no column holds, no row can tell."""
        return {rule.kind for rule in self.rules if {rule.on, *rule.only} <= fields}


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows to be set aside whatever else they tell: those whose words, by field, mean one of these. `says` why, for the sender."""

    only: dict[str, tuple[str, ...]]
    says: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a format's tables become. Its `name` begins the name of every matter, whichever layout told it. `meanings` are by
    field and then by spelling; `nothing` are the words of an empty cell.

    `year_begins`: month and day on which the year of a return begins, where each file is of one year that ends with the day
    it speaks for. None: a file states its own period, or none. `unfolds`: fields whose words are an object of named answers.
    """

    name: str
    tables: tuple[Planned, ...]
    meanings: dict[str, dict[str, str]]
    nothing: frozenset[str]
    year_begins: tuple[int, int] | None
    unfolds: tuple[str, ...]

    def table_of(self, fields: Iterable[str]) -> Planned | None:
        """The table that these fields head: the one that needs most of them. None: no table of the plan."""
        there = set(fields)
        fits = [table for table in self.tables if table.needs <= there]
        return max(fits, key=lambda table: len(table.needs), default=None)


# The headings under which people are usually described, below the word for whom ("pupil surname"); "" means nobody's word.
DESCRIBED = {
    "local_id": ("id", "record id", "case number", "reference number"),
    "name": ("name", "full name"),
    "forename": ("forename", "first name", "forenames", "given name"),
    "surname": ("surname", "last name", "family name"),
    "born": ("date of birth", "dob", "born", "birth date"),
    "expected": ("expected date of birth", "expected date of delivery", "edd"),
    "sex": ("sex", "gender"),
    "ethnicity": ("ethnicity", "ethnic origin"),
    "nhs_number": ("nhs number", "nhs no", "nhs"),
    "upn": ("upn", "unique pupil number", "pupil number"),
    "address": ("address", "home address"),
    "postcode": ("postcode", "post code"),
    "address_protected": ("address protected", "confidential address"),
}


def described_columns(describes: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The columns that describe each person of a plan, as a format's file would say them."""
    return [
        {"name": spelt[0], "becomes": f"{prefix}.{said}", "words": spelt[1:]}
        for prefix, whose in describes.items()
        for said, headings in DESCRIBED.items()
        for spelt in [[f"{one} {heading}".strip() for one in whose for heading in headings]]
    ]


def plan_of(name: str, said: dict[str, Any], fields: set[str], broken: Callable[[str], Exception]) -> Plan | None:
    """The plan in a format's words; None where they hold no table. Raises what `broken` makes of what is wrong."""
    if "table" not in said:
        return None
    meanings = {name: _spellings(table) for name, table in said.get("meanings", {}).items()}
    unfolds = tuple(said.get("unfolds", ()))
    plan = Plan(
        name,
        tuple(_table(one) for one in said["table"]),
        meanings,
        frozenset(word.lower() for word in said.get("nothing", ())),
        _year(said.get("year_begins")),
        unfolds,
    )
    if faults := sorted({fault for table in plan.tables for fault in _faults(table, fields, unfolds)}):
        raise broken("; ".join(faults))
    if strangers := sorted(set(meanings) - fields):
        raise broken(f"no column becomes {', '.join(strangers)}, whose meanings are said")
    if unread := sorted(fields - _read_by(plan)):
        raise broken(f"a column becomes {', '.join(unread)}, which nothing reads")
    return plan


def _read_by(plan: Plan) -> set[str]:
    """Every field that some table reads, and all that may be said of a person."""
    read = {name for table in plan.tables for rule in table.rules for name in rule.fields()}
    read |= {name for table in plan.tables for name in table.needs} | set(plan.unfolds)
    people = {prefix for table in plan.tables for prefix in table.people}
    return read | {f"{prefix}.{said}" for prefix in people for said in OF_A_PERSON}


def _spellings(table: dict[str, list[str]]) -> dict[str, str]:
    return {spelling(words): meaning for meaning, spelt in table.items() for words in spelt}


def _year(text: str | None) -> tuple[int, int] | None:
    month, _, day = (text or "").partition("-")
    return (int(month), int(day)) if text else None


def _table(said: dict[str, Any]) -> Planned:
    people, matter = dict(said.get("people", {"child": "child"})), tuple(said.get("matter", ()))
    rules = tuple(_rule(one, people, matter) for one in said.get("entry", ()))
    level: Level = said.get("level", "standard")
    return Planned(
        said["title"],
        frozenset(said["needs"]),
        people,
        said.get("ties", {}),
        matter,
        rules,
        level,
        frozenset({rule.on for rule in rules} | {rule.to for rule in rules if rule.to}),
        said.get("threaded", len(rules) > 1),
        said.get("thread", ""),
        said.get("keyed", True),
        tuple(
            Aside({name: tuple(words) for name, words in one["if"].items()}, one["says"])
            for one in said.get("aside", ())
        ),
    )


def _rule(said: dict[str, Any], people: dict[str, Role], matter: tuple[str, ...]) -> Rule:
    given = dict(said)
    only, unless = ({name: tuple(words) for name, words in given.pop(part, {}).items()} for part in ("if", "unless"))
    words, own = tuple(given.pop("words", ())), tuple(given.pop("matter", matter))
    who = given.pop("people", people)
    return Rule(only=only, unless=unless, words=words, matter=own, people=who, **given)


def _faults(table: Planned, fields: set[str], unfolds: tuple[str, ...]) -> Iterable[str]:
    for name in (
        set().union(table.needs, *(rule.fields() for rule in table.rules), *(one.only for one in table.aside)) - fields
    ):
        if not name.startswith(tuple(f"{one}." for one in unfolds) or "\0"):
            yield f"no column becomes {name}, which the table {table.title} reads"
    for role in table.people.values():
        if role not in get_args(Role):
            yield f"{role} is no role"
    for rule in table.rules:
        yield from _faults_of(rule)


def _faults_of(rule: Rule) -> Iterable[str]:
    if rule.kind not in KINDS:
        yield f"there is no kind {rule.kind}"
        return
    if beside := set(rule.beside) - set(BESIDE):
        yield f"an entry has no {', '.join(sorted(beside))} beside it"
    details = KINDS[rule.kind].details
    if strange := {*rule.details, *rule.says} - set(details):
        yield f"{rule.kind} has no detail {', '.join(sorted(strange))}"
    for name, word in rule.says.items():
        if name in details and word != UNKNOWN and not details[name].allows(word):
            yield f"{rule.kind} does not allow {word} as {name}"
