"""How prompts were answered: refused to whom it is not for; small counts hidden; what is often wrong is marked and asks on."""

import datetime as dt
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.queries import sight
from keepsight.practice import answer_rates
from keepsight.practice.actions import Said, answer, take_back
from keepsight.practice.answer_rates import Rate, answered, rates
from keepsight.practice.queries import answers
from keepsight.prompts.queries import standing
from keepsight.store import clock
from tests.pages.town_people import signed_in, user

HERE = "/assurance/answers/"


@pytest.mark.parametrize("username", ["ivo", "magda", "mina", "osei", "bea", "wilf", "orla", "robin"])
def test_whoever_does_not_look_after_patterns_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(HERE).status_code == 403
    assert Client().get(HERE).status_code == 302


def counted(**patterns: tuple[int, int, int, int]) -> list[tuple[str, str]]:
    """So many answers of each pattern: right, known already, wrong, something else."""
    columns = list(answer_rates.COLUMNS)
    return [
        (name, column)
        for name, of in patterns.items()
        for column, times in zip(columns, of, strict=True)
        for _ in range(times)
    ]


@pytest.mark.parametrize(
    ("of", "goes_back"),
    [
        ((7, 7, 6, 0), False),  # 30 in 100 is not more than 30 in 100
        ((7, 6, 7, 0), True),
        ((20, 0, 5, 0), False),
        ((0, 0, 4, 0), None),  # too few
        ((6, 0, 2, 0), None),
        ((0, 0, 12, 0), True),
        ((0, 0, 0, 12), False),
    ],
)
def test_a_pattern_that_is_more_often_wrong_than_the_rule_lets_pass_goes_back(
    of: tuple[int, int, int, int], goes_back: bool | None
) -> None:
    row, _ = rates(counted(quiet=of))
    assert row.goes_back is goes_back


def test_small_counts_are_hidden_and_so_is_what_would_give_them_away() -> None:
    first, second, both = rates(counted(first=(8, 8, 3, 8), second=(8, 8, 9, 8)))
    assert first.counts[2] is None
    assert first.goes_back is None
    assert any(hidden is None for hidden in (*first.counts[:2], first.counts[3], first.counts[4]))
    assert second.counts[2] is None or both.counts[2] is None
    plain = mock.Mock(hides=lambda _: False, hides_share=lambda *_: False)  # a rule that hides nothing is found out
    assert rates(counted(first=(8, 8, 3, 8), second=(8, 8, 9, 8)), rule=plain)[0].counts[2] == 3


def test_the_last_answer_to_a_prompt_counts_within_the_quarter_until_it_is_taken_back(town: None) -> None:
    asked = next(one for one in standing(sight(user("ivo"), clock.today())) if not one.sheet.restricted)
    assert answered(clock.today()) == []
    assert rates([]) == []
    first = answer(asked, "not_known", Said("Is it?", asked_of="Nan", by_when=clock.today()), seen=None, by=user("ivo"))
    assert answered(clock.today()) == [(asked.pattern, "else")]
    last = answer(asked, "wrong", Said("The letters went astray."), seen=first, by=user("magda"))
    assert answered(clock.today()) == [(asked.pattern, "wrong")]
    assert answered(clock.today() + dt.timedelta(days=91)) == []
    take_back(asked.child_id, asked.id, last, because="They did not.", by=user("magda"))
    assert answered(clock.today()) == [(asked.pattern, "else")]
    assert answers([asked], clock.today())[asked.id].state.name == "asking"
    page = signed_in("dev").get(HERE).content.decode()
    assert asked.sheet.title in page
    assert "too few to say" in page
    assert "How prompts were answered" in signed_in("cass").get("/assurance/").content.decode()


def test_an_answer_to_what_rests_on_a_sealed_entry_counts_in_no_figure(town: None) -> None:
    asked = next(one for one in standing(sight(user("ivo"), clock.today())) if not one.sheet.restricted)
    with mock.patch("keepsight.practice.actions.level_of_answer", return_value="sealed"):
        answer(asked, "wrong", Said("The letters went astray."), seen=None, by=user("ivo"))
    assert answered(clock.today()) == []


def test_what_goes_back_is_marked_by_its_title_and_goes_on_asking(town: None) -> None:
    often = [Rate("re-referral", (7, 6, 7, 0, 20), True), Rate("", (7, 6, 7, 0, 20), True)]
    with mock.patch("keepsight.pages.answered.page.rates", return_value=often):
        page = signed_in("cass").get(HERE).content.decode()
    assert "Goes back: often wrong" in page
    assert "goes on asking until people decide" in page
