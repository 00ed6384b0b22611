"""The rates as tables that the texts of `sql/` join: shares become stretches of the line from 0 to 1."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

import pyarrow as pa

from keepsight.town.population.rates import BANDS, Chain, Rates, Step, Trait, ways_to_say
from keepsight.vocabulary import ASKED_DETAILS, KINDS, REFERRAL_SOURCES

Row = dict[str, Any]
CONDITIONS = 3  # a step may wait for two others
SOURCES = {  # the census codes by which a referral says where it came from, with their shares
    "1A": 0.08, "1B": 0.04, "2A": 0.24, "3A": 0.05, "3B": 0.09, "3E": 0.06, "4": 0.04, "5B": 0.06, "5D": 0.05, "6": 0.23,
    "7": 0.02, "8": 0.02, "10": 0.02,
}  # fmt: skip


def tables(rates: Rates) -> dict[str, pa.Table]:
    """Every table of the rates, by name."""
    rows = {
        "children_in_home": _stretches("children", {int(n): share for n, share in rates.home["children"].items()}),
        "trait": _traits(rates),
        "chain": (_chain(number, one) for number, one in enumerate(rates.chains)),
        "choice": _choices(rates),
        "step": _steps(rates),
        "maker": _makers(rates),
        "way": ways(rates),
        "service": _services(rates),
        "child_words": _stretches("words", dict.fromkeys(rates.child_words, 1.0)),
        "kind_by": ({"sector": sector, "kind": kind} for sector in _sectors(rates) for kind in rates.kinds_by(sector)),
        "fallen_silent": ({"sector": name, "days": days} for name, days in rates.writing["fallen_silent"].items()),
        "source": _sources(),
    }
    return {name: pa.Table.from_pylist(list(of)) for name, of in rows.items()}


def _traits(rates: Rates) -> Iterator[Row]:
    for one, bit in bits(rates):
        yield {"name": one.name, "whose": one.whose, "bit": bit, "chance": one.chance, "at_most": one.at_most}


def _sources() -> Iterator[Row]:
    for row in _stretches("code", SOURCES):
        yield row | {"sector": REFERRAL_SOURCES[row["code"]].sector}


def bits(rates: Rates) -> Iterator[tuple[Trait, int]]:
    """Each trait with its bit in the number that stands for a set of them: the homes' first."""
    ordered = sorted(rates.traits, key=lambda trait: trait.whose != "home")
    yield from ((trait, 1 << place) for place, trait in enumerate(ordered))


def numbered(rates: Rates) -> Iterator[tuple[int, int, Chain, Step]]:
    """Every step of every chain: its number in the town, its chain's, the chain, the step."""
    every = ((number, chain, step) for number, chain in enumerate(rates.chains) for step in chain.steps)
    yield from ((place, *one) for place, one in enumerate(every))


def ways(rates: Rates) -> Iterator[Row]:
    """Each way in which each step can be told; `way` is its number in the town. None: not said."""
    number = 0
    for place, _, _, step in numbered(rates):
        least = 0.0
        told = list(ways_to_say(step))
        whole = sum(one.share for one in told)
        for one in told:
            details = {name: one.details.get(name) for name in (*ASKED_DETAILS, *_OTHER_DETAILS)}
            most = least + one.share / whole
            yield {"way": number, "step": place, "least": least, "most": most, "basis": one.basis} | details
            number, least = number + 1, most


_OTHER_DETAILS = tuple(
    dict.fromkeys(name for kind in KINDS.values() for name in kind.details if name not in (*ASKED_DETAILS, "service"))
)


def _stretches(name: str, shares: Mapping[Any, float]) -> Iterator[Row]:
    whole, most = sum(shares.values()), 0.0
    for word, reached in zip(shares, accumulate(shares.values()), strict=True):
        least, most = most, reached / whole
        yield {name: word, "least": least, "most": most}


def _chain(number: int, chain: Chain) -> Row:
    return {
        "chain": number,
        "name": chain.name,
        "once": chain.once,
        "beyond_childhood": chain.beyond_childhood,
        "in_census": chain.in_census,
        "family_file": chain.family_file,
    }


def _choices(rates: Rates) -> Iterator[Row]:
    """For every age and every set of traits, the chains that may begin."""
    of_trait = {trait.name: bit for trait, bit in bits(rates)}
    homes = sum(bit for trait, bit in bits(rates) if trait.whose == "home")
    for whose, every in (("home", homes), ("child", sum(of_trait.values()))):
        chains = [(number, one) for number, one in enumerate(rates.chains) if one.whose == whose and not one.once]
        for band in range(BANDS):
            for traits in range(every + 1):
                shares = {number: _weight(one, band, traits, of_trait) for number, one in chains}
                met = {number: share for number, share in shares.items() if share}
                yield from ({"whose": whose, "band": band, "traits": traits} | row for row in _stretches("chain", met))


def _weight(chain: Chain, band: int, traits: int, of_trait: Mapping[str, int]) -> float:
    weight = chain.weight[band]
    for trait, times in chain.more_with.items():
        weight *= times if traits & of_trait[trait] else 1
    return weight


def _steps(rates: Rates) -> Iterator[Row]:
    place_of = {(chain.name, step.step): place for place, _, chain, step in numbered(rates)}
    for place, number, chain, step in numbered(rates):
        row: Row = {
            "step": place,
            "chain": number,
            "name": f"{chain.name} {step.step}",
            "kind": step.kind,
            "about": step.about,
            "anchor": place_of[chain.name, step.during] if step.during else None,
            "until": place_of[chain.name, step.to] if step.to else None,
            "own": step.own,
            "in_census": step.census,
            "is_timed": step.timed,
            "is_sourced": step.from_,
            "is_threaded": step.by is None,
            "has_service": "service" in KINDS[step.kind].details,
        }
        for name in ("after", "times", "every"):
            row[f"{name}_least"], row[f"{name}_most"] = getattr(step, name)
        yield row | _conditions(chain, step)


def _conditions(chain: Chain, step: Step) -> Row:
    """What a step waits for, itself first: the draw, and the stretch in which it must lie. None: nothing more."""
    found = []
    waiting: Step | None = step
    while waiting:
        found.append(_stretch(chain, waiting))
        waiting = next((one for one in chain.steps if waiting and one.step == waiting.if_), None)
    assert len(found) <= CONDITIONS
    found += [(None, None, None)] * (CONDITIONS - len(found))
    row: Row = {}
    for place, stretch in enumerate(found, 1):
        row |= dict(zip((f"draw_{place}", f"least_{place}", f"most_{place}"), stretch, strict=True))
    return row


def _stretch(chain: Chain, step: Step) -> tuple[str | None, float | None, float | None]:
    if step.one_of is None:
        return f"{chain.name} {step.step} at all", 0.0, step.chance
    together = [one for one in chain.steps if one.one_of == step.one_of]
    least = sum(one.chance for one in together[: together.index(step)])
    return f"{chain.name} one of {step.one_of}", least, least + step.chance


def _makers(rates: Rates) -> Iterator[Row]:
    for place, _, chain, step in numbered(rates):
        yield from ({"step": place} | row for row in _stretches("sector", {step.by: 1.0} if step.by else chain.by))


def _services(rates: Rates) -> Iterator[Row]:
    for sector, services in rates.services.items():
        yield from ({"sector": sector} | row for row in _stretches("service", dict.fromkeys(services, 1.0)))


def _sectors(rates: Rates) -> Iterable[str]:
    """Every sector that writes anything down, each once."""
    return dict.fromkeys(row["sector"] for row in _makers(rates))
