"""Who lives in a block of the town: names, homes and numbers made up so that they can belong to nobody.

NHS numbers come from 999, which is kept for tests; pupil numbers from council 999, which there is not; postcodes from
ZZ99, where nobody lives. Names are put together from the words of hedges, birds and weather.
"""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from keepsight.intake.identifiers import NHS_MODULUS, NHS_NUMBER_LENGTH, UPN_LETTERS
from keepsight.town.census import COUNCIL
from keepsight.town.story import Home, Person

NUMBERS_FOR_TESTS = 900_000  # from 999: nine good last digits for each five; a child beyond has no NHS number
PREFIXES = 100_000
SCHOOL_AGE = 4  # years
CHILD_ID = "FT"
PLACE = "Fennick-on-the-Wash"

_NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
FORENAMES = {"F": _NAMES["girls"], "M": _NAMES["boys"]}
SURNAMES = ["".join(parts) for parts in product(_NAMES["surname"]["begins"], _NAMES["surname"]["ends"])]
STREETS = [" ".join(parts) for parts in product(_NAMES["street"]["begins"], _NAMES["street"]["ends"])]
PLACE = "Fennick-on-the-Wash"
RESERVED_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that end a postcode
ETHNICITIES = ("WBRI", "WBRI", "WBRI", "WBRI", "WOTH", "APKN", "ABAN", "BAFR", "MWBC", "NOBT")  # census codes, by share

MOTHER, CHILD = "Mother", "Child"


@dataclass(frozen=True, slots=True)
class Household:
    """A home of the block with its mother and children; a child by the number it has in the town.

    `unnumbered` are those whose NHS number their surgery does not have.
    """

    number: int
    mother: Person
    children: dict[int, Person]
    unnumbered: frozenset[int]


def households(duck: duckdb.DuckDBPyConnection, until: date) -> dict[int, Household]:
    """The homes of the block that is drawn, by number."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = duck.execute(
        """
        SELECT child.h, home.key, child.n, child.i, child.born, child.sex,
               u(child.key, 'number') < getvariable('number_not_known') AS unnumbered
        FROM child JOIN home ON home.h = child.h ORDER BY child.n
        """
    ).fetchall()
    keys = {}
    for h, home_key, *child in rows:
        keys[h] = home_key
        found[h].append(tuple(child))
    return {h: _household(h, keys[h], children, until) for h, children in found.items()}


def nhs_number(n: int) -> str | None:
    """The n-th number of the range for tests, its check digit right. None beyond the last."""
    if n >= NUMBERS_FOR_TESTS:
        return None
    prefix, place = n * 7 % PREFIXES, n // PREFIXES  # 7 shares no factor with the prefixes: each is met once
    good = [number for last in range(10) if (number := _checked(f"999{prefix:05d}{last}"))]
    return good[place]


def upn(n: int) -> str:
    """The n-th pupil number of a council that there is not."""
    digits = f"{COUNCIL}{n // 1000 % 10_000:04d}{15 + n // 10_000_000:02d}{n % 1000:03d}"
    letter = UPN_LETTERS[sum(int(digit) * place for place, digit in enumerate(digits, 2)) % len(UPN_LETTERS)]
    return letter + digits


def _checked(digits: str) -> str | None:
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(NHS_NUMBER_LENGTH, 1, -1), strict=True))
    check = (NHS_MODULUS - weighed % NHS_MODULUS) % NHS_MODULUS
    return None if check == NHS_NUMBER_LENGTH else f"{digits}{check}"


def _household(h: int, key: int, children: list[Any], until: date) -> Household:
    surname = SURNAMES[key % len(SURNAMES)]
    homes = (_home(key),)
    eldest = min(born for _, _, born, *_ in children)
    mother = Person(
        key="mother",
        forename=FORENAMES["F"][key // 7 % len(FORENAMES["F"])],
        surname=surname,
        initials="MO",
        relation=MOTHER,
        born=date(eldest.year - 19 - key // 11 % 20, key // 13 % 12 + 1, key // 17 % 28 + 1),
        homes=homes,
    )
    by_number = {n: _child(n, i, born, sex, key, mother, until) for n, i, born, sex, _ in children}
    return Household(h, mother, by_number, frozenset(n for n, *_, unnumbered in children if unnumbered))


def _child(n: int, i: int, born: date, sex: str, home_key: int, mother: Person, until: date) -> Person:
    at_school = (until - born).days >= SCHOOL_AGE * 365.25
    names = FORENAMES[sex]
    return Person(
        key=str(n),
        # Apart by their place in the home: no two children of one home have one name.
        forename=names[(home_key // 19 + i * 7) % len(names)],
        surname=mother.surname,
        initials=f"C{i + 1}",
        relation=CHILD,
        born=born,
        sex=sex,
        ethnicity=ETHNICITIES[home_key // 23 % len(ETHNICITIES)],
        nhs_number=nhs_number(n),
        upn=upn(n) if at_school else None,
        no_upn=None if at_school else "UN1",
        child_id=f"{CHILD_ID}{n}",
        homes=mother.homes,
    )


def _home(key: int) -> Home:
    street = STREETS[key // 3 % len(STREETS)]
    letters = RESERVED_LETTERS[key // 29 % len(RESERVED_LETTERS)] + RESERVED_LETTERS[key // 31 % len(RESERVED_LETTERS)]
    return Home(f"{key // 37 % 90 + 1} {street}, {PLACE}", f"ZZ99 {key // 41 % 10}{letters}")
