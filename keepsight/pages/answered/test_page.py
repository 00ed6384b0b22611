"""How prompts were answered: refused to whom it is not for; small counts hidden; what is often wrong goes back to people."""

import datetime as dt
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.test import Client

from keepsight.access.queries import sight
from keepsight.briefings.transparency import NOT_CHECKED
from keepsight.patterns.sheets import library
from keepsight.practice.actions import Said, answer, take_back
from keepsight.practice.figures.answer_rates import (
    COLUMNS,
    UNANSWERED,
    Answered,
    Quarter,
    Rate,
    answered,
    goes_back,
    quarter_of,
    rates,
)
from keepsight.practice.jobs import send_patterns_back
from keepsight.practice.queries import answers
from keepsight.prompts import counting
from keepsight.prompts.going_back import go_back, went_back
from keepsight.prompts.in_force import sheets
from keepsight.prompts.queries import PromptShown, standing
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user

HERE = "/assurance/answers/"
PATTERN = "re-referral"


@pytest.mark.parametrize("username", ["ivo", "magda", "mina", "osei", "bea", "wilf", "orla", "robin"])
def test_whoever_does_not_look_after_patterns_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(HERE).status_code == 403
    assert Client().get(HERE).status_code == 302


def counted(unanswered: int = 0, **patterns: tuple[int, ...]) -> list[Answered]:
    """So many answers of each pattern, by COLUMNS: right, known already, wrong, not enough known, disagreed with."""
    told = [
        Answered(uuid4(), name, uuid4(), column)
        for name, of in patterns.items()
        for column, times in zip(COLUMNS, of, strict=True)
        for _ in range(times)
    ]
    return told + [Answered(uuid4(), name, uuid4(), UNANSWERED) for name in patterns for _ in range(unanswered)]


@pytest.mark.parametrize(
    ("of", "back"),
    [
        ((7, 7, 6, 0, 0), False),  # 30 in 100 is not more than 30 in 100
        ((7, 6, 7, 0, 0), True),
        ((20, 0, 5, 0, 0), False),
        ((0, 0, 9, 0, 0), None),  # one answer too few
        ((0, 0, 10, 0, 0), True),
        ((8, 0, 4, 0, 0), None),  # four are hidden
        ((0, 0, 0, 12, 0), False),
        ((0, 0, 7, 6, 7), True),
    ],
)
def test_a_pattern_that_is_more_often_wrong_than_the_rule_lets_pass_goes_back(
    of: tuple[int, ...], back: bool | None
) -> None:
    (row,) = rates(counted(quiet=of))
    assert row.goes_back is back


def test_what_nobody_answered_weighs_on_neither_side() -> None:
    with_them, without = rates(counted(unanswered=40, quiet=(7, 6, 7, 0, 0))), rates(counted(quiet=(7, 6, 7, 0, 0)))
    assert (with_them[0].unanswered, without[0].unanswered) == (40, 0)
    assert (with_them[0].goes_back, with_them[0].wrong) == (without[0].goes_back, without[0].wrong)
    assert rates(counted(unanswered=4, quiet=(7, 6, 7, 0, 0)))[0].unanswered is None


def test_small_counts_are_hidden_and_so_is_what_would_give_them_away() -> None:
    (row,) = rates(counted(first=(8, 8, 3, 8, 0)))
    assert (row.counts[2], row.wrong, row.goes_back) == (None, None, None)
    assert row.counts.count(None) > 1, "eight, eight and eight of twenty-seven would tell it"
    plain = mock.Mock(hides=lambda _: False, hides_share=lambda *_: False)  # a rule that hides nothing is found out
    assert rates(counted(first=(8, 8, 3, 8, 0)), rule=plain)[0].counts[2] == 3


