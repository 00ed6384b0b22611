"""Family and network: who is in a child's life and who is missing from the record; which agencies and services are round it.

Drawn, and the same as lists: who says what of whom, as at which day. Nothing here holds an address, a score or an order of merit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.coverage import untold
from keepsight.pages.family import drawing, ecomap
from keepsight.pages.family.kin import Family, Kin, Known, family_of, stands_alone
from keepsight.pages.family.network import Service, in_words, network_of
from keepsight.pages.family.placing import Drawn, placed
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.pages.story import Story, cast, hidden, told
from keepsight.people import queries as people
from keepsight.people.ties import Said, Tie, ties_among

PAGE = Page(address="children/<uuid:child_id>/family/", title="Family and network", who=WITH_CHILDREN, tab=7)
TIE_WORDS = {
    "parent_of": ("is a parent of", "was a parent of"),
    "cares_for": ("cares for", "cared for"),
    "lives_with": ("lives with", "lived with"),
    "partner_of": ("is a partner of", "was a partner of"),
    "sibling_of": ("is a brother or sister of", "was a brother or sister of"),
}
MISSING_TIE = "parent_of"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the family as it may be told, and what each of it is called."""

    story: Story
    family: Family
    called: Mapping[UUID, str]


def fetch(asking: Asking) -> Fetched:
    """The story first: only who stands beside a child that was opened may be described."""
    child, story = asking.of_child, told(asking)
    home = people.household([child.id], None)[child.id]
    persons = {child.id} | {one.id for one in home}
    persons |= {one.person_id for entry in story.entries for one in entry.about}
    facts = people.described(persons)
    called = {one: fact.name for one, fact in facts.items()}
    if asking.names_hidden:
        who = cast(asking, story)
        story, called = hidden(story, who), dict(who.people)
        facts = {one: replace(fact, born_precision="year") for one, fact in facts.items()}
    ties = ties_among(asking.sight, persons)
    return Fetched(story, family_of(Known(child, home, story.entries, ties, facts, called, asking.today)), called)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The family drawn and told, then the network."""
    family, story, child = fetched.family, fetched.story, asking.of_child
    services = network_of(story.entries, story.feeds, child.agencies)
    named = {} if asking.names_hidden else {feed.agency: feed.agency_name for feed in story.feeds if feed.agency}
    context: dict[str, Any] = {
        "title": f"{child.name}: family and network",
        "badges": badges(story.entries),
        "alone": stands_alone(family),
        "drawing": drawing.drawing(family, placed(_generations(family), _lines(asking, family))),
        "key": drawing.key(),
        "kin": [(one, _in_words(one, family, named)) for one in family.kin if not one.missing],
        "missing": family.missing,
        "ties": [_tie(tie, said, fetched, asking) for tie in family.ties for said in tie.said],
        "network": ecomap.drawing(ecomap.network(child.name, services)) if services else None,
        "network_key": ecomap.key(),
        "services": [_service(one, story) for one in services],
        "untold": untold(story.feeds, asking.today),
    }
    return Shown(context, entries=len(story.entries))


def _generations(family: Family) -> dict[str, int]:
    return {one.id: one.generation for one in family.kin}


def _lines(asking: Asking, family: Family) -> list[Drawn]:
    """The ties to be drawn; whoever is missing stands where a parent of the child would."""
    gaps = [Drawn(one.id, MISSING_TIE, str(asking.of_child.id)) for one in family.kin if one.missing]
    return [*drawing.ties_drawn(family, asking.today), *gaps]


def _in_words(one: Kin, family: Family, named: Mapping[str, str]) -> str:
    """What is said of somebody, in one line. That they do not live with the child only where somebody is said to."""
    apart = "not said to live with the child today" if any(each.at_home for each in family.kin) else ""
    home = "lives with the child" if one.at_home else apart
    lives = f"also {one.lives}" if one.at_home and one.lives else one.lives
    known_to = words.listed([named[code] for code in one.agencies if code in named])
    beside = ("the child", one.age, one.lives) if one.is_the_child else (one.what, one.age, home, lives)
    return ", ".join(part for part in (*beside, known_to and f"known to {known_to}") if part)


def _tie(tie: Tie, said: Said, fetched: Fetched, asking: Asking) -> dict[str, Any]:
    """One agency's word on one tie. Its own words for it may name people: without names they are left out."""
    holds, held = TIE_WORDS[tie.kind]
    now = tie.is_said_to_hold(said, asking.today)
    return {
        "says": f"{fetched.called[tie.a]} {holds if now else held} {fetched.called[tie.b]}",
        "days": _days(said),
        "agency": "an agency" if asking.names_hidden else said.agency,
        "as_at": words.day(said.as_at),
        "raw": "" if asking.names_hidden else said.raw,
    }


def _days(said: Said) -> str:
    """ "since 3 Mar 2024", "3 Mar 2024 to 1 Jan 2026", "until 1 Jan 2026", or that no day was said."""
    if said.from_on and said.to_on:
        return f"{words.day(said.from_on)} to {words.day(said.to_on)}"
    if said.from_on:
        return f"since {words.day(said.from_on)}"
    return f"until {words.day(said.to_on)}" if said.to_on else "no day said"


def _service(one: Service, story: Story) -> dict[str, Any]:
    heard = one.heard
    return {
        "name": one.name,
        "says": in_words(one),
        "writer": one.writer,
        "heard": (heard.child_words, words.when(heard), story.href(heard)) if heard else None,
        "href": f"{story.chronology}?{urlencode({'show': 'all', 'agency': one.name})}"
        if one.child or one.home
        else None,
    }
