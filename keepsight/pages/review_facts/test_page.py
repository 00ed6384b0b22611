"""Correcting what is said of a review: the learning team alone, over nobody's head, and nothing said before is lost."""

import pytest

from keepsight.reviews.actions import Said, correct, register
from keepsight.reviews.models import Facts, Review, ReviewChild
from tests.pages.town_people import NOBODY_S, given, signed_in

FACTS = {"form": "facts", "after": "1", "title": "Alder", "kind": "rapid_review", "area": "local"}
CHILD = {"form": "child", "name_used": "Alder"}


@pytest.fixture
def alder(town: None) -> Review:
    """A review that nobody has published."""
    return register("alder", Said("rapid_review", "Alder", about="A fall."), by=None)


def address(one: Review) -> str:
    return f"/reviews/{one.id}/facts/"


@pytest.mark.parametrize("username", ["ivo", "orla", "bea", "dev"])
def test_nobody_but_the_learning_team_opens_it(alder: Review, username: str) -> None:
    client = signed_in(username)
    assert client.get(address(alder)).status_code == client.post(address(alder), FACTS).status_code == 403
    assert Facts.objects.filter(review=alder).count() == 1


def test_a_review_that_is_not_there_is_not_found(town: None) -> None:
    client = signed_in("cass")
    assert client.get(f"/reviews/{NOBODY_S}/facts/").status_code == 404
    assert client.post(f"/reviews/{NOBODY_S}/facts/", FACTS).status_code == 404


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (FACTS | {"title": " "}, "needs a title"),
        (FACTS | {"kind": "gossip"}, "No kind of review"),
        (FACTS | {"year": "20"}, "The year is no year"),
        (FACTS | {"aware_on-day": "31", "aware_on-month": "2", "aware_on-year": "2026"}, "No calendar has that day"),
        (FACTS | {"aware_on-day": "3"}, "No calendar has that day"),
        (FACTS | {"after": "7"}, "Somebody else has changed this"),
        (CHILD | {"name_used": " "}, "needs the name that it uses"),
        (CHILD | {"age_years": "140"}, "no number of years"),
        (CHILD | {"harm": "gossip"}, "none of the statute"),
        (CHILD | {"abuse": "gossip"}, "none of the statute"),
    ],
)
def test_what_cannot_be_kept_says_why_and_stays_as_it_was_typed(
    alder: Review, typed: dict[str, str], says: str
) -> None:
    answer = signed_in("cass").post(address(alder), typed | {"about": "Typed for an hour."})
    assert says in answer.content.decode()
    if typed["form"] == "facts":
        assert "Typed for an hour." in answer.content.decode()
    assert Facts.objects.filter(review=alder).count() == 1
    assert not ReviewChild.objects.filter(review=alder).exists()


def test_somebody_who_was_quicker_is_not_overwritten(alder: Review) -> None:
    correct(alder, Said("rapid_review", "Alder", about="Not a fall."), after=1, by=None)
    answer = signed_in("cass").post(address(alder), FACTS | {"about": "A fall from a window."})
    assert b"Somebody else has changed this" in answer.content
    assert Facts.objects.filter(review=alder).latest("version").about == "Not a fall."


def test_a_correction_is_the_next_version_and_the_one_before_is_kept(alder: Review) -> None:
    said = {
        "title": "Alder and Ash", "about": "A fall from a window.", "asked_to_learn": "Who had seen the room?",
        "family_part": "His aunt met the reviewers.", "family_words": "I told them.", "agencies": "School\n\nGP\n",
        "aware_on-day": "3", "aware_on-month": "3", "aware_on-year": "2026", "year": "2026",
    }  # fmt: skip
    assert signed_in("cass").post(address(alder), FACTS | said).status_code == 302
    assert list(Facts.objects.filter(review=alder).order_by("version").values_list("about", flat=True)) == [
        "A fall.",
        "A fall from a window.",
    ]
    shown = given("cass", "review", review_id=alder.id)
    assert shown["title"] == "Alder and Ash"
    assert shown["facts"].agencies == ["School", "GP"]
    assert [due.done_on for due, _ in shown["clocks"]] == [None, None]
    filled = given("cass", "review_facts", review_id=alder.id)["filled"]
    assert {name: filled[name] for name in said if name != "agencies"} == {
        name: value for name, value in said.items() if name != "agencies"
    }


def test_a_child_is_named_as_the_review_does_and_only_once(alder: Review) -> None:
    client = signed_in("cass")
    told = CHILD | {"age_years": "4", "harm": "physical_health", "abuse": ["neglect", "physical"]}
    assert client.post(address(alder), told).status_code == 302
    assert b"by that name" in client.post(address(alder), told).content
    assert given("cass", "review", review_id=alder.id)["children_of_it"] == [
        {
            "name": "Alder",
            "age": "4 years",
            "harm": "serious harm to physical health",
            "abuse": "neglect, physical abuse",
        }
    ]
