"""Whose turn it is: what each page shows is what the summary counts, and the summary names no child."""

from keepsight.cli import answers
from keepsight.practice.queries import waiting_for_each
from keepsight.store import clock
from keepsight.town.story import families
from tests.pages.town_people import given

NAMES = {name for family in families() for one in family.children for name in (one.forename, one.surname)}


def test_the_summary_counts_what_each_page_shows_and_names_no_child(town):
    found = waiting_for_each(clock.today())
    assert {one.user.username for one in found} >= {"ivo", "ada"}
    assert {one.user.username: given(one.user.username, "my_work")["count"] for one in found} == {
        one.user.username: one.prompts for one in found
    }
    lines = answers.summary(found, "keepsight.invalid")
    assert len(lines) == len(found)
    assert all(line.endswith("by today. keepsight.invalid") for line in lines)
    assert not [name for name in NAMES if any(name in line.split(":")[1] for line in lines)]


def test_a_day_on_which_nothing_waits_is_said():
    assert answers.summary([], "") == ["Nothing waits for anybody."]
