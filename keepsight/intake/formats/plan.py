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
    [[table.aside]]                 rows that tell nothing that may be taken in: `if`, as above, or `lacks`, the fields without
                                    which it is none, and `says`, why, for the sender
    [[table.given]]                 a field of a person whose words stand in a column that holds now this, now that:
    field = "child.upn"             `field` is given the words of `from` under the same `if` and `unless`
    from = "link.value"

    [describes]                     whose usual columns (name, date of birth, numbers) the table may have, and by which words
    child = ["", "child", "pupil"]

    [[join]]                        what a row leaves out, and a row of another table of the same file says (see plan_joins.py)
    by = "care.id"                  the number that both say, and what rows that say it `gives`, or the `least` of them
    gives = ["child.local_id"]

    [meanings."missing.sort"]       what the words of a field mean; any other word is kept, named, and means nothing
    missing = ["m", "missing"]

    [years."missing.sort"]          codes that only some years' layouts hold; one of another year is read, and named
    m = { since = 2016, until = 2024 }

It is made of a format's words in plan_said.py, which refuses a wrong one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from keepsight.intake.drafts import Level, Role, TieKind
from keepsight.intake.formats.headings import plain

PERIOD = "file.period"  # as a day: some day of the period that the file speaks for
AS_AT = "file.as_at"  # as a day: the day that the file speaks for
OF_THE_FILE = {PERIOD, AS_AT}
ANY = "*"
NAMED = re.compile(r"\{([\w.]+)\}")  # a field inside the key of another format


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
    given: tuple["Given", ...] = ()

    def kinds_under(self, fields: set[str]) -> set[str]:
        """The kinds that its rows can tell where these fields have a column: what no column holds, no row can tell."""
        return {rule.kind for rule in self.rules if {rule.on, *rule.only} <= fields}


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows to be set aside whatever else they tell: those whose words, by field, mean one of these, and those that lack one of
    these fields. `says` why, for the sender."""

    only: dict[str, tuple[str, ...]]
    lacks: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Given:
    """A `field` of a person that is given the words of `source` where those of others mean what `only` and `unless` ask."""

    field: str
    source: str
    only: dict[str, tuple[str, ...]]
    unless: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Join:
    """What rows that say the number `by` learn from others of their file: the fields it `gives`, and by another name
    (new name: old name) the `least` of what they say."""

    by: str
    gives: tuple[str, ...]
    least: dict[str, str]


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
    follow: frozenset[str] = frozenset()
    fills: dict[str, str] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    years: dict[str, dict[str, tuple[int | None, int | None]]] = field(default_factory=dict)

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
