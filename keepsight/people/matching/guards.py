"""What keeps a machine from linking two records, whatever they weigh: a table that anyone in a safeguarding team can read.

The first row that holds is the reason why a person is asked, or why nobody is. Two forenames are two children until a person says
otherwise: that is what twins look like.
"""

from collections.abc import Callable
from dataclasses import dataclass

from keepsight.people.matching.pair import Pair
from keepsight.people.rules import FAR_APART_DAYS, Band

LINK_FROM = 12.0
"""The weight from which a pair may be linked by machine, if no guard holds (4,000 to 1; chosen on sets that are not held out)."""
ASK_FROM = 0.0
"""The weight from which a person is asked: as likely one person as two."""

WITHOUT_HOME_FROM = 16.0
"""The weight of a whole name and a birth date that suffice with no home in common (65,000 to 1): only rarer names weigh so much."""

ONE_NAME = frozenset({"same", "swapped", "longer", "form"})
ONE_NAME_WITHOUT_A_NUMBER = ONE_NAME - {"form"}  # Meg may be Margaret, and may be Megan, her twin
SLIPS_OF_A_DATE = frozenset({"turned round", "one digit", "first of january"})


TWIN, TOO_LIGHT = "twin household", "too light"


@dataclass(frozen=True, slots=True)
class Guard:
    """A reason not to link by machine: its name, what is done instead, when it holds, and how it is said (without any value)."""

    name: str
    band: Band
    holds: Callable[[Pair, bool], bool]
    words: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is done with a pair, by which rule, and why, in words that name no value."""

    pair: Pair
    band: Band
    rule: str
    words: str


def _numbers_differ(pair: Pair) -> bool:
    return "different" in (pair.agree["NHS number"], pair.agree["pupil number"])


def _names_differ(pair: Pair) -> bool:
    return pair.agree["forename"] == "different"


def _nearly_named(pair: Pair) -> bool:
    return pair.agree["forename"] in ("alike", "sound")


def _one_whole_name(pair: Pair) -> bool:
    forename, surname = pair.agree["forename"], pair.agree["surname"]
    return forename == "swapped" or (forename in ONE_NAME and surname not in ("different", "missing"))


def _born_apart(pair: Pair) -> bool:
    return pair.days_apart is not None and pair.days_apart > FAR_APART_DAYS


def _enough(pair: Pair) -> bool:
    """Without a number: forename, surname, birth date and home agree; one of the last two may not, if the rest is the same.

    A parent or a child of one whole name on both says no less than a home does: who has moved has them still.
    """
    forename, surname, born = (pair.agree[name] for name in ("forename", "surname", "birth date"))
    at_home = at_one_home(pair)
    if (
        surname == "different"
    ):  # twins whose names were written the wrong way round have a "forename" in common: their surname
        return False
    if forename != "same":
        return forename in ONE_NAME_WITHOUT_A_NUMBER and born == "same" and at_home
    if born in SLIPS_OF_A_DATE:
        return surname == "same" and at_home
    return born == "same" and (at_home or pair.weight >= WITHOUT_HOME_FROM)


ASK, LEAVE = Band.ASK, Band.LEAVE
# Each holds of a pair and of whether either of the two is known to have a twin.
GUARDS = (
    Guard(
        "unborn",
        ASK,
        lambda pair, twin: pair.unborn,
        "one of them was written down before the birth",
    ),
    Guard(
        "two people",
        LEAVE,
        lambda pair, twin: _numbers_differ(pair) and not pair.same_number(),
        "each has a valid number, and the numbers differ",
    ),
    Guard(
        "two names",
        LEAVE,
        lambda pair, twin: _names_differ(pair) and not pair.same_number(),
        "different forenames, and no number in common",
    ),
    Guard(
        "numbers contradict",
        ASK,
        lambda pair, twin: _numbers_differ(pair),
        "one number is the same and another differs",
    ),
    Guard(
        "possible twins",
        ASK,
        lambda pair, twin: _names_differ(pair),
        "a number in common, and different forenames, as twins have",
    ),
    Guard(
        TWIN,
        ASK,
        lambda pair, twin: twin and (_nearly_named(pair) or not pair.same_number()),
        "one of them has a twin, and no number with one forename tells the two apart",
    ),
    Guard(
        "births apart",
        ASK,
        lambda pair, twin: _born_apart(pair),
        "birth dates more than a year apart",
    ),
    Guard(
        "parent and child",
        ASK,
        lambda pair, twin: pair.one_is_a_child and pair.agree["birth date"] == "missing",
        "one is a child's record, the other may be a parent's of the same name: a birth date is not known",
    ),
    Guard(
        "births differ",
        ASK,
        lambda pair, twin: pair.agree["birth date"] in ("near", "different") and not pair.same_number(),
        "birth dates that differ by more than a slip, and no number in common",
    ),
    Guard(
        "a name or a birth date must agree",
        ASK,
        lambda pair, twin: not _one_whole_name(pair) and pair.agree["birth date"] != "same",
        "a number in common, and neither whole name nor birth date agrees with it",
    ),
    Guard(
        "a child's forename",
        ASK,
        lambda pair, twin: pair.recent and not pair.same_number() and pair.agree["forename"] != "same",
        "a child born 2008 or later, forenames not identical, no number in common",
    ),
    Guard(
        "too little evidence",
        ASK,
        lambda pair, twin: not pair.same_number() and not _enough(pair),
        "no number in common, and name, birth date and home do not make up for it",
    ),
)


def guarded(pair: Pair, *, has_twin: bool = False) -> Weighed:
    """What is done with a pair: linked by machine, asked about, or left. `has_twin`: of either, as far as is known."""
    if too_light(pair):
        return Weighed(pair, LEAVE, TOO_LIGHT, "more likely two people than one")
    for guard in GUARDS:
        if guard.holds(pair, has_twin):
            return Weighed(pair, guard.band, guard.name, guard.words)
    if pair.weight < LINK_FROM:
        return Weighed(pair, ASK, "too light to link", "it may be one person, and may be two")
    return Weighed(pair, Band.LINK, "weight", ", ".join(agreeing(pair)))


def at_one_home(pair: Pair) -> bool:
    """Whether a home is known to agree, or a whole name in the family, which says no less of who has moved."""
    return pair.agree["home"] in ("same", "street") or pair.agree["family"] == "same"


def too_light(pair: Pair) -> bool:
    """Whether two records weigh too little to be asked about, and have no number in common that says more than their weight."""
    return pair.weight < ASK_FROM and not pair.same_number()


def looks_like_twins(pair: Pair) -> bool:
    """Two forenames, one birth date, and one surname or one home."""
    agree = pair.agree
    together = agree["surname"] in ("same", "sound", "part") or at_one_home(pair)
    return _names_differ(pair) and agree["birth date"] == "same" and together


def apart(pair: Pair) -> bool:
    """Whether these two cannot stand in one person's records without somebody's word."""
    named_apart = _names_differ(pair) and not pair.same_number()
    return looks_like_twins(pair) or _numbers_differ(pair) or named_apart


def agreeing(pair: Pair) -> list[str]:
    """What agrees of two records, and how nearly, in words that name no value."""
    return [f"{word} {name}" for name, word in pair.agree.items() if word not in ("missing", "different")]
