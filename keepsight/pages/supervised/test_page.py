"""When children were last thought about: each in one group, with the entry that says when. Refusals stand with supervision's."""

import datetime as dt
from typing import Any
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sight import seeing
from keepsight.intake.drafts import DetailValue, DraftEntry, Level
from keepsight.people.queries import children
from keepsight.practice.professionals.supervising import Apart, Thought, supervise
from keepsight.practice.professionals.supervisions import last_held
from keepsight.practice.putting import draft_of
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user


def groups(username: str = "magda") -> dict[str, dict[str, dict[str, Any]]]:
    """By group, the children that a lead reads of, by forename."""
    found = given(username, "supervised")["groups"]
    return {group.name: {line["name"].split()[0]: line for line in lines} for group, lines in found}


def test_each_child_stands_in_one_group_and_every_date_opens_its_entry(town: None) -> None:
    context = given("magda", "supervised")
    found = groups()
    assert sum(map(len, found.values())) == context["count"] > 0
    assert "Wren" in found["before"]  # 28 January
    assert found["before"]["Wren"]["when"] == "28 Jan 2026"
    address, _, anchor = found["before"]["Wren"]["entry"].partition("#")
    assert f'id="{anchor}"' in signed_in("magda").get(address).content.decode()
    assert all(line["entry"] for name in ("before", "lately") for line in found[name].values())
    assert not any(line["entry"] for line in found["never"].values())


def test_supervision_that_is_held_moves_the_child_and_only_for_the_agency_that_held_it(town: None) -> None:
    thought = Thought(dt.date(2026, 3, 31), "The team", ("What is a Sunday like?",))
    supervise(child("wren"), thought, Apart(), by=user("tobias"))
    assert "Wren" in groups()["before"]  # the school's is not social care's
    supervise(child("wren"), thought, Apart(), by=user("ivo"))
    assert "Wren" in groups()["lately"]


def test_the_last_day_in_time_is_the_forty_second(town: None) -> None:
    for day, name in ((dt.date(2026, 2, 17), "before"), (dt.date(2026, 2, 18), "lately")):
        supervise(child("alder"), Thought(day, "Magda", ("Who saw him?",)), Apart(), by=user("ivo"))
        assert "Alder" in groups()[name]


def test_many_children_cost_no_more_questions_of_the_database_than_one(town: None) -> None:
    seen = sight(user("magda"), clock.today())
    with seeing(seen):
        wren = [one for one in children(seen) if one.id == child("wren")]
        asked = []
        for known in (wren, children(seen)):
            with mock.patch("keepsight.practice.professionals.supervisions.children", return_value=known):
                with CaptureQueriesContext(connection) as sent:
                    found = last_held(seen, clock.today())
                asked.append((len(found), len(sent)))
    assert asked[0][0] == 1 < asked[1][0]
    assert asked[0][1] == asked[1][1]


def test_a_supervision_that_is_sealed_is_no_day_on_the_page(town: None) -> None:
    thought = Thought(dt.date(2026, 3, 31), "The team", ("Who saw her?",))

    def sealed(kind: str, narrative: str, said: dict[str, DetailValue], level: Level, by: User) -> DraftEntry:
        return draft_of(kind, narrative, said, "sealed", by)

    with mock.patch("keepsight.practice.professionals.supervising.draft_of", sealed):
        supervise(child("wren"), thought, Apart(), by=user("ivo"))
    assert "Wren" in groups()["before"]
    supervise(child("wren"), thought, Apart(), by=user("ivo"))
    assert "Wren" in groups()["lately"]
