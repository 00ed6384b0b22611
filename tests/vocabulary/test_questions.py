"""The bank of questions: what its shelf refuses, and that nobody is left without one."""

from collections import Counter
from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.vocabulary import AUDIENCES, QUESTIONS, THEMES
from keepsight.vocabulary.questions import load_questions

WHO = '[audiences]\ngp = "GPs"\nteacher = "Schools"\n'
ASKED = '[questions.neglect]\nsource = "own words"\ngp = ["Who sees?"]\nteacher = ["Who hears?"]\n'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (WHO + ASKED.replace("neglect", "luck"), "luck, which is no theme"),
        (WHO + ASKED.replace('source = "own words"\n', ""), "neglect lacks its source"),
        (WHO + ASKED.replace('teacher = ["Who hears?"]\n', ""), "neglect lacks its teacher"),
        (WHO + ASKED.replace('["Who hears?"]', "[]"), "asks teacher nothing"),
        (WHO + ASKED.replace("Who hears?", "Who sees?"), "Who sees. twice"),
        (WHO + ASKED.replace("Who hears?", "Everyone should listen."), "no question: Everyone should listen."),
        (WHO + ASKED + 'vicar = ["Who prays?"]\n', "says vicar, which nothing reads"),
    ],
)
def test_a_broken_bank_is_refused(tmp_path: Path, text: str, names: str) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(text)
    with pytest.raises(BrokenShelf, match=names):
        load_questions(["neglect"], path)


def test_there_are_a_hundred_and_twenty_questions_at_least_all_in_our_own_words() -> None:
    assert len(QUESTIONS) >= 120
    assert {one.source for one in QUESTIONS} == {"own words"}


def test_every_audience_is_asked_about_every_theme_the_bank_knows() -> None:
    asked = Counter((one.theme, one.audience) for one in QUESTIONS)
    themes = {one.theme for one in QUESTIONS}
    assert themes <= set(THEMES)
    assert len(themes) >= 15
    assert all(asked[theme, audience] for theme in themes for audience in AUDIENCES)


def test_a_question_is_short_enough_to_be_said_aloud() -> None:
    assert max(len(one.asks.split()) for one in QUESTIONS) <= 32
