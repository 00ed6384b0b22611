"""Who a chronology is about: the child named above it, the people of its key, the children of a register's rows.

A person is what the file says and no more. A relation that is not plain from its word makes no tie; its word is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date

from keepsight.intake.drafts import DraftPerson, DraftTie, Role
from keepsight.intake.formats.described import relation_of

CHILDREN = ("child", "sibling")


@dataclass(slots=True)
class Known:
    """A person of the file with the role their relation gives them, and how that relation is worded."""

    person: DraftPerson
    role: Role
    relation: str = ""
    lives: tuple[date | None, date | None] | None = None


@dataclass(slots=True)
class People:
    """Everyone the file names, by ref and by the initials it uses."""

    by_ref: dict[str, Known] = field(default_factory=dict)
    by_label: dict[str, Known] = field(default_factory=dict)
    professionals: dict[str, str] = field(default_factory=dict)
    labels: re.Pattern[str] | None = None

    @property
    def children(self) -> list[str]:
        """The refs of the children the chronology is about: those named as the child, not their siblings."""
        return [ref for ref, known in self.by_ref.items() if known.role == "child"]

    def add(self, known: Known) -> str:
        """Add a person, or what another row says of them, and answer their ref. The same words are the same person."""
        ref, person = known.person.ref, known.person
        while ref in self.by_ref and not _says_the_same(self.by_ref[ref].person, person):
            ref = f"{ref}*"
        if ref not in self.by_ref:
            known.person = replace(person, ref=ref)
            self.by_ref[ref] = known
        if person.label:
            self.by_label[person.label] = self.by_ref[ref]
            self.labels = _labels(self)
        return ref

    def add_or_join(self, known: Known) -> str:
        """Add a child named above the table, unless the key names that child too: then join what both say."""
        for ref, other in self.by_ref.items():
            if other.role in CHILDREN and _may_be_one(other.person, known.person):
                said = {one.name: getattr(known.person, one.name) for one in fields(DraftPerson)}
                missing = {name: value for name, value in said.items() if value and not getattr(other.person, name)}
                other.person, other.role = replace(other.person, **missing, role_hint="child"), "child"
                return ref
        return self.add(known)

    def add_professional(self, label: str, words: str) -> None:
        """Remember who stands behind a professional's initials; a professional is no record."""
        self.professionals[label] = words

    def named_in(self, text: str) -> list[Known]:
        """The people whose initials stand in a text, in their order, each once."""
        if self.labels is None:
            return []
        return list(
            {id(known): known for label in self.labels.findall(text) for known in [self.by_label[label]]}.values()
        )

    def ties(self) -> Iterator[DraftTie]:
        """What the key says of how its people belong together."""
        for known in self.by_ref.values():
            if known.role != "child" or known.relation:
                yield from self._ties_of(known)

    def _ties_of(self, known: Known) -> Iterator[DraftTie]:
        ref = known.person.ref
        named = [one for one in self.named_in(known.relation) if one is not known]
        to = [one.person.ref for one in named] or self.children
        kind = relation_of(known.relation)[1]
        if relation_of(known.relation)[0] == "adult_of_concern":
            kind, to = "partner_of", [one.person.ref for one in named if one.role == "parent"]
        if kind:
            yield from (DraftTie(ref, kind, other, raw=known.relation) for other in to if other != ref)
        if known.lives:
            began, ended = known.lives
            others = [other for other in self.children if other != ref]
            yield from (DraftTie(ref, "lives_with", other, began, ended, known.relation) for other in others)


def _may_be_one(a: DraftPerson, b: DraftPerson) -> bool:
    """Whether two descriptions in one file are of one child: initials or name agree, and nothing contradicts it."""
    if a.label and a.label == b.label:
        return True
    same_name = bool(a.surname or a.forename) and (a.forename, a.surname) == (b.forename, b.surname)
    return same_name and (not a.born or not b.born or a.born.first == b.born.first)


def _labels(people: People) -> re.Pattern[str]:
    ordered = sorted(people.by_label, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])")


def _says_the_same(one: DraftPerson, other: DraftPerson) -> bool:
    """Whether both describe somebody alike, whatever their refs."""
    return one == other or (one.ref != other.ref and replace(one, ref=other.ref) == other)
