"""Coding by people: what is refused, what another reader sees, and that no suggestion is ever counted."""

from uuid import UUID

import pytest

from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.errors import WrongUse
from keepsight.reviews.models import Passage, Review, ReviewDocument
from keepsight.themes.actions import (
    Given,
    SavedSince,
    decide_proposal,
    decide_suggestion,
    judge_review,
    merge_codes,
    propose_code,
    read_blind,
    read_section,
    recode,
    reword_code,
    save_passage,
    split_code,
    suggest_codes,
)
from keepsight.themes.codebook import codebook
from keepsight.themes.models import Coding, Suggestion
from keepsight.themes.prevalence import co_occurrence
from keepsight.themes.queries import (
    codings_seen,
    evidence_of,
    last_saved,
    pairs,
    prevalence_of_codes,
    prevalence_of_themes,
    similar,
    suggestions_seen,
    to_recode,
)
from tests.themes.invented import a_reader, a_review, heading

pytestmark = pytest.mark.django_db

FAILING = "failing"


@pytest.fixture
def anna(db: None) -> User:
    return a_reader("anna")


@pytest.fixture
def ben(db: None) -> User:
    return a_reader("ben")


@pytest.fixture
def told(db: None) -> tuple[Review, ReviewDocument, list[Passage]]:
    return a_review()


def code(passage: Passage, by: User, *names: str, opened_at: int | None = None) -> SavedSince | None:
    """Save a passage with these codes, opened on what stands now unless said otherwise."""
    last = last_saved(passage, by)
    opened = opened_at if opened_at is not None else (last.id if last else 0)
    return save_passage(passage=passage, given=[Given(one, FAILING) for one in names], memo="", opened_at=opened, by=by)


def given(passage: Passage, by: User) -> set[str]:
    return set(Coding.objects.filter(passage=passage, by=by, ended_at__isnull=True).values_list("code", flat=True))


def states_of(name: str) -> tuple[int, int, int]:
    (told,) = [one for one in prevalence_of_codes() if one.name == name]
    return len(told.present), len(told.absent), len(told.not_mentioned)


def test_a_code_that_does_not_stand_is_refused(told: tuple[Review, ReviewDocument, list[Passage]], anna: User) -> None:
    with pytest.raises(WrongUse, match="not given any more"):
        code(told[2][0], anna, "luck")


def test_two_people_saving_one_passage_see_it(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User, ben: User
) -> None:
    passage = told[2][0]
    assert code(passage, anna, "neglect", opened_at=0) is None
    since = code(passage, ben, "isolation", opened_at=0)
    assert since is not None
    assert since.by == anna
    assert given(passage, ben) == set()
    assert code(passage, ben, "isolation", opened_at=since.last) is None
    assert (given(passage, anna), given(passage, ben)) == ({"neglect"}, {"isolation"})


