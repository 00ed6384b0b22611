"""The list of recommendations: where each stands, and each group opens."""

import datetime as dt

import pytest

from keepsight.access.models import Agency
from keepsight.assurance.actions import Recommended, recommend, take_step
from tests.pages.town_people import given, signed_in

ADDRESS = "/recommendations/"
SAID = "Letters to parents are read aloud to somebody who has never seen one."


def one() -> None:
    owner = Agency.objects.get(sector="social_care")
    made = recommend(Recommended(SAID, "system", "local", owner, dt.date(2025, 5, 1)), by=None)
    take_step(made, "declined", says="Read by a panel already.", after=0, by=None)


@pytest.mark.parametrize("username", ["wilf", "orla", "robin"])
def test_a_role_that_has_no_part_in_it_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403


def test_each_group_says_how_many_and_opens_them(town: None) -> None:
    one()
    said = given("ivo", "recommendations")
    (declined,) = [count for step, _, count in said["groups"] if step == "declined"]
    kept = given("ivo", "recommendations", query={"stands": "declined"})["rows"]
    assert SAID in [row["says"] for row in kept]
    assert len(kept) == declined < said["all"]
    assert sum(count for _, _, count in said["groups"]) == said["all"]
    assert SAID.encode() in signed_in("ivo").get(ADDRESS).content
