"""What a paper says twice, and differently. It judges no number: it shows two places that cannot both be right.

Plain statements in, warnings out: two denominators of one population, two figures for one claim, a share without anybody
it is a share of, more counted than there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keepsight.reviews.models import Statement

ROUNDING = 1.0  # percentage points: a share is printed whole, and two whole numbers may both be right


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot be right, in a sentence, and the statements that show it."""

    says: str
    statements: tuple[Statement, ...]


def contradictions(statements: Iterable[Statement]) -> list[Contradiction]:
    """Every contradiction within each paper, in the order of the papers and their places."""
    papers: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: (one.paper, one.place, one.claim)):
        papers[one.paper].append(one)
    return [found for said in papers.values() for found in _of(said)]


def _of(said: list[Statement]) -> Iterator[Contradiction]:
    populations: dict[str, list[Statement]] = defaultdict(list)
    claims: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in said:
        populations[one.population].append(one)
        claims[one.population, one.claim].append(one)
    for population, some in populations.items():
        yield from _denominators(population, [one for one in some if one.out_of is not None])
    for (_, claim), some in claims.items():
        yield from _figures(claim, some)
    yield from (found for one in said if (found := _alone(one)))


def _denominators(population: str, said: list[Statement]) -> Iterator[Contradiction]:
    counts = sorted({one.out_of for one in said if one.out_of is not None})
    if len(counts) > 1:
        listed = " and ".join(map(str, counts))
        yield Contradiction(f"{population}: said to be {listed}. Shares of them cannot be compared", tuple(said))


def _figures(claim: str, said: list[Statement]) -> Iterator[Contradiction]:
    percents = [one.percent for one in said if one.percent is not None]
    if percents and max(percents) - min(percents) > ROUNDING:
        listed = " and ".join(f"{percent:g}%" for percent in sorted(set(percents)))
        yield Contradiction(f"{claim}: given as {listed}", tuple(said))
    exact = [one for one in said if one.count is not None and one.means == "exactly"]
    counts = sorted({one.count for one in exact if one.count is not None})
    if len(counts) > 1:
        yield Contradiction(f"{claim}: counted as {' and '.join(map(str, counts))}", tuple(exact))


def _alone(one: Statement) -> Contradiction | None:
    """What is wrong with a statement by itself."""
    if one.count is not None and one.out_of is not None and one.count > one.out_of:
        return Contradiction(f"{one.claim}: {one.count} of {one.out_of} is more than there are", (one,))
    if one.count is not None and one.out_of is not None and one.percent is not None:
        share = 100 * one.count / one.out_of
        if abs(share - one.percent) > ROUNDING:
            return Contradiction(
                f"{one.claim}: {one.count} of {one.out_of} is {share:.0f}%, not {one.percent:g}%", (one,)
            )
    if one.percent is not None and one.out_of is None:
        return Contradiction(f"{one.claim}: {one.percent:g}%, and nobody says of how many", (one,))
    return None
