"""Who is in a child's life, as the records say: everybody once, what they are to the child, and who is missing from the record."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.pages import words
from keepsight.people.queries import Member
from keepsight.people.shown import ChildShown
from keepsight.people.ties import Tie

NAMED_AS = ("parent", "carer", "adult_of_concern", "sibling")
"""What an entry may call somebody of whom no file says what they are to the child."""
OLDER = frozenset({"parent", "carer", "partner", "adult_of_concern", "other"})
BY_SEX = {
    ("parent", "female"): "mother",
    ("parent", "male"): "father",
    ("sibling", "female"): "sister",
    ("sibling", "male"): "brother",
    ("partner", None): "partner of a parent",
    ("other", None): "at home",
    ("adult_of_concern", None): "adult of concern",
}
MISSING = {"female": "No father recorded", "male": "No mother recorded"}
NO_OTHER = "No other parent recorded"
NO_PARENT = "No parent recorded"
PARENTS, SIBLINGS = ("mother", "father", "parent"), ("sister", "brother", "sibling")
SHOWN_WITH = 2  # how many names a card has room for


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of the family. `generation` 0 is the child's own, the one before it -1. `missing`: nobody, where somebody would be.

    `at_home`: said to live with the child today. `lives`: with whom else of the family, in words, or "". `agencies`:
    codes of those that have a record of them.
    """

    id: str
    name: str
    what: str
    sex: str | None
    generation: int
    age: str = ""
    lives: str = ""
    at_home: bool = False
    died: bool = False
    unborn: bool = False
    is_the_child: bool = False
    missing: bool = False
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody of a family, the oldest generation first, and what is said to hold between them."""

    kin: tuple[Kin, ...]
    ties: tuple[Tie, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a family is told from. `facts` of each, and what each is `called` here: whoever is called nothing is left out."""

    child: ChildShown
    home: Sequence[Member]
    entries: Sequence[EntryShown]
    ties: Sequence[Tie]
    facts: Mapping[UUID, ChildShown]
    called: Mapping[UUID, str]
    today: dt.date


def family_of(known: Known) -> Family:
    """The family as it may be told: of a household only those whom some tie that may be told, or some entry, leads to."""
    roles = _roles(known)
    ties = tuple(tie for tie in known.ties if {tie.a, tie.b} <= roles.keys())
    generations = _generations(roles, ties)
    kin = [_kin(one, role, generations[one], ties, known) for one, role in roles.items()]
    kin.sort(key=lambda one: (one.generation, not one.is_the_child, one.what, one.name, one.agencies, one.id))
    gap = _missing(known.child, kin)
    facts = [known.facts[one] for one in roles if one in known.facts]
    return Family((*kin, *gap), ties, tuple(_says_missing(kin, gap, facts, known.called)))


def stands_alone(family: Family) -> bool:
    """Whether nobody but the child is on record."""
    return all(one.is_the_child or one.missing for one in family.kin)


def _roles(known: Known) -> dict[UUID, str]:
    """What each is to the child; the child is the first."""
    tied = {end for tie in known.ties for end in (tie.a, tie.b)}
    roles = {known.child.id: "child"} | {one.id: one.role for one in known.home if one.id in tied}
    # An entry about others at home names their parents, who need not be the child's.
    of_child = (entry for entry in known.entries if entry.scope == "child")
    for one in (person for entry in of_child for person in entry.about if person.role in NAMED_AS):
        roles.setdefault(one.person_id, one.role)
    return {one: role for one, role in roles.items() if one in known.called}


def _kin(one: UUID, role: str, generation: int, ties: Sequence[Tie], known: Known) -> Kin:
    fact, child, called = known.facts.get(one), known.child.id, known.called
    sex = fact.sex if fact else None
    beside = _lives_with(one, ties, known.today)
    return Kin(
        id=str(one),
        name=called[one],
        what=role_in_words(role, sex),
        sex=sex,
        generation=generation,
        age=words.age(fact, known.today) if fact and (fact.born_on or fact.expected_on or fact.died_on) else "",
        lives=_with([called[other] for other in beside if other != child]),
        at_home=child in beside,
        died=bool(fact and fact.died_on),
        unborn=bool(fact and not fact.born_on and fact.expected_on),
        is_the_child=one == child,
        agencies=fact.agencies if fact else (),
    )


