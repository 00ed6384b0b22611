"""The partnership's ladders: who must look next when a thread stands still, and after how long. Read from ladders.toml.

It refuses a stage without a length, or whose turn is that of a role nobody has: a thread would climb to nobody.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keepsight.access.roles import ROLES
from keepsight.clocks.windows import Window
from keepsight.errors import BrokenShelf, Where, WrongUse


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung: what people call it, how long it has, whose turn it is."""

    title: str
    within: Window
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages of a thread that stands still, the lowest first. The last has nobody above it.

    `promise` is how far ahead a day may lie that somebody promises.
    """

    title: str
    source: str
    promise: Window
    stages: tuple[Stage, ...]

    def turn_of(self, role: str, stage: int) -> bool:
        """Whether somebody in a role may act at a stage: it is their turn, or will be further up."""
        return any(role in one.roles for one in self.stages[stage:])

    def waits_for(self, role: str, stage: int) -> bool:
        """Whether it waits for somebody in a role: at this stage, or since one below. What moves up leaves nobody's list."""
        return any(role in one.roles for one in self.stages[: stage + 1])


def load_ladders(path: Path = Path(__file__).parent / "ladders.toml") -> dict[str, Ladder]:
    """Every ladder by the name of its thread. Raises BrokenShelf where one lacks something."""
    try:
        shelf = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _ladder(said) for name, said in shelf.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, WrongUse) as error:
        how = "Give each ladder a title, a source, a promise and stages, each with a title, within and roles."
        raise BrokenShelf(f"The ladders cannot be read: {error}", where=Where(file=path.name), next_step=how) from error


def _ladder(said: Mapping[str, Any]) -> Ladder:
    stages = tuple(_stage(one) for one in said["stages"])
    if not stages:
        raise ValueError("a ladder has no stage")
    return Ladder(said["title"], said["source"], Window.parse(said["promise"]), stages)


def _stage(said: Mapping[str, Any]) -> Stage:
    roles = tuple(said["roles"])
    if not roles or set(roles) - set(ROLES):
        raise ValueError(f"the stage '{said['title']}' is nobody's turn")
    return Stage(said["title"], Window.parse(said["within"]), roles)


LADDERS = load_ladders()
