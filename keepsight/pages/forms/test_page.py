"""The list of a partnership's own forms: for those who read children, each agency's own, and a count of what the reader reads."""

import datetime as dt
from dataclasses import replace

import pytest

from keepsight.access.queries import sight
from keepsight.people.queries import children
from keepsight.practice.forms import filling_in
from keepsight.practice.forms.editions import end_form
from keepsight.practice.forms.filling_in import Filled, fill_in
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user
from tests.practice.own_forms import GATES, a_form

TOLD = Filled(dt.date(2026, 3, 2), ("By the road", "", "", "", "", ""))


def counted(username: str) -> dict[str, object]:
    """What somebody reads: by title, how often it was filled in."""
    return {each["one"].wording.title: each["filled"] for each in given(username, "forms")["forms"]}


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    for username in ("wilf", "orla", "cass", "dev", "robin", "bea"):
        assert signed_in(username).get("/forms/").status_code == 403, username


def test_only_those_who_make_forms_are_led_to_making_one(town: None) -> None:
    for username, led in (("ivo", False), ("mina", False), ("magda", True), ("leila", True)):
        assert (b'href="/forms/new/"' in signed_in(username).get("/forms/").content) is led, username


def test_each_agency_reads_its_own_and_those_for_all(town: None) -> None:
    a_form(None, replace(GATES, title="For all"))
    a_form("social-care-999", replace(GATES, title="Ours"))
    assert list(counted("ivo")) == ["For all", "Ours"]
    assert list(counted("tobias")) == ["For all"]


@pytest.mark.long
def test_the_count_is_of_what_the_reader_reads(town: None) -> None:
    form = a_form(None, replace(GATES, level="restricted"))
    fill_in(child("wren"), form, TOLD, edition=1, by=user("ivo"))
    fill_in(child("wren"), form, TOLD, edition=1, by=user("tobias"))
    assert {name: counted(name)[GATES.title] for name in ("ivo", "tobias", "ada")} == {"ivo": 1, "tobias": 1, "ada": 0}


def test_of_more_children_than_can_be_read_at_once_nothing_is_counted_and_the_page_says_so(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(child("wren"), a_form(), TOLD, edition=1, by=user("ivo"))
    monkeypatch.setattr(filling_in, "MOST_CHILDREN", 0)
    known = [one.id for one in children(sight(user("ivo"), clock.today()))]
    assert filling_in.filled_in(sight(user("ivo"), clock.today()), known) is None
    assert counted("ivo") == {GATES.title: "not counted"}


def test_one_that_ended_stands_apart_from_those_in_use(town: None) -> None:
    form = a_form("social-care-999")
    end_form(form, because="Nobody asks it", seen=1, by=user("magda"))
    assert [heading for heading, _ in given("ivo", "forms")["parts"]] == ["Ended: filled in no more"]
