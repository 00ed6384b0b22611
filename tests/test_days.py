"""docs/days.md: a day for each role, whose pages open for that role and refuse it as the chapter says."""

import re
from pathlib import Path

import pytest

from keepsight.access.roles import ROLES
from keepsight.pages.shelf import shelf
from keepsight.town.staff import STAFF

TEXT = (Path(__file__).parents[1] / "docs" / "days.md").read_text(encoding="utf-8")
DAYS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
SAYS = ("Opens", "Is refused")
PEOPLE = {one.username: one.role for one in STAFF}


def titles(day: str, says: str) -> list[str]:
    """The pages that a day names under one of its two heads, in their order."""
    line = re.search(rf"^\*\*{says}\*\* (.+)$", day, re.MULTILINE)
    return re.findall(r"\*(.+?)\*", line[1]) if line else []


def wrong(day: str) -> list[str]:
    """What a day says of pages that is not so, by their titles. A title that several pages bear refuses only where all do."""
    found = []
    role = PEOPLE[re.findall(r"Signs in as `(\w+)`", day)[0]]
    open_to = {one.page.title: False for one in shelf().values()}
    for one in shelf().values():
        open_to[one.page.title] |= role in one.page.who
    for says, opens in zip(SAYS, (True, False), strict=True):
        found += [title for title in titles(day, says) if open_to.get(title) is not opens]
    return found


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ("**Opens** *Levels*, *My work*.", ["Levels"]),
        ("**Is refused** *My work*, *Levels*.", ["My work"]),
        ("**Opens** *A page of yesterday*.", ["A page of yesterday"]),
        ("**Is refused** *A page of yesterday*.", ["A page of yesterday"]),
    ],
)
def test_a_page_that_is_not_so_for_a_role_is_found(says: str, found: list[str]) -> None:
    assert wrong(f"Signs in as `nell`, a practitioner.\n\n{says}\n") == found


@pytest.mark.parametrize("name", DAYS)
def test_a_day_says_what_opens_what_refuses_what_is_answered_and_what_never_can_be(name: str) -> None:
    day = DAYS[name]
    assert all(titles(day, says) for says in SAYS)
    assert re.search(r"\*\*S?[Hh]e answers\*\*", day)
    assert re.search(r"\*\*S?[Hh]e never can\*\*", day)
    assert wrong(day) == []


def test_every_role_has_a_day() -> None:
    assert {PEOPLE[name] for name in re.findall(r"Signs in as `(\w+)`", TEXT)} == set(ROLES)
