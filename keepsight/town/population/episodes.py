"""A block's children in need census: what stands in the national return of each year, as the writer of the census wants it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from keepsight.town.census import YEAR_ENDS, reference_dates
from keepsight.town.population.people import Household
from keepsight.town.population.world import World
from keepsight.town.story import Episode, Family

CONFERENCE_DUE = timedelta(days=21)  # about fifteen working days

_IN_CENSUS = """
SELECT entry.h, entry.n, entry.chain_key, entry.kind, entry.day, entry.source, way.need, way.outcome, way.reason
FROM entry
JOIN way ON way.way = entry.way
WHERE entry.in_census
ORDER BY entry.n, entry.day, entry.chain_key, entry.step
"""


def census_years(world: World, homes: Mapping[int, Household]) -> Iterator[tuple[date, list[Family]]]:
    """Each census year in which a child of the block was referred: its reference date, and the homes that it tells of."""
    families = [_family(homes[h], episodes) for h, episodes in _episodes(world).items()]
    if not families:
        return
    for reference in reference_dates(families, world.until):
        told = [family for family in families if any(_is_told(one, reference) for one in family.episodes)]
        if told:
            yield reference, told


def _is_told(episode: Episode, reference: date) -> bool:
    """Whether the return of the year that ends with `reference` tells of the episode: referred or open in that year."""
    year_began_on = date(reference.year - (reference <= date(reference.year, *YEAR_ENDS)), *YEAR_ENDS) + timedelta(
        days=1
    )
    referred_on: date = episode.referral["on"]
    over_on = episode.closed["on"] if episode.closed else reference
    if episode.referral["no_further_action"]:
        over_on = referred_on
    return referred_on <= reference and year_began_on <= over_on


def _episodes(world: World) -> dict[int, list[Episode]]:
    """The episodes of each home that has any."""
    told: dict[tuple[int, int, int], list[tuple[Any, ...]]] = defaultdict(list)
    for h, n, chain, *entry in world.duck.execute(_IN_CENSUS).fetchall():
        told[h, n, chain].append(tuple(entry))
    found: dict[int, list[Episode]] = defaultdict(list)
    for (h, n, _), entries in told.items():
        found[h].append(_episode(n, entries))
    return found


def _episode(n: int, entries: list[tuple[Any, ...]]) -> Episode:
    days = {(kind, outcome): day for kind, day, _, _, outcome, _ in entries}
    _, referred_on, source, need, _, _ = next(entry for entry in entries if entry[0] == "referral.received")
    enquiry = days.get(("section47.started", None))
    plan = days.get(("plan.started", None))
    closed = next(
        ({"on": day, "reason": reason} for kind, day, *_, reason in entries if kind == "involvement.closed"), None
    )
    return Episode(
        children=(str(n),),
        referral={
            "on": referred_on,
            "source": source,
            "need": need,
            "no_further_action": ("referral.decided", "no_further_action") in days,
        },
        section47=(_enquiry(enquiry, no_conference=("section47.decided", "no_conference") in days),) if enquiry else (),
        in_need_plans=({"started": plan, "ended": days.get(("plan.ended", None))},) if plan else (),
        closed=closed,
    )


def _enquiry(started: date, *, no_conference: bool) -> dict[str, Any]:
    return {"started": started, "conference_due": started + CONFERENCE_DUE, "no_conference": no_conference}


def _family(home: Household, episodes: list[Episode]) -> Family:
    """The home as the writer of the census knows it: every child with a number of the council's own."""
    people = {child.key: child for child in home.children.values()}
    return Family(home.mother.surname, "", people, (), tuple(episodes), (), ())
