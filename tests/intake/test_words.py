"""What the words of a row become, by a table that anyone in a safeguarding team can check."""

import pytest

from keepsight.intake.formats import SHELF
from keepsight.intake.formats.chronology_table.words import guesses
from keepsight.vocabulary import KINDS

TABLE = (SHELF / "chronology_table" / "words.examples.md").read_text("utf-8")
LINES = [line.strip("|").split("|") for line in TABLE.splitlines() if line[:1] == "|"][2:]
ROWS = [(words.strip(), kinds.strip()) for words, kinds in LINES]
LEAST_ROWS = 120


@pytest.mark.parametrize(("words", "kinds"), ROWS, ids=[words for words, _ in ROWS])
def test_the_words_of_a_row_become_the_kinds_that_the_table_says(words: str, kinds: str) -> None:
    heard = ", ".join(dict.fromkeys(guess.kind for guess in guesses(words))) or "-"
    assert heard == kinds


def test_the_table_is_long_and_holds_denials_and_silences() -> None:
    assert len(ROWS) >= LEAST_ROWS
    assert sum(kinds == "-" for _, kinds in ROWS) >= LEAST_ROWS // 4


def test_every_guess_keeps_the_words_that_made_it() -> None:
    for words, _ in ROWS:
        for guess in guesses(words):
            assert guess.words
            assert guess.words in words.lower().replace("’", "'")


def test_every_rule_makes_a_kind_and_details_of_the_vocabulary() -> None:
    for words, _ in ROWS:
        for guess in guesses(words):
            assert set(guess.details) <= set(KINDS[guess.kind].details)


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("WNB dental appt", "dental"),
        ("DNA - GP appointment", "GP"),
        ("Was not brought to CAMHS", "CAMHS"),
        ("Did not attend speech and language", "speech and language"),
        ("Mum cancelled appointment with health visitor", "health visitor"),
        ("WNB", None),
    ],
)
def test_an_appointment_says_with_whom_where_the_words_do(words: str, service: str | None) -> None:
    (guess,) = guesses(words)
    assert guess.details.get("service") == service


@pytest.mark.parametrize(
    ("words", "details"),
    [
        ("Referral made; NFA", {"outcome": "no_further_action"}),
        ("Threshold met", {"outcome": "accepted"}),
        ("Signposted", {"outcome": "signposted"}),
        ("Seen alone", {"alone": "yes"}),
        ("Not seen alone", {"alone": "no"}),
        ("Child seen", {}),
        ("RHI declined", {"answer": "declined"}),
        ("ICPC", {"stage": "initial"}),
        ("Child in need plan ended", {"plan": "child_in_need"}),
    ],
)
def test_a_guess_says_no_more_than_its_words(words: str, details: dict[str, str]) -> None:
    assert guesses(words)[-1].details == details


def test_a_long_text_without_any_rule_is_silent() -> None:
    assert guesses("The family went to the seaside. " * 500) == ()
