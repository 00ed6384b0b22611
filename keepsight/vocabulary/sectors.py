"""The kinds of agency that look after children, and how the national returns name who referred.

A sector is the lane in which an agency is drawn. It refuses to guess: a source the returns call anonymous or unknown,
and a code never seen before, belong to no sector (None), so that nobody is counted who was not there.
"""

from dataclasses import dataclass
from pathlib import Path

from keepsight.vocabulary import shelf


@dataclass(frozen=True, slots=True)
class Sector:
    """A kind of agency: `title` for a page, `short` for a lane, `sources` the referral codes that name it."""

    name: str
    title: str
    short: str
    means: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferralSource:
    """A referral source as the census codes it. `sector` is None where the code says that nobody knows who it was."""

    code: str
    title: str
    sector: str | None


def load_sectors(path: Path = shelf.HERE / "sectors.toml") -> tuple[dict[str, Sector], dict[str, ReferralSource]]:
    """Sectors by name, referral sources by code. Raises BrokenShelf for a hole, a repeat, a source of no sector."""
    sectors, sources = shelf.open_shelf(path, "sectors", "sources")
    by_code = {code: _source(path, code, said, sectors) for code, said in sources.items()}
    by_name = {name: _sector(path, name, said, by_code) for name, said in sectors.items()}
    for field in ("title", "short"):
        shelf.once(path, f"the list of each {field}", (getattr(sector, field) for sector in by_name.values()))
    return by_name, by_code


def _sector(path: Path, name: str, said: dict[str, object], sources: dict[str, ReferralSource]) -> Sector:
    fields = ("title", "short", "means")
    shelf.only(path, name, said, fields)
    title, short, means = (shelf.text(path, name, said, field) for field in fields)
    return Sector(name, title, short, means, tuple(code for code, source in sources.items() if source.sector == name))


def _source(path: Path, code: str, said: dict[str, object], sectors: dict[str, object]) -> ReferralSource:
    shelf.only(path, code, said, ("title", "sector"))
    sector = shelf.one_of(path, code, said, "sector", (*sectors, "unknown"))
    return ReferralSource(code, shelf.text(path, code, said, "title"), None if sector == "unknown" else sector)
