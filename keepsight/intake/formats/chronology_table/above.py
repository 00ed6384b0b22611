"""What stands above a table or in its key: whose chronology it is, from which agency, for which days.

Only lines of a label and its words are read; a line of words alone is a title and says nothing that a row does not say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from keepsight.intake.drafts import Warned
from keepsight.intake.formats.chronology_table.grid import Line
from keepsight.intake.formats.chronology_table.people import Known, People
from keepsight.intake.formats.described import IDENTITY, person_of, relation_of
from keepsight.intake.formats.headings import Headings, plain
from keepsight.intake.reading.dates import read_date
from keepsight.intake.reading.tables import Sheet

ABOUT_CHILD = {*IDENTITY, "sex", "ethnicity", "address_protected", "initials"}
ABOUT_FILE = {
    "agency",
    "agency_code",
    "sector",
    "as_at",
    "period_from",
    "period_to",
    "covers",
    "delivers",
    "professional",
}
NOT_UNDERSTOOD = "a line above the table was not understood, and not read"
NEW_CHILD = ("name", "forename", "initials")


@dataclass(slots=True)
class Above:
    """The labels and words above the tables of a file: of the file as a whole, and child by child."""

    file: dict[str, str] = field(default_factory=dict)
    children: list[dict[str, str]] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def take(self, sheet: Sheet, line: Line, headings: Headings) -> bool:
        """Take a line above a table; False when it holds something that was not understood."""
        pairs, left = _pairs(line.row.cells, headings)
        for name, words in pairs:
            if name in ABOUT_CHILD:
                self._about_child(name, words)
            elif name in ABOUT_FILE:
                self.file[name] = words
            else:
                left += 2
        if left > 1:
            self.warnings.append(Warned(sheet.name, line.row.number, None, NOT_UNDERSTOOD))
        return bool(pairs) and left <= 1

    def _about_child(self, name: str, words: str) -> None:
        if not self.children or (name in NEW_CHILD and name in self.children[-1]):
            self.children.append({})
        self.children[-1][name] = words


def _pairs(cells: dict[int, str], headings: Headings) -> tuple[list[tuple[str, str]], int]:
    """The labels with their words in a line, and how many cells were left over."""
    pairs: list[tuple[str, str]] = []
    left, texts = 0, [cells[place] for place in sorted(cells)]
    while texts:
        text = texts.pop(0)
        label, colon, words = text.partition(":")
        if colon and words.strip() and (name := _field(label, headings)):
            pairs.append((name, words.strip()))
        elif texts and (name := _field(text, headings)):
            pairs.append((name, texts.pop(0)))
        else:
            left += 0 if _field(text, headings) else 1  # a label with nothing beside it says nothing
    return pairs, left


def _field(label: str, headings: Headings) -> str | None:
    column = headings.known.get(plain(label))
    return column.becomes if column else None


def take_children(above: Above, people: People, not_after: date | None) -> Iterator[Warned]:
    """The children named above the tables become people, or add to those of the key; yields what is doubtful."""
    for said in above.children:
        person, doubts = person_of(said, "child", not_after=not_after)
        people.add_or_join(Known(person, "child"))
        yield from (Warned(None, None, name, says) for name, says in doubts)


def take_key_row(sheet: Sheet, line: Line, people: People, not_after: date | None) -> Iterator[Warned]:
    """A row of a key of initials becomes a person, or a professional's name; yields what is doubtful about it."""
    said = line.said()
    relation = said.get("relationship") or said.get("professional") or ""
    role = relation_of(relation)[0] if relation else "other"
    label = said.get("initials", "")
    if role == "professional":
        people.add_professional(label, ", ".join(words for words in (said.get("name"), relation) if words))
        return
    person, doubts = person_of(said, role, not_after=not_after)
    people.add(Known(person, role, relation, _lived(said, not_after)))
    yield from (Warned(sheet.name, line.row.number, name, says) for name, says in doubts)


def _lived(said: dict[str, str], not_after: date | None) -> tuple[date | None, date | None] | None:
    """From when to when a person lived with the child, where the key says anything of it."""
    if "lives_from" not in said and "lives_to" not in said:
        return None
    began, ended = (read_date(said.get(name, ""), not_after=not_after).when for name in ("lives_from", "lives_to"))
    return began.first, ended.last
