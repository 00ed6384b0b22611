"""Two records weighed at once, as one comes in: the steps of `model` and the weights of `model.json`, without a table of everybody.

What Splink says of the same two is the same to the last digit (tests/people/test_two.py), in a store of fewer than
`LEAST_RECORDS`. In a greater one the bulk also weighs how rare a name is, and how many people there are; here it is not done,
for what is said of two records must not depend on who else had arrived by then. Nor is how alike two addresses are spelt: a home
is the same, or it is not.
"""

import datetime as dt
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import log2
from pathlib import Path

from keepsight.people.matching.model import ALIKE, COMPARISONS, DIFFERENT, MISSING, Model, column, shipped
from keepsight.people.matching.pair import LEAST_RECORDS, STRICT_FROM_YEAR, Pair
from keepsight.people.rules import Known

# As `standard.sql` has them, in this order.
ONE_SPELLING = (
    ("ph", "f"), ("sh", "s"), ("ch", "c"), ("ck", "k"), ("kh", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("z", "s"), ("ow", "au"),
    ("w", "v"),
)  # fmt: skip
LEAST_SOUND, LEAST_PART = 3, 3  # letters: a shorter sound, or part of a name, is too common to say anything
BEFORE_ANYBODY, AFTER_EVERYBODY = dt.date(1901, 1, 1), dt.date(2200, 1, 1)
NEAR_DAYS, SLIP_DAYS = 31, 366

HOMES = {"door": "same", "postcode": "street", "line": "street", "district": "district"}
"""The kinds of sign of where somebody lives, the nearest first, and the model's word where two have one in common."""

# Winkler's measure adds to Jaro's for each of the first letters that two words share, if they are at all alike.
FIRST_LETTERS, FOR_EACH, AT_ALL_ALIKE = 4, 0.1, 0.7


@dataclass(frozen=True)
class Compared:
    """One record in the form in which it is compared. What is not known is "" or None."""

    known: Known

    @cached_property
    def first_name(self) -> str:
        return self.known.forename.split(" ")[0]

    @cached_property
    def forename_sound(self) -> str:
        return sound(self.known.forename)

    @cached_property
    def surname_sound(self) -> str:
        return sound(self.known.surname)

    @cached_property
    def forms(self) -> frozenset[int]:
        return _forms().get(self.first_name, frozenset())

    @cached_property
    def surname_parts(self) -> frozenset[str]:
        return frozenset(part for part in self.known.surname.split(" ") if len(part) >= LEAST_PART)

    @cached_property
    def sex(self) -> str:
        letter = (self.known.sex or "")[:1].upper()
        return letter if letter in ("F", "M") else ""

    @property
    def born_on(self) -> dt.date | None:
        """The day of birth. One that nobody alive can have is a word for not knowing it, and stands on hundreds of records."""
        born = self.known.born_on
        return born if born and BEFORE_ANYBODY < born < AFTER_EVERYBODY else None

    @property
    def unborn(self) -> bool:
        return self.known.unborn or self.known.forename.startswith("unborn")

    def signs(self) -> Iterator[tuple[str, ...]]:
        """Two records that share none of these are not laid side by side: the blocks of the model, but for those of a home."""
        known, born = self.known, self.born_on and self.born_on.isoformat()
        yield from ((kind, number) for kind, number in (("nhs", known.nhs_number), ("upn", known.upn)) if number)
        if known.forename and known.surname:
            yield "name", *sorted((known.forename, known.surname))
        of_name = {
            "surname": known.surname,
            "forename": known.forename,
            "sound": self.forename_sound,
            "surname's sound": self.surname_sound,
            "letter": self.first_name[:1],
        }
        if born:
            yield from (("born", born, what, said) for what, said in of_name.items() if said)
        if born and self.forename_sound and self.surname_sound:
            yield "sounds", self.forename_sound, self.surname_sound, born[:4]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a trained model, by its name (`model.name_of`), gives each word of each comparison."""

    model: str
    of: Mapping[str, Mapping[str, float]]


def weigh(a: Compared, b: Compared, by: Weights | None = None) -> Pair:
    """What a trained model says of two records (None: the shipped one). `weigh(a, b)` and `weigh(b, a)` weigh the same."""
    agree = {name: step(a, b) for name, step in STEPS.items()}
    weights = (by or shipped_weights()).of
    parts = {"to begin with": _beginning(), **{name: weights[name][word] for name, word in agree.items()}}
    born = a.born_on, b.born_on
    child = a.known.is_child or b.known.is_child
    return Pair(
        a=str(a.known.record),
        b=str(b.known.record),
        weight=sum(parts.values()),
        agree=agree,
        parts=parts,
        days_apart=abs((born[0] - born[1]).days) if born[0] and born[1] else None,
        unborn=a.unborn or b.unborn,
        recent=child or any(day is not None and day.year >= STRICT_FROM_YEAR for day in born),
        one_is_a_child=a.known.is_child != b.known.is_child,
    )


def sound(words: str) -> str:
    """How a name sounds, roughly: its consonants, doubled ones once."""
    said = words.replace(" ", "")
    for written, spelt in ONE_SPELLING:
        said = said.replace(written, spelt)
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyh]", "", re.sub("^[aeiouy]+", "0", said)))


def likeness(one: str, other: str) -> float:
    """Jaro's and Winkler's measure of two words, 0 to 1, letter by letter of their UTF-8, as DuckDB measures it."""
    a, b = one.encode(), other.encode()
    reach = max(0, max(len(a), len(b)) // 2 - 1)
    met, taken = [], set[int]()
    for place, letter in enumerate(a):
        for at in range(max(0, place - reach), min(len(b), place + reach + 1)):
            if at not in taken and b[at] == letter:
                taken.add(at)
                met.append(letter)
                break
    if not met:
        return 0.0
    turned = sum(letter != b[at] for letter, at in zip(met, sorted(taken), strict=True)) // 2
    jaro = (len(met) / len(a) + len(met) / len(b) + (len(met) - turned) / len(met)) / 3
    shared = 0
    while shared < min(FIRST_LETTERS, len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    return jaro + shared * FOR_EACH * (1 - jaro) if jaro > AT_ALL_ALIKE else jaro


def _swapped(a: Known, b: Known) -> bool:
    return "" != a.forename == b.surname and "" != a.surname == b.forename and a.forename != a.surname


def _forename(a: Compared, b: Compared) -> str:
    one, other = a.known.forename, b.known.forename
    if not one or not other or one == other:
        return "same" if one and other else MISSING
    if _swapped(a.known, b.known):
        return "swapped"
    if a.first_name == b.first_name and (one.startswith(other + " ") or other.startswith(one + " ")):
        return "longer"
    if a.forms & b.forms:
        return "form"
    if likeness(one, other) >= ALIKE:
        return "alike"
    return "sound" if _one_sound(a.forename_sound, b.forename_sound) or a.first_name == b.first_name else DIFFERENT


def _surname(a: Compared, b: Compared) -> str:
    one, other = a.known.surname, b.known.surname
    if not one or not other or _swapped(a.known, b.known):
        return MISSING
    if one == other:
        return "same"
    if _one_sound(a.surname_sound, b.surname_sound):
        return "sound"
    if a.surname_parts & b.surname_parts:
        return "part"
    return "alike" if likeness(one, other) >= ALIKE else DIFFERENT


def _one_sound(one: str, other: str) -> bool:
    return one == other and len(one) >= LEAST_SOUND


def _birth_date(a: Compared, b: Compared) -> str:
    if a.born_on is None or b.born_on is None:
        return MISSING
    one, other = a.born_on.isoformat(), b.born_on.isoformat()
    days = abs((a.born_on - b.born_on).days)
    one_digit = sum(x != y for x, y in zip(one, other, strict=True)) == 1
    if days == 0:
        return "same"
    if one == f"{other[:5]}{other[8:]}-{other[5:7]}":
        return "turned round"
    if one_digit and days <= SLIP_DAYS:
        return "one digit"
    if one[:4] == other[:4] and "-01-01" in (one[4:], other[4:]):
        return "first of january"
    return "near" if days <= NEAR_DAYS or one_digit else DIFFERENT


def _home(a: Compared, b: Compared) -> str:
    one, other = a.known.places, b.known.places
    if not one or not other:
        return MISSING
    alike = {kind for kind, _ in one & other}
    return next((word for kind, word in HOMES.items() if kind in alike), DIFFERENT)


def _family(a: Compared, b: Compared) -> str:
    if not a.known.kin or not b.known.kin:
        return MISSING
    return "same" if a.known.kin & b.known.kin else DIFFERENT


def _equal(of: Callable[[Compared], str | None]) -> Callable[[Compared, Compared], str]:
    def step(a: Compared, b: Compared) -> str:
        one, other = of(a), of(b)
        return MISSING if not one or not other else "same" if one == other else DIFFERENT

    return step


STEPS: dict[str, Callable[[Compared, Compared], str]] = {
    "forename": _forename,
    "surname": _surname,
    "birth date": _birth_date,
    "sex": _equal(lambda one: one.sex),
    "home": _home,
    "family": _family,
    "NHS number": _equal(lambda one: one.known.nhs_number),
    "pupil number": _equal(lambda one: one.known.upn),
}


@cache
def shipped_weights() -> Weights:
    """The shipped model's."""
    return weights_of(shipped())


def weights_of(model: Model) -> Weights:
    """Of each comparison the weight of each of its words."""
    levels = {one["output_column_name"]: one["comparison_levels"] for one in model.settings["comparisons"]}
    weights = {
        name: {
            level["label_for_charts"]: 0.0
            if level.get("is_null_level")
            else log2(level["m_probability"] / level["u_probability"])
            for level in levels[column(name)]
        }
        for name in COMPARISONS
    }
    return Weights(model.sha256, weights)


@cache
def _beginning() -> float:
    """The weight of two records of which nothing is known yet, in a store of `LEAST_RECORDS`."""
    return -log2(LEAST_RECORDS - 1)


@cache
def _forms() -> dict[str, frozenset[int]]:
    """Of each forename the numbers of the groups of forms in which it stands."""
    groups: list[str] = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))["forms"]
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for name in group.split():
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}
