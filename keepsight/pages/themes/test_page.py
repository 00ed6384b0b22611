"""What reviews say: refused to whom it is not for; each number names its denominator and opens its reviews."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from keepsight.pages.themes.page import picture
from tests.pages.town_coding import the_review
from tests.pages.town_people import given, signed_in


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/themes/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "orla", "wilf", "dev"])
def test_a_role_that_is_not_the_learning_team_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/themes/").status_code == 403


def test_a_name_that_is_no_theme_opens_nothing(town: None) -> None:
    assert given("cass", "themes", query={"open": "luck"})["asked"] is False


def test_a_number_opens_the_reviews_it_counts_and_their_passages(town: None) -> None:
    rows = {row["told"].name: row["told"] for row in given("cass", "themes")["rows"]}
    assert rows["chronic_neglect"].present == (the_review(),)
    ((title, links),) = given("cass", "themes", query={"open": "chronic_neglect"})["opened"]
    assert title == "Isla"
    assert [passage.words.startswith("Over two years") for passage, _ in links] == [True]


def test_silence_absence_and_what_cannot_be_are_told_apart(town: None) -> None:
    rows = {row["told"].name: row["told"] for row in given("cass", "themes", query={"by": "code"})["rows"]}
    assert rows["sexual_abuse"].absent == rows["identity_culture"].not_mentioned == rows["cse"].not_applicable
    assert rows["identity_culture"].shares[0].whole == ()


def test_a_cell_of_what_stands_together_opens_both(town: None) -> None:
    together = given("cass", "themes")["together"]
    assert together
    assert all("," in href for *_, href in together)


def test_national_figures_stand_with_their_population_and_as_not_verified(town: None) -> None:
    shown = signed_in("cass").get("/themes/").content.decode()
    assert shown.count("Not verified") == sum(len(row["national"]) for row in given("cass", "themes")["rows"]) > 0


def test_the_picture_says_every_number_in_words(town: None) -> None:
    told = [row["told"] for row in given("cass", "themes")["rows"]]
    drawn = ET.fromstring(str(picture(told)))
    words = [one.text for one in drawn.iter("span")]
    assert all(str(one.shares[0]) in words and one.title in words for one in told)


@pytest.mark.parametrize("by", ["theme", "code"])
def test_guidance_stands_beside_its_theme_apart_from_what_is_counted(town: None, by: str) -> None:
    shown = given("cass", "themes", query={"by": by})
    beside = {theme.name: [one["title"] for one in found] for theme, found in shown["guidance"]}
    assert beside["chronic_neglect"] == ["When it is cold at home: a guide for visitors"]
    assert beside["sexual_abuse"] == []
    page = signed_in("cass").get(f"/themes/?by={by}").content.decode()
    counted, _, apart = page.partition("Guidance and research beside these themes")
    assert "When it is cold at home" in apart
    assert "When it is cold at home" not in counted
    assert re.search(r"Nobody has put guidance beside these yet: [^<]*Sexual abuse", apart)