def test_how_sure_a_share_is_is_said_and_never_of_few() -> None:
    (row,) = rates(counted(quiet=(14, 0, 6, 0, 0)))
    assert row.wrong is not None
    low, high = row.wrong
    assert low < 6 / 20 < high
    assert round(low, 3) == 0.145, "Wilson, by hand"
    assert rates(counted(quiet=(0, 0, 9, 0, 0)))[0].wrong is None
    assert goes_back(None, 20) is None


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-01-01", "2026-01-01", "2026-03-31"),
        ("2026-06-30", "2026-04-01", "2026-06-30"),
        ("2026-12-31", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_quarter_is_one_of_the_calendar(day: str, first: str, last: str) -> None:
    quarter = quarter_of(dt.date.fromisoformat(day))
    assert quarter == Quarter(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert quarter.before.last == quarter.first - dt.timedelta(days=1)


def answered_in(quarter: Quarter) -> list[Answered]:
    """How each prompt counts in a quarter, of whomever figures may tell."""
    return answered(quarter, counting.counted(counting.countable(clock.today())))


def of_one(prompt: UUID, quarter: Quarter) -> list[str]:
    """How one prompt counts in a quarter."""
    return [one.column for one in answered_in(quarter) if one.prompt == prompt]


def asked() -> PromptShown:
    """A prompt that stands, and that anybody who sees the child may read."""
    return next(one for one in standing(sight(user("ivo"), clock.today())) if not one.sheet.restricted)


def test_the_last_answer_to_a_prompt_counts_within_the_quarter_until_it_is_taken_back(town: None) -> None:
    prompt, quarter = asked(), quarter_of(clock.today())
    assert of_one(prompt.id, quarter) == [UNANSWERED]
    assert rates([]) == []
    said = Said("Is it?", asked_of="Nan", by_when=clock.today())
    first = answer(prompt, "not_known", said, seen=None, by=user("ivo"))
    assert of_one(prompt.id, quarter) == ["not_known"]
    last = answer(prompt, "wrong", Said("The letters went astray."), seen=first, by=user("magda"))
    assert of_one(prompt.id, quarter) == ["wrong"]
    assert of_one(prompt.id, quarter.before) == []
    after = quarter_of(quarter.last + dt.timedelta(days=1))
    assert of_one(prompt.id, after) == [], "what was answered before waits no more"
    take_back(prompt.child_id, prompt.id, last, because="They did not.", by=user("magda"))
    assert of_one(prompt.id, quarter) == ["not_known"]
    assert answers([prompt], clock.today())[prompt.id].state.name == "asking"
    page = signed_in("dev").get(HERE).content.decode()
    assert prompt.sheet.title in page
    assert "too few to say" in page
    assert page.count("Nobody has checked the wording") == 1, "said once of all of them"
    assert NOT_CHECKED not in page
    assert "How prompts were answered" in signed_in("cass").get("/assurance/").content.decode()


def test_a_prompt_that_rests_on_a_sealed_entry_counts_in_no_figure_nor_does_its_answer(town: None) -> None:
    prompt, quarter = asked(), quarter_of(clock.today())
    with mock.patch("keepsight.practice.actions.level_of_answer", return_value="sealed"):
        answer(prompt, "wrong", Said("The letters went astray."), seen=None, by=user("ivo"))
    assert of_one(prompt.id, quarter) == []
    other = next(one for one in answered_in(quarter) if one.prompt != prompt.id)
    with mock.patch("keepsight.prompts.counting.unspeakable", side_effect=lambda _, shown: frozenset(shown)):
        assert of_one(other.prompt, quarter) == []


def test_a_child_who_is_restricted_counts_in_no_figure(town: None) -> None:
    quarter = quarter_of(clock.today())
    wren = child("wren")
    assert wren in {one.child for one in answered_in(quarter)}
    with mock.patch("keepsight.prompts.counting.restricted_or_sealed", return_value=frozenset({wren})):
        assert wren not in {one.child for one in answered_in(quarter)}


def test_a_number_opens_its_prompts_to_whoever_sees_the_children_and_names_nobody_to_the_others(town: None) -> None:
    page = given("leila", "answered")
    row = next(one for one in page["rows"] if one["unanswered"][1])
    query = dict(part.split("=") for part in row["unanswered"][1].partition("?")[2].partition("#")[0].split("&"))
    opened = given("leila", "answered", query=query)["opened"]
    assert len(opened["prompts"]) + opened["unseen"] == row["unanswered"][0]
    assert opened["prompts"]
    for username in ("cass", "dev"):
        theirs = given(username, "answered", query=query)["opened"]
        assert (theirs["prompts"], theirs["unseen"]) == ([], row["unanswered"][0])


def test_a_number_that_is_hidden_opens_nothing(town: None) -> None:
    hidden = next(one for one in rates(answered_in(quarter_of(clock.today()))) if one.unanswered is None)
    query = {"pattern": hidden.pattern, "is": UNANSWERED}
    assert given("leila", "answered", query=query)["opened"] is None


def test_what_was_often_wrong_goes_back_once_the_quarter_is_over_once_and_goes_on_asking(town: None) -> None:
    often = [
        Rate(PATTERN, (7, 6, 7, 0, 0, 20), 0, (0.2, 0.6), True),
        Rate("repeat-missing", (20, 0, 0, 0, 0, 20), 0, None, False),
    ]
    with mock.patch("keepsight.practice.jobs.rates", return_value=often):
        assert send_patterns_back() == 1
        assert send_patterns_back() == 0
    (one,) = went_back()
    assert (one.notice.pattern, one.notice.quarter_on) == (PATTERN, quarter_of(clock.today()).before.first)
    assert one.waits
    assert PATTERN in sheets()
    page = signed_in("cass").get(HERE).content.decode()
    assert "7 of 20 answers" in page
    assert "Nobody has said what follows" in page


def test_what_is_often_wrong_is_marked_by_its_title(town: None) -> None:
    often = [Rate(PATTERN, (7, 6, 7, 0, 0, 20), 0, (0.2, 0.6), True)]
    with mock.patch("keepsight.pages.answered.page.rates", return_value=often):
        page = signed_in("cass").get(HERE).content.decode()
    assert library()[PATTERN].title in page
    assert "Goes back: often wrong" in page
    assert "between 20% and 60%" in page


def test_what_went_back_is_kept_by_a_named_person_with_a_reason_or_changed_and_by_nobody_twice(town: None) -> None:
    notice = go_back(PATTERN, dt.date(2026, 1, 1), wrong=7, answered=20)
    assert notice
    form = {"act": "keep", "notice": str(notice.id), "kept_because": "The letters of one surgery went astray."}
    where = f"/patterns/{PATTERN}/"
    for username in ("ivo", "cass", "dev"):
        assert signed_in(username).post(where, form).status_code == 404
    assert "needs a reason" in signed_in("magda").post(where, form | {"kept_because": " "}).content.decode()
    assert "no such notice" in signed_in("magda").post(where, form | {"notice": str(uuid4())}).content.decode()
    assert went_back(PATTERN)[0].waits
    assert signed_in("magda").post(where, form).status_code == 302
    assert not went_back(PATTERN)[0].waits
    assert "done something about it already" in signed_in("leila").post(where, form).content.decode()
    for username, page in (("cass", HERE), ("ivo", where)):
        said = signed_in(username).get(page).content.decode()
        assert "keeps it as it is" in said
        assert form["kept_because"] in said


def test_a_change_that_was_asked_for_since_answers_it_and_one_that_was_let_go_does_not(town: None) -> None:
    assert go_back(PATTERN, dt.date(2026, 1, 1), wrong=7, answered=20)
    off = {"act": "off", "because": "It is the letters."}
    assert signed_in("magda").post(f"/patterns/{PATTERN}/", off).status_code == 302
    assert not went_back(PATTERN)[0].waits
    assert "switches it off" in signed_in("cass").get(HERE).content.decode()
    assert signed_in("magda").post(f"/patterns/{PATTERN}/", {"act": "let_go"}).status_code == 302
    assert went_back(PATTERN)[0].waits
