"""What papers count: two figures that cannot both be right stand beside each other, as soon as they are entered."""

import pytest

from keepsight.reviews.models import Statement
from tests.pages.town_people import given, signed_in

ADDRESS = "/reviews/statements/"
SAID = {"paper": "A paper", "place": "page 1", "claim": "seen", "population": "its reviews", "percent": "47%"}


@pytest.mark.parametrize("username", ["wilf", "robin"])
def test_a_role_that_reads_no_reviews_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("username", "typed", "says"),
    [
        ("ivo", SAID, "Only the learning team"),
        ("cass", SAID | {"claim": ""}, "What is counted is empty"),
        ("cass", SAID | {"percent": "half"}, "no number"),
        ("cass", SAID | {"percent": "147"}, "between 0 and 100"),
        ("cass", SAID | {"percent": ""}, "counts nothing"),
    ],
)
def test_what_cannot_be_entered_says_why(town: None, username: str, typed: dict[str, str], says: str) -> None:
    before = Statement.objects.count()
    assert says in signed_in(username).post(ADDRESS, typed).content.decode()
    assert Statement.objects.count() == before


def test_two_figures_for_one_claim_are_shown_once_both_are_entered(town: None) -> None:
    client = signed_in("cass")
    assert client.post(ADDRESS, SAID | {"out_of": "100"}).status_code == 302
    assert client.post(ADDRESS, SAID | {"place": "page 9", "percent": "55", "out_of": "100"}).status_code == 302
    (paper,) = [one for one in given("ivo", "statements")["papers"] if one["title"] == "A paper"]
    assert paper["warnings"] == [("seen: given as 47% and 55%", ["page 1", "page 9"])]


def test_the_worked_example_shows_its_contradictions(town: None) -> None:
    page = signed_in("ivo").get(ADDRESS).content.decode()
    assert "said to be 12 and 13" in page
    assert "given as 47% and 55%" in page
