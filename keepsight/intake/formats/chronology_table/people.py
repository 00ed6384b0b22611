"""Who a chronology is about: the child named above it, the people of its key, the children of a register's rows.

A person is what the file says and no more. A relation that is not plain from its word makes no tie; its word is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date

from keepsight.intake.drafts import DraftPerson, DraftTie, Role, Sex, TieKind
from keepsight.intake.identifiers import nhs_number_is_valid, upn_is_valid, upn_stands_for_none
from keepsight.intake.reading.dates import read_date

IDENTITY = ("local_id", "nhs_number", "upn", "name", "forename", "surname", "born", "expected", "postcode", "address")
TITLES = re.compile(r"^(?:mr|mrs|ms|miss|dr)\.?\s+", re.IGNORECASE)
YES = {"yes", "y", "true", "1", "protected", "confidential"}
SEXES: dict[str, Sex] = {
    "f": "female",
    "female": "female",
    "girl": "female",
    "m": "male",
    "male": "male",
    "boy": "male",
}

# Words of a relation, the first that fits: the role, the tie to the child (None: none is plain), the sex it says.
RELATIONS: tuple[tuple[str, Role, TieKind | None, Sex | None], ...] = (
    (
        r"worker|health visitor|midwife|teacher|nurse|police|doctor|\bgp\b|officer|practitioner|dsl|senco|head|manager",
        "professional",
        None,
        None,
    ),
    (r"partner|boyfriend|girlfriend|\bex\b", "adult_of_concern", None, None),
    (r"foster|carer|guardian|step", "carer", "cares_for", None),
    (r"grand|aunt|uncle|cousin|great", "other", None, None),
    (r"mother|\bmum\b|\bmam\b", "parent", "parent_of", "female"),
    (r"father|\bdad\b", "parent", "parent_of", "male"),
    (r"parent", "parent", "parent_of", None),
    (r"sister", "sibling", "sibling_of", "female"),
    (r"brother", "sibling", "sibling_of", "male"),
    (r"sibling|twin", "sibling", "sibling_of", None),
    (r"child|subject|pupil|young person|baby|infant|daughter|\bson\b", "child", None, None),
)
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
        while ref in self.by_ref and replace(self.by_ref[ref].person, ref=person.ref) != person:
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


def relation_of(words: str) -> tuple[Role, TieKind | None, Sex | None]:
    """What a word of relation says: role, tie to the child, sex. Unheard-of words say only that somebody is there."""
    plain = words.lower()
    for pattern, role, tie, sex in RELATIONS:
        if re.search(pattern, plain):
            return role, tie, sex
    return "other", None, None


def has_identity(said: dict[str, str]) -> bool:
    """Whether a row names somebody by itself."""
    return any(said.get(name) for name in IDENTITY[:-2])


def person_of(said: dict[str, str], role: Role, *, not_after: date | None) -> tuple[DraftPerson, list[tuple[str, str]]]:
    """A person from the words of a row, and what is doubtful about them as (field, words)."""
    doubts = []
    forename, surname = _names(said)
    born = read_date(said["born"], not_after=not_after) if "born" in said else None
    expected = read_date(said["expected"], not_after=None) if "expected" in said else None
    doubts += [("born", read.doubt) for read in (born, expected) if read and read.doubt]
    if (number := said.get("nhs_number")) and not nhs_number_is_valid(number):
        doubts.append(("nhs_number", "the check digit of this NHS number is wrong: it is not used for linking"))
    upn = said.get("upn")
    if upn and not upn_is_valid(upn) and not upn_stands_for_none(upn):
        doubts.append(("upn", "the check letter of this pupil number is wrong: it is not used for linking"))
    relation = said.get("relationship", "")
    person = DraftPerson(
        _ref(said, forename, surname),
        role_hint=role,
        local_id=said.get("local_id"),
        forename=forename,
        surname=surname,
        born=born.when if born else None,
        expected_on=expected.when.first if expected else None,
        sex=SEXES.get(said.get("sex", "").lower()) or relation_of(relation)[2],
        nhs_number=number,
        upn=None if upn and upn_stands_for_none(upn) else upn,
        address=said.get("address"),
        postcode=said.get("postcode"),
        address_protected=said.get("address_protected", "").lower() in YES,
        ethnicity=said.get("ethnicity"),
        label=said.get("initials"),
    )
    return person, doubts


def _names(said: dict[str, str]) -> tuple[str | None, str | None]:
    """Forename and surname; a whole name is parted at its comma, or before its last word."""
    name = TITLES.sub("", said.get("name", "").strip())
    if "forename" in said or "surname" in said or not name:
        return said.get("forename"), said.get("surname")
    if "," in name:
        surname, forename = (part.strip() or None for part in name.split(",", 1))
        return forename, surname
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, None)


def _ref(said: dict[str, str], forename: str | None, surname: str | None) -> str:
    """A word for this person that does not depend on where in the file they stand."""
    for name in ("local_id", "nhs_number", "upn"):
        if said.get(name):
            return f"{name}:{said[name]}"
    parts = (surname, forename, said.get("born"), said.get("expected"), said.get("initials"))
    return "|".join(part or "" for part in parts)


def _may_be_one(a: DraftPerson, b: DraftPerson) -> bool:
    """Whether two descriptions in one file are of one child: initials or name agree, and nothing contradicts it."""
    if a.label and a.label == b.label:
        return True
    same_name = bool(a.surname or a.forename) and (a.forename, a.surname) == (b.forename, b.surname)
    return same_name and (not a.born or not b.born or a.born.first == b.born.first)


def _labels(people: People) -> re.Pattern[str]:
    ordered = sorted(people.by_label, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])")
