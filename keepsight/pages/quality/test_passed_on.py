"""Who knows what came of an assessment: refusals first; each agency stands open until somebody there has said that they read it."""

from typing import Any

import pytest

from keepsight.access.queries import agencies
from keepsight.pages.quality.test_page import assessment, entries, here, waits
from keepsight.practice.assessments.passing_on import PASSED_ON, READ
from tests.pages.town_people import child, given, signed_in

SCHOOL = "marshlight-school"
TELL = {"act": "tell", "agency": SCHOOL, "says": ""}
HAVE_READ = {"act": "read", "differs": "no", "says": ""}


def shown(username: str, post: dict[str, str] | None = None) -> dict[str, Any]:
    """What somebody is given of it."""
    return given(username, "quality", child_id=child("idris"), entry_id=assessment().id, post=post)


def stands(username: str, name: str = "Marshlight School") -> str:
    """Where it stands with an agency, as somebody reads it."""
    return str(next(one["stands"] for one in shown(username)["outcome"]["partners"] if one["name"] == name))


def kept() -> list[str]:
    """The kinds of what was put on record."""
    return [one.kind for one in entries() if one.kind in (PASSED_ON, READ)]


@pytest.mark.parametrize(
    ("username", "form", "says"),
    [
        ("tobias", TELL, "not yours to pass on"),
        ("ada", TELL | {"agency": "social-care-999"}, "not yours to pass on"),
        ("ada", TELL | {"agency": ""}, "not yours to pass on"),
        ("ada", TELL | {"agency": "nobody-at-all"}, "not yours to pass on"),
        ("ada", TELL | {"agency": "fennick-camhs"}, "Nobody at that agency would read it here"),
        ("ada", HAVE_READ, "Your agency assessed"),
        ("tobias", HAVE_READ | {"differs": "yes"}, "what you see differently"),
    ],
)
def test_what_is_not_theirs_or_half_said_is_not_kept(
    town: None, username: str, form: dict[str, str], says: str
) -> None:
    assert says in shown(username, form)["error"]
    assert kept() == []


def test_a_child_out_of_sight_is_told_of_to_nobody(town: None) -> None:
    assert signed_in("ivo").post(here(), TELL).status_code == 404
    assert kept() == []


def test_told_then_read_by_one_click_and_not_twice(town: None) -> None:
    assert stands("ada").startswith("Not told yet")
    assert signed_in("ada").post(here(), TELL).headers["Location"].endswith("#told")
    assert (stands("ada"), stands("tobias")) == ("Told, and not acknowledged",) * 2
    assert signed_in("tobias").post(here(), HAVE_READ).headers["Location"].endswith("#told")
    assert (stands("ada"), stands("wenna")) == ("Has read it",) * 2
    assert SCHOOL not in dict(shown("ada")["outcome"]["tell"])
    assert not shown("tobias")["outcome"]["may_read"]
    assert "cannot follow" in shown("tobias", HAVE_READ)["error"]
    page = signed_in("ada").get(here()).content.decode()
    assert "Has read it" in page
    assert "Not told yet" in page


def test_whom_nobody_reaches_here_is_told_in_another_way_and_the_page_says_so(town: None) -> None:
    elsewhere = TELL | {"agency": "fennick-camhs", "says": "Rang the named nurse."}
    assert signed_in("ada").post(here(), elsewhere).status_code == 302
    assert stands("ada", agencies()["fennick-camhs"].name) == "Told, and not acknowledged"
    page = signed_in("ada").get(here()).content.decode()
    assert "Nobody there reads it in Keepsight" in page
    assert "Rang the named nurse." in page


def test_whoever_sees_it_differently_is_led_to_open_a_disagreement_about_it(town: None) -> None:
    form = HAVE_READ | {"differs": "yes", "says": "He was not seen alone."}
    where = signed_in("tobias").post(here(), form).headers["Location"]
    assert where == f"/children/{child('idris')}/disagreements/?about={assessment().id}"
    assert "He was not seen alone." in signed_in("ada").get(here()).content.decode()
    offered = given("tobias", "disagreements", child_id=child("idris"), query={"about": str(assessment().id)})
    assert offered["form"]["about"] in {str(one) for one, _ in offered["decisions"]}


def test_it_waits_for_whoever_tells_then_for_whoever_was_told_until_it_is_read(town: None) -> None:
    (line,) = waits("ada", "outcome_untold")
    assert "not told to Marshlight School" in line.text
    assert waits("tobias", "outcome_told") == []
    there = line.href.partition("#")[0]
    signed_in("ada").post(there, TELL)
    assert waits("ada", "outcome_untold") == []
    (line,) = waits("tobias", "outcome_told")
    assert line.href.startswith(there)
    signed_in("tobias").post(there, HAVE_READ)
    assert waits("tobias", "outcome_told") == []


def test_what_is_taken_back_stands_open_again(town: None) -> None:
    signed_in("tobias").post(here(), HAVE_READ)
    ((entry, thread, _),) = shown("tobias")["mine"]
    back = {"act": "take_back", "entry": str(entry), "thread": str(thread), "because": "I had read another."}
    assert signed_in("tobias").post(here(), back).status_code == 302
    assert stands("ada").startswith("Not told yet")
