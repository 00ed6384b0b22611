"""Whose turn it is: what each page shows is what the summary counts, and the summary names no child."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest

from keepsight.cli import answers
from keepsight.practice import waiting
from keepsight.practice.actions import Said, begin
from keepsight.practice.child.exploitation import write_down
from keepsight.practice.family.adults import Known, write_of
from keepsight.practice.professionals.concerns import Worry, raise_concern
from keepsight.practice.threads.table import ADVICE
from keepsight.practice.waiting import waiting_for_each
from keepsight.store import clock
from keepsight.town.story import families
from tests.pages.town_people import child, given, user

NAMES = {name for family in families() for one in family.children for name in (one.forename, one.surname)}


def beside_prompts(username: str) -> int:
    """How many things My work shows somebody beside prompts."""
    page = given(username, "my_work")
    lists = (page["notices"], page["disputed"], page["conferences"], {paper.id for _, paper, _ in page["documents"]})
    return sum(map(len, lists)) + len(page["guesses"]) + page["pairs"] + sum(len(one.lines) for one in page["followed"])


def much_is_done() -> None:
    """A concern, a question, an assessment asked for and a meeting about exploitation."""
    raise_concern(child("wren"), Worry(saw="A bruise.", thinks="Not an accident."), by=user("tobias"))
    begin(ADVICE, child("wren"), "ask", Said("Is it?", asked_of="Dr Tull", adviser="paediatrician"), by=user("tobias"))
    asked = Known(dt.date(2026, 3, 1), "Is he safe?", who="Len", asked_of="Dr Tull", by_when=dt.date(2026, 3, 20))
    write_of(child("wren"), None, "asked", asked, by=user("ivo"))
    write_down(child("jory"), "meeting", dt.date(2026, 1, 5), {"says": "Police visit the arcade."}, by=user("ada"))


@pytest.mark.long
def test_the_summary_counts_all_that_each_page_shows_and_names_no_child(town):
    much_is_done()
    found = waiting_for_each(clock.today())
    assert {one.user.username for one in found} >= {"ivo", "ada", "leila"}
    for one in found:
        page = given(one.user.username, "my_work")
        assert (one.prompts, one.others) == (page["count"], beside_prompts(one.user.username)), one.user.username
    ivo = next(one for one in found if one.user.username == "ivo")
    assert ivo.others >= 2
    assert ivo.pressing >= 1  # the assessment was to be back on 20 March
    lines = answers.summary(found, "keepsight.invalid")
    assert len(lines) == len(found)
    assert all(line.endswith("by today. keepsight.invalid") for line in lines)
    assert not [name for name in NAMES if any(name in line.split(":")[1] for line in lines)]
    with mock.patch.object(waiting, "matters", return_value=[]):  # a summary that counts prompts alone is found out
        assert {one.user.username: one.others for one in waiting_for_each(clock.today())} != {
            one.user.username: one.others for one in found
        }


def lines_of(username: str, sort: str) -> list[str]:
    """What waits for somebody of a sort, in words."""
    return [line.text for one in given(username, "my_work")["followed"] if one.name == sort for line in one.lines]


def on_day(day: dt.date) -> Any:
    """The clock stands on another day."""
    return mock.patch.object(clock, "now", return_value=dt.datetime.combine(day, dt.time(9), clock.LONDON))


def whom(sort: str) -> set[str]:
    """For whom something of a sort waits."""
    return {name for name in ("ivo", "magda", "tobias", "leila", "ada") if lines_of(name, sort)}


@pytest.mark.long
def test_a_risk_assessment_that_is_not_back_waits_for_the_agency_that_asked_and_then_for_its_lead(town):
    asked = Known(dt.date(2026, 3, 30), "Is he safe?", who="Len", asked_of="Dr Tull", by_when=dt.date(2026, 4, 10))
    write_of(child("wren"), None, "asked", asked, by=user("ivo"))
    assert lines_of("ivo", "assessment") == ["asked of Dr Tull, not back; risk assessment asked for, 30 Mar 2026"]
    with on_day(dt.date(2026, 4, 10)):
        assert whom("assessment") == {"ivo"}
    with on_day(dt.date(2026, 4, 11)):
        assert whom("assessment") == {"ivo", "magda"}
    made = Known(dt.date(2026, 4, 1), "No risk was found.", who="LEN", known_from="Dr Tull")
    write_of(child("wren"), None, "assessment", made, by=user("ivo"))
    assert whom("assessment") == set()


def test_a_child_back_from_missing_waits_to_be_asked_again_for_sixty_days_and_for_those_above_once_it_is_late(town):
    assert whom("return_interview") == {"ada", "magda", "leila"}  # Jory declined once, and the 72 hours are over
    assert lines_of("ada", "return_interview") == ["the child declined: to be offered again; back 1 Mar 2026"]
    with on_day(dt.date(2026, 4, 30)):
        assert "ada" in whom("return_interview")
    with on_day(dt.date(2026, 5, 1)):
        assert whom("return_interview") == set()


def test_exploitation_stands_open_until_the_child_s_own_view_is_on_record_and_the_meeting_was_looked_at(town):
    write_down(child("jory"), "meeting", dt.date(2026, 1, 5), {"says": "Police visit the arcade."}, by=user("ada"))
    unsaid, over = "nobody has written down how the child sees it", "the 60 days after the last meeting are over"
    told = lines_of("ada", "exploitation")
    assert [line.split(";")[0].split(":")[0] for line in told] == [unsaid, over]
    assert lines_of("tobias", "exploitation") == []
    write_down(child("jory"), "view", dt.date(2026, 3, 1), {"words": "They look after me."}, by=user("ada"))
    write_down(child("jory"), "meeting", dt.date(2026, 3, 20), {"says": "It is quieter."}, by=user("ada"))
    assert lines_of("ada", "exploitation") == []


def test_a_day_on_which_nothing_waits_is_said():
    assert answers.summary([], "") == ["Nothing waits for anybody."]
