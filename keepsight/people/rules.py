"""What two records say of each other, by rule: link them, ask a person, or leave them apart.

Only an NHS number or a pupil number, together with a name or a birth date, links (what a home in common adds to a name and a birth
date, `verdicts` says). Addresses, telephone numbers and surnames alone never do. Two forenames are two children until a person says
otherwise: that is what twins look like. A child who is not yet born is joined to nobody by rule, however much agrees: a person is
asked.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# Further apart than a slip of the pen in day or month: a parent and a child of one name, one with the other's number.
FAR_APART_DAYS = 366

# Two births expected further apart than this are two pregnancies: half of one, and no scan puts a date off by so much.
PREGNANCIES_APART_DAYS = 20 * 7


NAME_AND_BIRTH_DATE = "name and birth date"
"""The rule of what is asked because both agree to the letter, and no number says more."""


class Band(StrEnum):
    """What a rule says of a pair."""

    LINK = "link"
    ASK = "ask"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Known:
    """What an agency last said of one record, in compared form. "" and None: not known.

    `order` (agency, key) is the same whatever order files arrive in; ids are not. `parents` are signs of a father or mother, their
    own record, a number or a whole name; they are looked up only where a child not yet born is among the records. `places`: signs
    of where it is said to live or to have lived, each with its kind (`two.HOMES`), which say nothing but that two are the same; a
    protected home has none. `kin`: the whole names of a child's parents, or of an adult's children, as its agency wrote them.
    `kept_apart`: a sealed child's, as an adopted child's is: nothing but a number may bring it to anybody, and no weight is
    worked out.
    """

    record: UUID
    order: tuple[str, str]
    forename: str = ""
    surname: str = ""
    born_on: dt.date | None = None
    nhs_number: str | None = None
    upn: str | None = None
    is_child: bool = False
    expected_on: dt.date | None = None
    unborn: bool = False
    sex: str | None = None
    parents: frozenset[str] = frozenset()
    places: frozenset[tuple[str, str]] = frozenset()
    kin: frozenset[str] = frozenset()
    kept_apart: bool = False

    @property
    def agency(self) -> str:
        return self.order[0]

    @property
    def due_on(self) -> dt.date | None:
        """The day of birth, or while none is on record the day on which it is expected."""
        return self.born_on or self.expected_on


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of two records, and why, in words that name no value. `agreements` counts what agrees."""

    band: Band
    rule: str
    words: tuple[str, ...]
    agreements: int = 0


def compare(a: Known, b: Known) -> Verdict:
    """The rule's word on two records. `compare(a, b) == compare(b, a)`."""
    shared, same = shared_numbers(a, b), agreements(a, b)
    against = contradiction(a, b)
    if shared and against:
        return Verdict(Band.ASK, "contradicted", (*shared, against))
    if a.unborn or b.unborn:
        return _before_birth(a, b, shared, same)
    if shared and ("same name" in same or "same birth date" in same):
        return Verdict(Band.LINK, "number", (*shared, *same), len(shared) + len(same))
    if shared:
        return Verdict(Band.ASK, "number alone", (*shared, "neither name nor birth date is known to agree"))
    return _without_number(a, b, same)


def contradiction(a: Known, b: Known) -> str | None:
    """Why these two cannot be one person without somebody's word, or None."""
    if numbers := different_numbers(a, b):
        return numbers
    if a.unborn or b.unborn:
        return _another_baby(a, b)
    if a.forename and b.forename and a.forename != b.forename:
        return "different forenames, as twins have" if a.born_on and a.born_on == b.born_on else "different forenames"
    if a.born_on and b.born_on and abs((a.born_on - b.born_on).days) > FAR_APART_DAYS:
        return "birth dates more than a year apart"
    return None


def different_numbers(a: Known, b: Known) -> str | None:
    """That each record has a valid number and the numbers differ, or None."""
    if a.nhs_number and b.nhs_number and a.nhs_number != b.nhs_number:
        return "different NHS numbers"
    if a.upn and b.upn and a.upn != b.upn:
        return "different pupil numbers"
    return None


def somebody_else(before: Sequence[Known], now: Known) -> bool:
    """Whether what is said now is surely of another person than all that was said before under one number of an agency's own.

    A number or a date that was put right is not: the same full name on the same birth date stays the same person, and so does
    one name with two birth dates, and two names with one.
    """
    return any(_another(one, now) for one in before) and not any(_the_same(one, now) for one in before)


def _another(a: Known, b: Known) -> bool:
    if a.nhs_number and b.nhs_number:
        return not _the_same(a, b)
    forenames, born = a.forename and b.forename and a.forename != b.forename, a.born_on and b.born_on
    return bool(forenames and born and a.born_on != b.born_on)


def _the_same(a: Known, b: Known) -> bool:
    agreed = agreements(a, b)
    return "same NHS number" in shared_numbers(a, b) or ("same name" in agreed and "same birth date" in agreed)


def _another_baby(a: Known, b: Known) -> str | None:
    """The same of two of whom one is not yet born: a name means nothing yet, and one agency's two numbers may be twins."""
    if a.due_on and b.due_on and abs((a.due_on - b.due_on).days) > PREGNANCIES_APART_DAYS:
        return "births more than twenty weeks apart, as two pregnancies are"
    if a.unborn and b.unborn and a.agency == b.agency and a.order[1].startswith("id:") and b.order[1].startswith("id:"):
        return "two children expected, whom their agency tells apart"
    return None


def _before_birth(a: Known, b: Known, shared: tuple[str, ...], same: tuple[str, ...]) -> Verdict:
    """The guard of the unborn: whatever agrees, a person is asked and nothing is linked."""
    agreed = (*shared, *same, *(("a parent in common",) if a.parents & b.parents and a.due_on and b.due_on else ()))
    if contradiction(a, b) or not (shared or "a parent in common" in agreed):
        return Verdict(Band.LEAVE, "nothing shared", agreed)
    return Verdict(Band.ASK, "unborn", (*agreed, "one of them was not yet born when it was told of"))


def _without_number(a: Known, b: Known, same: tuple[str, ...]) -> Verdict:
    """A name never links. Two different numbers under one name are two people, or an adoption: nobody is asked."""
    if "same name" not in same or contradiction(a, b):
        return Verdict(Band.LEAVE, "nothing shared", same)
    if "same birth date" in same:
        return Verdict(Band.ASK, NAME_AND_BIRTH_DATE, (*same, "no number in common"))
    if a.agency == b.agency and a.is_child and b.is_child and not (a.born_on and b.born_on):
        return Verdict(Band.ASK, "name in one agency", (*same, "birth date not stated"))
    return Verdict(Band.LEAVE, "nothing shared", same)


def shared_numbers(a: Known, b: Known) -> tuple[str, ...]:
    """The numbers that are valid, and the same on both, in words."""
    return tuple(
        words
        for words, one, other in (
            ("same NHS number", a.nhs_number, b.nhs_number),
            ("same pupil number", a.upn, b.upn),
        )
        if one and one == other
    )


def agreements(a: Known, b: Known) -> tuple[str, ...]:
    """What agrees to the letter of name and birth date, in words."""
    forename, surname = bool(a.forename) and a.forename == b.forename, bool(a.surname) and a.surname == b.surname
    born = a.born_on is not None and a.born_on == b.born_on
    names = ("same name",) if forename and surname else ("same forename",) * forename + ("same surname",) * surname
    return (*names, *(("same birth date",) if born else ()))