def role_in_words(role: str, sex: str | None) -> str:
    """ "mother", "carer", "partner of a parent"."""
    return BY_SEX.get((role, sex)) or BY_SEX.get((role, None)) or words.detail(role)


def _lives_with(one: UUID, ties: Iterable[Tie], today: dt.date) -> list[UUID]:
    homes = (tie for tie in ties if tie.kind == "lives_with" and one in (tie.a, tie.b) and tie.holds(today))
    return [tie.b if tie.a == one else tie.a for tie in homes]


def _with(names: Sequence[str]) -> str:
    """ "lives with Kit", "lives with Kit, Lee and 2 more"."""
    if not names:
        return ""
    shown, more = sorted(names)[:SHOWN_WITH], len(names) - SHOWN_WITH
    return f"lives with {words.listed([*shown, f'{more} more'] if more > 0 else shown)}"


def _generations(roles: Mapping[UUID, str], ties: Sequence[Tie]) -> dict[UUID, int]:
    """How many generations younger than the child each is: what ties say, from the child outwards; else what the role says."""
    found: dict[UUID, int] = {}
    for start, role in roles.items():  # the child is the first
        reached = [] if start in found else [start]
        found.setdefault(start, -1 if role in OLDER else 0)
        while reached:
            here = reached.pop()
            for other, step in _steps(here, ties):
                if other not in found:
                    found[other] = found[here] + step
                    reached.append(other)
    return found


def _steps(here: UUID, ties: Iterable[Tie]) -> Iterable[tuple[UUID, int]]:
    """Whom ties lead to that say anything of generations, and by how many."""
    for tie in ties:
        if here in (tie.a, tie.b) and tie.kind in ("parent_of", "partner_of", "sibling_of"):
            other = tie.b if tie.a == here else tie.a
            down = 1 if tie.a == here else -1
            yield other, down if tie.kind == "parent_of" else 0


def _missing(child: ChildShown, kin: Sequence[Kin]) -> list[Kin]:
    """Who stands where a parent would whom nobody has recorded. One mother may stand there twice, as two agencies know her."""
    parents = [one for one in kin if one.what in PARENTS]
    sexes = {one.sex for one in parents}
    if not parents:
        says = NO_PARENT
    elif len(sexes) == 1 and (sex := sexes.pop()) in MISSING:
        says = MISSING[sex]
    elif len(parents) == 1:
        says = NO_OTHER
    else:
        return []
    return [Kin(f"missing from {child.id}", says, "", None, -1, missing=True)]


def _says_missing(
    kin: Sequence[Kin], gap: Sequence[Kin], facts: Sequence[ChildShown], called: Mapping[UUID, str]
) -> Iterable[str]:
    """What is missing, in sentences."""
    yield from (f"{one.name}." for one in gap)
    if not any(one.at_home for one in kin):
        yield "No file says with whom the child lives today."
    if not any(one.what in SIBLINGS for one in kin):
        yield "No brother or sister recorded. That does not say that there is none."
    alike = Counter(one.name for one in facts)
    for name in sorted(one for one, times in alike.items() if times > 1):
        of_it = words.listed(sorted({called[one.id] for one in facts if one.name == name}))
        yield f"{of_it} may be one person: {alike[name]} records bear one name, and nobody has said that they are the same."
    if nameless := sum(not (one.forename or one.surname) for one in facts):
        yield f"Of {words.counted(nameless, 'person', 'people')} here no file gives a name."
    if undated := sum(one.born_on is None and one.expected_on is None for one in facts):
        yield f"Of {words.counted(undated, 'person', 'people')} here no file says when they were born."
