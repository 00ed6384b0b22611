"""A paper of what lies in the rooms below: only what people judged is counted, and each claim leads to its passage."""

import datetime as dt
from dataclasses import replace

import pytest

from keepsight.access.models import User
from keepsight.briefings.gathering import gather
from keepsight.briefings.printing import Printed, printed
from keepsight.briefings.writing import written
from keepsight.reviews.models import Passage, Review, ReviewStep
from keepsight.store import clock
from keepsight.themes.actions import Given, judge_review, save_passage, suggest_codes
from keepsight.themes.guidance import Said, put_beside, withdraw
from keepsight.vocabulary import CODES
from tests.briefings.test_papers import all_words
from tests.themes.invented import a_reader, a_review

pytestmark = pytest.mark.django_db
NEGLECT = "neglect"


@pytest.fixture
def cass() -> User:
    return a_reader("cass")


def judged(review: Review, state: str, by: User, passages: list[Passage] | None = None) -> None:
    judge_review(review=review, code=NEGLECT, state=state, because="Read.", passages=passages or [], by=by)


def test_what_words_suggested_and_nobody_judged_is_not_counted(cass: User) -> None:
    _, document, _ = a_review()
    assert suggest_codes(document=document, by=None) > 0
    assert gather("A paper", "Fennick").coded == ()


def test_a_paper_counts_what_people_judged_of_each_review_and_says_who_has_not_been_judged(cass: User) -> None:
    (first, _, passages), (second, _, _), _ = a_review("child-f"), a_review("child-g"), a_review("child-h")
    judged(first, "present", cass, passages[:1])
    judged(second, "not_mentioned", cass)
    (coded,) = gather("A paper", "Fennick").coded
    assert CODES[NEGLECT].theme == coded.theme
    assert (coded.present, coded.not_mentioned, len(coded.not_judged)) == ((first.id,), (second.id,), 1)
    words = all_words(printed(written(gather("A paper", "Fennick"))))
    assert "1 of 2 reviews" in words
    assert "1 of 3 reviews" in words


def test_a_review_is_published_from_the_day_its_own_page_says_so_and_no_longer_once_withdrawn(cass: User) -> None:
    review, _, _ = a_review()

    def published_on() -> dt.date | None:
        return gather("A paper", "Fennick").reviews[0].published_on

    assert published_on() is None
    ReviewStep.objects.create(review=review, order=90, step="published", on=dt.date(2026, 1, 5), at=clock.now())
    assert published_on() == dt.date(2026, 1, 5)
    ReviewStep.objects.create(review=review, order=91, step="withdrawn", on=dt.date(2026, 2, 5), at=clock.now())
    assert published_on() is None


def test_a_claim_leads_to_document_page_and_paragraph_and_a_passage_is_quoted(cass: User) -> None:
    review, _, passages = a_review()
    judged(review, "present", cass, passages[:1])
    paper = printed(written(gather("A paper", "Fennick")))
    assert "Child-F, child-f: report, page 1, paragraph 2" in paper["notes"]
    assert f"“{passages[0].words}”" in all_words(paper)


def test_a_passage_judged_good_practice_stands_under_good_practice(cass: User) -> None:
    _, _, passages = a_review()
    save_passage(passage=passages[0], given=[Given(NEGLECT, "good_practice")], memo="", opened_at=0, by=cass)
    paper = printed(written(gather("A paper", "Fennick")))
    (good,) = [part for part in paper["parts"] if part["title"] == "Good practice"]
    assert [block["text"] for block in good["blocks"] if block["shape"] == "quote"] == [f"“{passages[0].words}”"]


def test_a_national_figure_says_whom_it_counts_and_that_nobody_has_checked_it(cass: User) -> None:
    review, _, passages = a_review()
    judged(review, "present", cass, passages[:1])
    national = [
        line for line in all_words(printed(written(gather("A paper", "Fennick")))).splitlines() if "Nationally" in line
    ]
    assert national
    assert all("%" in line and "England" in line for line in national)
    assert all("Nobody has checked this" in line for line in national)


def to_read(paper: Printed) -> list[list[str]]:
    """The rows of what a paper names to read further."""
    return [row for part in paper["parts"] if part["title"] == "To read further" for row in part["blocks"][1]["rows"]]


def test_guidance_beside_a_theme_of_the_paper_is_a_part_of_its_own_and_no_finding(cass: User) -> None:
    said = Said("chronic_neglect", "practice", "Cold at home", "An invented institute", 2019, "Ask where she sleeps.")
    put_beside(said, looked_on=None, by=cass)
    put_beside(replace(said, theme="sexual_abuse", title="Elsewhere"), looked_on=None, by=cass)
    assert to_read(printed(written(gather("A paper", "Fennick")))) == []  # no review speaks of either theme
    review, _, passages = a_review()
    judged(review, "present", cass, passages[:1])
    paper = printed(written(gather("A paper", "Fennick")))
    row = [
        "Neglect that goes on",
        "Cold at home (An invented institute, 2019)",
        "Ask where she sleeps.",
        "by nobody yet",
    ]
    assert to_read(paper) == [row]
    others = [part for part in paper["parts"] if part["title"] != "To read further"]
    assert "Cold at home" not in all_words({**paper, "parts": others})


def test_what_is_to_be_read_says_the_day_somebody_last_looked_and_goes_once_it_is_withdrawn(cass: User) -> None:
    review, _, passages = a_review()
    judged(review, "present", cass, passages[:1])
    said = Said(
        "chronic_neglect", "research", "Cold at home", "A college", 2019, "Ask.", "https://college.example/cold"
    )
    one = put_beside(said, looked_on=dt.date(2026, 3, 3), by=cass).guidance
    ((_, what, _, looked),) = to_read(printed(written(gather("A paper", "Fennick"))))
    assert (what, looked) == ("Cold at home (A college, 2019. https://college.example/cold)", "3 March 2026")
    withdraw(one, after=1, because="Later research.", by=cass)
    assert to_read(printed(written(gather("A paper", "Fennick")))) == []


def test_the_town_s_recommendations_stand_in_its_paper_and_its_few_children_are_held_back(town: None) -> None:
    material = gather("A paper", "Fennick")
    assert material.as_at == dt.date(2026, 4, 1)
    paper = printed(written(material))
    (said,) = [part for part in paper["parts"] if part["title"] == "What was recommended"]
    rows = said["blocks"][0]["rows"]
    assert len(rows) == len(material.recommended) > 3
    assert all(owner and became for _, owner, became in rows)
