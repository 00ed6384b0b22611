"""Families that do not live, and what agencies wrote down of them: generated sets to try linking on, with the truth beside them.

Nothing here knows how records are compared. Twins are born four times as often as in life, so that a set of a size to be run has
enough of them; how full the records are and how often a hand slips are said by the caller. The same seed gives the same set.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count, product
from pathlib import Path
from random import Random

from keepsight.town.population import people as numbers

NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
ORIGINS: dict[str, float] = NAMES["share"]
FORMS: dict[str, dict[str, list[str]]] = {
    origin: {
        forms.split()[0]: forms.split()[1:] for kind in ("girls", "boys", "surnames") for forms in NAMES[origin][kind]
    }
    for origin in ORIGINS
}
INVENTED_SURNAMES = numbers.SURNAMES
UNTIL = dt.date(2026, 9, 1)
TWIN_BIRTHS = 0.06  # of births; in life about .015
KEYS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Told:
    """One record as an agency wrote it. None and "": not said."""

    record: str
    agency: str
    forename: str | None
    surname: str | None
    born_on: dt.date | None
    expected_on: dt.date | None
    sex: str | None
    nhs_number: str | None
    upn: str | None
    uprn: str | None
    address: str | None
    postcode: str | None
    address_protected: bool
    is_child: bool
    kin: tuple[str, ...] = ()
    """The names that the agency wrote down of a child's parents, or of an adult's children."""


@dataclass(frozen=True, slots=True)
class Someone:
    """Who somebody truly is. `birth` is the same for twins; `homes` are where they lived, the last one now."""

    number: int
    family: int
    birth: int
    origin: str
    sex: str
    forename: str
    middle: str
    surname: str
    other_surname: str
    born_on: dt.date
    nhs_number: str | None
    upn: str | None
    homes: tuple["Home", ...]
    protected: bool

    @property
    def is_child(self) -> bool:
        return self.born_on.year >= UNTIL.year - 18


@dataclass(frozen=True, slots=True)
class Home:
    """A property: its number in the gazetteer, a line of address, a postcode."""

    uprn: str
    address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Slips:
    """How often a hand slips, in shares of records that have the fact at all. Plainly supposed, not measured anywhere."""

    typing: float = 0.03
    another_form: float = 0.08
    middle_name: float = 0.06
    names_swapped: float = 0.006
    half_of_two: float = 0.25
    former_surname: float = 0.05
    day_and_month: float = 0.01
    one_digit: float = 0.01
    first_of_january: float = 0.006
    no_birth_date: float = 0.02
    no_sex: float = 0.06
    wrong_sex: float = 0.004
    digits_of_number: float = 0.01
    a_sibling_s_number: float = 0.002
    former_home: float = 0.12
    no_address: float = 0.1
    address_written_otherwise: float = 0.3
    postcode_alone: float = 0.06
    called_baby: float = 0.004
    written_before_birth: float = 0.03

    def times(self, factor: float) -> "Slips":
        """The same hand, so many times as careless."""
        return Slips(*(min(0.6, getattr(self, name) * factor) for name in self.__slots__))


# Of the agencies: how likely each has a record of a child or an adult, an NHS number, a pupil number, a property number.
AGENCIES = {
    "surgery": (0.9, 0.9, 0.97, 0.0, 0.3),
    "school": (0.75, 0.0, 0.05, 0.92, 0.2),
    "hospital": (0.5, 0.4, 0.85, 0.0, 0.1),
    "social_care": (0.45, 0.35, 0.5, 0.4, 0.6),
    "police": (0.2, 0.3, 0.0, 0.0, 0.1),
    "early_help": (0.25, 0.15, 0.2, 0.2, 0.2),
}


# How likely an agency that knows somebody names the family: a child's parents, an adult's children. Supposed too.
NAMES_KIN = {"surgery": 0.5, "school": 0.85, "hospital": 0.6, "social_care": 0.85, "police": 0.4, "early_help": 0.8}
NAMES_EACH = {"F": 0.95, "M": 0.65}  # of the parents, where any is named; of the children each as a mother


@dataclass(frozen=True, slots=True)
class Generated:
    """Records, and the truth of them: `about` says whom each record is about."""

    told: list[Told] = field(default_factory=list)
    about: dict[str, int] = field(default_factory=dict)
    people: dict[int, Someone] = field(default_factory=dict)

    def twins(self) -> set[frozenset[int]]:
        """Pairs of people born together."""
        return {pair for pair in self._born_to_one() if len({self.people[one].birth for one in pair}) == 1}

    def siblings(self) -> set[frozenset[int]]:
        """Pairs of children of one family who were not born together."""
        return self._born_to_one() - self.twins()

    def true_pairs(self) -> set[frozenset[str]]:
        """Pairs of records that are about one person."""
        of: dict[int, list[str]] = {}
        for record, person in self.about.items():
            of.setdefault(person, []).append(record)
        return {frozenset((a, b)) for records in of.values() for a in records for b in records if a < b}

    def _born_to_one(self) -> set[frozenset[int]]:
        families: dict[int, list[int]] = {}
        for one in self.people.values():
            if one.birth:
                families.setdefault(one.family, []).append(one.number)
        return {frozenset((a, b)) for born in families.values() for a in born for b in born if a < b}


def generated(
    seed: int, families: int, *, density: float = 1.0, slips: float = 1.0, twins: float = TWIN_BIRTHS
) -> Generated:
    """So many families as their agencies wrote them down.

    `density` 1: as many agencies know somebody as the table says, about 2.5 each; less: fewer, but never none. `slips` 2: twice as
    many errors of every kind. `twins`: the share of births that are of two.
    """
    die, kin_die = Random(f"families {seed}"), Random(f"kin {seed}")
    made, hand, town = Generated(), Slips().times(slips), _homes(die, families)
    for family in range(families):
        for one in _family(die, family, town, twins, count(len(made.people))):
            made.people[one.number] = one
    for one in made.people.values():
        beside = [other for other in _beside(made.people, one) if other.number != one.number]
        for agency in _who_know(die, one, density):
            record = f"{len(made.told):07d}"
            kin = _kin_named(kin_die, hand, one, beside, agency)
            made.told.append(replace(_written(die, hand, one, beside, agency, record), kin=kin))
            made.about[record] = one.number
    return replace(made, told=die.sample(made.told, len(made.told)))


def _beside(people: dict[int, Someone], one: Someone) -> list[Someone]:
    near = (people.get(one.number + step) for step in range(-6, 7))
    return [other for other in near if other and other.family == one.family]


def _homes(die: Random, families: int) -> list[Home]:
    """The homes of the town, several behind one postcode, some of them flats of one house."""
    letters = list(product(numbers.RESERVED_LETTERS, repeat=2))
    made = []
    for number in range(families * 2):
        street = numbers.STREETS[number // 14 % len(numbers.STREETS)]
        a, b = letters[number // 140 % len(letters)]
        flat = f"Flat {number % 3 + 1}, " if number % 7 == 0 else ""
        postcode = f"ZZ{90 + number // 168 % 10} {number // 14 % 10}{a}{b}"
        made.append(Home(f"{900_000_000_000 + number}", f"{flat}{number % 14 * 2 + 1} {street}", postcode))
    die.shuffle(made)
    return made


def _family(die: Random, family: int, town: list[Home], twins: float, numbered: Iterator[int]) -> Iterator[Someone]:
    origin = die.choices(list(ORIGINS), list(ORIGINS.values()))[0]
    surname, other = _surname(die, origin), _surname(die, origin)
    homes = tuple(town[family * 2 : family * 2 + 1 + (die.random() < 0.4)])
    protected = die.random() < 0.02
    mother_born = dt.date(die.randint(1970, 2002), die.randint(1, 12), die.randint(1, 28))
    shared = {"family": family, "origin": origin, "homes": homes, "protected": protected}

    def someone(birth: int, sex: str, born_on: dt.date, forename: str, named: str) -> Someone:
        number = next(numbered)
        middle = _pick(die, NAMES[origin]["girls" if sex == "F" else "boys"]).split()[0]
        upn = numbers.upn(number) if birth and (UNTIL - born_on).days > 4 * 365 else None
        return Someone(
            number, birth=birth, sex=sex, born_on=born_on, forename=forename, middle=middle, surname=named,
            other_surname=other, nhs_number=numbers.nhs_number(number), upn=upn, **shared,
        )  # fmt: skip

    yield someone(0, "F", mother_born, _forename(die, origin, "F", set()), die.choice((surname, other)))
    if die.random() < 0.6:
        born = mother_born - dt.timedelta(days=die.randint(-900, 4000))
        yield someone(0, "M", born, _forename(die, origin, "M", set()), surname)
    born, taken, birth = mother_born + dt.timedelta(days=die.randint(6800, 9000)), set[str](), 0
    for _ in range(die.choices((1, 2, 3, 4), (4, 4, 2, 1))[0]):
        born, birth = born + dt.timedelta(days=die.randint(400, 1500)), birth + 1
        if born > UNTIL:
            break
        named = f"{surname}-{other}" if die.random() < 0.08 else die.choices((surname, other), (9, 1))[0]
        for sex in _born_together(die, twins):
            forename = _forename(die, origin, sex, taken, like=len(taken) > 0 and die.random() < 0.2)
            taken.add(forename)
            yield someone(birth, sex, born, forename, named)


def _born_together(die: Random, twins: float) -> tuple[str, ...]:
    sex = die.choice("FM")
    if die.random() >= twins:
        return (sex,)
    return (sex, sex if die.random() < 0.66 else die.choice("FM"))


def _forename(die: Random, origin: str, sex: str, taken: set[str], *, like: bool = False) -> str:
    """A forename that no child of the family bears; `like`: one that begins as the last one does, where there is any."""
    names = [each.split()[0] for each in NAMES[origin]["girls" if sex == "F" else "boys"]]
    free = [each for each in names if each not in taken]
    alike = [each for each in free if any(each[0] == other[0] for other in taken)] if like else []
    return _pick(die, alike or free)


def _surname(die: Random, origin: str) -> str:
    if origin == "english" and die.random() < 0.7:
        return die.choice(INVENTED_SURNAMES)
    return _pick(die, NAMES[origin]["surnames"]).split()[0]


def _pick(die: Random, names: list[str]) -> str:
    """One of these, the first ones oftener, as names are in life."""
    return die.choices(names, [1 / (place + 3) for place in range(len(names))])[0]


def _who_know(die: Random, one: Someone, density: float) -> list[str]:
    column = 0 if one.is_child else 1
    known = [agency for agency, shares in AGENCIES.items() if die.random() < shares[column] * density]
    if not known:
        known = ["surgery"]
    return known + [agency for agency in known if die.random() < 0.05 * density]  # the same agency, twice


def _written(die: Random, hand: Slips, one: Someone, beside: list[Someone], agency: str, record: str) -> Told:
    def slips(chance: float) -> bool:
        return die.random() < chance

    _, _, has_nhs, has_upn, has_uprn = AGENCIES[agency]
    forename, surname = _names(die, hand, one)
    home = one.homes[0] if slips(hand.former_home) else one.homes[-1]
    number_of = die.choice(beside) if beside and slips(hand.a_sibling_s_number) else one
    nhs = number_of.nhs_number if slips(has_nhs) else None
    upn = number_of.upn if slips(has_upn) else None
    lives = not slips(hand.no_address)
    told = Told(
        record=record,
        agency=agency,
        forename="Baby" if slips(hand.called_baby) else forename,
        surname=surname,
        born_on=_born(die, hand, one.born_on),
        expected_on=None,
        sex=None if slips(hand.no_sex) else {"F": "M", "M": "F"}[one.sex] if slips(hand.wrong_sex) else one.sex,
        nhs_number=_digits(die, nhs) if nhs and slips(hand.digits_of_number) else nhs,
        upn=_digits(die, upn) if upn and slips(hand.digits_of_number) else upn,
        uprn=home.uprn if lives and slips(has_uprn) else None,
        address=_address(die, hand, home) if lives and not slips(hand.postcode_alone) else None,
        postcode=_postcode(die, home.postcode) if lives else None,
        address_protected=one.protected,
        is_child=one.is_child,
    )
    if one.is_child and agency == "social_care" and slips(hand.written_before_birth):
        return _unborn(die, told, one.born_on)
    return told


def _kin_named(die: Random, hand: Slips, one: Someone, beside: list[Someone], agency: str) -> tuple[str, ...]:
    """A child's parents, or an adult's children, as the agency wrote them down, if it did; with the same slips as any name."""
    if die.random() >= NAMES_KIN[agency]:
        return ()
    kin = [other for other in beside if bool(other.birth) is not bool(one.birth)]
    named = [other for other in kin if die.random() < NAMES_EACH["F" if other.birth else other.sex]]
    return tuple(" ".join(_names(die, hand, other)) for other in named)


def _unborn(die: Random, told: Told, born_on: dt.date) -> Told:
    """The same, written down before the birth: an expected date, and nothing that a child is only given later."""
    expected_on = born_on + dt.timedelta(days=die.randint(-14, 21))
    return replace(
        told,
        forename=die.choice(("Unborn", "Unborn baby", None)),
        born_on=None,
        expected_on=expected_on,
        sex=None,
        nhs_number=None,
        upn=None,
    )


def _names(die: Random, hand: Slips, one: Someone) -> tuple[str, str]:
    forename, surname = one.forename, one.surname
    if die.random() < hand.former_surname:
        surname = one.other_surname
    parts = surname.split("-")
    if len(parts) > 1 and not surname.startswith(("Al-", "El-")) and die.random() < hand.half_of_two:
        surname = die.choice((*parts, f"{parts[1]} {parts[0]}", " ".join(parts)))
    forename, surname = _form(die, hand, one.origin, forename), _form(die, hand, one.origin, surname)
    if die.random() < hand.middle_name:
        forename = f"{forename} {one.middle}"
    forename, surname = (_mistyped(die, name) if die.random() < hand.typing else name for name in (forename, surname))
    if die.random() < hand.names_swapped:
        forename, surname = surname, forename
    write: Callable[[str], str] = die.choices((str, str.upper, str.lower), (12, 3, 1))[0]
    return write(forename), write(surname)


def _form(die: Random, hand: Slips, origin: str, name: str) -> str:
    """Another way to write the same name, where there is one and the hand takes it."""
    others = FORMS[origin].get(name)
    return die.choice(others) if others and die.random() < hand.another_form else name


def _mistyped(die: Random, name: str) -> str:
    at, kind = die.randrange(len(name)), die.choice(("left out", "put in", "other", "turned round"))
    if kind == "left out" and len(name) > 2:
        return name[:at] + name[at + 1 :]
    if kind == "put in":
        return name[:at] + die.choice(KEYS) + name[at:]
    if kind == "turned round" and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + die.choice(KEYS) + name[at + 1 :]


def _born(die: Random, hand: Slips, born: dt.date) -> dt.date | None:
    if die.random() < hand.no_birth_date:
        return None
    if die.random() < hand.first_of_january:
        return dt.date(born.year, 1, 1)
    if die.random() < hand.day_and_month and born.day <= 12:
        return dt.date(born.year, born.day, born.month)
    if die.random() < hand.one_digit:
        return _a_digit_off(die, born)
    return born


def _a_digit_off(die: Random, born: dt.date) -> dt.date:
    wrong = die.choice((born.replace(day=die.randint(1, 28)), born.replace(day=1 + born.day % 28)))
    years = die.choice((-10, -1, 1, 10))
    return die.choice((wrong, born.replace(year=born.year + years, day=min(born.day, 28))))


def _digits(die: Random, number: str) -> str:
    at = die.randrange(1, len(number))
    return number[:at] + str(die.randrange(10)) + number[at + 1 :]


def _address(die: Random, hand: Slips, home: Home) -> str:
    if die.random() >= hand.address_written_otherwise:
        return home.address
    shorter = home.address.replace("Street", "St").replace("Lane", "Ln").replace("Flat ", "Flt ")
    return die.choice((shorter, home.address.upper(), f"{home.address}, {numbers.PLACE}"))


def _postcode(die: Random, postcode: str) -> str:
    return die.choices((postcode, postcode.replace(" ", ""), postcode.lower()), (8, 2, 1))[0]
