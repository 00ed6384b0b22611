"""What stands in a public edition for a name, and what is listed for a person because it may still tell who is meant."""

from collections import Counter

import pytest

from keepsight.briefings.pseudonyms import drawn, left, replaced
from tests.briefings.invented import REVIEWS, ids, review


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Kezia was seen twice.", ["Kezia"]),
        ("Then kezia's aunt came.", ["kezia's"]),  # known, in small letters
        ("KEZIA and Kezia-Mae came.", ["KEZIA", "Kezia-Mae"]),
        ("Will hit Grace at Lower Mere.", ["Grace", "Lower", "Mere", "Will"]),
        ("On 14 March 2019, or 14/03/19.", ["03", "14", "19", "2019", "March"]),
        ("The home was cold. Nobody asked.", []),
        ("She rang 01632 960123; zz99 1ab.", ["01632", "1ab", "960123", "zz99"]),
        ("write to x@example.org", ["x@example.org"]),
        ("Żaneta, O’Hara and van der Berg", ["Berg", "O’Hara", "Żaneta"]),
        ("It stands in 3 of 5 reviews, as Review Lantern says.", []),
    ],
)
def test_every_name_date_and_place_that_is_left_is_listed(text: str, listed: list[str]) -> None:
    found = left([text], known=["Kezia Thorn"], ours=["3 of 5 reviews", "Review Lantern"])
    assert [word for word, _ in found] == sorted(listed)


def test_what_is_left_is_listed_with_how_often_it_stands() -> None:
    assert left(["Mere said so.", "So did Mere."]) == [("Mere", 2)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Child FF was seen.", "Review Lantern was seen."),
        ("child  ff and CHILD FF", "Review Lantern and Review Lantern"),
        ("Child FFion was seen.", "Child FFion was seen."),
        ("The O'Hara review; the O’Hara child", "The X review; the X child"),
    ],
)
def test_a_name_is_replaced_however_it_is_written_and_never_a_part_of_another(text: str, says: str) -> None:
    assert replaced(text, {"Child FF": "Review Lantern", "O'Hara": "X"}) == says


def test_pseudonyms_are_drawn_anew_for_each_edition_and_no_two_reviews_share_one() -> None:
    editions = [drawn(ids(REVIEWS)) for _ in range(20)]
    assert all(len(set(one.values())) == len(REVIEWS) for one in editions)
    assert len({tuple(one.values()) for one in editions}) > 15


def test_a_pseudonym_has_nothing_to_do_with_the_name_it_stands_for() -> None:
    """Over many draws each name is followed by every initial that there is, and by its own no more often than by chance."""
    first = REVIEWS[0].name.split()[-1][0]  # A
    firsts = Counter(drawn(ids(REVIEWS))[REVIEWS[0].id].split()[-1][0] for _ in range(1000))
    assert len(firsts) > 15
    assert firsts[first] < 100  # 3 of 85 things begin with A: 35 are expected


def test_there_are_pseudonyms_for_more_reviews_than_there_are_things() -> None:
    many = ids(review(f"Child {number}") for number in range(300))
    assert len(set(drawn(many).values())) == 300
