"""Sectors, factors and themes: what their shelves refuse, and what the codes of the national returns come to."""

from collections import Counter
from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.vocabulary import (
    FACTORS,
    FACTORS_NONE_CODE,
    REFERRAL_SOURCES,
    SECTORS,
    THEMES,
    factors_of,
    sector_of_source,
    stated_words,
)
from keepsight.vocabulary.factors import load_factors, load_topics
from keepsight.vocabulary.sectors import load_sectors
from keepsight.vocabulary.themes import load_themes

POLICE = '[sectors.police]\ntitle = "Police"\nshort = "Police"\nmeans = "The force."\n'
A_FACTOR = 'title = "{0}"\nmeans = "It is so."\nabout = "child"\ncodes = ["{0}"]\nsource = "Local practice"\n'


def shelf(folder: Path, text: str) -> Path:
    path = folder / "shelf.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[sources]\n" + POLICE.replace('title = "Police"\n', ""), "police lacks its title"),
        (POLICE + '[sources]\n6 = { sector = "fire", title = "Police" }', "fire as its sector"),
        (POLICE + '[sources]\n6 = { sector = "police" }', "6 lacks its title"),
        (POLICE + '[sources]\n6 = "police"', "6 should be a table"),
        ("[sources]\n" + POLICE + POLICE.replace("sectors.police", "sectors.constabulary"), "Police twice"),
        (POLICE, "should hold the tables sectors, sources"),
    ],
)
def test_a_broken_shelf_of_sectors_is_refused(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(BrokenShelf, match=names):
        load_sectors(shelf(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[factors.a]\n" + A_FACTOR.format("1A").replace('source = "Local practice"\n', ""), "a lacks its source"),
        ("[factors.a]\n" + A_FACTOR.format("1A").replace('"child"', '"dog"'), "dog as its about"),
        ("[factors.a]\n" + A_FACTOR.format("1A") + "[factors.b]\n" + A_FACTOR.format("1A"), "1A twice"),
        ("[factors.a]\n" + A_FACTOR.format("1A").replace('["1A"]', '"1A"'), "a list of words"),
    ],
)
def test_a_broken_shelf_of_factors_is_refused(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(BrokenShelf, match=names):
        load_factors(shelf(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[topics.a]\nfactors = ["child_neglect"]', "a lacks its title"),
        ('[topics.a]\ntitle = "A"\nfactors = ["child_kite"]', "child_kite should be a factor"),
        ('[topics.child_neglect]\ntitle = "A"\nfactors = []', "child_neglect should be a factor and no topic"),
        (
            '[topics.a]\ntitle = "A"\nfactors = ["child_neglect"]\n[topics.b]\ntitle = "B"\nfactors = ["child_neglect"]',
            "child_neglect twice",
        ),
    ],
)
def test_a_broken_shelf_of_topics_is_refused(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(BrokenShelf, match=names):
        load_topics(FACTORS, shelf(tmp_path, text))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("3A", ["child_domestic_abuse", "domestic_abuse"]),
        ("3C", ["household_domestic_abuse", "domestic_abuse"]),
        ("2B", ["parental_drugs", "adult_substance_use"]),
        ("2A", ["child_drugs"]),
        ("21", []),
    ],
)
def test_a_code_states_its_factor_and_the_topic_that_holds_it(code: str, words: list[str]) -> None:
    assert [word for said, word in stated_words() if said == code] == words


def test_a_theme_that_is_neither_risk_nor_practice_is_refused(tmp_path: Path) -> None:
    text = '[themes.a]\ntitle = "A"\nmeans = "It is so."\nsort = "luck"\nsource = "Local practice"\n'
    with pytest.raises(BrokenShelf, match="luck as its sort"):
        load_themes(shelf(tmp_path, text))


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("1A", "family"),
        ("1B", "public"),
        ("1C", "family"),
        ("1D", "public"),
        ("2A", "school"),
        ("2B", "school"),
        ("3A", "gp"),
        ("3B", "health_visiting"),
        ("3C", "health_visiting"),
        ("3D", "gp"),
        ("3E", "hospital"),
        ("3F", "other"),
        ("4", "housing"),
        ("5A", "adult_social_care"),
        ("5B", "other"),
        ("5C", "other"),
        ("5D", "early_help"),
        ("6", "police"),
        ("7", "probation"),
        ("8", "voluntary"),
        (" 2a ", "school"),
        ("9", None),  # anonymous
        ("10", None),  # not known
        ("2Z", None),  # no code at all
        ("", None),
    ],
)
def test_a_referral_source_belongs_to_the_sector_it_names_or_to_none(code: str, sector: str | None) -> None:
    assert sector_of_source(code) == sector


def test_each_sector_lists_the_sources_that_name_it() -> None:
    listed = {code: sector.name for sector in SECTORS.values() for code in sector.sources}
    assert listed == {code: source.sector for code, source in REFERRAL_SOURCES.items() if source.sector}
    assert SECTORS["school"].sources == ("2A", "2B")


def test_the_lanes_are_those_of_a_partnership() -> None:
    assert list(SECTORS) == [
        *("social_care", "early_help", "police", "health_visiting", "gp", "hospital", "camhs", "adult_mental_health"),
        *("school", "housing", "probation", "adult_social_care", "voluntary", "family", "public", "other"),
    ]


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["3B", "4B"], ["parental_domestic_abuse", "parental_mental_ill_health"]),
        (["4b", "4B "], ["parental_mental_ill_health"]),
        (["18B", "18A", "18C"], ["child_physical_abuse"]),
        (["24A", "RB", "4A"], ["child_criminal_exploitation", "child_mental_ill_health"]),
        ([FACTORS_NONE_CODE], []),
        (["20"], []),
        ([], []),
    ],
)
def test_assessment_codes_state_factors_each_once_and_strange_codes_state_none(
    codes: list[str], names: list[str]
) -> None:
    assert [factor.name for factor in factors_of(codes)] == names


def test_every_assessment_code_of_the_census_that_names_a_factor_states_one() -> None:
    of_everyone = {f"{number}{letter}" for number in range(1, 7) for letter in "ABC"}
    fostered = {f"8{letter}" for letter in "BCDEF"}
    of_the_child = {f"{number}A" for number in (7, *range(9, 20), 22, 23, 24)}
    by_whom = {"18B", "18C", "19B", "19C"}
    codes = of_everyone | fostered | of_the_child | by_whom
    assert {code for factor in FACTORS.values() for code in factor.codes} == codes


@pytest.mark.parametrize(
    "name",
    [
        "parental_mental_ill_health",
        "parental_alcohol",
        "parental_drugs",
        "parental_adverse_childhood",
        "parental_criminal_record",
        "parental_violent_record",
        "child_mental_ill_health",
        "child_alcohol",
        "child_drugs",
        "child_physical_disability",
        "child_learning_disability",
    ],
)
def test_what_reviews_find_about_parents_and_children_has_a_factor(name: str) -> None:
    assert FACTORS[name].about == ("child" if name.startswith("child") else "parent")


def test_there_are_eight_risks_and_seven_practice_issues_each_explained() -> None:
    assert Counter(theme.sort for theme in THEMES.values()) == {"risk": 8, "practice": 7}
    assert all(theme.means.endswith(".") and theme.source for theme in THEMES.values())
