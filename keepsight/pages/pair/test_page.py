"""One pair: refused to whom it is not for; judged without hearing others or the machine; then the reasons, which sum."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client

from keepsight.pages.pair.reasons import reasons
from keepsight.people.models import Opinion, Question
from keepsight.people.opinions import Answer, Found
from keepsight.people.queries import persons_of
from keepsight.store import clock
from keepsight.store.models import AuditLine
from tests.pages.town_pairs import SOCIAL_CARE, SURGERY, a_pair
from tests.pages.town_people import NOBODY_S, given, signed_in, user

SAID = {"act": "judge", "said": "same", "because": "I rang both of them"}
OTHER = SAID | {"said": "different", "because": "The secretary says they are cousins"}
ASKS = {"act": "judge", "said": "ask_agency", "because": "Nobody knows", "agency": SURGERY, "asks": "Is it one child?"}


def here(question: UUID) -> str:
    return f"/same-person/{question}/"


def page(username: str, question: UUID) -> str:
    return signed_in(username).get(here(question)).content.decode()


def judged(question: UUID, *said: tuple[str, dict[str, str]]) -> None:
    for username, answer in said:
        assert signed_in(username).post(here(question), answer).status_code == 302


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(a_pair()), SAID).status_code == 302


@pytest.mark.parametrize(("username", "status"), [("ivo", 403), ("bea", 403), ("robin", 403), ("magda", 404)])
def test_whoever_may_not_read_both_records_is_refused_and_nothing_is_kept(
    town: None, username: str, status: int
) -> None:
    asked = a_pair()
    assert signed_in(username).post(here(asked), SAID).status_code == status
    assert signed_in("leila").post(here(NOBODY_S), SAID).status_code == 404
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (SAID | {"said": ""}, "said"),
        (SAID | {"because": " "}, "because"),
        (ASKS | {"agency": ""}, "agency"),
        (ASKS | {"agency": "social-care-999"}, "agency"),
        (ASKS | {"asks": ""}, "asks"),
        ({"act": "tell", "says": "Yes"}, "says"),
    ],
)
def test_an_answer_a_reason_and_whom_one_asks_have_to_be_said(town: None, said: dict[str, str], field: str) -> None:
    asked = a_pair()
    assert list(given("leila", "pair", post=said, question_id=asked)["errors"]) == [field]
    assert not Opinion.objects.exists()


# ---------------------------------------------------------------- before and after the answer


def test_before_the_answer_neither_the_weight_nor_the_reason_of_asking_nor_another_judge_is_there(town: None) -> None:
    asked = a_pair()
    judged(asked, ("leila", SAID))
    before = page("wilf", asked)
    for kept_back in (
        "What was found",
        "Weighed by the model",
        "no number in common",
        "To begin with",
        SAID["because"],
        "Leila Thackray, ",
    ):
        assert kept_back not in before
    judged(asked, ("wilf", OTHER))
    after = page("wilf", asked)
    for told in (
        "What was found",
        "Weighed by the model",
        "no number in common",
        "To begin with",
        SAID["because"],
        "do not say the same",
    ):
        assert told in after


def test_two_who_agree_join_the_two_and_it_is_said_and_closed(town: None) -> None:
    asked = a_pair()
    judged(asked, ("leila", SAID), ("wilf", SAID))
    question = Question.objects.get(pk=asked)
    assert len(set(persons_of([question.record_a_id, question.record_b_id]).values())) == 1
    assert "the records are joined" in page("wilf", asked)
    assert "waits for nobody" in signed_in("leila").post(here(asked), OTHER).content.decode()


def test_each_identifier_from_before_a_join_is_answered_with_the_child_it_is_part_of(town: None) -> None:
    asked = a_pair()
    question = Question.objects.get(pk=asked)
    before = set(persons_of([question.record_a_id, question.record_b_id]).values())
    judged(asked, ("leila", SAID), ("wilf", SAID))
    (now,) = set(persons_of([question.record_a_id, question.record_b_id]).values())
    assert len(before) == 2
    for one in before:
        answer = signed_in("leila").get(f"/children/{one}/records/")
        assert answer.status_code == 200
        assert answer.content.decode().count("Garnet") >= 2
        assert f"/children/{now}/" in answer.content.decode()


def test_an_agency_is_asked_its_answer_is_written_down_and_the_pair_goes_on(town: None) -> None:
    asked = a_pair()
    judged(asked, ("leila", ASKS))
    waits = page("wilf", asked)
    assert "Lantern Street Surgery is being asked" in waits
    assert "Keep this answer" not in waits
    judged(asked, ("wilf", {"act": "tell", "says": "One child, says the secretary"}))
    assert "One child, says the secretary" in page("leila", asked)
    judged(asked, ("leila", SAID), ("wilf", SAID))
    assert Question.objects.get(pk=asked).answer == "same"


def test_each_look_is_written_down_beside_both_of_them(town: None) -> None:
    asked = a_pair()
    question = Question.objects.get(pk=asked)
    page("wilf", asked)
    looked = AuditLine.objects.filter(page="pair", user=user("wilf").pk).values_list("child", flat=True)
    assert set(looked) == set(persons_of([question.record_a_id, question.record_b_id]).values())


def test_no_address_stands_on_the_page(town: None) -> None:
    said = given("leila", "pair", question_id=a_pair())
    assert {row["thing"] for row in said["rows"]} == {"Forename", "Surname", "Born", "Number at the agency"}


# ---------------------------------------------------------------- the reasons


def told(**parts: float) -> Answer:
    weights = {"to begin with": -13.2877} | {name.replace("_", " "): weight for name, weight in parts.items()}
    found = Found(sum(weights.values()), weights, {"birth date": "same", "forename": "different"}, "weight", "", False)
    return Answer(1, 1, "", "same", "", clock.now(), None, None, "", found, False, None, "0123456789abcdef")


def test_the_reasons_sum_as_they_are_read_to_the_weight_that_is_shown(town: None) -> None:
    said = reasons(told(birth_date=11.7911, forename=-6.4949, surname=7.1449))
    assert said
    shown = [Decimal(weight.replace("−", "-")) for _, weight in said.lines]
    assert sum(shown) == Decimal(said.total.replace("−", "-"))
    assert ("Same birth date", "+11.79") in said.lines
    assert ("Different forename", "−6.49") in said.lines
    assert said.odds == "By these alone, 1.8 to 1 that they are two people."
    assert said.guard is None
    assert said.model == "0123456789ab"


# ---------------------------------------------------------------- the agency that is asked


def test_the_lead_who_is_asked_hears_of_it_reads_their_own_record_alone_and_answers_in_words(town: None) -> None:
    asked = a_pair(agencies=(SOCIAL_CARE, SURGERY), forename="Garnet")
    assert signed_in("magda").get(here(asked)).status_code == 404
    judged(asked, ("leila", ASKS | {"agency": SOCIAL_CARE}))
    (heard,) = [one for one in given("magda", "notices")["notices"] if "its own record" in one.says]
    assert heard.href == here(asked)
    shown = page("magda", asked)
    assert "Is it one child?" in shown
    assert "Garnet 0" in shown
    assert not [one for one in ("Garnet 1", "Lantern Street", "Keep this answer", "What was found") if one in shown]
    assert signed_in("magda").post(here(asked), SAID).status_code == 404
    assert list(given("magda", "pair", post={"act": "tell", "says": " "}, question_id=asked)["errors"]) == ["says"]
    assert signed_in("magda").post(here(asked), {"act": "tell", "says": "There is one of him"}).status_code == 302
    assert "There is one of him" in page("leila", asked)
    assert signed_in("magda").get(here(asked)).status_code == 404
    assert Opinion.objects.count() == 1
