"""A person as the words of a row describe them: names, births and numbers, and what is doubtful about those.

A person is what the file says and no more. A relation that is not plain from its word makes no tie; its word is kept.
"""

import re
from datetime import date
from functools import lru_cache

from keepsight.intake.drafts import DraftPerson, Role, Sex, TieKind, expected
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
    "1": "male",  # as health and the children looked after return code it
    "2": "female",
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


@lru_cache(maxsize=1_000)
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
    due = read_date(said["expected"], not_after=None) if "expected" in said else None
    doubts += [("born", read.doubt) for read in (born, due) if read and read.doubt]
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
        sex=SEXES.get(said.get("sex", "").lower()) or relation_of(relation)[2],
        nhs_number=number,
        upn=None if upn and upn_stands_for_none(upn) else upn,
        former_upn=said.get("former_upn"),
        address=said.get("address"),
        postcode=said.get("postcode"),
        address_protected=said.get("address_protected", "").lower() in YES,
        ethnicity=said.get("ethnicity"),
        label=said.get("initials"),
        **expected(due.when if due else None),
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
