"""Reads `rates.toml`: how life goes in a town written large. One table to be read and argued with, checked as it is read.

A chain is a list of steps, and a step is a row: what it is, what it waits for, how likely it is. A word here that no
vocabulary knows is refused, so that no line of the table can be lost by a slip of the pen.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

from keepsight.errors import BrokenShelf, Where
from keepsight.vocabulary import KINDS, SECTORS, UNKNOWN

RATES = Path(__file__).parent / "rates.toml"
BANDS = 4  # under 5, 5 to 11, 12 to 15, 16 and over

Shares = Mapping[str, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may follow in a chain; the words are those at the head of rates.toml."""

    step: str
    kind: str
    by: str | None = None
    after: tuple[int, int] = (0, 0)
    chance: float = 1.0
    if_: str | None = None
    one_of: str | None = None
    times: tuple[int, int] = (1, 1)
    every: tuple[int, int] = (1, 1)
    during: str | None = None
    to: str | None = None
    own: bool = False
    says: Mapping[str, Shares] = field(default_factory=dict)
    basis: Shares = field(default_factory=dict)
    timed: bool = False
    about: str = "child"
    census: bool = False
    from_: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """What begins, how often at which age (`weight`, a number for each band), and what follows."""

    name: str
    says: str
    by: Shares
    steps: tuple[Step, ...]
    whose: str = "child"
    weight: tuple[float, ...] = (0.0,) * BANDS
    more_with: Shares = field(default_factory=dict)
    once: str | None = None
    beyond_childhood: bool = False
    family_file: bool = False

    @property
    def in_census(self) -> bool:
        return any(step.census for step in self.steps)


@dataclass(frozen=True, slots=True)
class Trait:
    """What makes some chains likelier: of a home or a child, and how often it is met."""

    name: str
    whose: str
    chance: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Said:
    """One way in which a step can be told, and its share among them: its basis and details by name. None: not said."""

    share: float
    basis: str | None
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rates:
    """The whole table."""

    town: Mapping[str, Any]
    home: Mapping[str, Any]
    fullness: Mapping[str, Any]
    traits: tuple[Trait, ...]
    writing: Mapping[str, Any]
    services: Mapping[str, list[str]]
    child_words: tuple[str, ...]
    chains: tuple[Chain, ...]

    def kinds_by(self, sector: str, *, about: tuple[str, ...] = ("child",)) -> tuple[str, ...]:
        """The kinds that agencies of a sector write down of a child (or of whom else is asked about), in their order."""
        steps = ((chain, step) for chain in self.chains for step in chain.steps if step.about in about)
        found = {step.kind for chain, step in steps if sector in ((step.by,) if step.by else chain.by)}
        return tuple(kind for kind in KINDS if kind in found)


@cache
def rates() -> Rates:
    """The table as it stands in `rates.toml`. Raises BrokenShelf for a word that nothing here or no vocabulary knows."""
    told = tomllib.loads(RATES.read_text("utf-8"))
    return Rates(
        town=told["town"],
        home=told["home"],
        fullness=told["fullness"],
        traits=tuple(_of(Trait, one, name=name) for name, one in told["trait"].items()),
        writing=told["writing"],
        services=told["services"],
        child_words=tuple(told["words"]["child"]),
        chains=tuple(_chain(name, one) for name, one in told["chain"].items()),
    )


def ways_to_say(step: Step) -> Iterator[Said]:
    """Every way in which the step can be told, with its share: one word for each detail. Unknown is not said at all."""
    ways = [[(name, word, share) for word, share in shares.items()] for name, shares in step.says.items()]
    ways.append([("basis", word, share) for word, share in step.basis.items()] or [("basis", UNKNOWN, 1.0)])
    for way in product(*ways):
        share, said = 1.0, {}
        for name, word, each in way:
            share *= each
            if word != UNKNOWN:
                said[name] = word
        yield Said(share, said.pop("basis", None), said)


def _chain(name: str, told: dict[str, Any]) -> Chain:
    steps = tuple(_step(name, one) for one in told.pop("steps"))
    chain: Chain = _of(Chain, told, name=name, steps=steps)
    named = {step.step for step in steps}
    waited_for = {one for step in steps for one in (step.if_, step.during, step.to) if one}
    _refuse(name, "step", waited_for - named)
    _refuse(name, "sector", {*chain.by, *(step.by for step in steps if step.by)} - set(SECTORS))
    return chain


def _step(chain: str, told: dict[str, Any]) -> Step:
    renamed = {{"if": "if_", "from": "from_"}.get(name, name): value for name, value in told.items()}
    step: Step = _of(Step, renamed)
    _refuse(chain, "kind", {step.kind} - set(KINDS))
    for name, shares in step.says.items():
        detail = KINDS[step.kind].details.get(name)
        _refuse(chain, "detail", {name} if detail is None else {word for word in shares if not detail.allows(word)})
    return step


def _refuse(chain: str, what: str, strange: set[str]) -> None:
    if strange:
        raise BrokenShelf(
            f"The chain {chain} of the invented town names a {what} that nothing knows: {', '.join(sorted(strange))}",
            where=Where(file=RATES.name),
        )


def _of(make: Callable[..., T], told: dict[str, Any], **more: Any) -> T:
    settled = {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}
    try:
        return make(**settled, **more)
    except TypeError as error:
        raise BrokenShelf(
            f"The rates of the invented town cannot be read: {error}", where=Where(file=RATES.name)
        ) from error