def test_saving_again_ends_what_was_unticked_and_keeps_the_rest(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    passage = told[2][0]
    code(passage, anna, "neglect", "isolation")
    kept = Coding.objects.get(code="neglect")
    code(passage, anna, "neglect", "home_conditions")
    assert given(passage, anna) == {"neglect", "home_conditions"}
    assert Coding.objects.get(code="neglect").at == kept.at
    assert Coding.objects.get(code="isolation").ended_by == anna


def test_a_blind_reader_and_the_first_see_nothing_of_each_other(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User, ben: User
) -> None:
    _, document, (passage, *_) = told
    read_blind(document=document, by=ben)
    assert code(passage, anna, "neglect") is None
    assert codings_seen(passage, ben) == []
    assert code(passage, ben, "isolation", opened_at=0) is None
    assert [one.by for one in codings_seen(passage, anna)] == [anna]


def test_nobody_turns_blind_after_reading(told: tuple[Review, ReviewDocument, list[Passage]], anna: User) -> None:
    code(told[2][0], anna)
    with pytest.raises(WrongUse, match="begun to read"):
        read_blind(document=told[1], by=anna)


def test_suggestions_wait_for_the_first_reading_and_never_reach_a_blind_reader(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User, ben: User
) -> None:
    _, document, (passage, *_) = told
    suggest_codes(document=document, by=None)
    read_blind(document=document, by=ben)
    assert suggestions_seen(passage, anna) == []
    read_section(document=document, heading=heading(document, "What happened"), by=anna)
    read_section(document=document, heading=heading(document, "What happened"), by=ben)
    assert "neglect" in {one.code for one in suggestions_seen(passage, anna)}
    assert suggestions_seen(passage, ben) == []
    with pytest.raises(WrongUse, match="blind"):
        decide_suggestion(suggestion=suggestions_seen(passage, anna)[0].id, accepted=True, by=ben)


def test_the_words_that_made_a_suggestion_are_slices_of_the_passage(
    told: tuple[Review, ReviewDocument, list[Passage]],
) -> None:
    suggest_codes(document=told[1], by=None)
    one = Suggestion.objects.get(passage=told[2][1], code="neglect")
    assert [told[2][1].words[start:end] for start, end in one.spans] == ["neglect"]
    assert [told[2][1].words[start:end] for start, end in one.negations] == ["no"]


def test_a_suggestion_is_not_counted_until_a_person_accepts_it(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    _, document, passages = told
    assert suggest_codes(document=document, by=None) > 0
    assert suggest_codes(document=document, by=None) == 0
    assert Coding.objects.count() == 0
    assert prevalence_of_codes() == []
    one = Suggestion.objects.get(passage=passages[0], code="neglect")
    decide_suggestion(suggestion=one.id, accepted=True, by=anna)
    assert given(passages[0], anna) == {"neglect"}
    with pytest.raises(WrongUse, match="decided before"):
        decide_suggestion(suggestion=one.id, accepted=False, by=anna)


def test_present_needs_a_passage_and_absent_a_whole_reading(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    review, document, passages = told
    with pytest.raises(WrongUse, match="needs a passage"):
        judge_review(review=review, code="neglect", state="present", because="", by=anna)
    with pytest.raises(WrongUse, match="every section has been read in full"):
        judge_review(review=review, code="cse", state="absent", because="", by=anna)
    read_section(document=document, heading=heading(document, "What happened"), by=anna)
    with pytest.raises(WrongUse, match="every section has been read in full"):
        judge_review(review=review, code="cse", state="absent", because="", by=anna)
    read_section(document=document, heading=heading(document, "What was done"), by=anna)
    judge_review(review=review, code="cse", state="absent", because="Looked for.", by=anna)
    judge_review(review=review, code="neglect", state="present", because="", passages=passages[:1], by=anna)
    assert (states_of("cse"), states_of("neglect")) == ((0, 1, 0), (1, 0, 0))


def test_a_passage_of_another_review_bears_nothing(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    _, _, others = a_review("child-g")
    with pytest.raises(WrongUse, match="another review"):
        judge_review(review=told[0], code="neglect", state="present", because="", passages=others[:1], by=anna)


def test_the_denominator_changes_with_what_it_is_of(anna: User) -> None:
    reviews = [a_review(f"child-{name.lower()}") for name in "ABCDE"]
    for (review, document, passages), state in zip(
        reviews, ["present", "absent", "not_mentioned", "not_applicable"], strict=False
    ):
        for section in ("What happened", "What was done"):
            read_section(document=document, heading=heading(document, section), by=anna)
        bearing = passages[:1] if state == "present" else []
        judge_review(review=review, code="cse", state=state, because="", passages=bearing, by=anna)
    (cse,) = prevalence_of_codes()
    assert [str(share) for share in cse.shares] == ["1 of 2", "1 of 3", "1 of 5"]
    assert cse.version == "Child sexual exploitation, version 1"
    assert cse.present == (reviews[0][0].id,)
    assert [one.id for one in evidence_of("cse", reviews[0][0].id)] == [reviews[0][2][0].id]


def test_the_latest_judgement_counts_and_an_earlier_day_still_says_the_earlier(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    review, _, passages = told
    judge_review(review=review, code="neglect", state="not_mentioned", because="", by=anna)
    judge_review(review=review, code="neglect", state="present", because="", passages=passages[:1], by=anna)
    assert states_of("neglect") == (1, 0, 0)


def test_a_theme_is_present_where_one_of_its_codes_is(anna: User) -> None:
    review, _, passages = a_review()
    other, _, _ = a_review("child-g")
    judge_review(review=review, code="neglect", state="present", because="", passages=passages[:1], by=anna)
    judge_review(review=review, code="neglect_medical", state="not_mentioned", because="", by=anna)
    judge_review(review=review, code="domestic_abuse", state="present", because="", passages=passages[:1], by=anna)
    judge_review(review=other, code="neglect_medical", state="not_mentioned", because="", by=anna)
    themes = {one.name: one for one in prevalence_of_themes()}
    assert themes["chronic_neglect"].present == (review.id,)
    assert themes["chronic_neglect"].not_mentioned == (other.id,)
    (together,) = co_occurrence(list(themes.values()))
    assert (together.one, together.other, together.share.part) == ("chronic_neglect", "domestic_abuse", (review.id,))


def test_merged_and_split_codes_leave_their_codings_waiting(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    passage = told[2][0]
    code(passage, anna, "cse", "isolation", "neglect", "mobility")
    merge_codes(code="cse", after=1, into="sexual_abuse", because="One idea.", by=anna)
    parts = split_code(
        code="isolation",
        after=1,
        parts=[("Cut off", "By others."), ("Unseen", "By services.")],
        because="Two.",
        by=anna,
    )
    reword_code(code="neglect", after=1, title="Neglect", means="Needs unmet, over time.", because="Plainer.", by=anna)
    assert [one.code for one, _ in to_recode()] == ["cse", "isolation", "neglect"]
    assert [made.name for made in parts] == ["cut_off", "unseen"]
    with pytest.raises(WrongUse, match="not given any more"):
        code(passage, anna, "cse")
    waiting = {one.code: one.id for one, _ in to_recode()}
    with pytest.raises(WrongUse, match="does not take the place"):
        recode(coding=waiting["cse"], to="neglect", by=anna)
    assert recode(coding=waiting["cse"], to="sexual_abuse", by=anna) is not None
    assert recode(coding=waiting["isolation"], to=None, by=anna) is None
    looked_at = recode(coding=waiting["neglect"], to="neglect", by=anna)
    assert looked_at is not None
    assert looked_at.code_version == 2
    assert to_recode() == []
    assert given(passage, anna) == {"sexual_abuse", "neglect", "mobility"}


def test_a_coding_keeps_the_version_it_was_made_under(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User
) -> None:
    code(told[2][0], anna, "neglect")
    reword_code(code="neglect", after=1, title="Neglect", means="Needs unmet, over time.", because="Plainer.", by=anna)
    assert Coding.objects.get(code="neglect").code_version == 1
    assert codebook()["neglect"].number == 2


def test_a_proposed_code_stands_once_it_is_accepted(anna: User) -> None:
    one = propose_code(title="Pets used to frighten", means="A dog keeps people out.", passage=None, by=anna)
    two = propose_code(title="Rain", means="It rained.", passage=None, by=anna)
    decide_proposal(proposal=one.id, accepted=True, layer="what", group="family", by=anna)
    decide_proposal(proposal=two.id, accepted=False, layer="what", group="family", by=anna)
    assert codebook()["pets_used_to_frighten"].number == 1
    assert "rain" not in codebook()
    with pytest.raises(WrongUse, match="decided before"):
        decide_proposal(proposal=one.id, accepted=True, layer="what", group="family", by=anna)


def test_two_readers_are_laid_beside_each_other_on_what_both_read(
    told: tuple[Review, ReviewDocument, list[Passage]], anna: User, ben: User
) -> None:
    _, document, passages = told
    for at, (a, b) in enumerate([(("neglect",), ("neglect",)), (("neglect",), ()), ((), ())]):
        code(passages[at], anna, *a)
        code(passages[at], ben, *b)
    code(passages[3], anna, "neglect")  # ben never read it
    (pair,) = pairs(document)
    told_apart = pair.by_code["neglect"]
    assert (told_apart.both, told_apart.only_a, told_apart.only_b, told_apart.neither) == (1, 1, 0, 1)
    assert pair.apart["neglect"] == (passages[1].id,)
    assert told_apart.rare


def test_passages_that_share_words_are_similar(told: tuple[Review, ReviewDocument, list[Passage]]) -> None:
    _, _, others = a_review("child-g")
    found: list[UUID] = [one.id for one in similar(the_machine(), told[2][0])]
    assert found[0] == others[0].id
    assert others[3].id not in found
    assert told[2][0].id not in found
