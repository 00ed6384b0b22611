"""Reads the families of Fennick-on-the-Wash from `families/`: who they are, and what each agency wrote about them.

A family file is written to be read by a practitioner. A word in it that nothing here knows is refused, so that no line
of a story can be lost by a slip of the pen. Nothing here decides what the agencies' files look like: see `layouts`.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from keepsight.errors import BrokenShelf, Where
from keepsight.town.missing import with_missing
from keepsight.town.shift import moved

FAMILIES_FOLDER = Path(__file__).parent / "families"
TOLD_BY = (
    "social_care", "police", "health_visiting", "gp", "school", "hospital", "camhs", "adult_mental_health",
)  # fmt: skip

Told = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Home:
    """Where someone lives from a day on (None: since before the story), and who knows it (empty: every agency)."""

    address: str
    postcode: str
    since: date | None = None
    protected: bool = False
    known_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in a family; `initials` and `relation` are those of the keys that stand above chronologies.

    `not_told_to` names agencies that do not know of them; `mistyped` holds what one agency has wrong, by agency and
    field. None: nobody in the story knows.
    """

    key: str
    forename: str
    surname: str
    initials: str = ""
    relation: str = ""
    not_told_to: tuple[str, ...] = ()
    born: date | None = None
    expected: date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    disabilities: tuple[str, ...] = ()
    nhs_number: str | None = None
    upn: str | None = None
    no_upn: str | None = None
    child_id: str | None = None
    homes: tuple[Home, ...] = ()
    mistyped: dict[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one agency's file. `on` is a day, or words where it is not a plain one; empty means left empty.

    `who` are the initials of those it is about, where an agency's file has a column for them.
    """

    agency: str
    child: str = ""
    on: date | str = ""
    at: str = ""
    kind: str = ""
    ref: str = ""
    who: str = ""
    sent_by: str = ""
    came_with: str = ""
    mobile: str = ""
    sign: str = ""
    home: str = ""
    answer: str = ""
    tried_again: str = ""
    level: str = ""
    service: str = ""
    status: str = ""
    cancelled_by: str = ""
    event: str = ""
    seen: str = ""
    words: str = ""
    action: str = ""
    by: str = ""
    basis: str = ""
    told: str = ""
    told_on: date | None = None
    written: date | None = None
    matters: str = ""
    bears: str = ""
    service_told: str = ""
    comment: str = ""
    again: bool = False
    blank: bool = False
    written_as: Told = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Episode:
    """One referral of one or more children and what came of it, as the census holds it; its parts keep their words."""

    children: tuple[str, ...]
    referral: Told
    assessments: tuple[Told, ...] = ()
    section47: tuple[Told, ...] = ()
    in_need_plans: tuple[Told, ...] = ()
    protection_plans: tuple[Told, ...] = ()
    closed: Told | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form in words that an agency was sent about a child of the family, and handed in as it came: see `forms`."""

    agency: str
    on: date
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Family:
    """One family: what the story is, the people, every agency's lines in the order written, and the census episodes.

    `care` are times of being looked after, as social care's monthly lists hold them; `records` are referrals written in
    Word and `forms` other forms in words; `register` is what the school's registers and the virtual school's list say; `review`
    says what a review of a child found, and is empty where there was none.
    """

    name: str
    says: str
    people: dict[str, Person]
    lines: tuple[Line, ...]
    episodes: tuple[Episode, ...]
    prompts: tuple[Told, ...]
    facts: tuple[Told, ...]
    care: tuple[Told, ...] = ()
    records: tuple[Told, ...] = ()
    review: str = ""
    forms: tuple[Form, ...] = ()
    register: tuple[Told, ...] = ()

    @property
    def children(self) -> tuple[Person, ...]:
        """Those an agency has a number for."""
        return tuple(person for person in self.people.values() if person.nhs_number)


def families(by: timedelta = timedelta(0)) -> tuple[Family, ...]:
    """Every family with its dates moved by `by`, in the order of their names. Raises BrokenShelf on a word unknown."""
    return tuple(_family(file, moved(told, by)) for file, told in _told())


@cache
def _told() -> tuple[tuple[str, Told], ...]:
    files = sorted(FAMILIES_FOLDER.glob("*.toml"))
    return tuple((file.name, with_missing(tomllib.loads(file.read_text("utf-8")))) for file in files)


def _family(file: str, told: Told) -> Family:
    try:
        family = Family(
            name=told.pop("name"),
            says=" ".join(told.pop("says").split()),
            people={key: _person(key, one) for key, one in told.pop("people").items()},
            lines=tuple(_of(Line, one, agency=agency) for agency in TOLD_BY for one in told.pop(agency, ())),
            episodes=tuple(_of(Episode, one) for one in told.pop("census", ())),
            forms=tuple(_of(Form, one) for one in told.pop("forms", ())),
            prompts=tuple(told.pop("prompts", ())),
            facts=tuple(told.pop("facts", ())),
            care=tuple(told.pop("care", ())),
            records=tuple(told.pop("records", ())),
            register=tuple(told.pop("register", ())),
            review=" ".join(told.pop("review", "").split()),
        )
    except (KeyError, TypeError) as error:
        raise _broken(file, str(error)) from error
    if told:
        raise _broken(file, f"nothing here knows the word {', '.join(sorted(told))}")
    return family


def _person(key: str, told: Told) -> Person:
    homes = tuple(_of(Home, home) for home in told.pop("homes", ()))
    return _of(Person, told, key=key, homes=homes)


def _of(make: Callable[..., T], told: Told, **more: Any) -> T:
    return make(**{name: _frozen(one) for name, one in told.items()}, **more)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    return value


def _broken(file: str, why: str) -> BrokenShelf:
    return BrokenShelf(f"A family of the invented town cannot be read: {why}", where=Where(file=file))
