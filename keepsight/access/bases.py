"""The lawful bases and the tests of bases.toml: dated rows, so that what the law was on a day is not guessed.

A row whose first day nobody has noted is kept, shown and never used.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "bases.toml"


@dataclass(frozen=True, slots=True)
class Basis:
    """On what entries may be shared. `in_force_from` None: not known to be in force."""

    code: str
    title: str
    version: str
    in_force_from: dt.date | None


@dataclass(frozen=True, slots=True)
class SharingTest:
    """What a decision not to share must answer. Each question has the answer that lets it stand: one of them is enough."""

    code: str
    title: str
    version: str
    in_force_from: dt.date | None
    questions: Mapping[str, str]
    lets_stand: Mapping[str, str]

    def allows(self, answers: Mapping[str, str]) -> bool:
        """Whether by these answers a decision not to share may stand."""
        return any(answers.get(name) == answer for name, answer in self.lets_stand.items())


@cache
def bases() -> tuple[Basis, ...]:
    """Every lawful basis of the table, in its order."""
    return tuple(
        Basis(one["code"], one["title"], one["version"], _day(one["in_force_from"])) for one in _table()["bases"]
    )


@cache
def sharing_tests() -> tuple[SharingTest, ...]:
    """Every test of the table, in its order."""
    return tuple(
        SharingTest(
            one["code"],
            one["title"],
            one["version"],
            _day(one["in_force_from"]),
            {name: question for name, question, _ in one["questions"]},
            {name: answer for name, _, answer in one["questions"]},
        )
        for one in _table()["tests"]
    )


def basis_on(code: str, on: dt.date) -> Basis | None:
    """The basis of this code as it is known to be in force on a day, or None."""
    standing = [one for one in bases() if one.code == code and one.in_force_from and one.in_force_from <= on]
    return max(standing, key=lambda one: one.in_force_from or dt.date.min, default=None)


def sharing_test_on(on: dt.date) -> SharingTest:
    """The test that is known to be in force on a day: the latest of them."""
    standing = [one for one in sharing_tests() if one.in_force_from and one.in_force_from <= on]
    return max(standing, key=lambda one: one.in_force_from or dt.date.min)


def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _day(said: object) -> dt.date | None:
    return said if isinstance(said, dt.date) else None
