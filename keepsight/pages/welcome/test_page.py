"""What a visitor is shown: a story that is made up, and what the patterns truly make of it."""

import re
from collections.abc import Sequence

import pytest
from django.test import Client

from keepsight.clocks.pregnancy import Birth
from keepsight.pages.welcome.story import AGENCIES, ENTRIES, REPLAYED, TODAY, entry_id
from keepsight.patterns.replaying.life import Knew, Life
from keepsight.patterns.replaying.replay import Replayed, replay
from keepsight.patterns.sheets import library
from keepsight.vocabulary import KINDS
from tests.patterns import histories
from tests.patterns.test_replay import table, told_as


def replayed(leave_out: int | None = None) -> Sequence[Replayed]:
    """The story, replayed by the engine; without one entry of it."""
    entries = [
        histories.Entry(
            child=entry_id(0), entry=entry_id(number), kind=one.kind, day_from=one.on, day_to=one.on, recorded_on=one.on,
            agency=one.agency, sector=one.agency, scope="child" if one.of == "child" else "household", role=one.of,
            details=dict([one.detail]) if one.detail else {},
        )
        for number, one in enumerate(ENTRIES, 1)
        if number != leave_out
    ]  # fmt: skip
    knew = [Knew(one.entry, one.agency or "", one.recorded_on) for one in entries]
    life = Life(entry_id(0), table(entries), told_as([]), knew, {code: code for code in AGENCIES}, [], Birth(), TODAY)
    return replay(life, list(library().values()))


def test_what_is_said_of_the_story_is_what_the_patterns_make_of_it() -> None:
    assert tuple(replayed()) == REPLAYED


def test_with_one_entry_fewer_the_patterns_make_something_else_of_it() -> None:
    assert tuple(replayed(leave_out=6)) != REPLAYED


def test_each_entry_is_of_a_kind_that_its_agency_tells_and_they_stand_in_order() -> None:
    assert [one.on for one in ENTRIES] == sorted(one.on for one in ENTRIES)
    assert (len(AGENCIES), len(ENTRIES) - 1) == (5, 14), "as the page says"
    assert all(one.agency in KINDS[one.kind].recorded_by for one in ENTRIES)
    assert all(KINDS[one.kind].details.keys() >= ({one.detail[0]} if one.detail else set()) for one in ENTRIES)


@pytest.mark.usefixtures("db")
def test_a_visitor_reads_it_without_signing_in_and_every_link_on_it_leads_somewhere() -> None:
    page = Client().get("/welcome/").content.decode()
    assert (
        "1 could be seen only by several together, and 1 by all together at least a year before any agency alone"
        in page
    )
    named = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= named


@pytest.mark.usefixtures("db")
def test_whoever_is_asked_to_sign_in_is_led_to_it() -> None:
    assert 'href="/welcome/"' in Client().get("/sign-in/").content.decode()
