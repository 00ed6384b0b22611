"""One row of a planned table into its people and entries. What a column does not say, no entry says."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from keepsight.intake.drafts import DetailValue, DraftEntry, DraftPerson, DraftTie, Role, When
from keepsight.intake.formats import Format
from keepsight.intake.formats.described import person_of, relation_of
from keepsight.intake.formats.plan import ANY, AS_AT, NAMED, OF_THE_FILE, PERIOD, Given, Plan, Planned, Rule, spelling
from keepsight.intake.formats.plan_lines import Line
from keepsight.intake.formats.worked_out import with_worked_out
from keepsight.intake.reading.dates import read_date, read_range
from keepsight.intake.reading.hours import ReadDate
from keepsight.vocabulary import KINDS, SECTORS, sector_of_source

ANSWERS = dict.fromkeys(("y", "yes", "1", "true", "t"), "yes") | dict.fromkeys(("n", "no", "0", "false", "f"), "no")
NAMED_BY = ("local_id", "nhs_number", "upn", "name", "forename", "surname")  # a birth date alone names nobody
LISTED = re.compile(r"\s*[;,|\n]\s*")

LATER = "this date lies after the day the file speaks for: it was kept"
STRANGE = "these words are none that this column knows: they were kept, and mean nothing until somebody says what"
NO_NUMBER = "this should be a number, and could not be read as one: it stays in the row's own words"
COMMA = "a comma here may stand for a point or for thousands: write the number with a point. It stays in the row's own words"
# Nothing that is counted or weighed here lies below nothing; one comma alone is no number that only one reader could read.
NUMBER = re.compile(
    r"\d{1,15}(?:\.\d{1,15})?|\.\d{1,15}|\d{1,3}(?:,\d{3}){2,4}|\d{1,3}(?:,\d{3}){1,4}\.\d{1,15}", re.ASCII
)
ONE_COMMA = re.compile(r"\d+,\d+", re.ASCII)
NOBODY = "nothing here says whom the row is about: give an identifier, or a name with a date of birth"
NO_DATE = (
    "the date that this row is about is missing, so it cannot be placed in time: fill it in and send the row again"
)
CODE_OF_ANOTHER_YEAR = "this code is not in the layout of that year: it was read all the same"
MEANS_NOTHING = (
    "these words are none that this column knows, and without them the row tells nothing: ask for them to be added"
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the rows of a file share. `as_at` None: the file does not say which day it speaks for, nor `period` which days."""

    format: Format
    as_at: date | None
    today: date
    period: tuple[date, date] | None

    @property
    def plan(self) -> Plan:
        """The format's plan."""
        assert self.format.plan is not None
        return self.format.plan


@dataclass(slots=True)
class Told:
    """What became of a row. `refused` and `doubts` are (heading, words)."""

    people: list[DraftPerson] = field(default_factory=list)
    ties: list[DraftTie] = field(default_factory=list)
    entries: list[DraftEntry] = field(default_factory=list)
    refused: tuple[str | None, str] | None = None
    doubts: list[tuple[str | None, str]] = field(default_factory=list)


def told_of(line: Line, shared: Shared) -> Told:
    """The people and entries of a row of a table."""
    assert line.table is not None
    row = _Row(line, line.table, shared)
    row.give()
    row.doubt_other_years()
    for prefix, role in line.table.people.items():
        row.take(prefix, role)
    for rule in line.table.rules if row.subject else ():
        if row.holds(rule) and (when := row.when(rule)):
            row.told.entries.append(row.entry(rule, when))
    row.told.refused = row.refusal()
    if row.told.refused:
        row.told.people, row.told.ties = [], []  # nobody is known by a row that was set aside
    return row.told


