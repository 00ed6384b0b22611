"""What national analyses counted: each figure with whom it counts, when, of how many, where it stands, and whether checked."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keepsight.vocabulary import THEMES, shelf

_FIELDS = ("theme", "says", "percent", "of", "population", "year", "source", "page", "verified")


@dataclass(frozen=True, slots=True)
class Figure:
    """A published share, in percent. `of` None: how many reviews it is a share of is not known. `page` blank: nor where."""

    theme: str
    says: str
    percent: float
    of: int | None
    population: str
    year: str
    source: str
    page: str
    verified: bool


@cache
def figures(path: Path = Path(__file__).parent / "national.toml") -> tuple[Figure, ...]:
    """All of them. Raises BrokenShelf for a hole, or for a figure called verified without its page."""
    (said,) = shelf.open_shelf(path, "figures")
    return tuple(_figure(path, name, one) for name, one in said.items())


def _figure(path: Path, name: str, said: dict[str, object]) -> Figure:
    shelf.only(path, name, said, _FIELDS)
    says, population, year, source = (
        shelf.text(path, name, said, one) for one in ("says", "population", "year", "source")
    )
    percent, of, page, verified = (said.get(one) for one in ("percent", "of", "page", "verified"))
    if not isinstance(percent, int | float) or not isinstance(page, str) or not isinstance(verified, bool):
        raise shelf.broken(path, f"{name} lacks its percent, its page or whether it is verified")
    if verified and not page:
        raise shelf.broken(path, f"{name} is called verified and names no page")
    if of is not None and not isinstance(of, int):
        raise shelf.broken(path, f"{name} is a share of something that is no count")
    return Figure(
        shelf.one_of(path, name, said, "theme", THEMES), says, percent, of, population, year, source, page, verified
    )
