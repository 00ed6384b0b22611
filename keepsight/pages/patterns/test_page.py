"""What is asked: refused to whom it is not for; every pattern with its version, and what is not asked is said."""

from html import unescape

import pytest
from django.test import Client

from keepsight.patterns.sheets import library
from keepsight.prompts import own
from tests.pages.town_patterns import PATTERN, carried, in_force
from tests.pages.town_people import child, given, signed_in, user

TITLE = library()[PATTERN].title


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/patterns/").status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "robin"])
def test_a_role_that_reads_no_pattern_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/patterns/").status_code == 403


def test_every_pattern_of_the_library_is_asked_until_somebody_says_otherwise(town: None) -> None:
    shown = given("tobias", "patterns")
    assert {one.name for one in shown["asked"]} == set(library())
    assert (shown["not_asked"], shown["may_write"]) == ([], False)


def test_each_stands_once_under_the_theme_of_its_learning(town: None) -> None:
    shown = given("tobias", "patterns")
    told = [(theme.name, one.name) for theme, some in shown["by_theme"] for one in some]
    assert sorted(told) == sorted((sheet.theme, name) for name, sheet in library().items())


def test_what_is_in_force_is_said_with_its_version(town: None) -> None:
    in_force()
    (one,) = [one for one in given("ivo", "patterns")["asked"] if one.own_number]
    assert (one.name, one.sheet.asks.at_least) == (PATTERN, 3)
    assert "This partnership’s, version 1" in signed_in("ivo").get("/patterns/").content.decode()


def test_what_is_switched_off_is_said_here_with_the_sources_and_on_the_child_s_page(town: None) -> None:
    carried(own.switch_off(PATTERN, because="The census asks it already", by=user("magda")))
    assert [one.name for one in given("dev", "patterns")["not_asked"]] == [PATTERN]
    for username, page in (("ivo", "/patterns/"), ("robin", "/sources/"), ("ivo", f"/children/{child('wren')}/")):
        said = signed_in(username).get(page).content.decode()
        assert TITLE in said, page
        assert "The census asks it already" in said, page


def printed(username: str, what: str) -> str:
    answer = signed_in(username).get("/patterns/", {"download": what})
    assert f'filename="{what}.html"' in answer.headers["Content-Disposition"]
    return unescape(answer.content.decode())


def test_what_is_asked_here_is_printed_whole_in_the_version_in_force_without_what_is_switched_off(town: None) -> None:
    in_force()
    carried(own.switch_off("repeat-missing", because="The police ask it already", by=user("magda")))
    manual, record = (printed("tobias", what) for what in ("manual", "transparency"))
    for said in (manual, record):
        assert TITLE in said
        assert "This partnership’s version 1" in said
        assert library()["repeat-missing"].title not in said
    assert "It holds on each day on which at least 3 count at once" in manual
    assert f"{len(library()) - 1} questions" in record
    assert "1 is asked in this partnership’s own version" in record
    assert signed_in("wilf").get("/patterns/", {"download": "manual"}).status_code == 403


def test_what_nothing_prints_is_the_page(town: None) -> None:
    assert "Asked of every child" in signed_in("tobias").get("/patterns/", {"download": "names"}).content.decode()