@dataclass(slots=True)
class _Row:
    """One row while it is read. `undated`: the heading of a date that the table needs, and that is missing; `strange`: the
    heading of words that mean nothing and kept an entry from being made."""

    line: Line
    table: Planned
    shared: Shared
    told: Told = field(default_factory=Told)
    refs: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    undated: str | None = None
    strange: str | None = None

    @property
    def subject(self) -> str | None:
        """The ref of whom the row is about: the first of those whom its table may name. None where it does not."""
        return self.refs.get(next(iter(self.table.people)))

    def refusal(self) -> tuple[str | None, str] | None:
        """Why the row is set aside, as (heading, words). None: it tells something, or of somebody."""
        for one in self.table.aside:
            if one.only and all(self._means(name, words) for name, words in one.only.items()):
                return self._heading(next(iter(one.only))), one.says
            if any(name not in self.line.said for name in one.lacks):
                return None, one.says
        if self.subject is None:
            return None, NOBODY
        if self.told.entries:
            return None
        if self.undated:
            return self.undated, NO_DATE
        return (self.strange, MEANS_NOTHING) if self.strange else None

    def give(self) -> None:
        """Let each field of a person have its words where they stand in a column that holds now this, now that."""
        given = {one.field: one.source for one in self.table.given if self.holds(one)}
        found = {name: self.line.said[source] for name, source in given.items() if source in self.line.said}
        heading = {name: self.line.heading[given[name]] for name in found}
        if found:
            self.line = replace(self.line, said=self.line.said | found, heading=self.line.heading | heading)

    def doubt_other_years(self) -> None:
        """Name the codes that the layout of the file's year does not hold. A file that states no period is of no year."""
        year = self.shared.period[1].year if self.shared.period else None
        for name, codes in self.shared.plan.years.items() if year else ():
            since, until = codes.get(spelling(self.line.said.get(name, "")), (None, None))
            if year and (year < (since or year) or year > (until or year)):
                self._doubt(name, CODE_OF_ANOTHER_YEAR)

    def take(self, prefix: str, role: Role) -> None:
        """Learn who stands in the columns of a prefix, if anybody does; a relation that is told says in which role."""
        start = f"{prefix}."
        said = {name.removeprefix(start): words for name, words in self.line.said.items() if name.startswith(start)}
        if not any(said.get(name) for name in NAMED_BY):
            return
        if "scope" in said and "local_id" in said:
            said["local_id"] = f"{said['scope']}/{said['local_id']}"
        relation, tie, _ = relation_of(said.get("relationship", ""))
        role = relation if "relationship" in said else role
        person, doubts = _described(tuple(said.items()), role, self.shared.as_at or self.shared.today)
        self.refs[prefix], self.roles[prefix] = person.ref, role
        self.told.people.append(person)
        if doubts:
            self.told.doubts += [(self._heading(f"{prefix}.{name}"), says) for name, says in doubts]
        tie = self.table.ties.get(prefix, tie)
        if tie and self.subject and self.subject != person.ref:
            self.told.ties.append(DraftTie(person.ref, tie, self.subject, raw=said.get("relationship", "")))

    def _heading(self, name: str) -> str | None:
        return self.line.heading.get(name)

    def _doubt(self, name: str, says: str) -> None:
        self.told.doubts.append((self._heading(name), says))

    def holds(self, rule: Rule | Given) -> bool:
        """Whether the words of the row make this entry, or give this field."""
        wanted = [self._means(name, meanings) for name, meanings in rule.only.items()]
        return all(wanted) and not any(self._means(name, meanings) for name, meanings in rule.unless.items())

    def _means(self, name: str, meanings: tuple[str, ...]) -> bool:
        words = self.line.said.get(name)
        if words is None:
            return False
        if meanings == (ANY,) and name not in self.shared.plan.meanings:
            return True
        meaning = self._meaning(name, words)
        if meaning is None:
            self.strange = self._heading(name)
        return ANY in meanings or meaning in meanings

    def _meaning(self, name: str, words: str) -> str | None:
        """What the words of a field mean. None: its table does not know them, and that is doubted."""
        meaning = self.shared.plan.meanings.get(name, ANSWERS).get(spelling(words))
        if meaning is None:
            self._doubt(name, STRANGE)
        return meaning

    def entry(self, rule: Rule, when: When) -> DraftEntry:
        """The entry of one rule."""
        return DraftEntry(
            rule.kind,
            when,
            tuple((self.refs[prefix], self.roles[prefix]) for prefix in rule.people if prefix in self.refs),
            self._details(rule),
            self._narrative(rule),
            key=self._named(rule, when, rule.matter, rule.key, rule.kind, *rule.says.values())
            if self.table.keyed
            else None,
            thread=self._named(rule, when, self.table.matter, self.table.thread, self.table.title)
            if self.table.threaded
            else None,
            level=self.table.level,
            **self._beside(rule),
        )

    def when(self, rule: Rule) -> When | None:
        """The day of an entry. None where its column is empty."""
        period, as_at, said = self.shared.period, self.shared.as_at, self.line.said
        if rule.on == PERIOD:
            return When(*period, "range", f"{period[0]:%d/%m/%Y} to {period[1]:%d/%m/%Y}") if period else UNKNOWN_DAY
        if rule.on == AS_AT:
            return When(as_at, as_at, "day", f"{as_at:%d/%m/%Y}") if as_at else UNKNOWN_DAY
        if rule.on not in said:
            if rule.on in self.table.needs or rule.only:  # the row says that it was, and not when
                self.undated = self.undated or self._heading(rule.on)
            return None
        time, latest = said.get(rule.time or "", ""), as_at or self.shared.today
        end = f"{latest:%d/%m/%Y}" if rule.to == AS_AT else said.get(rule.to or "", "")
        read = _read(said[rule.on], end, time, latest)
        if read.doubt:
            self._doubt(rule.on, read.doubt)
        if read.when.first and as_at and read.when.first > as_at:
            self._doubt(rule.on, LATER)
        return replace(read.when, precision="uncertain", at=None) if rule.uncertain and read.when.first else read.when

    def _details(self, rule: Rule) -> dict[str, DetailValue]:
        found: dict[str, DetailValue] = dict(rule.says)
        for detail, name in rule.details.items():
            words = self.line.said.get(name)
            if words is not None and (value := self._detail(rule.kind, detail, name, words)) is not None:
                found[detail] = value
        return with_worked_out(rule.kind, found)

    def _detail(self, kind: str, detail: str, name: str, words: str) -> DetailValue:
        """A detail's value: a meaning where it is a word; otherwise the words as written, or their number."""
        sort = KINDS[kind].details[detail].type
        if sort == "word":
            meaning = self._meaning(name, words)
            return meaning if meaning and KINDS[kind].details[detail].allows(meaning) else None
        if name in self.shared.plan.meanings:
            self._meaning(name, words)
        if sort == "number":
            return self._number(name, words)
        return LISTED.split(words) if sort == "texts" else words

    def _number(self, name: str, words: str) -> float | int | None:
        if not NUMBER.fullmatch(words.strip()):
            self._doubt(name, COMMA if ONE_COMMA.fullmatch(words.strip()) else NO_NUMBER)
            return None
        number = float(words.replace(",", ""))
        return int(number) if number.is_integer() else number

    def _narrative(self, rule: Rule) -> str:
        """The row's own words: the first column as written, each further one below its heading."""
        told = [(name, self.line.said[name]) for name in rule.words if name in self.line.said]
        for name, words in told:
            if name in self.shared.plan.meanings:
                self._meaning(name, words)
        first = rule.words[0] if rule.words else None
        return "\n".join(words if name == first else f"{self._heading(name)}: {words}" for name, words in told)

    def _beside(self, rule: Rule) -> dict[str, Any]:
        found: dict[str, Any] = {
            name: words for name, at in rule.beside.items() if (words := self.line.said.get(at)) is not None
        }
        told, on = found.pop("told", None), found.pop("told_on", None)
        if told:
            day = read_date(on).when.first if on else None
            found["told"] = tuple((agency, day) for agency in LISTED.split(told) if agency)
        if recorded := found.pop("recorded_on", None):
            read = read_date(recorded, not_after=self.shared.as_at or self.shared.today)
            found["recorded_on"] = read.when.first if read.when.precision in ("day", "minute") else None
        said_in = rule.beside.get("from_sector") or rule.beside.get("from_agency", "")
        if source := found.pop("from_sector", found.get("from_agency")):
            found["from_sector"] = self._sector(said_in, source)
        return found

    def _sector(self, name: str, words: str) -> str | None:
        if name not in self.shared.plan.meanings:
            return sector_of_source(words.strip().upper())
        meaning = self._meaning(name, words)
        return meaning if meaning in SECTORS else sector_of_source(meaning or "")

    def _named(self, rule: Rule, when: When, matter: tuple[str, ...], given_as: str, *names: str) -> str | None:
        """What names a matter of whom the row is about: by its day and hour, where what else would tell it apart is not said.

        `given_as`: how another format names it. None: it is told of the file's own day, which is not known; then what it
        says is all that tells it apart.
        """
        if given_as:
            return NAMED.sub(lambda name: self._tells_apart(name[1]), given_as)
        given = [self._tells_apart(name) for name in matter if name in self.line.said]
        if not given:
            if rule.on in OF_THE_FILE and when.last is None:
                return None
            day = str(when.last) if rule.on in OF_THE_FILE else self._tells_apart(rule.on)
            given = [day, self.line.said.get(rule.time or "", "")]
        return "|".join((self.shared.plan.name, self.subject or "", *names, *(part for part in given if part)))

    def _tells_apart(self, name: str) -> str:
        """The words of a field as they tell one matter from another: a day in the same shape however it was written."""
        words = self.line.said.get(name, "")
        return _day_of(words) if name in self.table.days else words


@lru_cache(maxsize=20_000)
def _described(
    said: tuple[tuple[str, str], ...], role: Role, latest: date
) -> tuple[DraftPerson, tuple[tuple[str, str], ...]]:
    person, doubts = person_of(dict(said), role, not_after=latest)
    return person, tuple(doubts)


@lru_cache(maxsize=20_000)
def _read(words: str, end: str, time: str, latest: date) -> ReadDate:
    return read_range(words, end, time=time, not_after=latest) if end else read_date(words, time=time, not_after=latest)


@lru_cache(maxsize=20_000)
def _day_of(words: str) -> str:
    when = read_date(words).when
    if when.at:
        return f"{when.at:%Y-%m-%dT%H:%M}"
    return str(when.first) if when.precision == "day" else words


UNKNOWN_DAY = When(None, None, "unknown")
