"""Guidance and research: a reviewer reads it and changes nothing; each refusal in plain words; nobody having looked is said."""

import re

import pytest
from django.test import Client

from keepsight.themes.guidance import guidance
from tests.pages.town_people import given, signed_in

PUT = {
    "do": "say",
    "theme": "emotional_abuse",
    "kind": "research",
    "title": "Small voices",
    "publisher": "An invented college",
    "year": "2020",
    "address": "https://college.example/voices",
    "says": "Children say it sideways.",
    "looked-day": "1",
    "looked-month": "4",
    "looked-year": "2026",
}
NONE = "Nobody has put guidance beside these themes yet"


def page(username: str = "cass", query: str = "") -> str:
    return signed_in(username).get(f"/guidance/{query}").content.decode()


def posted(**said: str) -> str:
    """Where the form leads to, or what the page says is wrong."""
    answer = signed_in("cass").post("/guidance/", said)
    summary = answer.content.decode().partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    return answer.headers.get("Location") or re.sub(r"<[^>]+>", "", summary)


def one_called(title: str) -> dict[str, str]:
    """The hidden fields of the forms about one guidance."""
    now = next(one.now for one in guidance() if one.now.title == title)
    return {"of": str(now.guidance), "after": str(now.number)}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/guidance/").status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "wilf", "dev", "bea"])
def test_a_role_that_does_not_code_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post("/guidance/", PUT).status_code == 403


def test_a_reviewer_reads_it_and_changes_nothing(town: None) -> None:
    before = guidance()
    assert signed_in("orla").post("/guidance/", PUT).status_code == 404
    assert guidance() == before
    shown = page("orla", "?theme=escalation")
    assert "When it is cold at home" in shown
    assert not re.search(r'<form[^>]*action="/guidance/"', shown)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": ""}, "needs a title"),
        ({"address": "http://college.example"}, "does not begin with https://"),
        ({"year": "2027"}, "The year is not one"),
        ({"year": "last year"}, "The year is not one"),
        ({"looked-day": "2"}, "has not come yet"),
        ({"looked-day": "31"}, "No calendar has that day"),
    ],
)
def test_what_cannot_be_kept_says_why_and_loses_nothing(town: None, change: dict[str, str], says: str) -> None:
    before = len(guidance())
    answer = signed_in("cass").post("/guidance/", PUT | change).content.decode()
    assert says in answer
    assert "Children say it sideways." in answer
    assert len(guidance()) == before


def test_a_theme_beside_which_nothing_stands_says_so_until_something_does(town: None) -> None:
    before = page().partition(NONE)[2].partition("</ul>")[0].count("<li")
    assert posted(**PUT) == "/guidance/"
    assert page().partition(NONE)[2].partition("</ul>")[0].count("<li") == before - 1 > 0


def test_an_address_is_text_and_a_link_that_tells_the_site_nothing(town: None) -> None:
    posted(**PUT)
    address = "https://college.example/voices"
    assert f'href="{address}" rel="noreferrer">{address}</a>' in page()


def test_each_says_when_somebody_last_looked_and_plainly_when_nobody_has(town: None) -> None:
    told = {one["title"]: one["looked"] for theme in given("cass", "guidance")["themes"] for one in theme["rows"]}
    assert told == {
        "When it is cold at home: a guide for visitors": "Last looked at on 11 March 2026 by Cass Wetherby",
        "Forty homes, two winters: what children heard": "Nobody has looked at it for over a year: last looked at on "
        "17 November 2024 by Cass Wetherby",
        "What we changed after Linnet": "Nobody has said that they looked at it as it stands here",
    }
    posted(do="look", **one_called("What we changed after Linnet"))
    assert "Last looked at on 1 April 2026 by Cass Wetherby" in page()


def test_what_is_changed_keeps_how_it_stood(town: None) -> None:
    posted(**PUT)
    assert "Children say it sideways." in page(query=f"?change={one_called('Small voices')['of']}")
    posted(**(PUT | one_called("Small voices") | {"says": "Children say it late."}))
    shown = page()
    assert "Version 1, Cass Wetherby" in shown
    assert "Beside Emotional abuse: Children say it sideways." in shown


def test_whoever_changes_what_was_changed_meanwhile_is_told_and_then_may(town: None) -> None:
    posted(**PUT)
    was = one_called("Small voices")
    posted(**(PUT | was | {"says": "Children say it late."}))
    late = signed_in("cass").post("/guidance/", PUT | was | {"says": "Mine."}).content.decode()
    assert "Somebody else has changed or withdrawn this" in late
    assert "Mine." in late
    assert 'name="after" value="2"' in late


def test_what_is_withdrawn_needs_a_reason_and_is_told_of_as_withdrawn(town: None) -> None:
    posted(**PUT)
    gone = {"do": "withdraw"} | one_called("Small voices")
    assert "withdrawn for a reason" in posted(**gone)
    assert posted(**gone, because="Later guidance took its place.") == "/guidance/"
    (told,) = given("cass", "guidance")["withdrawn"]
    assert (told["title"], told["because"]) == ("Small voices", "Later guidance took its place.")
    assert "Somebody else has changed or withdrawn" in posted(**gone, because="Again.")
