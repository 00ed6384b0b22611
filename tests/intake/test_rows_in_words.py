"""What the rules hear in rows that nobody wrote for them; what is denied, they never assert."""

import pytest

from keepsight.intake.formats.chronology_table import words
from keepsight.intake.formats.chronology_table.words import guesses, often_right
from keepsight.vocabulary import KINDS
from tests.intake.rows_in_words import Row, Score, heard, is_held_out, rows, scored

LEAST_ROWS = 600  # issue 7
LEAST_PRECISION = 0.5  # of a kind that may be confirmed many at once: at least this with 95 in 100, a guess is right
HELD_OUT = [row for row in rows() if is_held_out(row)]

DENIED = [
    ("No bruising seen", "injury.recorded"),
    ("no marks, bruises or other injuries", "injury.recorded"),
    ("No bruise, burn or scald", "injury.recorded"),
    ("Bruising not seen on examination", "injury.recorded"),
    ("Full examination: nil bruising", "injury.recorded"),
    ("Mum denies any domestic abuse", "domestic_abuse.incident"),
    ("There is no evidence of domestic abuse", "domestic_abuse.incident"),
    ("Asked about domestic violence, none", "domestic_abuse.incident"),
    ("She did not disclose anything, no disclosure", "disclosure.made"),
    ("Never reported missing", "missing.reported"),
    ("He has not gone missing since May", "missing.reported"),
    ("Not under the influence when seen", "substance_use.recorded"),
    ("No smell of cannabis", "substance_use.recorded"),
    ("No referral was made", "referral.received"),
    ("A referral was not made", "referral.received"),
    ("Section 47 not needed", "section47.started"),
    ("Strategy meeting did not take place", "strategy_discussion.held"),
    ("ICPC was cancelled", "conference.held"),
    ("No A&E attendances", "emergency.attended"),
    ("did not attend A&E", "emergency.attended"),
    ("has not been suspended", "school.suspended"),
    ("MARAC referral not made", "marac.referred"),
    ("No concerns raised", "concern.recorded"),
    ("no supervision since May", "supervision.held"),
    ("RHI not completed", "return_interview.held"),
    ("Information was not shared with the school", "information.shared"),
    ("The case was not closed", "involvement.closed"),
    ("Children not seen", "child.seen"),
    ("Nobody had rung to cancel it", "appointment.cancelled"),
    ("If he hits her again she will leave", "domestic_abuse.incident"),
    ("Mum would ring if he went missing", "missing.reported"),
    ("Mother was hit by her mother as a child, bruises then too", "injury.recorded"),
    ("Father was himself placed in foster care", "placement.started"),
    ("At risk of permanent exclusion", "school.excluded"),
    ("Mum missed her own appointment", "appointment.not_brought"),
]
FRAMES = ("denies {}", "there was no {}", "no evidence of {}", "never {}")
SAYS_NOT = ("no ", "not ", "n't", "nobody", "unable", "did not", "does not")  # phrases that are themselves a denial


def test_the_rows_are_many_and_each_is_there_once_with_words_of_the_vocabulary() -> None:
    assert len(HELD_OUT) >= LEAST_ROWS
    assert len({row.words.casefold() for row in rows()}) == len(rows())
    assert {kind for row in rows() for kind in row.kinds} <= KINDS.keys()


def test_in_a_good_part_of_them_nothing_happened_and_in_another_several_things_did() -> None:
    assert sum(not row.kinds for row in HELD_OUT) >= len(HELD_OUT) // 4
    assert sum(len(row.kinds) > 1 for row in HELD_OUT) >= len(HELD_OUT) // 10


def often_wrong(score: Score) -> set[str]:
    """The kinds marked as often right that the rows do not show to be so."""
    return {kind for kind in often_right() if score.least_precision(kind) < LEAST_PRECISION}


def test_a_kind_that_may_be_confirmed_many_at_once_was_right_in_rows_nobody_wrote_for_it() -> None:
    assert often_right()
    assert not often_wrong(scored(HELD_OUT))


def test_a_rule_that_hears_too_much_is_found_out() -> None:
    def hears_bruises_in_every_denial(said: str) -> frozenset[str]:
        return heard(said) | ({"injury.recorded"} if " no " in f" {said.lower()} " else frozenset())

    assert "injury.recorded" in often_wrong(scored(HELD_OUT, hears_bruises_in_every_denial))


@pytest.mark.parametrize(("said", "kind"), DENIED, ids=[said for said, _ in DENIED])
def test_what_is_denied_is_not_asserted(said: str, kind: str) -> None:
    assert kind not in heard(said)


def test_no_phrase_of_any_rule_speaks_where_it_is_denied() -> None:
    spoke = [said for said, kind in denied_phrases() if kind in heard(said)]
    assert not spoke


def test_rules_that_do_not_listen_for_denials_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    guesses.cache_clear()
    monkeypatch.setattr(words, "_silenced", lambda *_: False)
    assert sum(kind in heard(said) for said, kind in DENIED) > len(DENIED) // 2
    guesses.cache_clear()


def denied_phrases() -> list[tuple[str, str]]:
    """Every phrase of every rule, but those that deny something themselves, behind every way to deny it."""
    return [
        (frame.format(phrase.replace("*", "").replace("...", "the")), rule["kind"])
        for rule in words.said()["rule"]
        for phrase in rule["says"]
        if not any(one in phrase for one in SAYS_NOT)
        for frame in FRAMES
    ]


def test_the_score_counts_what_was_heard_and_was_not_so() -> None:
    score = scored([Row("bruise", frozenset({"child.seen"}))], lambda _: frozenset({"injury.recorded"}))
    assert score.of(["child.seen", "injury.recorded"]) == (0, 1, 1)
